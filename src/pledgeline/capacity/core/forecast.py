"""Forecast of contacts per interval: a day's level first, then its profile.

Square roots make the noise of counts even. From them a decayed mean of each kind of day × interval is taken away;
what is left is written as a few daily scores (singular value decomposition), each of which returns to zero as an
AR(1). Calendar terms and events are factors on a day's total, learned by ridge regression on logarithms. Days far
from their like teach nothing. (Weinberg, Brown & Stroud 2007; Shen & Huang 2008 for the family of models.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from pledgeline.capacity.core.series import HOLIDAY, Calendar, Counts, Series
from pledgeline.kernel.problem import Problem

Kinds = NDArray[np.int64]
Mask = NDArray[np.bool_]

# Fewer days than this say nothing about a week: the caller falls back to its prior and says so.
LEAST_DAYS = 14
# A day whose total lies outside these shares of the median of its neighbours of the same kind teaches nothing.
OUTLIER_BELOW, OUTLIER_ABOVE = 0.6, 1.6
# Neighbours on each side in that median.
NEIGHBOURS = 4
ROOT_SHIFT = 0.25
# A mean of roots as near as this to the root of no contact is one of nothing but zeros.
SILENT = 1e-9
INNER_ORIGINS = 6
INNER_STEP = 5
# With fewer unseen counts than this to calibrate on, the spread is a quarter wider than the model believes.
LEAST_MISSES = 50
UNCALIBRATED = 1.25


@dataclass(frozen=True)
class Settings:
    half_life_days: float = 60.0
    terms_half_life_days: float = 120.0
    scores: int = 1
    ridge: float = 0.25


@dataclass(frozen=True)
class Forecast:
    """Mean and spread of the square-rooted counts of each day × interval; `day_sd` is the part that a day shares."""

    days: tuple[date, ...]
    root_mean: Counts
    root_sd: Counts
    day_sd: Counts
    factors: dict[str, float]
    outlier_days: tuple[date, ...]
    widened_by: float

    @property
    def mean(self) -> Counts:
        return np.asarray(np.maximum(self.root_mean**2 + self.root_sd**2 - ROOT_SHIFT, 0.0))

    def quantile(self, share: float) -> Counts:
        roots = np.maximum(self.root_mean + NormalDist().inv_cdf(share) * self.root_sd, 0.0)
        return np.asarray(np.maximum(roots**2 - ROOT_SHIFT, 0.0))

    def total_sd(self) -> Counts:
        """Standard deviation of each day's total: what the day shares adds up, what intervals have alone averages."""
        shared = (2.0 * self.root_mean * self.day_sd).sum(axis=1)
        alone = 4.0 * self.root_mean**2 * np.maximum(self.root_sd**2 - self.day_sd**2, 0.0)
        return np.asarray(np.sqrt(shared**2 + alone.sum(axis=1)))

    def total_quantile(self, share: float) -> Counts:
        total = self.mean.sum(axis=1)
        return np.asarray(np.maximum(total + NormalDist().inv_cdf(share) * self.total_sd(), 0.0))

    def day_factor_sd(self) -> Counts:
        """Relative standard deviation of each day's total that no interval averages away."""
        level = np.maximum(self.root_mean, 1e-9)
        return np.asarray(2.0 * (self.day_sd * level).sum(axis=1) / (level**2).sum(axis=1))


@dataclass(frozen=True)
class _Known:
    """What is worked out once for the whole series, and cut for the fits of the calibration."""

    series: Series
    ordinals: Counts
    kinds: Kinds
    terms: tuple[str, ...]
    table: Counts
    usual: Mask
    like: Mask

    def first(self, n: int) -> _Known:
        return _Known(
            self.series.first(n),
            self.ordinals[:n],
            self.kinds[:n],
            self.terms,
            self.table[:n],
            self.usual[:n],
            self.like[:n, :n],
        )


@dataclass(frozen=True)
class _Ahead:
    days: tuple[date, ...]
    kinds: Kinds
    table: Counts


def forecast(series: Series, days: Sequence[date], calendar: Calendar, settings: Settings | None = None) -> Forecast:
    """The forecast of `days`, with intervals widened until they would have held on the last weeks of `series`.

    Raises Problem `forecast.not_enough_data` with `days` and `least`.
    """
    if len(series) < LEAST_DAYS or not series.counts.any():
        raise Problem("forecast.not_enough_data", days=len(series), least=LEAST_DAYS)
    settings = settings or Settings()
    known = _known(series, calendar)
    ahead = _Ahead(tuple(days), np.array([calendar.kind(day) for day in days], dtype=np.int64), calendar.terms(days)[1])
    return _fit(known, ahead, settings, _calibration(known, settings))


def usual_days(series: Series, calendar: Calendar) -> Mask:
    """True where a day's total is near the median of its neighbours of the same kind."""
    return _usual(series.counts.sum(axis=1), np.array([calendar.kind(day) for day in series.days], dtype=np.int64))


def _known(series: Series, calendar: Calendar) -> _Known:
    kinds = np.array([calendar.kind(day) for day in series.days], dtype=np.int64)
    names, table = calendar.terms(series.days)
    place = np.zeros(len(series), dtype=np.int64)
    for kind in np.unique(kinds):
        place[kinds == kind] = np.arange((kinds == kind).sum())
    near = np.abs(place[:, None] - place[None, :]) <= NEIGHBOURS
    return _Known(
        series,
        np.array([day.toordinal() for day in series.days], dtype=float),
        kinds,
        names,
        table,
        _usual(series.counts.sum(axis=1), kinds),
        near & (kinds[:, None] == kinds[None, :]),
    )


def _calibration(known: _Known, settings: Settings) -> float:
    """By how much the spread must be multiplied so that 80 % of the recent, unseen counts lie inside the 80 % band."""
    misses = []
    roots = np.sqrt(known.series.counts + ROOT_SHIFT)
    for back in range(1, INNER_ORIGINS + 1):
        start = len(known.series) - back * INNER_STEP
        if start < 2 * LEAST_DAYS or not known.usual[:start].any():
            break
        rows = slice(start, start + INNER_STEP)
        ahead = _Ahead(known.series.days[rows], known.kinds[rows], known.table[rows])
        made = _fit(known.first(start), ahead, settings, 1.0)
        spread = known.usual[rows][:, None] & (made.root_sd > 0)
        misses.append(np.abs(roots[rows] - made.root_mean)[spread] / made.root_sd[spread])
    pooled = np.concatenate(misses) if misses else np.empty(0)
    if pooled.size < LEAST_MISSES:
        return UNCALIBRATED
    return float(np.clip(np.quantile(pooled, 0.8) / NormalDist().inv_cdf(0.9), 0.7, 3.0))


def _usual(totals: Counts, kinds: Kinds) -> Mask:
    usual = np.ones(len(totals), dtype=bool)
    for kind in np.unique(kinds):
        rows = np.flatnonzero(kinds == kind)
        if len(rows) < 3:
            continue
        # At the ends the window holds the nearest days there are, always the same number.
        width = min(2 * NEIGHBOURS + 1, len(rows))
        middles = np.median(sliding_window_view(totals[rows], width), axis=1)
        middle = middles[np.clip(np.arange(len(rows)) - width // 2, 0, len(middles) - 1)]
        usual[rows] = (totals[rows] >= OUTLIER_BELOW * middle) & (totals[rows] <= OUTLIER_ABOVE * middle)
    return usual


def _fit(known: _Known, ahead: _Ahead, settings: Settings, widened: float) -> Forecast:
    age = known.ordinals[-1] - known.ordinals
    weights = 0.5 ** (age / settings.half_life_days) * known.usual
    if not weights.any():
        weights = 0.5 ** (age / settings.half_life_days)
    effects = _effects(known, 0.5 ** (age / settings.terms_half_life_days) * known.usual, settings.ridge)
    roots = np.sqrt(known.series.counts / np.exp(known.table @ effects)[:, None] + ROOT_SHIFT)
    means = _means(roots, known.kinds, weights)
    left = roots - means[known.kinds]
    loadings, scores = _scores(left, weights, settings.scores)
    noise_sd = _spread(left - scores @ loadings, weights)
    mean = means[ahead.kinds]
    day_variance = np.zeros_like(mean)
    days = np.array([day.toordinal() for day in ahead.days], dtype=float)
    for k in range(len(loadings)):
        level, sd = _score_ahead(scores[:, k], known.ordinals, weights, days)
        mean = mean + level[:, None] * loadings[k]
        day_variance += (sd[:, None] * loadings[k]) ** 2
    # A factor on counts is its square root on roots.
    factor = np.exp(ahead.table @ effects / 2.0)[:, None]
    # No contact ever came then on such a day, as while the service is closed: none is expected, without a spread.
    silent = means[ahead.kinds] - np.sqrt(ROOT_SHIFT) < SILENT
    return Forecast(
        ahead.days,
        np.where(silent, np.sqrt(ROOT_SHIFT), np.maximum(mean, 0.0) * factor),
        np.where(silent, 0.0, np.sqrt(day_variance + noise_sd**2) * factor * widened),
        np.where(silent, 0.0, np.sqrt(day_variance) * factor * widened),
        {name: float(np.exp(effect)) for name, effect in zip(known.terms, effects, strict=True)},
        tuple(day for day, one in zip(known.series.days, known.usual, strict=True) if not one),
        widened,
    )


def _effects(known: _Known, weights: Counts, ridge: float) -> Counts:
    """Ridge regression of the log total, less its kind's local mean, on the terms (on the log scale)."""
    terms = known.table.shape[1]
    if not terms:
        return np.zeros(0)
    logs = np.log(known.series.counts.sum(axis=1) + 1.0)
    teaching = np.asarray(known.like & (weights > 0)[None, :])
    shares = np.where(np.any(teaching, axis=1, keepdims=True), teaching, known.like).astype(float)
    shares /= shares.sum(axis=1, keepdims=True)
    # What a kind's local mean takes of the totals it takes of the terms as well, or a term that comes often would
    # explain itself away (Frisch and Waugh).
    apart = known.table - shares @ known.table
    heavy = apart * weights[:, None]
    return np.asarray(np.linalg.solve(apart.T @ heavy + ridge * np.eye(terms), heavy.T @ (logs - shares @ logs)))


def _means(roots: Counts, kinds: Kinds, weights: Counts) -> Counts:
    """Decayed mean of each kind of day; a kind never seen takes a Sunday's place, then everyone's."""
    means = np.empty((HOLIDAY + 1, roots.shape[1]))
    everyone = np.average(roots, axis=0, weights=weights)
    for kind in range(HOLIDAY + 1):
        rows = kinds == kind
        if weights[rows].sum() > 0:
            means[kind] = np.average(roots[rows], axis=0, weights=weights[rows])
        elif kind == HOLIDAY and weights[kinds == 6].sum() > 0:
            means[kind] = means[6]
        else:
            means[kind] = everyone
    return means


def _scores(left: Counts, weights: Counts, k: int) -> tuple[Counts, Counts]:
    """Loadings (unit vectors over intervals) and each day's scores on them."""
    _, _, loadings = np.linalg.svd(left * np.sqrt(weights)[:, None], full_matrices=False)
    loadings = loadings[:k]
    return np.asarray(loadings), np.asarray(left @ loadings.T)


def _score_ahead(scores: Counts, ordinals: Counts, weights: Counts, ahead: Counts) -> tuple[Counts, Counts]:
    """Mean and standard deviation of a score on coming days, as an AR(1) over the days that teach."""
    taught = weights > 0
    known, heavy, when = scores[taught], weights[taught], ordinals[taught]
    variance = float(np.average(known**2, weights=heavy)) if len(known) else 0.0
    if len(known) < 3 or variance <= 0:
        return np.zeros_like(ahead), np.sqrt(np.full_like(ahead, variance))
    pairs = heavy[1:]
    phi = float((pairs * known[1:] * known[:-1]).sum() / max((pairs * known[:-1] ** 2).sum(), 1e-12))
    phi = min(max(phi, 0.0), 0.98)
    # Steps are open days, not dates: a weekend does not make a bank forget its week.
    steps = np.arange(1, len(ahead) + 1, dtype=float) + max(0.0, (ahead[0] - when[-1] - 4.0) if len(ahead) else 0.0)
    return known[-1] * phi**steps, np.sqrt(variance * (1.0 - phi ** (2.0 * steps)))


def _spread(noise: Counts, weights: Counts) -> Counts:
    """Standard deviation of each interval, never below what Poisson noise alone gives a square root (one half)."""
    variance = np.average(noise**2, axis=0, weights=weights)
    return np.asarray(np.sqrt(np.maximum(variance, ROOT_SHIFT)))
