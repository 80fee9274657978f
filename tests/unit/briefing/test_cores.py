from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgeline.briefing.core.briefing import Audience
from pledgeline.briefing.core.difference import Change, Piece, difference
from pledgeline.briefing.core.gate import Capacity, Facts, Gate, Light, Limits, Topic, gate
from pledgeline.briefing.core.reply import due_at, open_seconds
from pledgeline.briefing.core.roster import Cover, Person, Share, acknowledged, deadline, has_to_know
from pledgeline.briefing.core.timely import Telling, lead
from pledgeline.briefing.core.understanding import Result, Understanding, draw, understanding

DAY = date(2026, 11, 2)


# --- difference ---------------------------------------------------------------------------------------------------


@given(st.text(), st.text())
def test_a_difference_without_the_new_is_the_old_text_and_without_the_gone_the_new(old: str, new: str) -> None:
    found = difference(old, new)
    assert "".join(p.text for p in found if p.change is not Change.ADDED) == old
    assert "".join(p.text for p in found if p.change is not Change.REMOVED) == new


def test_english_changes_by_words_and_chinese_by_characters() -> None:
    assert difference("fee is 300 yuan", "fee is 1,300 yuan")[1:3] == (
        Piece(Change.REMOVED, "300"),
        Piece(Change.ADDED, "1,300"),
    )
    assert difference("免年费", "免收费") == (
        Piece(Change.SAME, "免"),
        Piece(Change.REMOVED, "年"),
        Piece(Change.ADDED, "收"),
        Piece(Change.SAME, "费"),
    )


# --- who has to know ----------------------------------------------------------------------------------------------

AGENT = Person("north", "a", "A", ("cards",), ("voice",), "zh", joined_on=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("person", "audience", "knows"),
    [
        (AGENT, Audience(), True),
        (AGENT, Audience(centres=("south",)), False),
        (AGENT, Audience(services=("loans",)), False),
        (AGENT, Audience(services=("cards", "loans"), channels=("chat",)), False),
        (AGENT, Audience(languages=("en",)), False),
        (AGENT, Audience(duties=("team_lead",)), False),
        (replace(AGENT, services=()), Audience(services=("loans",)), True),
        (replace(AGENT, joined_on=DAY + timedelta(1)), Audience(), False),
        (replace(AGENT, left_on=DAY), Audience(), False),
        (replace(AGENT, left_on=DAY + timedelta(1)), Audience(), True),
        (replace(AGENT, covers=(Cover("loans", (), DAY, DAY),)), Audience(services=("loans",)), True),
        (
            replace(AGENT, covers=(Cover("loans", (), DAY + timedelta(1), DAY + timedelta(2)),)),
            Audience(services=("loans",)),
            False,
        ),
    ],
)
def test_who_has_to_know(person: Person, audience: Audience, knows: bool) -> None:
    assert has_to_know(person, audience, DAY) is knows


def test_a_late_joiner_has_days_of_grace_and_is_not_overdue_in_them() -> None:
    late = replace(AGENT, code="b", joined_on=DAY + timedelta(10))
    told = {"acknowledge_by": DAY + timedelta(5), "published_on": DAY}
    assert deadline(AGENT, **told) == DAY + timedelta(5)
    assert deadline(late, **told) == DAY + timedelta(13)
    share = acknowledged([AGENT, late], Audience(), {("north", "a")}, day=DAY + timedelta(12), **told)["north"]
    assert (share.done, share.needed, share.overdue, share.late_joiners) == (1, 2, 0, 1)
    assert acknowledged([AGENT, late], Audience(), {}, day=DAY + timedelta(14), **told)["north"].overdue == 2


# --- understanding ------------------------------------------------------------------------------------------------


def results(n: int, right: int, age: int = 0) -> list[Result]:
    return [Result(("north", str(i)), DAY - timedelta(age), 3 if i < right else 2) for i in range(n)]


def test_ten_of_a_crowd_all_right_show_seventy_two_percent() -> None:
    found = understanding(results(10, 10), concerned=1_000_000, day=DAY)
    assert found.lower == pytest.approx(0.7225, abs=0.0005)
    assert found.upper == 1


def test_a_whole_team_asked_today_leaves_no_uncertainty() -> None:
    assert understanding(results(5, 4), concerned=5, day=DAY) == Understanding(0.8, 0.8, 0.8, 5, 5, 5)


def test_the_lower_end_sinks_as_checks_age_and_the_share_stays() -> None:
    ends = [understanding(results(10, 10, age), concerned=50, day=DAY) for age in (0, 30, 60, 120, 600)]
    assert [one.share for one in ends] == [1, 1, 1, 1, 1]
    lowers = [one.lower for one in ends]
    assert lowers == sorted(lowers, reverse=True)
    assert ends[2].effective_n == pytest.approx(5)


def test_of_each_person_only_the_latest_check_counts_and_none_from_the_future() -> None:
    me = ("north", "a")
    checks = [Result(me, DAY - timedelta(9), 0), Result(me, DAY, 3), Result(me, DAY + timedelta(1), 0)]
    assert understanding(checks, concerned=1, day=DAY).share == 1


def test_nobody_checked_is_no_share() -> None:
    assert understanding([], concerned=5, day=DAY) == Understanding(None, None, None, 0, 0.0, 5)


@given(st.integers(1, 30), st.integers(0, 30), st.integers(0, 400), st.integers(0, 100))
def test_share_lies_within_its_interval_and_both_within_0_and_1(n: int, right: int, age: int, more: int) -> None:
    found = understanding(results(n, min(right, n), age), concerned=n + more, day=DAY)
    assert found.lower is not None
    assert found.upper is not None
    assert found.share is not None
    assert -1e-9 <= found.lower <= found.share + 1e-9 <= found.upper + 2e-9 <= 1 + 3e-9


def test_a_sample_is_repeatable_and_never_larger_than_the_team() -> None:
    people = [("north", str(n)) for n in range(8)]
    assert draw(people, size=3, rng=Random(7)) == draw(list(reversed(people)), size=3, rng=Random(7))
    assert draw(people, size=99, rng=Random(7)) == tuple(sorted(people))


# --- reply clock --------------------------------------------------------------------------------------------------


def at(day: int, hour: float) -> datetime:
    return datetime(2026, 11, day, tzinfo=UTC) + timedelta(hours=hour)


WEEK = [(at(day, 1), at(day, 10)) for day in (2, 3, 4)]


@pytest.mark.parametrize(
    ("asked", "hours", "due"),
    [
        (at(2, 1), 8, at(2, 9)),
        (at(2, 1), 9, at(2, 10)),
        (at(2, 8), 8, at(3, 7)),
        (at(2, 20), 8, at(3, 9)),  # asked at night: the clock starts in the morning
        (at(4, 9), 8, None),
    ],
)
def test_the_reply_clock_runs_while_the_service_is_open(asked: datetime, hours: int, due: datetime | None) -> None:
    assert due_at(asked, hours * 3600, WEEK) == due
    if due is not None:
        assert open_seconds(asked, due, WEEK) == hours * 3600


# --- told in time -------------------------------------------------------------------------------------------------


def test_the_earliest_telling_that_speaks_of_the_event_counts() -> None:
    told = [Telling("b", 2, DAY, DAY + timedelta(7)), Telling("b", 1, DAY - timedelta(3), DAY + timedelta(7))]
    found = lead(DAY + timedelta(7), told)
    assert found is not None
    assert (found.telling.number, found.days) == (1, 10)
    assert lead(DAY, [], after=None) is None
    later = lead(DAY + timedelta(7), told, after=DAY - timedelta(3))
    assert later is not None
    assert later.telling.number == 2


# --- gate ---------------------------------------------------------------------------------------------------------

SURE = Understanding(1.0, 0.8, 1.0, 10, 10.0, 10)
READY = Facts(("north",), "b", {"north": Share(10, 10)}, {"north": SURE}, True)


def lights(found: Gate) -> dict[str, str]:
    return {one.topic.value: one.light.value for one in found.lamps}


def test_a_gate_with_everything_is_open_and_capacity_is_not_shown() -> None:
    found = gate(READY, Limits())
    assert found.is_open
    assert lights(found)["capacity"] == "not_shown"


@pytest.mark.parametrize(
    ("changes", "red"),
    [
        ({"centres": ()}, Topic.BRIEFING),
        ({"briefing": ""}, Topic.BRIEFING),
        ({"acknowledged": {}}, Topic.ACKNOWLEDGED),
        ({"acknowledged": {"north": Share(9, 10)}}, Topic.ACKNOWLEDGED),
        ({"has_check": False}, Topic.UNDERSTOOD),
        ({"understood": {}}, Topic.UNDERSTOOD),
        ({"understood": {"north": replace(SURE, lower=0.69)}}, Topic.UNDERSTOOD),
        ({"open_questions": {"north": 1}}, Topic.QUESTIONS),
        ({"capacity": {"north": Capacity(False, 40, 31)}}, Topic.CAPACITY),
    ],
)
def test_each_thing_that_is_missing_keeps_the_gate_shut(changes: dict[str, object], red: Topic) -> None:
    found = gate(replace(READY, **changes), Limits())  # type: ignore[arg-type]
    assert not found.is_open
    assert {one.topic for one in found.red} == {red}


def test_enough_staff_is_green() -> None:
    found = gate(replace(READY, capacity={"north": Capacity(True, 40, 44)}), Limits())
    assert lights(found)["capacity"] == Light.GREEN
