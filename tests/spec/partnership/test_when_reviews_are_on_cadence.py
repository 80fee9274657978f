"""Clause 4 e: both sides sit down together as often as they agreed, and an escalation has a clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from pledgeline.partnership.core.escalation import Step, due_at, rising_hindrance
from pledgeline.partnership.core.rhythm import Punctuality, months_later, next_due, punctuality

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 15), 3, date(2027, 2, 15)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_one(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@pytest.mark.parametrize(
    ("every", "last", "due"),
    [
        (1, None, date(2026, 1, 31)),
        (1, date(2026, 1, 31), date(2026, 2, 28)),
        (1, date(2026, 2, 28), date(2026, 3, 31)),  # February does not shorten the months after it
        (3, date(2026, 1, 31), date(2026, 4, 30)),
        (3, date(2026, 10, 31), date(2027, 1, 31)),
    ],
)
def test_the_next_review_is_counted_from_the_day_agreed(every: int, last: date | None, due: date) -> None:
    assert next_due(date(2026, 1, 31), every, last) == due


DUE = date(2026, 10, 5)


@pytest.mark.parametrize(
    ("held", "today", "found"),
    [
        (None, date(2026, 10, 1), Punctuality.COMING),
        (None, date(2026, 10, 12), Punctuality.COMING),  # the seven days of grace include the last
        (None, date(2026, 10, 13), Punctuality.OVERDUE),
        (date(2026, 10, 12), date(2026, 11, 1), Punctuality.ON_TIME),
        (date(2026, 10, 13), date(2026, 11, 1), Punctuality.LATE),
        (date(2026, 10, 12), date(2026, 10, 11), Punctuality.COMING),  # asked about the day before it was held
    ],
)
def test_a_review_is_on_time_within_its_grace(held: date | None, today: date, found: Punctuality) -> None:
    assert punctuality(DUE, held, today=today, grace_days=7) is found


def test_each_level_answers_faster_than_the_one_below() -> None:
    spans = [due_at(level, AT) - AT for level in (1, 2, 3)]
    assert spans == sorted(spans, reverse=True)
    assert spans[0] == timedelta(hours=48)


@pytest.mark.parametrize(
    ("level", "answered", "after_h", "why"),
    [
        (1, False, 47, "escalation.has_time"),
        (1, False, 49, None),  # the clock ran out
        (1, True, 1, None),  # answered, and not settled by it
        (3, True, 1, "escalation.highest"),
    ],
)
def test_a_matter_goes_up_when_its_level_was_too_late_or_did_not_settle_it(
    level: int, answered: bool, after_h: int, why: str | None
) -> None:
    step = Step(level, AT, due_at(level, AT), AT + timedelta(hours=1) if answered else None)
    hindered = rising_hindrance([step], now=AT + timedelta(hours=after_h))
    assert (hindered.code if hindered else None) == why
