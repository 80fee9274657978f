"""Clause 4, opening (told of promises and campaigns in time) and 4 c) (needs and experience are commanded)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pledgeline.kernel.interval import Period
from tests.assessing import assess, no_lake, one_minute, promised  # noqa: F401
from tests.briefings import NOW, RIGHT, TODAY, WRONG, acknowledge, days, publish

pytestmark = pytest.mark.django_db
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))
NORTH = [f"n{n:02d}" for n in range(1, 11)]
SOUTH = [f"s{n}" for n in range(1, 5)]


@pytest.fixture(autouse=True)
def _late_in_november(time_machine_at: Any) -> None:
    """The assessments of this file are made on 5 December."""


@pytest.fixture
def time_machine_at() -> Any:
    import time_machine

    with time_machine.travel("2026-12-05T02:00:00Z", tick=False):
        yield


@pytest.fixture
def verdict(assess: Any, rosters: None) -> Any:  # noqa: F811
    from pledgeline.assurance import queries

    def of(requirement: str, **more: Any) -> str:
        found = queries.assessment_json(assess({}, period=NOVEMBER, **more))["requirements"]
        return next(one["verdict"] for one in found if one["id"] == requirement)

    return of


def plan(first_day: date, briefing: str = "") -> Any:
    from pledgeline.briefing.actions import campaigns

    wanted = campaigns.Plan(
        "Double Eleven", "双十一", first_day, first_day + days(3), services=("cards",), briefing=briefing
    )
    return campaigns.plan(code="double-eleven", plan=wanted, by=None, at=NOW)


def all_acknowledge() -> None:
    acknowledge("north", *NORTH)
    acknowledge("south", *SOUTH)


def check(centre: str, people: list[str], answers: list[int], at: Any = NOW) -> None:
    from pledgeline.briefing.actions import understanding

    for person in people:
        understanding.record(
            briefing="double-eleven", number=1, centre=centre, person=person, answers=answers, by=None, at=at
        )


# --- 4, opening ---------------------------------------------------------------------------------------------------


def test_4_inform_where_nothing_began_nothing_is_shown(verdict: Any) -> None:
    assert verdict("4.inform") == "not_demonstrated"


def test_4_inform_a_campaign_without_a_briefing_is_not_demonstrated(verdict: Any) -> None:
    plan(TODAY + days(7))
    assert verdict("4.inform") == "not_demonstrated"


@pytest.mark.parametrize(
    ("days_ahead", "expected"),
    [(7, "met"), (3, "met"), (2, "not_met"), (0, "not_met")],
)
def test_4_inform_a_campaign_is_told_three_days_ahead_and_acknowledged(
    verdict: Any, days_ahead: int, expected: str
) -> None:
    publish(effective_from=TODAY + days(days_ahead))
    plan(TODAY + days(days_ahead), "double-eleven")
    all_acknowledge()
    assert verdict("4.inform") == expected


def test_4_inform_a_briefing_after_the_start_is_late(verdict: Any) -> None:
    publish(effective_from=TODAY, at=NOW + days(2), acknowledge_by=TODAY + days(5))
    plan(TODAY + days(1), "double-eleven")
    all_acknowledge()
    assert verdict("4.inform") == "not_met"


def test_4_inform_told_in_time_and_not_acknowledged_by_the_last_day_is_not_met(verdict: Any) -> None:
    publish()
    plan(TODAY + days(7), "double-eleven")
    acknowledge("north", *NORTH)
    acknowledge("south", *SOUTH, at=NOW + days(6))  # a day after the last day
    assert verdict("4.inform") == "not_met"


def test_4_inform_a_promise_that_changes_needs_a_briefing_that_names_it(
    verdict: Any,
    one_minute: Any,  # noqa: F811
) -> None:
    from pledgeline.experience.actions import promises

    promises.ensure(code="one-minute", wording=one_minute, effective_from=TODAY + days(7), by=None)
    assert verdict("4.inform") == "not_demonstrated"
    publish(kind="promise", services=(), promises=("one-minute",))
    all_acknowledge()
    assert verdict("4.inform") == "met"


def test_4_inform_the_briefing_of_an_earlier_version_does_not_tell_the_later_one(
    verdict: Any,
    one_minute: Any,  # noqa: F811
) -> None:
    from pledgeline.experience.actions import promises

    publish(at=NOW - days(60), promises=("one-minute",), acknowledge_by=TODAY, effective_from=TODAY - days(40))
    promises.ensure(code="one-minute", wording=one_minute, effective_from=TODAY - days(40), by=None)
    promises.revise(code="one-minute", target=0.9, by=None)
    promises.make_effective(code="one-minute", number=2, effective_from=TODAY + days(7), by=None)
    all_acknowledge()
    assert verdict("4.inform") == "not_demonstrated"


def test_4_inform_the_days_are_the_organisations_own(verdict: Any) -> None:
    publish()
    plan(TODAY + days(7), "double-eleven")
    all_acknowledge()
    assert verdict("4.inform", parameters={"4.inform.lead_days": 8}) == "not_met"


# --- 4 c) ---------------------------------------------------------------------------------------------------------


def test_4_c_the_verdict_moves_from_not_demonstrated_over_not_met_to_met(verdict: Any) -> None:
    moved = {"no briefing": verdict("4.c")}
    publish()
    acknowledge("north", *NORTH)
    moved["south has not acknowledged"] = verdict("4.c")
    acknowledge("south", *SOUTH)
    moved["nobody was checked"] = verdict("4.c")
    check("north", NORTH, RIGHT, NOW + days(25))
    check("south", SOUTH, WRONG, NOW + days(24))
    moved["south does not understand"] = verdict("4.c")
    check("south", SOUTH, RIGHT, NOW + days(25))
    moved["south was asked again"] = verdict("4.c")
    print(*(f"{verdict_:20} {step}" for step, verdict_ in moved.items()), sep="\n")
    assert moved == {
        "no briefing": "not_demonstrated",
        "south has not acknowledged": "not_met",
        "nobody was checked": "not_demonstrated",
        "south does not understand": "not_met",
        "south was asked again": "met",
    }


def test_4_c_what_was_understood_long_ago_is_shown_no_longer(verdict: Any) -> None:
    publish(acknowledge_by=TODAY)
    all_acknowledge()
    check("north", NORTH, RIGHT, NOW + days(25))
    check("south", SOUTH, RIGHT, NOW + days(25))
    assert verdict("4.c") == "met"
    assert verdict("4.c", parameters={"4.c.half_life_days": 5}) == "not_demonstrated"


def test_4_c_a_question_beyond_its_clock_is_a_miss(verdict: Any) -> None:
    from pledgeline.briefing.actions import questions

    publish()
    all_acknowledge()
    check("north", NORTH, RIGHT, NOW + days(25))
    check("south", SOUTH, RIGHT, NOW + days(25))
    asked = questions.ask(briefing="double-eleven", number=1, centre="north", text="Since when?", by=None, at=NOW)
    assert verdict("4.c") == "not_met"
    questions.answer(
        number=asked.number, outcome="faq", answer_en="Monday.", answer_zh="周一。", by=None, at=asked.due_at
    )
    assert verdict("4.c") == "met"
