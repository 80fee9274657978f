"""How long customers are willing to wait: the Kaplan–Meier curve over whole seconds, with its interval.

A customer who hung up tells the patience exactly; one who was answered, called back or sent elsewhere tells only that
it was longer than the wait (censored). Where both happen in the same second, the hang-up comes first. Nothing is said
beyond the longest wait that was seen.

A model of a queue must go on there all the same. For it, and only for it, the curve falls exponentially beyond the last
hang-up, at the mean hazard of the last quarter of the hang-ups (at least ten).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pledgeline.contacts.core.estimates import Z_95, wilson

Numbers = NDArray[np.float64]

# With fewer hang-ups a curve is a few steps that chance made.
LEAST_HUNG_UP = 30
TAIL_SHARE, LEAST_OF_TAIL = 0.25, 10


@dataclass(frozen=True)
class Willing:
    """The share of customers willing to wait longer than some seconds, with its 95 % interval."""

    share: float
    low: float
    high: float


@dataclass(frozen=True)
class PatienceCurve:
    """`willing[i]` is the share still willing to wait after `seconds[i]` (each a second at which somebody hung up).

    `n` customers, of whom `hung_up` told their patience; `last_s` is the longest wait seen, `at_risk[i]` how many still
    waited when second `seconds[i]` came. `tail_hazard` (per second) is what a model assumes beyond `seconds[-1]`.
    """

    seconds: Numbers
    willing: Numbers
    low: Numbers
    high: Numbers
    at_risk: Numbers
    n: int
    hung_up: int
    last_s: float
    tail_hazard: float

    def at(self, seconds: float) -> Willing | None:
        """None where nobody was seen to wait that long."""
        if seconds > self.last_s:
            return None
        place = int(np.searchsorted(self.seconds, seconds, side="right")) - 1
        if place < 0:
            return Willing(1.0, wilson(self.n, self.n)[0], 1.0)
        return Willing(float(self.willing[place]), float(self.low[place]), float(self.high[place]))

    @property
    def median_s(self) -> float | None:
        """The wait that half of the customers bear; None where less than half had left by the longest wait seen."""
        below = np.flatnonzero(self.willing <= 0.5)
        return float(self.seconds[below[0]]) if len(below) else None

    def assumed(self, seconds: float) -> float:
        """The share willing to wait longer than `seconds` as a model has it, with the tail beyond the last hang-up."""
        place = int(np.searchsorted(self.seconds, seconds, side="right"))
        if place == 0:
            return 1.0
        if place < len(self.seconds):
            return float(self.willing[place - 1])
        return float(self.willing[-1] * np.exp(-self.tail_hazard * (seconds - self.seconds[-1])))

    @property
    def assumed_median_s(self) -> float:
        """The median, from the tail where less than half had left."""
        if self.median_s is not None:
            return self.median_s
        return float(self.seconds[-1] + np.log(self.willing[-1] / 0.5) / self.tail_hazard)


def patience_curve(seconds: ArrayLike, hung_up: ArrayLike, stayed: ArrayLike) -> PatienceCurve | None:
    """The curve from counts by second, in any order; None where fewer than LEAST_HUNG_UP hung up.

    The interval is Greenwood's variance on the log-minus-log scale, which stays inside 0–1.
    Sources: E. L. Kaplan, P. Meier, JASA 53 (1958) 457–481; J. D. Kalbfleisch, R. L. Prentice, The statistical analysis
    of failure time data, 2nd ed. 2002, §1.4.
    """
    when = np.asarray(seconds, dtype=np.float64)
    died, censored = np.asarray(hung_up, dtype=np.float64), np.asarray(stayed, dtype=np.float64)
    if not died.sum() >= LEAST_HUNG_UP:
        return None
    times, place = np.unique(when, return_inverse=True)
    all_died = _by_second(place, died, len(times))
    leaving = all_died + _by_second(place, censored, len(times))
    at_risk = leaving[::-1].cumsum()[::-1]
    steps = all_died > 0
    times_seen, died, risk = times[steps], all_died[steps], at_risk[steps]
    willing = np.cumprod(1.0 - died / risk)
    # Rounding must not leave a trace of patience where the last one at risk hung up.
    willing[died == risk] = 0.0
    low, high = _interval(willing, died, risk)
    last_s = float(times[leaving > 0].max())
    tail = _tail_hazard(times, all_died, leaving)
    return PatienceCurve(times_seen, willing, low, high, risk, int(leaving.sum()), int(died.sum()), last_s, tail)


def _tail_hazard(times: Numbers, died: Numbers, leaving: Numbers) -> float:
    """Hang-ups per second waited, over the waits from the last quarter of the hang-ups on."""
    from_last = died[::-1].cumsum()[::-1]
    start = int(np.flatnonzero(from_last >= max(LEAST_OF_TAIL, TAIL_SHARE * died.sum()))[-1])
    begin = times[start - 1] if start else 0.0
    exposure = ((times[start:] - begin) * leaving[start:]).sum()
    # Where all of them hung up in second 0 nobody waited at all, and nobody is left for a tail.
    return float(died[start:].sum() / exposure) if exposure > 0 else float("inf")


def _by_second(place: NDArray[np.intp], counts: Numbers, size: int) -> Numbers:
    return np.asarray(np.bincount(place, weights=counts, minlength=size), dtype=np.float64)


def _interval(willing: Numbers, died: Numbers, risk: Numbers) -> tuple[Numbers, Numbers]:
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(np.cumsum(died / (risk * (risk - died)))) / np.abs(np.log(willing))
        low, high = willing ** np.exp(Z_95 * spread), willing ** np.exp(-Z_95 * spread)
    gone = willing <= 0
    # Nobody is left: the last ones at risk all hung up, and of so many one can only say so much.
    high[gone] = [wilson(0, float(n))[1] for n in risk[gone]]
    low[gone] = 0.0
    return low, high
