"""Rolling-origin back-test: what a forecast made on a past day would have been worth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from time import perf_counter

import numpy as np

from pledgeline.capacity.core.forecast import forecast
from pledgeline.capacity.core.series import Calendar, Counts, Series
from pledgeline.kernel.problem import Problem


@dataclass(frozen=True)
class Band:
    """What a model must answer: a middle and the two ends of an 80 % interval, by day × interval."""

    mean: Counts
    low: Counts
    high: Counts


Model = Callable[[Series, Sequence[date], Calendar], Band]


@dataclass(frozen=True)
class Accuracy:
    """Errors as shares of the volume; `bias` is positive where too much was forecast."""

    wmape: float
    wmape_day: float
    bias: float
    coverage: float
    n_intervals: int


@dataclass(frozen=True)
class BackTested:
    model: str
    first: Accuracy
    second: Accuracy
    seconds: float
    origins: int


def own(series: Series, days: Sequence[date], calendar: Calendar) -> Band:
    made = forecast(series, days, calendar)
    return Band(made.quantile(0.5), made.quantile(0.1), made.quantile(0.9))


def seasonal_naive(series: Series, days: Sequence[date], calendar: Calendar) -> Band:
    """Each day as its last like; the band from how far the like of the last weeks were from one another."""
    kinds = np.array([calendar.kind(day) for day in series.days])
    rows, spread = [], []
    for day in days:
        like = np.flatnonzero(kinds == calendar.kind(day))
        like = like if len(like) else np.arange(len(series))
        roots = np.sqrt(series.counts[like])
        steps = np.diff(roots, axis=0)
        rows.append(series.counts[like[-1]])
        spread.append(np.sqrt((steps**2).mean(axis=0)) if len(steps) else np.ones(series.counts.shape[1]))
    mean, sd = np.array(rows), np.array(spread)
    roots = np.sqrt(mean)
    return Band(mean, np.maximum(roots - 1.2816 * sd, 0) ** 2, (roots + 1.2816 * sd) ** 2)


def accuracy(pairs: Iterable[tuple[Counts, Band]]) -> Accuracy:
    """`pairs` of what came and what had been forecast; without any volume there is nothing to divide by."""
    volume = error = day_error = surplus = inside = 0.0
    n = 0
    for came, band in pairs:
        volume += came.sum()
        error += np.abs(came - band.mean).sum()
        day_error += np.abs(came.sum(axis=1) - band.mean.sum(axis=1)).sum()
        surplus += (band.mean - came).sum()
        # Counts are whole: the ends of the band are those whole numbers that lie nearest outside.
        inside += ((came >= np.floor(band.low)) & (came <= np.ceil(band.high))).sum()
        n += came.size
    if volume <= 0:
        raise Problem("forecast.nothing_to_compare")
    return Accuracy(float(error / volume), float(day_error / volume), float(surplus / volume), float(inside / n), n)


def rolling(
    series: Series, calendar: Calendar, models: Mapping[str, Model], *, first: int, step: int, week: int
) -> list[BackTested]:
    """Each model at every origin: `week` rows ahead, then the `week` rows after those.

    Raises Problem `forecast.not_enough_data` where no origin has a week after it.
    """
    origins = [end for end in range(first, len(series), step) if len(series) - end >= min(week, 3)]
    if not origins:
        raise Problem("forecast.not_enough_data", days=len(series), least=first + week)
    return [_tested(name, model, series, calendar, origins, week) for name, model in models.items()]


def _tested(name: str, model: Model, series: Series, calendar: Calendar, origins: list[int], week: int) -> BackTested:
    near, far, seconds = [], [], []
    for end in origins:
        ahead = series.days[end : end + 2 * week]
        started = perf_counter()
        band = model(series.first(end), ahead, calendar)
        seconds.append(perf_counter() - started)
        came = series.counts[end : end + 2 * week]
        near.append((came[:week], Band(band.mean[:week], band.low[:week], band.high[:week])))
        if len(came) > week:
            far.append((came[week:], Band(band.mean[week:], band.low[week:], band.high[week:])))
    return BackTested(name, accuracy(near), accuracy(far or near), median(seconds), len(origins))
