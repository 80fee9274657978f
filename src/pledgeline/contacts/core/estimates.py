"""Estimates that stand beside a share: how sure it is, and what departures hide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

# The 97.5 % quantile of the standard normal distribution: 95 % lie between −Z and +Z.
Z_95 = 1.959963984540054


def wilson(k: float, n: float, z: float = Z_95) -> tuple[float, float]:
    """The Wilson score interval (low, high) of a share of `k` among `n`; 95 % by default.

    Unlike k/n ± z·√(…) it stays inside 0–1 and is honest for few contacts and for shares near 0 or 1.
    Neither count need be whole: evidence that has aged counts for less than one.
    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927) 209–212.
    Raises ValueError unless 0 ≤ k ≤ n and n > 0.
    """
    if n <= 0 or not 0 <= k <= n:
        raise ValueError("a share needs 0 <= k <= n and n > 0")
    share, z2 = k / n, z * z
    middle = share + z2 / (2 * n)
    half = z * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    # The formula meets 0 and 1 exactly at the ends; rounding in floats does not.
    low = 0.0 if k == 0 else (middle - half) / (1 + z2 / n)
    high = 1.0 if k == n else (middle + half) / (1 + z2 / n)
    return low, high


def difference_of_shares(k: int, other: int, n: int, z: float = Z_95) -> tuple[float, float]:
    """The interval (low, high) of (k − other)/n, two shares of the same `n` that exclude each other; 95 % by default.

    One more on each side keeps it honest for few answers and where all agree.
    Source: D. G. Bonett, R. M. Price, Adjusted Wald confidence interval for a difference of binomial proportions based
    on paired data, J. Educ. Behav. Stat. 37 (2012) 479–488.
    Raises ValueError unless k and other are counts of `n` that fit into it, and n > 0.
    """
    if n <= 0 or k < 0 or other < 0 or k + other > n:
        raise ValueError("two shares need 0 <= k + other <= n and n > 0")
    first, second = (k + 1) / (n + 2), (other + 1) / (n + 2)
    middle = first - second
    half = z * sqrt((first + second - middle * middle) / (n + 2))
    return max(-1.0, middle - half), min(1.0, middle + half)


def kaplan_meier(n: int, table: Sequence[tuple[float, int, int]]) -> float:
    """The estimated share that meets the event by the last time of `table`, were nobody to depart before it.

    `table` holds (time, events, censored) in any order; the rest of the `n` stay at risk beyond it. At equal times
    events come before censorings. The estimate 1 − Π(1 − d/r) takes patience to be independent of the wait.
    Source: E. L. Kaplan, P. Meier, Nonparametric estimation from incomplete observations, JASA 53 (1958) 457–481.
    Raises ValueError where the table holds more than `n`, or n < 1.
    """
    times = [row[0] for row in table]
    events, censored = [row[1] for row in table], [row[2] for row in table]
    return float(kaplan_meier_by_group([n], [0] * len(table), times, events, censored)[0])


def kaplan_meier_by_group(
    n: ArrayLike, group: ArrayLike, time: ArrayLike, events: ArrayLike, censored: ArrayLike
) -> NDArray[np.float64]:
    """`kaplan_meier` for many groups at once: (groups,) from the flat rows of all their tables.

    `n` is (groups,); the other arguments are (rows,), `group` being an index into `n`. Rows of the same group and time
    are added up first. Raises ValueError like `kaplan_meier`.
    """
    size = np.asarray(n, dtype=np.int64)
    if (size < 1).any():
        raise ValueError("a group without contacts has no estimate")
    who, _when, d, c = _by_time(group, time, events, censored)
    if not len(who):
        return np.zeros(len(size))
    # At risk just before each time: all of the group less those whose rows came earlier.
    gone = np.cumsum(d + c) - (d + c)
    first = np.flatnonzero(np.r_[True, who[1:] != who[:-1]])
    gone -= np.repeat(gone[first], np.diff(np.r_[first, len(who)]))
    at_risk = size[who] - gone
    if (at_risk < d + c).any():
        raise ValueError("more events and departures than contacts")
    staying = np.ones(len(size))
    staying[who[first]] = np.multiply.reduceat(1 - d / np.maximum(at_risk, 1), first)
    return 1 - staying


def _by_time(
    group: ArrayLike, time: ArrayLike, events: ArrayLike, censored: ArrayLike
) -> tuple[NDArray[np.int64], ...]:
    """The rows sorted by group and time, equal ones added up."""
    who, when = np.asarray(group, dtype=np.int64), np.asarray(time)
    order = np.lexsort((when, who))
    who, when = who[order], when[order]
    d, c = np.asarray(events, dtype=np.int64)[order], np.asarray(censored, dtype=np.int64)[order]
    if not len(who):
        return who, when, d, c
    start = np.flatnonzero(np.r_[True, (who[1:] != who[:-1]) | (when[1:] != when[:-1])])
    return who[start], when[start], np.add.reduceat(d, start), np.add.reduceat(c, start)


@dataclass(frozen=True)
class Staying:
    """Just after `time`, an estimated `share` of the group is still there; 95 % interval `low`–`high`; `at_risk` were
    there just before."""

    time: float
    share: float
    low: float
    high: float
    at_risk: int


def staying(n: int, table: Sequence[tuple[float, int, int]], z: float = Z_95) -> tuple[Staying, ...]:
    """The Kaplan–Meier curve of staying, a point at each time at which somebody left.

    `table` holds (time, left, censored) in any order; the rest of the `n` stay beyond it. At equal times leaving comes
    before censoring. The interval is Greenwood's variance on the log(−log) scale, so that it never leaves 0–1; where
    the last one leaves it is [0, 1]: nothing is known. Source: J. D. Kalbfleisch, R. L. Prentice, The Statistical
    Analysis of Failure Time Data (1980), §1.3. Raises ValueError where the table holds more than `n`.
    """
    _who, when, left, censored = _by_time(
        [0] * len(table), [row[0] for row in table], [row[1] for row in table], [row[2] for row in table]
    )
    gone = np.cumsum(left + censored) - (left + censored)
    at_risk = n - gone
    if (at_risk < left + censored).any():
        raise ValueError("more events and departures than contacts")
    share, spread, found = 1.0, 0.0, []
    for time, d, r in zip(when, left, at_risk, strict=True):
        if not d:
            continue
        share *= 1 - d / r
        spread += d / (r * (r - d)) if r > d else 0.0
        low, high = _log_log(float(share), float(spread), z)
        found.append(Staying(float(time), float(share), low, high, int(r)))
    return tuple(found)


def _log_log(share: float, spread: float, z: float) -> tuple[float, float]:
    if not 0 < share < 1:
        return 0.0, 1.0
    width = z * sqrt(spread) / -log(share)
    return share ** exp(width), share ** exp(-width)
