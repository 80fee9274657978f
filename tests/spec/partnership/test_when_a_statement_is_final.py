"""Clause 4 e: a centre sees a month before it counts, objects per line until a date, and then it is frozen."""

from __future__ import annotations

from datetime import date

import pytest

from pledgeline.partnership.core.statement import (
    Objection,
    Outcome,
    Step,
    digest,
    freezing_hindrance,
    month_of,
    objecting_hindrance,
)

UNTIL = date(2026, 11, 14)


@pytest.mark.parametrize(
    ("step", "today", "why"),
    [
        (Step.DRAFT, UNTIL, "statement.not_shown"),
        (Step.SHOWN, UNTIL, None),
        (Step.SHOWN, date(2026, 11, 15), "statement.objection_late"),
        (Step.FROZEN, UNTIL, "statement.not_shown"),
        (Step.WITHDRAWN, UNTIL, "statement.not_shown"),
    ],
)
def test_the_centre_may_object_up_to_and_on_the_last_day(step: Step, today: date, why: str | None) -> None:
    hindered = objecting_hindrance(step, today=today, until=UNTIL)
    assert (hindered.code if hindered else None) == why


@pytest.mark.parametrize(
    ("today", "agreed", "objections", "why"),
    [
        (UNTIL, False, [], "statement.objection_time"),
        (UNTIL, True, [], None),  # the centre agreed before its time was over
        (date(2026, 11, 15), False, [], None),  # it let the date pass
        (date(2026, 11, 15), False, [Objection("wait", None)], "statement.objection_open"),
        (date(2026, 11, 15), False, [Objection("wait", Outcome.REJECTED)], None),
        (date(2026, 11, 15), True, [Objection("wait", Outcome.ACCEPTED)], "statement.objection_accepted"),
    ],
)
def test_it_is_frozen_when_time_is_over_or_agreed_and_nothing_is_left_open(
    today: date, agreed: bool, objections: list[Objection], why: str | None
) -> None:
    hindered = freezing_hindrance(Step.SHOWN, today=today, until=UNTIL, agreed=agreed, objections=objections)
    assert (hindered.code if hindered else None) == why


@pytest.mark.parametrize("step", [Step.DRAFT, Step.FROZEN, Step.WITHDRAWN])
def test_only_what_is_shown_can_be_frozen(step: Step) -> None:
    hindered = freezing_hindrance(step, today=UNTIL, until=UNTIL, agreed=True, objections=[])
    assert hindered is not None


def test_the_same_content_has_the_same_digest_whatever_its_order() -> None:
    assert digest({"a": 1, "b": [2]}) == digest({"b": [2], "a": 1}) != digest({"a": 1, "b": [3]})


def test_a_month_ends_before_the_first_of_the_next() -> None:
    december = month_of(date(2026, 12, 1))
    assert (december.start, december.last) == (date(2026, 12, 1), date(2026, 12, 31))
