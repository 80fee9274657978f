"""Did an action work? The same metric version before and after, and more than chance."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from pledgeline.kernel.verdict import Reason

# Two-sided 95 %.
Z = 1.959963984540054


class Effect(StrEnum):
    EFFECTIVE = "effective"
    NOT_EFFECTIVE = "not_effective"
    NOT_DEMONSTRATED = "not_demonstrated"


@dataclass(frozen=True)
class Reading:
    """`good` of `n` contacts, counted by `metric` in `version`."""

    metric: str
    version: str
    good: int
    n: int

    @property
    def share(self) -> float:
        return self.good / self.n


@dataclass(frozen=True)
class Checked:
    effect: Effect
    reason: Reason


def check(before: Reading, after: Reading, *, target: float, minimum_n: int) -> Checked:
    """Effective: the share rose by more than chance and reaches `target`, which was set with the action.

    Not effective: it surely did not rise, or misses the target. Otherwise, and where the metric version changed or
    contacts are too few, nothing is demonstrated.
    """
    if (before.metric, before.version) != (after.metric, after.version):
        numbers = {"before": before.version, "after": after.version}
        return Checked(Effect.NOT_DEMONSTRATED, Reason("effect_version_differs", numbers))
    few = min(before.n, after.n)
    if few < max(1, minimum_n):
        return Checked(Effect.NOT_DEMONSTRATED, Reason("effect_too_few", {"n": few, "minimum_n": minimum_n}))
    lower, upper = difference(before, after)
    numbers_of = {"before": before.share, "after": after.share, "lower": lower, "upper": upper, "target": target}
    if lower > 0 and after.share >= target:
        return Checked(Effect.EFFECTIVE, Reason("effect_shown", numbers_of))
    if upper <= 0 or after.share < target:
        return Checked(Effect.NOT_EFFECTIVE, Reason("effect_absent", numbers_of))
    return Checked(Effect.NOT_DEMONSTRATED, Reason("effect_within_chance", numbers_of))


def difference(before: Reading, after: Reading) -> tuple[float, float]:
    """Bounds of after − before (Newcombe's hybrid score interval, 95 %)."""
    low_b, high_b = _wilson(before)
    low_a, high_a = _wilson(after)
    change = after.share - before.share
    return (
        change - sqrt((after.share - low_a) ** 2 + (high_b - before.share) ** 2),
        change + sqrt((high_a - after.share) ** 2 + (before.share - low_b) ** 2),
    )


def _wilson(reading: Reading) -> tuple[float, float]:
    n, p = reading.n, reading.share
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    return middle - half, middle + half
