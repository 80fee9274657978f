"""A challenger for the back-test: the day's total by AutoARIMA of `statsforecast`, shared out by the usual profile.

Optional, and never what a forecast is made with: it shows on a client's own data which of the two is the better one.
It is some hundred times slower. What it knows of time is the order of weekdays alone, neither holidays nor events.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from pledgeline.capacity.core.backtest import Band
from pledgeline.capacity.core.series import Calendar, Counts, Series
from pledgeline.kernel.problem import Problem

PACKAGE = "statsforecast"
# Days of one kind that a profile is the mean of, the last ones.
PROFILE_DAYS = 8
_Z_80 = 1.2816


def is_there() -> bool:
    return find_spec(PACKAGE) is not None


def auto_arima(series: Series, days: Sequence[date], calendar: Calendar) -> Band:
    """A model of the back-test.

    Its 80 % interval joins what AutoARIMA says of the total with how far intervals lay from the profile, on the scale
    of square roots. Raises Problem `challenger.not_installed`.
    """
    if not is_there():
        raise Problem("challenger.not_installed", package=PACKAGE)
    from statsforecast.models import AutoARIMA

    weekdays = frozenset(day.weekday() for day in series.days[-28:])
    totals = _regular(series, weekdays)
    ahead = _between(series.days[-1], max(days), weekdays)
    made = AutoARIMA(season_length=len(weekdays)).forecast(y=np.sqrt(totals), h=max(len(ahead), 1), level=[80])
    # A worked day off the pattern is taken for the next one of the pattern.
    at = [min(bisect_left(ahead, day), max(len(ahead), 1) - 1) for day in days]
    roots_of_total = np.maximum(np.asarray(made["mean"], dtype=np.float64)[at], 0.0)
    sd = ((np.asarray(made["hi-80"]) - np.asarray(made["lo-80"])) / (2 * _Z_80))[at]
    kinds = np.array([calendar.kind(day) for day in series.days])
    rows, spreads = [], []
    for row, day in enumerate(days):
        share, noise = _profile(series.counts, np.flatnonzero(kinds == calendar.kind(day)))
        rows.append(roots_of_total[row] ** 2 * share)
        spreads.append(_Z_80 * np.sqrt(noise**2 + share * sd[row] ** 2))
    middle, spread = np.array(rows), np.array(spreads)
    roots = np.sqrt(middle)
    return Band(middle, np.maximum(roots - spread, 0.0) ** 2, (roots + spread) ** 2)


def _between(after: date, last: date, weekdays: frozenset[int]) -> list[date]:
    """The days after one day up to another that lie on some days of the week."""
    every = (after + timedelta(days=n) for n in range(1, (last - after).days + 1))
    return [day for day in every if day.weekday() in weekdays]


def _regular(series: Series, weekdays: frozenset[int]) -> Counts:
    """Totals of every week in full: a day that is missing (a holiday) is as a week before."""
    known = dict(zip(series.days, series.counts.sum(axis=1), strict=True))
    usual = float(np.mean(list(known.values())))
    found: dict[date, float] = {}
    for day in _between(series.days[0] - timedelta(days=1), series.days[-1], weekdays):
        found[day] = known.get(day, found.get(day - timedelta(days=7), usual))
    return np.array(list(found.values()), dtype=np.float64)


def _profile(counts: Counts, like: NDArray[np.intp]) -> tuple[Counts, Counts]:
    """(share of the day's total, spread around it as roots) of each interval, from the last days of a kind."""
    found = counts[like[-PROFILE_DAYS:]] if len(like) else counts[-PROFILE_DAYS:]
    total = found.sum()
    share = found.sum(axis=0) / total if total > 0 else np.full(counts.shape[1], 1.0 / counts.shape[1])
    expected = found.sum(axis=1, keepdims=True) * share
    noise = np.sqrt(((np.sqrt(found) - np.sqrt(expected)) ** 2).mean(axis=0))
    return share, noise
