"""How the relation stands, in both directions, from what was recorded.

Each direction is what one side does for the other, as terms x between 0 and 1 with weights w:

    health = Σ w·x / Σ w        over the terms that have data
    weight shown = Σ w of these / Σ w of all

A term without data is left out, never taken as 0 or 1; how much weight that leaves is shown with the figure, and so are
the bounds that the missing terms allow: with all of them at 0, and with all of them at 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from pledgeline.experience.core.contract import Side
from pledgeline.kernel.problem import Problem


@dataclass(frozen=True)
class Weight:
    """A term of one side's direction: how much it counts, and why that much."""

    term: str
    side: Side
    weight: float
    reason: Mapping[str, str]


@dataclass(frozen=True)
class Term:
    """`value` 0–1, or None without data; `n` is what it rests on."""

    weight: Weight
    value: float | None
    n: int = 0


@dataclass(frozen=True)
class Health:
    """One direction: what `side` does for the other."""

    side: Side
    terms: tuple[Term, ...]

    @property
    def value(self) -> float | None:
        """None where no term has data."""
        known = [one for one in self.terms if one.value is not None]
        total = sum(one.weight.weight for one in known)
        return sum(one.weight.weight * (one.value or 0.0) for one in known) / total if known else None

    @property
    def weight_shown(self) -> float:
        """The share of the weight that the value rests on."""
        known = sum(one.weight.weight for one in self.terms if one.value is not None)
        return known / sum(one.weight.weight for one in self.terms)

    @property
    def lower(self) -> float | None:
        """With every term without data at 0."""
        return None if self.value is None else self.value * self.weight_shown

    @property
    def upper(self) -> float | None:
        """With every term without data at 1."""
        return None if self.value is None else self.value * self.weight_shown + (1 - self.weight_shown)


def health(side: Side, found: Mapping[str, tuple[float | None, int]], weights: Sequence[Weight]) -> Health:
    """The direction of `side` from term → (value or None, n); a term not in `found` has no data.

    Raises ValueError for a value outside 0–1.
    """
    terms = []
    for one in weights:
        if one.side is not side:
            continue
        value, n = found.get(one.term, (None, 0))
        if value is not None and not 0 <= value <= 1:
            raise ValueError(f"{one.term} is a share, not {value}")
        terms.append(Term(one, value if n else None, n if value is not None else 0))
    return Health(side, tuple(terms))


@cache
def usual_weights() -> tuple[Weight, ...]:
    """The weights we ship, in the order of the page."""
    text = resources.files("pledgeline.partnership.core").joinpath("health.yaml").read_text(encoding="utf-8")
    return tuple(
        Weight(one["term"], Side(one["side"]), float(one["weight"]), dict(one["reason"]))
        for one in yaml.safe_load(text)["terms"]
    )


def weighted(changes: Mapping[str, float]) -> tuple[Weight, ...]:
    """The usual weights with those of `changes` (`side.term` → weight) instead.

    Raises Problem `health.term_unknown`, or `health.weight` for one that is not above 0.
    """
    known = {f"{one.side}.{one.term}": one for one in usual_weights()}
    for name, weight in changes.items():
        if name not in known:
            raise Problem("health.term_unknown", field="weight", value=name[:80], known=", ".join(known))
        if not weight > 0:
            raise Problem("health.weight", field="weight", value=weight)
        one = known[name]
        known[name] = Weight(one.term, one.side, float(weight), one.reason)
    return tuple(known.values())
