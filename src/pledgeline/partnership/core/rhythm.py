"""How often both sides sit down together, and whether they did."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum


class Punctuality(StrEnum):
    """Of a review that was or is due."""

    ON_TIME = "on_time"
    LATE = "late"
    OVERDUE = "overdue"
    COMING = "coming"


def months_later(day: date, months: int) -> date:
    """The same day of a later month; the last one where that month has no such day (31 January + 1 → 28 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_due(first_due: date, every_months: int, last_due: date | None) -> date:
    """When the next review is due; `last_due` is the day on which the one before was due, not held.

    Counted from the days agreed and not from those kept: a late review does not move the rest of the year.
    """
    if last_due is None:
        return first_due
    steps = (last_due.year - first_due.year) * 12 + last_due.month - first_due.month
    return months_later(first_due, (steps // every_months + 1) * every_months)


def punctuality(due: date, held_on: date | None, *, today: date, grace_days: int) -> Punctuality:
    """`grace_days` after its due day a review is still on time: diaries collide."""
    limit = due + timedelta(days=grace_days)
    if held_on is not None and held_on <= today:
        return Punctuality.ON_TIME if held_on <= limit else Punctuality.LATE
    return Punctuality.OVERDUE if today > limit else Punctuality.COMING
