"""How long things take and how long people wait: distributions as the simulation reads them.

Each answers `quantiles(shares)`, the inverse of its distribution function, so that one uniform number of a contact
gives its handling time under every plan. A Kaplan-Meier curve (`contacts/core/patience.py`) may stand for patience.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from pledgeline.contacts.core.patience import PatienceCurve
from pledgeline.kernel.problem import Problem

Numbers = NDArray[np.float64]


def _positive(value: float, field: str) -> None:
    if not (value > 0 and isfinite(value)):
        raise Problem("simulation.not_positive", field=field, value=value)


@dataclass(frozen=True)
class Exponential:
    mean_s: float

    def __post_init__(self) -> None:
        _positive(self.mean_s, "mean_s")

    def quantiles(self, shares: Numbers) -> Numbers:
        return np.asarray(-self.mean_s * np.log1p(-shares))


@dataclass(frozen=True)
class LogNormal:
    """`cv` is the standard deviation divided by the mean; handling times of real centres have 0.8 to 1.5."""

    mean_s: float
    cv: float

    def __post_init__(self) -> None:
        _positive(self.mean_s, "mean_s")
        _positive(self.cv, "cv")

    def quantiles(self, shares: Numbers) -> Numbers:
        sigma = np.sqrt(np.log1p(self.cv**2))
        normal = np.array([NormalDist().inv_cdf(float(share)) if share > 0 else -np.inf for share in shares.ravel()])
        return np.asarray(self.mean_s * np.exp(sigma * normal.reshape(shares.shape) - sigma**2 / 2))


@dataclass(frozen=True)
class Fixed:
    """The same for everybody."""

    seconds: float

    def __post_init__(self) -> None:
        _positive(self.seconds, "seconds")

    @property
    def mean_s(self) -> float:
        return self.seconds

    def quantiles(self, shares: Numbers) -> Numbers:
        return np.full(shares.shape, self.seconds)


@dataclass(frozen=True, eq=False)
class Observed:
    """What was measured: any number of durations in seconds, in any order."""

    seconds: Numbers

    def __post_init__(self) -> None:
        object.__setattr__(self, "seconds", np.sort(np.asarray(self.seconds, float).ravel()))
        if not self.seconds.size or not np.isfinite(self.seconds).all() or self.seconds[0] < 0:
            raise Problem("simulation.observed", field="seconds")
        _positive(float(self.seconds[-1]), "seconds")

    @property
    def mean_s(self) -> float:
        return float(self.seconds.mean())

    def quantiles(self, shares: Numbers) -> Numbers:
        return np.asarray(np.quantile(self.seconds, np.clip(shares, 0.0, 1.0)))


Distribution = Exponential | LogNormal | Fixed | Observed


def patience_quantiles(curve: PatienceCurve, shares: Numbers) -> Numbers:
    """The wait by which so large a share of customers has hung up; beyond the curve its tail falls exponentially."""
    gone = 1.0 - curve.willing
    place = np.searchsorted(gone, shares, side="left")
    inside = curve.seconds[np.minimum(place, len(gone) - 1)]
    left, willing = float(curve.willing[-1]), np.maximum(1.0 - shares, 1e-300)
    if left <= 0.0:
        return np.asarray(inside)
    tail = curve.seconds[-1] + np.log(left / willing) / curve.tail_hazard
    return np.where(place < len(gone), inside, np.maximum(tail, curve.seconds[-1]))
