"""From agents on the phone to people to plan: shrinkage, gaps, and the chance that a promise is kept.

A served share is asked of any function `share(contacts, agents) -> share kept` (interval by interval); which formula
stands behind it is the caller's choice, so these rules hold for each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import erf
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from pledgeline.kernel.problem import Problem

Numbers = NDArray[np.float64]
KeptShare = Callable[[Numbers, Numbers], Numbers]

# An interval whose handling time is under this many seconds was most likely given in minutes.
LEAST_LIKELY_AHT_S = 20.0
MOST_LIKELY_AHT_S = 7200.0


@dataclass(frozen=True)
class Shrinkage:
    """Shares of paid time away from contacts, in the order in which they are taken off what is left."""

    absence: float = 0.08
    training: float = 0.03
    meetings: float = 0.02
    breaks: float = 0.10

    def __post_init__(self) -> None:
        for name, share in self.parts().items():
            if not 0 <= share < 1:
                raise Problem("plan.shrinkage_out_of_range", field=name, value=share)

    def parts(self) -> Mapping[str, float]:
        return {
            "absence": self.absence,
            "training": self.training,
            "meetings": self.meetings,
            "breaks": self.breaks,
        }

    @property
    def present(self) -> float:
        """Share of paid time that is left for contacts."""
        return float(np.prod([1.0 - share for share in self.parts().values()]))

    def people(self, agents: Numbers) -> Numbers:
        """People to pay for so many agents on contacts, rounded up."""
        return np.asarray(np.ceil(np.round(agents / self.present, 9)))

    def broken_down(self, agents: float) -> dict[str, float]:
        """People for each cause; with `agents` itself they add up to agents / present."""
        total = agents / self.present
        lost, left = {}, total
        for name, share in self.parts().items():
            lost[name] = left * share
            left -= lost[name]
        return lost


def checked_aht_s(aht_s: float) -> float:
    """Raises Problem `plan.aht_unlikely`, which asks whether minutes were meant, or `plan.aht_impossible`."""
    if not aht_s > 0 or aht_s == float("inf"):
        raise Problem("plan.aht_impossible", field="aht_s", value=aht_s)
    if aht_s < LEAST_LIKELY_AHT_S:
        raise Problem("plan.aht_unlikely", field="aht_s", value=aht_s, as_minutes=aht_s * 60)
    if aht_s > MOST_LIKELY_AHT_S:
        raise Problem("plan.aht_too_long", field="aht_s", value=aht_s)
    return aht_s


@dataclass(frozen=True)
class Gap:
    """Committed against required over the intervals in which somebody is required."""

    intervals: int
    covered: int
    short_agents: float
    over_agents: float

    @property
    def share(self) -> float | None:
        """Share of intervals covered; None where nobody is required in any."""
        return self.covered / self.intervals if self.intervals else None

    @property
    def even(self) -> bool:
        """Just as many as required wherever anybody is; False where nobody is required in any interval."""
        return bool(self.intervals) and not self.short_agents and not self.over_agents


def gap(required: Numbers, committed: Numbers) -> Gap:
    if required.shape != committed.shape:
        raise Problem("plan.intervals_differ", required=required.size, committed=committed.size)
    asked = required > 0
    difference = (committed - required)[asked]
    return Gap(
        int(asked.sum()),
        int((difference >= 0).sum()),
        float(np.abs(difference[difference < 0]).sum()),
        float(difference[difference > 0].sum()),
    )


def chance_kept(
    contacts: Numbers, day_sd: Numbers, agents: Numbers, kept: KeptShare, *, target: float, points: int = 41
) -> tuple[Numbers, Numbers]:
    """For each day (rows) the expected share kept and the probability that it reaches `target`.

    The day's volume is uncertain by a common factor: log-normal with mean one and relative spread `day_sd`, laid out
    on `points` equally likely values. A day without contacts keeps its promise.
    """
    shares = chance_shares(contacts, day_sd, agents, kept, points=points)
    return shares.mean(axis=1), (shares >= target - 1e-12).mean(axis=1)


def chance_shares(contacts: Numbers, day_sd: Numbers, agents: Numbers, kept: KeptShare, *, points: int = 41) -> Numbers:
    """Share kept by day (rows) at each of `points` equally likely volumes (columns, fewest contacts first)."""
    factors = _factors(day_sd, points)
    volume = factors[:, :, None] * contacts[:, None, :]
    staff = np.broadcast_to(agents[:, None, :], volume.shape)
    shares = kept(volume.ravel(), staff.ravel()).reshape(volume.shape)
    total = volume.sum(axis=2)
    return np.asarray(np.where(total > 0, (shares * volume).sum(axis=2) / np.maximum(total, 1e-300), 1.0))


def chance_over(contacts: Numbers, shares: Numbers, *, target: float, common: float = 0.5, draws: int = 2000) -> float:
    """Probability that all days together (a week, a month) reach `target`.

    `common` is the part of the days' errors that they share: a forecast that is too low is low for many days. A
    normal copula of fixed layout (no chance: the same question has the same answer) ties the days together.
    """
    days, points = shares.shape
    if not days or not contacts.sum():
        return 1.0
    chance = np.random.default_rng(20260101)
    tied = np.sqrt(common) * chance.standard_normal((draws, 1))
    latent = tied + np.sqrt(1.0 - common) * chance.standard_normal((draws, days))
    ranks = np.minimum((_normal_cdf(latent) * points).astype(int), points - 1)
    weights = contacts.sum(axis=1)
    together = (shares[np.arange(days), ranks] * weights).sum(axis=1) / weights.sum()
    return float((together >= target - 1e-12).mean())


def _factors(day_sd: Numbers, points: int) -> Numbers:
    middle = np.array([NormalDist().inv_cdf((place + 0.5) / points) for place in range(points)])
    sigma = np.sqrt(np.log1p(np.asarray(day_sd) ** 2))[:, None]
    return np.asarray(np.exp(sigma * middle - sigma**2 / 2.0))


def _normal_cdf(values: Numbers) -> Numbers:
    return np.asarray(0.5 * (1.0 + np.vectorize(erf)(values / np.sqrt(2.0))))
