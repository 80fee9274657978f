"""The figure of a whole from the counts of its groups: pooled, never the mean of shares.

Money and effects are settled on shares of counted contacts only. A mean or a percentile of a whole cannot be had from
those of its parts, so a window could not be taken out of it exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Parts:
    """Counts whose sums are divided: (`good` − `less`) / (`of` − `less`)."""

    good: tuple[str, ...]
    of: tuple[str, ...] = ("n",)
    less: tuple[str, ...] = ()


_MET = ("met_by_answer", "met_by_offer")
# (metric, figure) → the counts it is made of, all of them figures of the same metric.
SHARES: Mapping[tuple[str, str], Parts] = {
    ("human_or_callback_within", "lower"): Parts(_MET),
    ("human_or_callback_within", "upper"): Parts((*_MET, "left_before_limit", "not_verifiable")),
    ("human_or_callback_within", "decided"): Parts(_MET, (*_MET, "not_met")),
    ("service_level", "service_level"): Parts(("answered_within",)),
    ("service_level", "service_level_answered_abandoned"): Parts(("answered_within",), ("answered", "abandoned")),
    ("abandonment_rate", "abandonment_rate"): Parts(("abandoned",)),
    ("abandonment_rate", "abandonment_rate_without_short"): Parts(("abandoned",), less=("short_abandoned",)),
    ("abandonment_rate", "abandonment_rate_answered_abandoned"): Parts(("abandoned",), ("answered", "abandoned")),
}


@dataclass(frozen=True)
class Pooled:
    """`good` of `n` contacts."""

    good: int
    n: int

    @property
    def share(self) -> Decimal | None:
        """None where there is nothing to divide by: no data, never 0 or 1."""
        return Decimal(self.good) / Decimal(self.n) if self.n else None


def pooled(metric: str, figure: str, groups: Iterable[Mapping[str, Any]]) -> Pooled:
    """The groups added up. KeyError for a figure that is no share of counted contacts (see `SHARES`)."""
    parts = SHARES[metric, figure]
    good = n = 0
    for group in groups:
        less = _sum(group, parts.less)
        good += _sum(group, parts.good) - less
        n += _sum(group, parts.of) - less
    return Pooled(good, n)


def _sum(group: Mapping[str, Any], names: tuple[str, ...]) -> int:
    return sum(int(group.get(name) or 0) for name in names)
