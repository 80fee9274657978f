"""Test vectors: a few contacts that anybody can check by hand, and the figures a metric must find in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pledgeline.contacts.core.definition import Text
from pledgeline.contacts.core.written import Written

# Figures agree when they differ by less than this: half a unit in the sixth decimal of a share or a second.
TOLERANCE = 5e-7
MOST_CONTACTS = 200
Expected = int | float | None | tuple[float, float]


class Vector(BaseModel):
    """`params` stand in for the contract's own where they are given. `expect` names at least `n`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")
    title: Text
    params: dict[str, float] | None = None
    contacts: tuple[Written, ...] = Field(max_length=MOST_CONTACTS)
    expect: dict[str, Expected] = Field(min_length=1)

    @model_validator(mode="after")
    def _counts_contacts(self) -> Vector:
        if "n" not in self.expect:
            raise ValueError("a vector says how many contacts the figures rest on (n)")
        return self


class VectorFile(BaseModel):
    """The vectors that ship with the program for one metric."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    metric: str
    vectors: tuple[Vector, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Deviation:
    """A figure that came out otherwise; `found` None: no figure, or none of that name."""

    figure: str
    expected: Any
    found: Any


@dataclass(frozen=True)
class VectorResult:
    """What one vector showed; no deviation: it passed."""

    code: str
    title: Mapping[str, str]
    contacts: int
    figures: int
    deviations: tuple[Deviation, ...]

    @property
    def passed(self) -> bool:
        return not self.deviations


def deviations(expect: Mapping[str, Expected], found: Mapping[str, Any]) -> tuple[Deviation, ...]:
    """Every expected figure that was not found as expected, in the order in which they are expected."""
    return tuple(
        Deviation(name, wanted, found.get(name))
        for name, wanted in expect.items()
        if name not in found or not _agree(wanted, found[name])
    )


def _agree(wanted: Expected, found: Any) -> bool:
    if wanted is None or found is None:
        return wanted is None and found is None
    if isinstance(wanted, tuple):
        return len(wanted) == len(found) and all(_agree(one, other) for one, other in zip(wanted, found, strict=True))
    return abs(float(wanted) - float(found)) < TOLERANCE


def boundary(limit_s: float, *, figures: Mapping[str, int], at_limit_counts: bool) -> Vector:
    """Three answered contacts around the limit, as a contract reads it: one second before, exactly at it, one after.

    `figures` maps each figure of the metric that counts or shares those within the limit to 1 for a share and 0 for a
    count. Whoever agrees on "below" instead of "at most" gets an expectation that says so.
    """
    within = (1 if limit_s >= 1 else 0) + (1 if at_limit_counts else 0)
    waits = [*([limit_s - 1] if limit_s >= 1 else []), limit_s, limit_s + 1]
    n = len(waits)
    return Vector(
        code="at-the-limit",
        title=Text(en="One second before the limit, at it, and after it", zh="时限前一秒、恰好时限、时限后一秒"),
        contacts=tuple(Written(answered_s=wait) for wait in waits),
        expect={"n": n} | {name: (within / n if is_share else within) for name, is_share in figures.items()},
    )


def runs_with(vectors: Sequence[Vector], own: Mapping[str, float]) -> bool:
    """Whether at least one vector runs with the contract's own parameters."""
    return any(one.params is None or {**own, **one.params} == dict(own) for one in vectors)
