"""What a plan's centre is to expect: its part of the forecast, on the intervals of the plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from pledgeline.capacity.core.accuracy import Told
from pledgeline.capacity.core.allocation import Mask
from pledgeline.capacity.core.staffing import Numbers
from pledgeline.capacity.core.stages import intervals_of
from pledgeline.capacity.core.wall import as_it_passes, starts
from pledgeline.capacity.models import Allocation, StaffingPlan
from pledgeline.capacity.queries.forecasting import told_of
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.organisation.core.calendar import OpeningHours, open_intervals


@dataclass(frozen=True)
class Volumes:
    """Contacts by day and interval; days of a clock change have fewer or more intervals, so each day is an array.

    `share` is the centre's part of all contacts of the plan's days (1 where it is the only one to serve them).
    """

    days: tuple[date, ...]
    mean: tuple[Numbers, ...]
    low: tuple[Numbers, ...]
    high: tuple[Numbers, ...]
    day_sd: Numbers
    share: float
    forecast: str

    def square(self, of: tuple[Numbers, ...]) -> Numbers:
        """Day × interval; a shorter day ends with intervals without contacts."""
        found = np.zeros((len(of), max(len(one) for one in of)))
        for row, one in enumerate(of):
            found[row, : len(one)] = one
        return found


def volumes(plan: StaffingPlan) -> Volumes:
    """Raises Problem `plan.no_forecast`, or `plan.not_shared_out` where several centres serve these days and nobody has
    said what part is whose."""
    record = plan.forecast
    if record is None:
        raise Problem("plan.no_forecast", plan=plan.code)
    told = told_of(record)
    days = tuple(plan.first_day + timedelta(days=n) for n in range((plan.last_day - plan.first_day).days + 1))
    rows = [told.days.index(day) for day in days]
    shares = _shares(plan, told, rows)
    zone = organisation.service_zones()[plan.service]
    opens = open_masks(organisation.opening_hours().get(plan.service), days, zone, plan.interval_min)

    def parted(values: Numbers) -> tuple[Numbers, ...]:
        return tuple(
            as_it_passes(values[row] * shares[place], days[place], zone, plan.interval_min) * opens[place]
            for place, row in enumerate(rows)
        )

    whole = float(told.mean[rows].sum())
    part = float((told.mean[rows] * shares).sum()) / whole if whole else 1.0
    spread = np.array([record.values[day.isoformat()]["day_sd"] for day in days], dtype=float)
    return Volumes(days, parted(told.mean), parted(told.low), parted(told.high), spread, part, record.code)


def _shares(plan: StaffingPlan, told: Told, rows: list[int]) -> Numbers:
    """Share of each of the forecast's intervals, by day of the plan."""
    found = Allocation.objects.filter(forecast=plan.forecast).order_by("-number").first()
    if found is None:
        if len(serving(plan.service, plan.channel, plan.first_day, plan.last_day)) > 1:
            raise Problem("plan.not_shared_out", plan=plan.code, forecast=plan.forecast.code if plan.forecast else "")
        return np.ones((len(rows), told.mean.shape[1]))
    mine = found.shares.get(plan.centre, {})
    return np.array([mine.get(told.days[row].isoformat(), [0.0] * told.mean.shape[1]) for row in rows], dtype=float)


def serving(service: str, channel: str, first_day: date, last_day: date) -> list[str]:
    """Codes of the centres engaged for a service and channel on a day of these."""
    period = Period.from_days(first_day, last_day)
    found = {
        one.centre
        for one in organisation.engagements(during=period)
        if one.service == service and channel in one.channels
    }
    return sorted(found)


def open_masks(hours: OpeningHours | None, days: tuple[date, ...], zone: str, interval_min: int) -> list[Mask]:
    """For each day its intervals that begin while the service is open; all where the hours are not known."""
    if hours is None:
        return [np.ones(intervals_of(day, zone, interval_min), dtype=bool) for day in days]
    spans = open_intervals(hours, Period.from_days(days[0], days[-1]))
    edges = np.array([moment.timestamp() for span in spans for moment in span])
    found = []
    for day in days:
        begins = np.array([one.timestamp() for one in starts(day, zone, interval_min)])
        # Between an opening and its closing an odd number of edges lies behind.
        found.append(np.searchsorted(edges, begins, side="right") % 2 == 1)
    return found


def allocation_of(forecast: str) -> dict[str, Any] | None:
    """Terms and shares by centre that hold for a forecast."""
    found = Allocation.objects.filter(forecast__code=forecast).order_by("-number").first()
    return None if found is None else {"number": found.number, "terms": found.terms, "shares": found.shares}


def wall_mask(service: str, centre: str, channel: str, told: Told, hours: OpeningHours | None) -> Mask:
    """The forecast's intervals (day × interval of the wall clock) in which a centre can take contacts: it is engaged on
    that day, and, where it keeps `hours` of its own, the interval begins while it is open."""
    width = told.mean.shape[1]
    mine = [
        one
        for one in organisation.engagements(during=Period.from_days(told.days[0], told.days[-1]))
        if (one.centre, one.service) == (centre, service) and channel in one.channels
    ]
    engaged = np.array([any(one.period.holds(day) for one in mine) for day in told.days], dtype=bool)
    if hours is None:
        return np.asarray(np.repeat(engaged[:, None], width, axis=1))
    return np.asarray(engaged[:, None] & np.array([_open_on(hours, day, width) for day in told.days]))


def _open_on(hours: OpeningHours, day: date, width: int) -> Mask:
    minute = np.arange(width) * (24 * 60 // width)
    found = np.zeros(width, dtype=bool)
    for one in hours.openings_on(day):
        opens, closes = (at.hour * 60 + at.minute for at in (one.opens, one.closes))
        found |= (minute >= opens) & ((minute < closes) | one.crosses_midnight)
    for one in hours.openings_on(day - timedelta(days=1)):
        found |= one.crosses_midnight & (minute < one.closes.hour * 60 + one.closes.minute)
    return found
