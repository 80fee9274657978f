"""What campaigns bring: how past ones compared with what had been told of them, and what that says of the next.

The contacts a campaign really brought are those that came beyond what the forecast of the eve would have said. Their
ratio to the contacts told beforehand is pooled over past campaigns with a random-effects mean (DerSimonian and Laird
1986), to which a prior belongs that takes the client's word as it is: ratio 1, give or take a half.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from pledgeline.capacity.core.forecast import LEAST_DAYS, Forecast, forecast
from pledgeline.capacity.core.series import Calendar, Series

Numbers = NDArray[np.float64]

PRIOR_RATIO, PRIOR_SD = 1.0, 0.5
# How unlike campaigns are where too few are known to tell.
UNLIKE_SD = 0.3
Z80 = NormalDist().inv_cdf(0.9)


@dataclass(frozen=True)
class Event:
    """A campaign as a forecast sees it; `expected` are contacts on top by day, empty where no volume was told."""

    code: str
    days: tuple[date, ...]
    expected: Mapping[date, float]

    @property
    def volume(self) -> float:
        return float(sum(self.expected.values()))


@dataclass(frozen=True)
class Brought:
    """A past campaign: contacts told, contacts that came on top, and the standard deviation of the latter."""

    code: str
    told: float
    on_top: float
    sd: float

    @property
    def ratio(self) -> float | None:
        return self.on_top / self.told if self.told else None


@dataclass(frozen=True)
class Uplift:
    """What the next campaign brings for each contact told, with its standard deviation; `n` past campaigns speak."""

    ratio: float
    sd: float
    n: int

    @property
    def low(self) -> float:
        return max(self.ratio - Z80 * self.sd, 0.0)

    @property
    def high(self) -> float:
        return self.ratio + Z80 * self.sd


def brought(series: Series, calendar: Calendar, events: Sequence[Event]) -> list[Brought]:
    """What each past event brought; one with too short a past before it, or without a day in `series`, is left out."""
    found = []
    every = {day for event in events for day in event.days}
    for event in events:
        rows = [row for row, day in enumerate(series.days) if day in event.days]
        before = without(series.first(rows[0]), every) if rows else None
        if before is None or len(before) < LEAST_DAYS or not before.counts.any():
            continue
        days = [series.days[row] for row in rows]
        made = forecast(before, days, calendar)
        came = float(series.counts[rows].sum())
        sd = float(np.sqrt((made.total_sd() ** 2).sum()))
        told = float(sum(event.expected.get(day, 0.0) for day in days))
        found.append(Brought(event.code, told, came - float(made.mean.sum()), sd))
    return found


def learned(past: Sequence[Brought]) -> Uplift:
    """Of those that had told a volume; without any the prior stands."""
    known = [one for one in past if one.told > 0]
    ratios = np.array([one.on_top / one.told for one in known])
    within = np.array([(one.sd / one.told) ** 2 for one in known])
    between = _between(ratios, within)
    weights = np.append(1.0 / (within + between), 1.0 / PRIOR_SD**2)
    mean = float((weights * np.append(ratios, PRIOR_RATIO)).sum() / weights.sum())
    return Uplift(max(mean, 0.0), float(np.sqrt(1.0 / weights.sum() + between)), len(known))


def _between(ratios: Numbers, within: Numbers) -> float:
    """Variance of the true ratios between campaigns."""
    if len(ratios) < 3:
        return UNLIKE_SD**2
    weights = 1.0 / within
    mean = (weights * ratios).sum() / weights.sum()
    spread = (weights * (ratios - mean) ** 2).sum()
    scale = weights.sum() - (weights**2).sum() / weights.sum()
    return float(max((spread - (len(ratios) - 1)) / scale, 0.0))


def without(series: Series, days: Collection[date]) -> Series:
    """The series without these days, as if the service had been closed: what is not usual teaches nothing usual."""
    keep = [row for row, day in enumerate(series.days) if day not in days]
    return Series(tuple(series.days[row] for row in keep), series.counts[keep])


def with_events(made: Forecast, events: Sequence[Event], uplift: Uplift) -> Forecast:
    """The forecast with the events' contacts on top, spread over the day as the day's other contacts are, and with
    their uncertainty in its spread."""
    expected = np.array([sum(one.expected.get(day, 0.0) for one in events) for day in made.days])
    if not expected.any():
        return made
    totals = np.maximum(made.mean.sum(axis=1), 1e-9)
    factor = 1.0 + expected * uplift.ratio / totals
    # Relative error of the whole day that comes with the campaign; on roots it is half as large.
    relative = expected * uplift.sd / (totals * factor)
    root = np.sqrt(factor)[:, None]
    mean = made.root_mean * root
    extra = mean * relative[:, None] / 2.0
    return replace(
        made,
        root_mean=mean,
        root_sd=np.sqrt((made.root_sd * root) ** 2 + extra**2),
        day_sd=np.sqrt((made.day_sd * root) ** 2 + extra**2),
    )
