"""Reviews, actions, escalations and comments: what each side may do, and what stays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from pledgeline.experience.core.contract import Side
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.partnership import evidence, queries, store
from pledgeline.partnership.actions import escalations, improvements, remarks, reviews
from pledgeline.partnership.models import Attachment, Improvement, Remark
from tests.deliveries import row
from tests.partnerships import manager_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 6, 2, tzinfo=UTC)
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


@pytest.fixture(autouse=True)
def no_lake() -> None:
    """Here the contacts answer for themselves (the other tests of this room ask a table)."""


def refused(code: str, call: Any, /, **fields: Any) -> Problem:
    with pytest.raises(Problem) as problem:
        call(**fields)
    assert problem.value.code == code
    return problem.value


def days(n: int) -> timedelta:
    return timedelta(days=n)


# --- reviews ------------------------------------------------------------------------------------------------------

SERIES: dict[str, Any] = {
    "code": "monthly",
    "centre": "north",
    "title_en": "Monthly",
    "title_zh": "月度",
    "every_months": 1,
    "first_due": date(2026, 1, 10),
    "agenda": [{"en": "Figures", "zh": "数字"}],
    "at": AT,
}
PREPARE: dict[str, Any] = {"code": "monthly", "first_day": date(2026, 1, 1), "last_day": date(2026, 1, 5), "at": AT}
HOLD: dict[str, Any] = {
    "code": "monthly",
    "number": 1,
    "held_on": date(2026, 1, 12),
    "attended": "Mia, Bob",
    "minutes_en": "Well",
    "minutes_zh": "好",
    "at": AT + days(7),
}


@pytest.fixture
def promised(cast: Any) -> None:
    from pledgeline.experience.actions import promises

    wording = promises.Wording(
        sentence_en="A person within a minute, or a callback.",
        sentence_zh="一分钟内接通人工或提供回呼。",
        metric="human_or_callback_within",
        figure="lower",
        params={"limit_s": 60},
        target=0.8,
    )
    promises.ensure(code="one-minute", wording=wording, effective_from=date(2026, 1, 1), by=None)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"every_months": 13}, "review.rhythm"),
        ({"agenda": []}, "review.points"),
        ({"agenda": [{"en": "Figures", "zh": ""}]}, "review.points"),
        ({"centre": "nowhere"}, "partnership.centre_unknown"),
        ({"title_zh": " "}, "partnership.missing"),
    ],
)
def test_a_series_that_cannot_stand_is_refused(cast: Any, change: dict[str, Any], code: str) -> None:
    refused(code, reviews.begin, **{**SERIES, **change}, by=cast.mia)


def test_the_pre_read_is_frozen_with_its_snapshot_whatever_is_delivered_later(
    promised: None, delivered: Any, deliver: Any, cast: Any
) -> None:
    reviews.begin(**SERIES, by=cast.mia)
    made = reviews.prepare(**PREPARE, by=cast.mia)
    deliver("north", [row("late", answered="10:03:00")], name="late.csv")
    seen = queries.review("monthly", 1, user=cast.bob)
    (figure,) = seen.figures
    assert (figure.value, figure.figures["n"], seen.snapshot) == (0.5, 4, made.snapshot)
    assert figure.judgement.reason.code == "too_few"
    refused("review.prepared_already", reviews.prepare, **PREPARE, by=cast.mia)
    made.preread = {}
    refused("partnership.record_is_fixed", made.save)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE partnership_review SET preread = '{}'")


def test_minutes_are_written_once_and_a_late_review_does_not_move_the_next(lake: Any, cast: Any) -> None:
    reviews.begin(**SERIES, by=cast.mia)
    reviews.prepare(**PREPARE, by=cast.mia)
    refused("review.held_early", reviews.hold, **{**HOLD, "held_on": date(2026, 1, 5)}, by=cast.mia)
    refused("review.decision_side", reviews.hold, **HOLD, decisions=[{"en": "a", "zh": "b", "side": "x"}], by=cast.mia)
    late = {**HOLD, "held_on": date(2026, 2, 3), "at": datetime(2026, 2, 3, 9, tzinfo=UTC)}
    held = reviews.hold(**late, decisions=[{"en": "More people", "zh": "加人", "side": "centre"}], by=cast.mia)
    refused("review.held_already", reviews.hold, **late, by=cast.mia)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE partnership_review SET minutes_en = 'x'")
    shown = queries.series("monthly", user=cast.bob, today=date(2026, 2, 4)).row
    assert (held.due, shown.next_due, shown.last_held) == (date(2026, 1, 10), date(2026, 2, 10), date(2026, 2, 3))


def test_reviews_as_facts_say_which_were_late_or_never_held(lake: Any, cast: Any) -> None:
    reviews.begin(**SERIES, by=cast.mia)
    reviews.prepare(**PREPARE, by=cast.mia)
    reviews.hold(**HOLD, by=cast.mia)

    def found(day: date) -> list[str]:
        return [one.values["punctuality"] for one in evidence.reviews(YEAR, day=day)]

    assert found(date(2026, 1, 11)) == ["coming"]  # not held yet on that day
    assert found(date(2026, 1, 12)) == ["on_time"]
    assert found(date(2026, 3, 20)) == ["on_time", "overdue", "overdue"]
    reviews.end(code="monthly", on=date(2026, 2, 1), by=cast.mia)
    assert found(date(2026, 3, 20)) == ["on_time"]
    assert evidence.reviews(YEAR, day=date(2026, 3, 20), centres=["south"]) == []


# --- actions ------------------------------------------------------------------------------------------------------

ACTION: dict[str, Any] = {
    "code": "noon",
    "centre": "north",
    "side": "centre",
    "owner": "Bob",
    "title_en": "More people at noon",
    "title_zh": "午间加人",
    "cause_en": "Lunch at the same time",
    "cause_zh": "集中午休",
    "due": date(2026, 1, 20),
    "promise": "one-minute",
    "minimum_n": 1,
    "before": (date(2026, 1, 5), date(2026, 1, 5)),
    "after": (date(2026, 1, 25), date(2026, 1, 31)),
    "at": AT,
}
CHECKED = datetime(2026, 2, 2, 2, tzinfo=UTC)


def later(n: int, *, answered: str) -> list[str]:
    return [row(f"late{k}", answered=answered).replace("2026-01-05", "2026-01-31") for k in range(n)]


@pytest.fixture
def opened(promised: None, delivered: Any, cast: Any) -> Improvement:
    return improvements.open_one(**ACTION, by=cast.mia)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"side": "both"}, "action.side"),
        ({"due": date(2026, 1, 5)}, "action.due_past"),
        ({"after": None}, "action.days_missing"),
        ({"after": (date(2026, 1, 6), date(2026, 1, 31))}, "action.days_order"),  # must lie ahead
        ({"before": (date(2026, 1, 5), date(2026, 1, 6))}, "action.days_order"),  # must be over
        ({"before": (date(2026, 1, 4), date(2026, 1, 4))}, "action.nothing_before"),
        ({"promise": "no-such-promise"}, "promise.unknown"),
        ({"cause_zh": ""}, "partnership.missing"),
        ({"owner": "x" * 201}, "partnership.too_long"),
        ({"centre": "nowhere"}, "partnership.centre_unknown"),
    ],
)
def test_an_action_that_could_not_be_judged_is_refused(
    promised: None, delivered: Any, cast: Any, change: dict[str, Any], code: str
) -> None:
    refused(code, improvements.open_one, **{**ACTION, **change}, by=cast.mia)
    assert not Improvement.objects.exists()


def test_it_closes_only_if_the_same_metric_version_passes_on_the_days_set_in_advance(
    opened: Improvement, deliver: Any, cast: Any
) -> None:
    assert (opened.before["good"], opened.before["n"]) == (2, 4)
    refused("action.not_done", improvements.check, code="noon", by=cast.mia, at=CHECKED)
    refused("action.other_side", improvements.carry_out, code="noon", note="x", by=cast.mia, at=AT + days(1))
    improvements.carry_out(code="noon", note="Two more people", by=cast.bob, at=AT + days(9))
    refused("action.too_early", improvements.check, code="noon", by=cast.mia, at=CHECKED)
    deliver("north", later(20, answered="10:00:30"), name="late.csv")
    found = improvements.check(code="noon", by=cast.mia, at=CHECKED)
    assert (found.effect, found.good, found.n) == ("effective", 20, 20)
    refused("action.closed", improvements.check, code="noon", by=cast.mia, at=CHECKED)
    for table, change in (("improvement", "target = 1"), ("improvement", "state = 'open'"), ("effectcheck", "n = 1")):
        change = change.replace("target = 1", "due = '2030-01-01'")
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE partnership_{table} SET {change}")
    (fact,) = evidence.actions(YEAR, day=date(2026, 2, 28))
    assert (fact.values["effect"], fact.values["late"]) == ("effective", False)
    (then,) = evidence.actions(YEAR, day=date(2026, 1, 31))
    assert then.values["effect"] is None


def test_a_share_that_stayed_low_closes_it_as_not_effective(opened: Improvement, deliver: Any, cast: Any) -> None:
    improvements.carry_out(code="noon", note="Two more people", by=cast.bob, at=AT + days(20))
    deliver("north", later(10, answered="10:02:30"), name="late.csv")
    assert improvements.check(code="noon", by=cast.bob, at=CHECKED).effect == "not_effective"
    assert queries.action("noon", user=cast.bob, today=date(2026, 3, 1)).row.late


def test_another_version_of_the_metric_shows_nothing(opened: Improvement, deliver: Any, cast: Any) -> None:
    from pledgeline.partnership.core.improvement import Measure
    from pledgeline.partnership.core.pooling import Pooled

    measure = Measure(**opened.measure)
    judged = improvements.judged_effect(measure, opened.before, Pooled(20, 20), "999")
    assert (judged.effect.value, judged.reason.code) == ("not_demonstrated", "effect_version_differs")


def test_an_action_without_a_measure_is_never_shown_to_have_worked(lake: Any, cast: Any) -> None:
    plain = {**ACTION, "promise": "", "before": None, "after": None}
    improvements.open_one(**plain, by=cast.bob)
    improvements.carry_out(code="noon", note="Done", by=cast.bob, at=AT + days(1))
    refused("action.no_measure", improvements.check, code="noon", by=cast.mia, at=CHECKED)
    other = manager_of("south", cast)
    refused("partnership.centre_unknown", improvements.open_one, **{**plain, "code": "x"}, by=other)
    refused("action.unknown", improvements.carry_out, code="noon", note="x", by=other)
    refused("partnership.no_side", improvements.open_one, **{**plain, "code": "x"}, by=cast.dan)


# --- escalations --------------------------------------------------------------------------------------------------


def test_a_matter_is_answered_by_the_other_side_and_goes_up_when_that_is_late(cast: Any) -> None:
    raised = escalations.raise_one(centre="north", title="Late briefings", text="Again", by=cast.bob, at=AT)
    number = raised.number
    refused("escalation.own_side", escalations.answer, number=number, text="x", by=cast.bob, at=AT)
    refused("escalation.other_side", escalations.take_up, number=number, text="x", by=cast.mia, at=AT)
    refused("escalation.has_time", escalations.take_up, number=number, text="x", by=cast.bob, at=AT + days(1))
    escalations.take_up(number=number, text="No answer", by=cast.bob, at=AT + days(3))
    escalations.answer(number=number, text="Five days ahead from now on", by=cast.alice, at=AT + days(3))
    refused("escalation.answered", escalations.answer, number=number, text="x", by=cast.mia, at=AT + days(3))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE partnership_escalationstep SET answer = 'x'")
    escalations.close(number=number, by=cast.bob, at=AT + days(4))
    refused("escalation.closed", escalations.close, number=number, by=cast.bob)
    late = [one.values["late"] for one in evidence.escalations(YEAR, day=date(2026, 2, 1))]
    assert late == [True, False]
    assert [one.values["late"] for one in evidence.escalations(YEAR, day=date(2026, 1, 7))] == [False]


def test_another_centre_never_finds_it(cast: Any) -> None:
    raised = escalations.raise_one(centre="north", title="t", text="t", by=cast.bob, at=AT)
    other = manager_of("south", cast)
    refused("escalation.unknown", escalations.close, number=raised.number, by=other)
    refused("escalation.unknown", queries.escalation, number=raised.number, user=other, now=AT)
    refused("partnership.centre_unknown", escalations.raise_one, centre="north", title="t", text="t", by=other)


# --- comments -----------------------------------------------------------------------------------------------------


@pytest.fixture
def subject(cast: Any, lake: Any) -> str:
    return str(escalations.raise_one(centre="north", title="t", text="t", by=cast.bob, at=AT).number)


def test_a_comment_is_for_both_sides_of_its_subject_and_is_never_edited(cast: Any, subject: str) -> None:
    made = remarks.add(kind="escalation", key=subject, text_zh="看附件", by=cast.bob)
    assert (made.centre, made.side) == ("north", Side.CENTRE)
    refused("remark.unknown", remarks.add, kind="escalation", key=subject, text_en="x", by=manager_of("south", cast))
    refused("remark.unknown", remarks.add, kind="escalation", key="999", text_en="x", by=cast.mia)
    refused("remark.unknown", remarks.add, kind="nothing", key=subject, text_en="x", by=cast.mia)
    refused("partnership.no_side", remarks.add, kind="escalation", key=subject, text_en="x", by=cast.dan)
    refused("partnership.missing", remarks.add, kind="escalation", key=subject, text_en=" ", by=cast.mia)
    made.text_zh = "x"
    refused("partnership.record_is_fixed", made.save)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE partnership_remark SET text_zh = 'x'")
    assert list(queries.remarks("escalation", subject, user=cast.carol)) == []
    (seen,) = queries.remarks("escalation", subject, user=cast.eve)
    assert seen.text == {"en": "看附件", "zh": "看附件"}


def test_files_lie_under_their_own_hash_and_damage_is_noticed(cast: Any, subject: str) -> None:
    files = [remarks.File("a.txt", b"one"), remarks.File("b.txt", b"one")]
    remarks.add(kind="escalation", key=subject, text_en="x", files=files, by=cast.bob)
    first, second = Attachment.objects.all()
    assert first.sha256 == second.sha256
    (kept,) = [path for path in store.folder().rglob("*") if path.is_file()]
    assert (kept.name, store.read(first.sha256)) == (first.sha256, b"one")
    kept.write_bytes(b"two")
    refused("attachment.damaged", store.read, sha256=first.sha256)
    kept.unlink()
    refused("attachment.missing", store.read, sha256=first.sha256)


def test_a_room_above_may_add_a_kind_of_subject(cast: Any) -> None:
    from pledgeline.partnership.queries import subjects

    queries.also("toy", lambda key, user: subjects.Found("north", "/") if key == "1" else None)
    try:
        remarks.add(kind="toy", key="1", text_en="x", by=cast.mia)
        refused("remark.unknown", remarks.add, kind="toy", key="2", text_en="x", by=cast.mia)
    finally:
        subjects._FINDERS.pop("toy")
    assert Remark.objects.get().subject_kind == "toy"
