"""How long customers are willing to wait: the Kaplan–Meier curve over whole seconds, with its interval.

A customer who hung up tells the patience exactly; one who was answered, called back or sent elsewhere tells only that
it was longer than the wait (censored). Where both happen in the same second, the hang-up comes first. Nothing is said
beyond the longest wait that was seen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pledgeline.contacts.core.estimates import Z_95, wilson

Numbers = NDArray[np.float64]

# With fewer hang-ups a curve is a few steps that chance made.
LEAST_HUNG_UP = 30


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
    waited when second `seconds[i]` came.
    """

    seconds: Numbers
    willing: Numbers
    low: Numbers
    high: Numbers
    at_risk: Numbers
    n: int
    hung_up: int
    last_s: float

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
    died, censored = (np.bincount(place, weights=counts, minlength=len(times)) for counts in (died, censored))
    leaving = died + censored
    at_risk = leaving[::-1].cumsum()[::-1]
    steps = died > 0
    times_seen, died, risk = times[steps], died[steps], at_risk[steps]
    willing = np.cumprod(1.0 - died / risk)
    # Rounding must not leave a trace of patience where the last one at risk hung up.
    willing[died == risk] = 0.0
    low, high = _interval(willing, died, risk)
    seen = times[leaving > 0]
    return PatienceCurve(times_seen, willing, low, high, risk, int(leaving.sum()), int(died.sum()), float(seen.max()))


def _interval(willing: Numbers, died: Numbers, risk: Numbers) -> tuple[Numbers, Numbers]:
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(np.cumsum(died / (risk * (risk - died)))) / np.abs(np.log(willing))
        low, high = willing ** np.exp(Z_95 * spread), willing ** np.exp(-Z_95 * spread)
    gone = willing <= 0
    # Nobody is left: the last ones at risk all hung up, and of so many one can only say so much.
    high[gone] = [wilson(0, float(n))[1] for n in risk[gone]]
    low[gone] = 0.0
    return low, high
