"""How long customers are willing to wait: the Kaplan–Meier curve on grouped counts.

An answered customer tells only that the patience was longer than the wait (censored); one who hung up tells it
exactly. Where both happen in the same second, the hang-up comes first, as is usual. Beyond the last hang-up nothing
was observed: the tail falls exponentially at the mean hazard of the last quarter of the hang-ups (at least ten).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pledgeline.kernel.problem import Problem

Numbers = NDArray[np.float64]

# With fewer hang-ups a curve is a few steps that chance made.
LEAST_EVENTS = 30
TAIL_SHARE = 0.25
LEAST_TAIL_EVENTS = 10


@dataclass(frozen=True)
class Waits:
    """For each distinct wait (ascending, seconds): how many hung up at it, and how many were answered at it."""

    seconds: Numbers
    hung_up: Numbers
    answered: Numbers

    def __post_init__(self) -> None:
        shapes = {self.seconds.shape, self.hung_up.shape, self.answered.shape}
        if len(shapes) != 1 or self.seconds.ndim != 1:
            raise Problem("patience.shape")
        if (self.seconds < 0).any() or (np.diff(self.seconds) <= 0).any():
            raise Problem("patience.waits_not_ascending")
        if (self.hung_up < 0).any() or (self.answered < 0).any():
            raise Problem("patience.count_negative")


@dataclass(frozen=True)
class Patience:
    """`survival[i]` is the share still willing to wait after `seconds[i]`; `variance` is Greenwood's.

    `tail_hazard` (per second) rules beyond `seconds[-1]`.
    """

    seconds: Numbers
    survival: Numbers
    variance: Numbers
    tail_hazard: float
    n: int
    hung_up: int

    def willing(self, seconds: float) -> float:
        """Share of customers willing to wait longer than `seconds`."""
        place = int(np.searchsorted(self.seconds, seconds, side="right"))
        if place == 0:
            return 1.0
        if place < len(self.seconds):
            return float(self.survival[place - 1])
        return float(self.survival[-1] * np.exp(-self.tail_hazard * (seconds - self.seconds[-1])))

    def variance_at(self, seconds: float) -> float:
        """Greenwood's variance of `willing`; beyond the last step it is that of the last step, and no longer exact."""
        place = int(np.searchsorted(self.seconds, seconds, side="right"))
        return float(self.variance[place - 1]) if place else 0.0

    def median_s(self) -> float:
        """The wait that half of the customers bear."""
        below = np.flatnonzero(self.survival <= 0.5)
        if len(below):
            return float(self.seconds[below[0]])
        return float(self.seconds[-1] + np.log(self.survival[-1] / 0.5) / self.tail_hazard)


def kaplan_meier(waits: Waits) -> Patience:
    """The curve at each second at which somebody hung up.

    Raises Problem `patience.not_enough_data` with `hung_up` and `least`: the caller names the prior it falls back to.
    """
    events = int(waits.hung_up.sum())
    if events < LEAST_EVENTS:
        raise Problem("patience.not_enough_data", hung_up=events, least=LEAST_EVENTS)
    leaving = waits.hung_up + waits.answered
    at_risk = leaving[::-1].cumsum()[::-1]
    steps = waits.hung_up > 0
    seconds, died, risk = waits.seconds[steps], waits.hung_up[steps], at_risk[steps]
    survival = np.cumprod(1.0 - died / risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = survival**2 * np.cumsum(died / (risk * (risk - died)))
    return Patience(
        seconds,
        survival,
        np.asarray(np.where(survival > 0, variance, 0.0)),
        _tail_hazard(waits, events),
        int(leaving.sum()),
        events,
    )


def mean_patience_s(waits: Waits) -> float:
    """Total time waited for each hang-up: the exponential patience (for formulas) that the same counts speak for."""
    events = float(waits.hung_up.sum())
    if not events:
        return float("inf")
    return float((waits.seconds * (waits.hung_up + waits.answered)).sum() / events)


def _tail_hazard(waits: Waits, events: int) -> float:
    """Hang-ups per second waited, over the waits from the last quarter of the hang-ups on."""
    wanted = max(LEAST_TAIL_EVENTS, TAIL_SHARE * events)
    from_last = waits.hung_up[::-1].cumsum()[::-1]
    start = int(np.flatnonzero(from_last >= wanted)[-1])
    begin = waits.seconds[start - 1] if start else 0.0
    exposure = ((waits.seconds[start:] - begin) * (waits.hung_up + waits.answered)[start:]).sum()
    return float(waits.hung_up[start:].sum() / exposure)
