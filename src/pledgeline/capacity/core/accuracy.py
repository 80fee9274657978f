"""How good a frozen forecast was, now that its days have come, and whose error it was.

A day within the forecast's own 80 % band is nobody's error: so much it said it may be off. What falls outside on a day
of a campaign is the campaign notice's (it came late, named no volume, or named a wrong one), on any other day the
forecast's. What was then short is told apart from that: less agreed than required, or less brought than agreed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

# One agent for a quarter of an hour: less is a rounding of shift edges.
SLACK_HOURS = 0.25


class Level(StrEnum):
    INTERVAL = "interval"
    DAY = "day"
    WEEK = "week"
    WHOLE = "whole"


class Cause(StrEnum):
    WITHIN = "within"
    CAMPAIGN = "campaign"
    FORECAST = "forecast"


class Staffing(StrEnum):
    """Of a day's plan. UNKNOWN: what was delivered has not been told."""

    ENOUGH = "enough"
    AGREED_SHORT = "agreed_short"
    BROUGHT_SHORT = "brought_short"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Told:
    """A forecast's days as it was frozen; `low` and `high` are the ends of the 80 % interval, day × interval; the
    `total_` ones those of a day's total."""

    days: tuple[date, ...]
    mean: Numbers
    low: Numbers
    high: Numbers
    total_low: Numbers
    total_high: Numbers
    naive: Numbers | None = None

    def rows(self, wanted: Collection[date]) -> Told:
        keep = [row for row, day in enumerate(self.days) if day in wanted]
        return Told(
            tuple(self.days[row] for row in keep),
            self.mean[keep],
            self.low[keep],
            self.high[keep],
            self.total_low[keep],
            self.total_high[keep],
            None if self.naive is None else self.naive[keep],
        )


@dataclass(frozen=True)
class Error:
    """`wape`: sum of absolute errors over what came; `bias` is positive where too much was forecast; shares of volume.
    `naive` is the WAPE of the seasonal naive on the same days (None: not kept with the forecast)."""

    level: Level
    wape: float
    naive: float | None
    n: int


@dataclass(frozen=True)
class DayError:
    day: date
    came: float
    told: float
    low: float
    high: float
    cause: Cause
    campaigns: tuple[str, ...]


@dataclass(frozen=True)
class Tracked:
    """`coverage` counts intervals, `coverage_day` days inside the 80 % interval."""

    errors: tuple[Error, ...]
    bias: float
    coverage: float
    coverage_day: float
    days: tuple[DayError, ...]


def tracked(told: Told, came: Numbers, campaigns: Mapping[date, Collection[str]]) -> Tracked | None:
    """`came` has the shape of `told.mean`; `campaigns` are those of each day. None where nothing came at all."""
    volume = float(came.sum())
    if not len(told.days) or volume <= 0:
        return None
    errors = tuple(
        Error(
            level,
            _wape(told.mean, came, told.days, level),
            None if told.naive is None else _wape(told.naive, came, told.days, level),
            len(_by_level(came, told.days, level).ravel()),
        )
        for level in Level
    )
    # Counts are whole: the ends of a band are those whole numbers that lie nearest outside.
    inside = (came >= np.floor(told.low)) & (came <= np.ceil(told.high))
    # Where the service is closed nobody is expected and nobody comes: that is no hit.
    speaking = (told.high > 0) | (came > 0)
    days = tuple(_day(told, came, row, tuple(sorted(campaigns.get(day, ())))) for row, day in enumerate(told.days))
    return Tracked(
        errors,
        float((told.mean - came).sum() / volume),
        float(inside[speaking].mean()) if speaking.any() else 1.0,
        float(np.mean([one.low <= one.came <= one.high for one in days])),
        days,
    )


def _day(told: Told, came: Numbers, row: int, campaigns: tuple[str, ...]) -> DayError:
    total = float(came[row].sum())
    low, high = float(np.floor(told.total_low[row])), float(np.ceil(told.total_high[row]))
    outside = Cause.CAMPAIGN if campaigns else Cause.FORECAST
    cause = Cause.WITHIN if low <= total <= high else outside
    return DayError(told.days[row], total, float(told.mean[row].sum()), low, high, cause, campaigns)


def _wape(told: Numbers, came: Numbers, days: Sequence[date], level: Level) -> float:
    ours, theirs = _by_level(told, days, level), _by_level(came, days, level)
    return float(np.abs(ours - theirs).sum() / theirs.sum())


def _by_level(values: Numbers, days: Sequence[date], level: Level) -> Numbers:
    if level is Level.INTERVAL:
        return values
    totals = values.sum(axis=1)
    if level is Level.DAY:
        return np.asarray(totals)
    if level is Level.WHOLE:
        return np.asarray([totals.sum()])
    mondays = [day - timedelta(days=day.weekday()) for day in days]
    return np.asarray([totals[[one == monday for one in mondays]].sum() for monday in sorted(set(mondays))])


@dataclass(frozen=True)
class StaffedDay:
    """Agent-hours of a day; what was brought beyond what was agreed in one interval does not make up for another."""

    day: date
    required_h: float
    committed_h: float
    delivered_h: float | None
    agreed_short_h: float
    brought_short_h: float
    staffing: Staffing


def staffed(
    day: date, required: Numbers, committed: Numbers, delivered: Numbers | None, interval_min: int
) -> StaffedDay:
    """Agents per interval of one day at three stages; who fell short where."""
    hours = interval_min / 60.0
    agreed_short = float(np.maximum(required - committed, 0.0).sum()) * hours
    brought_short = 0.0
    if delivered is not None:
        # Nobody is blamed for not bringing what was not needed.
        brought_short = float(np.maximum(np.minimum(committed, required) - delivered, 0.0).sum()) * hours
    if brought_short > SLACK_HOURS:
        staffing = Staffing.BROUGHT_SHORT
    elif agreed_short > SLACK_HOURS:
        staffing = Staffing.AGREED_SHORT
    else:
        staffing = Staffing.ENOUGH if delivered is not None else Staffing.UNKNOWN
    return StaffedDay(
        day,
        float(required.sum()) * hours,
        float(committed.sum()) * hours,
        None if delivered is None else float(delivered.sum()) * hours,
        agreed_short,
        brought_short,
        staffing,
    )
