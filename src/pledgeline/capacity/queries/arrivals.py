"""Arrivals by day and interval, learned from a snapshot of contacts."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import numpy as np

from pledgeline.capacity import metrics
from pledgeline.capacity.core.series import Calendar, Series
from pledgeline.contacts import queries as contacts
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem

INTERVAL_MIN = 60
MINUTES_A_DAY = 1440
_EPOCH = date(1970, 1, 1)


def arrivals(
    *,
    service: str,
    channel: str,
    snapshot: str | None = None,
    interval_min: int = INTERVAL_MIN,
    period: Period | None = None,
    centre: str | None = None,
) -> tuple[Series, str]:
    """Contacts that asked for a person, of a service and channel by local day and interval, and the snapshot's id.

    All centres together unless one is named. A day without any contact is left out: it was closed, or its delivery is
    missing. Raises Problem `forecast.not_enough_data` where there is none.
    """
    at = contacts.snapshot(snapshot)
    where = {"service": (service,), "channel": (channel,)} | ({"centre": (centre,)} if centre else {})
    rows = metrics.asking(at.table("contact"), contacts.zones(), where=where, period=period)
    table = at.run(metrics.arrivals(rows, interval_min))
    if not table.num_rows:
        raise Problem("forecast.not_enough_data", days=0, least=14)
    day, place, n = (table.column(name).to_numpy() for name in ("by_day", "place", "n"))
    known, row = np.unique(day, return_inverse=True)
    counts = np.zeros((len(known), MINUTES_A_DAY // interval_min))
    np.add.at(counts, (row, place), n)
    return Series(tuple(_EPOCH + timedelta(days=int(one)) for one in known), counts), at.id


def china(first: date, last: date) -> Calendar:
    """Public holidays and made-up working days of China from the library `holidays`."""
    known = holidays.country_holidays("CN", years=range(first.year, last.year + 1))
    made_up = frozenset(day for day in known.weekend_workdays if first <= day <= last)
    return Calendar(off=frozenset(day for day in known if day.weekday() < 5), made_up=made_up)


def days_after(series: Series, count: int) -> list[date]:
    return [series.days[-1] + timedelta(days=one) for one in range(1, count + 1)]
