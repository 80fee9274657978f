"""Making a forecast from contacts and campaigns, and reading those that were frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.core.paginator import Page, Paginator
from django.utils import timezone
from numpy.typing import NDArray

from pledgeline.briefing import queries as briefing
from pledgeline.capacity.core import campaigns as core
from pledgeline.capacity.core.accuracy import Told, Tracked, tracked
from pledgeline.capacity.core.backtest import Band, seasonal_naive
from pledgeline.capacity.core.forecast import LEAST_DAYS, Forecast
from pledgeline.capacity.core.forecast import forecast as made_of
from pledgeline.capacity.core.prior import from_prior
from pledgeline.capacity.core.series import Series
from pledgeline.capacity.models import ForecastRecord
from pledgeline.capacity.queries import arrivals
from pledgeline.capacity.queries.kept import remembered
from pledgeline.contacts import queries as contacts
from pledgeline.contacts.core.question import Question
from pledgeline.contacts.queries import page_figures
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.organisation.core.calendar import OpeningHours

PROFILE, PRIOR = "profile/2", "prior/1"
# Further ahead a day's forecast is its profile and nothing else.
MOST_DAYS = 92
PAGE_ROWS = 50
# So many are offered where one is to be chosen.
MOST_OFFERED = 50


@dataclass(frozen=True)
class Covering:
    """A forecast that covers a plan's days, as it is offered for choice."""

    code: str
    first_day: date
    last_day: date
    made_at: datetime


@dataclass(frozen=True)
class Prepared:
    """A forecast before it is frozen. `silent` are coming campaigns that told no volume for this channel."""

    series: Series
    made: Forecast
    naive: Band
    snapshot: str
    interval_min: int
    coming: tuple[core.Event, ...]
    past: tuple[core.Brought, ...]
    uplift: core.Uplift
    method: str = PROFILE

    @property
    def silent(self) -> tuple[core.Event, ...]:
        return tuple(one for one in self.coming if not one.volume)


def prepare(
    *,
    service: str,
    channel: str,
    days: int,
    first_day: date | None = None,
    snapshot: str | None = None,
    until: date | None = None,
    interval_min: int = arrivals.INTERVAL_MIN,
    a_day: float | None = None,
) -> Prepared:
    """The forecast of `days` days from `first_day` (by default the day after the last contacts).

    Past campaigns' days teach nothing usual; what those campaigns brought teaches what the coming ones bring. `until`
    cuts the contacts: the forecast is then as it would have been made with those of the days before it. Where too few
    contacts have come, the forecast rests on `a_day`, the contacts that somebody expects of an open day, and its method
    says so. Raises Problem `option.days` and those of `core.forecast` and `core.prior`.
    """
    if not 1 <= days <= MOST_DAYS:
        raise Problem("option.days", field="days", value=days, most=MOST_DAYS)
    try:
        series, at = arrivals.arrivals(
            service=service,
            channel=channel,
            snapshot=snapshot,
            interval_min=interval_min,
            period=Period(None, until) if until else None,
        )
        if len(series) < LEAST_DAYS and a_day is not None:
            raise Problem("forecast.not_enough_data", days=len(series), least=LEAST_DAYS)
    except Problem as few:
        if a_day is None or few.code != "forecast.not_enough_data":
            raise
        return _from_prior(service, channel, days, first_day, interval_min, a_day)
    start = first_day or series.days[-1] + timedelta(days=1)
    ahead = [start + timedelta(days=n) for n in range(days)]
    calendar = arrivals.china(series.days[0], ahead[-1])
    known = events(service, channel)
    coming = tuple(one for one in known if set(one.days) & set(ahead))
    begun = [one for one in known if one.days[0] <= series.days[-1]]
    past = tuple(core.brought(series, calendar, begun))
    usual = core.without(series, {day for one in known for day in one.days})
    uplift = core.learned(past)
    made = core.with_events(made_of(usual, ahead, calendar), coming, uplift)
    return Prepared(series, made, seasonal_naive(series, ahead, calendar), at, interval_min, coming, past, uplift)


def _from_prior(
    service: str, channel: str, days: int, first_day: date | None, interval_min: int, a_day: float
) -> Prepared:
    """What somebody expects of a day, weighed against the few days that have come."""
    try:
        past: Series | None = arrivals.arrivals(service=service, channel=channel, interval_min=interval_min)[0]
    except Problem:
        past = None
    start = first_day or (past.days[-1] + timedelta(days=1) if past else timezone.localdate() + timedelta(days=1))
    ahead = tuple(start + timedelta(days=n) for n in range(days))
    hours = organisation.opening_hours().get(service)
    width = arrivals.MINUTES_A_DAY // interval_min
    opens = np.array([open_on_the_wall(hours, day, width) for day in ahead])
    known = events(service, channel)
    coming = tuple(one for one in known if set(one.days) & set(ahead))
    uplift = core.learned([])
    made = core.with_events(from_prior(ahead, opens, a_day, past), coming, uplift)
    series = past or Series((), np.zeros((0, width)))
    naive = Band(np.zeros((days, width)), np.zeros((days, width)), np.zeros((days, width)))
    snapshot = contacts.snapshot().id
    return Prepared(series, made, naive, snapshot, interval_min, coming, (), uplift, PRIOR)


def open_on_the_wall(hours: OpeningHours | None, day: date, width: int) -> NDArray[np.bool_]:
    """The intervals of a day's wall clock that begin while a service is open; all where the hours are not known."""
    if hours is None:
        return np.ones(width, dtype=bool)
    minute = np.arange(width) * (arrivals.MINUTES_A_DAY // width)
    found = np.zeros(width, dtype=bool)
    for one in hours.openings_on(day):
        opens, closes = (at.hour * 60 + at.minute for at in (one.opens, one.closes))
        found |= (minute >= opens) & ((minute < closes) | one.crosses_midnight)
    for one in hours.openings_on(day - timedelta(days=1)):
        found |= one.crosses_midnight & (minute < one.closes.hour * 60 + one.closes.minute)
    return found


def events(service: str, channel: str) -> list[core.Event]:
    """The campaigns that speak to a service, with the contacts told for a channel, in the order of their days."""
    found = []
    for one in sorted(briefing.campaigns_beginning(Period()), key=lambda one: (one.period.start, one.code)):
        start, last = one.period.start, one.period.last
        if (one.services and service not in one.services) or start is None or last is None:
            continue
        days = tuple(start + timedelta(days=n) for n in range((last - start).days + 1))
        part = _part(service, channel, one.services) if one.expected else 0.0
        told = {day: n * part for (day, way), n in one.expected.items() if way == channel and n}
        found.append(core.Event(one.code, days, told))
    return found


def _part(service: str, channel: str, services: Sequence[str]) -> float:
    """A campaign names contacts by channel, not by service: they fall to its services as usual contacts do, and evenly
    where none has come yet."""
    where = {"channel": (channel,)} | ({"service": tuple(services)} if services else {})
    answer = page_figures.answer(Question("contacts_offered", ("service",), where=where))
    usual = {group["by"]["service"]: group["n"] or 0 for group in answer.groups}
    whole = sum(usual.values())
    return usual.get(service, 0) / whole if whole else 1.0 / max(len(services), 1)


@dataclass(frozen=True)
class ForecastRow:
    code: str
    service: str
    channel: str
    made_at: datetime
    first_day: date
    last_day: date
    interval_min: int
    contacts: float


@dataclass(frozen=True)
class ForecastPage:
    """A frozen forecast; `told` holds its days, `campaigns` what was known of campaigns when it was made."""

    row: ForecastRow
    snapshot: str
    method: str
    told: Told
    campaigns: tuple[Mapping[str, Any], ...]
    made_by: str


def forecast_list(user: Any, *, number: int = 1) -> tuple[Page[ForecastRecord], list[ForecastRow]]:
    """A page of the forecasts that `user` may see, the newest first."""
    page = Paginator(ForecastRecord.objects.visible_to(user), PAGE_ROWS).get_page(number)
    return page, [_row(one) for one in page.object_list]


def forecast_page(code: str, *, user: Any) -> ForecastPage | None:
    """None where there is none that `user` may see."""
    found = ForecastRecord.objects.visible_to(user).select_related("made_by").filter(code=code).first()
    return _page(found) if found is not None else None


def forecast_whole(code: str) -> ForecastPage:
    """The forecast, whoever asks: for the command line, never for a page. Raises Problem `forecast.unknown`."""
    found = ForecastRecord.objects.select_related("made_by").filter(code=code).first()
    if found is None:
        raise Problem("forecast.unknown", forecast=code)
    return _page(found)


def forecasts_for(service: str, channel: str, first_day: date, last_day: date) -> list[Covering]:
    """The newest forecasts that cover these days, the newest first."""
    found = ForecastRecord.objects.filter(
        service=service, channel=channel, first_day__lte=first_day, last_day__gte=last_day
    )
    return [Covering(*one) for one in found.values_list("code", "first_day", "last_day", "made_at")[:MOST_OFFERED]]


def told_of(record: ForecastRecord) -> Told:
    days = tuple(date.fromisoformat(day) for day in sorted(record.values))
    rows = [record.values[day.isoformat()] for day in days]

    def column(name: str) -> NDArray[np.float64]:
        return np.array([row[name] for row in rows], dtype=float)

    naive = column("naive") if rows and all("naive" in row for row in rows) else None
    totals = [_total(row) for row in rows]
    return Told(
        days,
        column("mean"),
        column("low"),
        column("high"),
        np.array([low for low, _ in totals]),
        np.array([high for _, high in totals]),
        naive,
    )


def _total(row: Mapping[str, Any]) -> tuple[float, float]:
    """The 80 % interval of the day's total; where none was kept, the day's own spread speaks."""
    if "total" in row:
        low, high = row["total"]
        return float(low), float(high)
    mean = float(sum(row["mean"]))
    half = core.Z80 * float(np.hypot(row["day_sd"] * mean, np.sqrt(mean)))
    return max(mean - half, 0.0), mean + half


def came(page: ForecastPage, *, snapshot: str | None = None) -> Series | None:
    """What has come of a forecast's days, interval by interval; None before the first of them."""
    row = page.row
    at = contacts.snapshot(snapshot)
    period = Period.from_days(row.first_day, row.last_day)

    def read() -> Series | None:
        try:
            return arrivals.arrivals(
                service=row.service,
                channel=row.channel,
                snapshot=at.id,
                interval_min=row.interval_min,
                period=period,
            )[0]
        except Problem:
            return None

    return remembered(at, ("came", row.service, row.channel, period, row.interval_min), read)


def accuracy(page: ForecastPage, *, snapshot: str | None = None) -> Tracked | None:
    """How good a forecast was on the days that have come; None before the first of them."""
    found = came(page, snapshot=snapshot)
    if found is None:
        return None
    row = page.row
    told = page.told.rows(found.days)
    wanted = [found.days.index(day) for day in told.days]
    return tracked(told, found.counts[wanted], _campaigns_by_day(row.service, row.channel, told.days))


def _campaigns_by_day(service: str, channel: str, days: Sequence[date]) -> dict[date, list[str]]:
    found: dict[date, list[str]] = {}
    for one in events(service, channel):
        for day in one.days:
            if day in days:
                found.setdefault(day, []).append(one.code)
    return found


def _row(one: ForecastRecord) -> ForecastRow:
    expected = sum(sum(day["mean"]) for day in one.values.values())
    return ForecastRow(
        one.code, one.service, one.channel, one.made_at, one.first_day, one.last_day, one.interval_min, expected
    )


def _page(one: ForecastRecord) -> ForecastPage:
    by = one.made_by.get_full_name() if one.made_by else ""
    return ForecastPage(_row(one), one.snapshot, one.method, told_of(one), tuple(one.campaigns), by)
