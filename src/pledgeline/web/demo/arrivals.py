"""When customers turn up: a doubly stochastic, non-stationary Poisson process.

A half-hour's expected number is the product of what is known beforehand (service, weekday, hour, holiday, statement
day, campaign) and of what is not (a day's own level, tied to the day before; a half-hour's own level). Within the
half-hours the process is Poisson: unit-rate exponential gaps are mapped through the inverse of the summed intensity,
which is exact for a piecewise constant rate (time-rescaling theorem). Chance comes in as a numpy Generator.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from pledgeline.web.demo.story import HALF_HOUR_S, HALF_HOURS, Demand, Plot, Surprise

Floats = NDArray[np.float64]


def half_hour_shape(demand: Demand) -> Floats:
    """What share of a day's contacts comes in each half-hour, shape (48,); sums to 1."""
    middles = (np.arange(HALF_HOURS) + 0.5) / 2
    weights = np.interp(middles, np.arange(25), [*demand.hours, demand.hours[0]])
    weights = np.where(demand.open_half_hours(), weights, 0.0)
    return weights / weights.sum()


def day_level(plot: Plot, demand: Demand, day: date) -> float:
    """How much of an ordinary workday's number this day brings, before campaigns and chance."""
    if day in plot.holidays:
        level = demand.holiday
    elif day in plot.makeup_workdays:
        level = demand.weekday[0]
    else:
        level = demand.weekday[day.weekday()]
    if demand.service != "loss":
        level *= plot.statement_days.get(day.day, 1.0)
    return level


def expected(plot: Plot, demand: Demand, *, as_planned: bool = False) -> Floats:
    """Expected contacts of each half-hour, shape (days, 48).

    `as_planned` gives what the rosters were made for: an episode counts only as far as it was foreseen.
    """
    levels = []
    for day in plot.days:
        level = day_level(plot, demand, day)
        for episode in plot.episodes:
            if episode.holds(day):
                extra = episode.demand.get(demand.service, 1.0) - 1.0
                level *= 1.0 + extra * (episode.foreseen if as_planned else 1.0)
        levels.append(level)
    return demand.per_day * np.outer(levels, half_hour_shape(demand))


def day_factors(days: int, surprise: Surprise, rng: np.random.Generator) -> Floats:
    """One factor a day with mean 1: log-normal, its logarithm a stationary first-order autoregression."""
    rho, sigma = surprise.day_correlation, surprise.day_sigma
    shocks = rng.standard_normal(days)
    level = np.empty(days)
    level[0] = shocks[0]
    for n in range(1, days):
        level[n] = rho * level[n - 1] + np.sqrt(1 - rho**2) * shocks[n]
    return np.exp(sigma * level - sigma**2 / 2)


def arrive(rates: Floats, rng: np.random.Generator) -> Floats:
    """Arrival times in seconds from the first midnight, sorted, for expected numbers per half-hour (days, 48)."""
    summed = np.concatenate([[0.0], np.cumsum(rates.ravel())])
    total = summed[-1]
    # Ten standard deviations more than expected: running out of gaps would cut the last evening short.
    gaps = rng.standard_exponential(int(total + 10 * np.sqrt(total) + 50))
    stamps = np.cumsum(gaps)
    stamps = stamps[stamps < total]
    edges = np.arange(summed.size) * HALF_HOUR_S
    # Closed half-hours add nothing to the sum: keep only the right edge of each flat stretch, so that no arrival
    # falls on the moment of opening because it was mapped to the flat stretch's left end.
    rising = np.concatenate([np.diff(summed) > 0, [True]]) | np.concatenate([[False], np.diff(summed) > 0])
    return _invert(stamps, summed[rising], edges[rising].astype(np.float64))


def _invert(stamps: Floats, summed: Floats, edges: Floats) -> Floats:
    """The times at which the summed intensity reaches `stamps`; equal sums (closed hours) take the later edge."""
    right = np.searchsorted(summed, stamps, side="right")
    left = right - 1
    share = (stamps - summed[left]) / (summed[right] - summed[left])
    return edges[left] + share * (edges[right] - edges[left])


def demand_arrivals(plot: Plot, rng: np.random.Generator) -> dict[tuple[str, str, str], Floats]:
    """Arrival times of every (centre, service, channel), in seconds from the first midnight.

    One day factor is drawn for all of them: what moves customers moves them at every centre. Sending each customer
    to a centre by chance splits a Poisson process into independent ones, so the shares simply scale the rates.
    """
    factors = day_factors(len(plot.days), plot.surprise, rng)
    shape = plot.surprise.interval_shape
    found: dict[tuple[str, str, str], Floats] = {}
    for demand in plot.demand:
        rates = expected(plot, demand) * factors[:, None]
        rates = rates * rng.gamma(shape, 1 / shape, rates.shape)
        for centre, share in sorted(demand.shares.items()):
            found[centre, demand.service, demand.channel] = arrive(rates * share, rng)
    return found
