"""A duty that falls due again and again: how often, and how often it was done as it should be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Case:
    """One time the duty fell due. `value` is what was measured, in the unit of the duty; None: it was never done."""

    key: str
    day: date
    good: bool
    value: float | None = None


@dataclass(frozen=True)
class Measure:
    """Every case is counted, none is drawn: `share` is exact, and None without a case."""

    cases: tuple[Case, ...] = ()

    @classmethod
    def of(cls, cases: Iterable[Case]) -> Measure:
        return cls(tuple(sorted(cases, key=lambda one: (one.day, one.key))))

    @property
    def n(self) -> int:
        return len(self.cases)

    @property
    def good(self) -> int:
        return sum(one.good for one in self.cases)

    @property
    def share(self) -> float | None:
        return self.good / self.n if self.cases else None

    def reaches(self, target_share: float) -> bool | None:
        """None without a case: nothing fell due, so nothing was missed or done."""
        return None if self.share is None else self.share >= target_share
