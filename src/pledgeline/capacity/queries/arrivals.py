"""Arrivals by day and hour, learned from a snapshot of contacts."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import numpy as np

from pledgeline.capacity.core.series import Calendar, Series
from pledgeline.contacts import queries as contacts
from pledgeline.contacts.core.question import Question
from pledgeline.kernel.problem import Problem

INTERVAL_MIN = 60
HOURS = 24


def arrivals(*, service: str, channel: str, snapshot: str | None = None) -> tuple[Series, str]:
    """Offered contacts of a service and channel by local day and hour, all centres together, and the snapshot's id.

    A day without any contact is left out: it was closed, or its delivery is missing. Raises Problem
    `forecast.not_enough_data` where there is none.
    """
    where = {"service": (service,), "channel": (channel,)}
    answer = contacts.ask(Question("contacts_offered", ("day", "hour"), where=where), snapshot=snapshot)
    found: dict[date, np.ndarray] = {}
    for group in answer.groups:
        day = date.fromisoformat(str(group["by"]["day"]))
        found.setdefault(day, np.zeros(HOURS))[int(group["by"]["hour"])] += group["n"] or 0
    days = tuple(sorted(day for day, counts in found.items() if counts.any()))
    if not days:
        raise Problem("forecast.not_enough_data", days=0, least=14)
    return Series(days, np.array([found[day] for day in days])), answer.snapshot


def china(first: date, last: date) -> Calendar:
    """Public holidays and made-up working days of China from the library `holidays`."""
    known = holidays.country_holidays("CN", years=range(first.year, last.year + 1))
    made_up = frozenset(day for day in known.weekend_workdays if first <= day <= last)
    return Calendar(off=frozenset(day for day in known if day.weekday() < 5), made_up=made_up)


def days_after(series: Series, count: int) -> list[date]:
    return [series.days[-1] + timedelta(days=one) for one in range(1, count + 1)]
