"""A campaign's days: where it stands, by when it has to be told, and what moving it does to the contacts expected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from pledgeline.kernel.interval import Period

Expected = Mapping[tuple[date, str], int]
"""(day, channel) → contacts on top of the usual ones."""


class Standing(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    OVER = "over"
    CANCELLED = "cancelled"


def standing(period: Period, day: date, *, cancelled_on: date | None = None) -> Standing:
    if cancelled_on is not None and cancelled_on <= day:
        return Standing.CANCELLED
    if period.holds(day):
        return Standing.RUNNING
    return Standing.OVER if period.end is not None and period.end <= day else Standing.PLANNED


def took_place(first_day: date, cancelled_on: date | None) -> bool:
    """Whether the campaign ever ran: one called off on its first day or later did."""
    return cancelled_on is None or cancelled_on >= first_day


def tell_by(first_day: date, lead_days: int) -> date:
    """The last day on which publishing its briefing is in time."""
    return first_day - timedelta(days=lead_days)


def moved(expected: Expected, by: timedelta) -> dict[tuple[date, str], int]:
    """The same contacts, each as many days earlier or later as the campaign."""
    return {(day + by, channel): contacts for (day, channel), contacts in expected.items()}


def days_of(period: Period) -> list[date]:
    """Every day of a campaign, the first one first. Both of its ends are known."""
    assert period.start is not None
    assert period.end is not None
    return [period.start + timedelta(days=n) for n in range((period.end - period.start).days)]
