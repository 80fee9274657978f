"""A promise: one testable sentence of the experience definition = rule + modality + scope + days it is in force."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Modality


class Direction(StrEnum):
    """On which side of the target the promise is kept; the target itself always keeps it."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class State(StrEnum):
    """Where a version stands. A superseded one was in force until its last day and still rules that time."""

    DRAFT = "draft"
    EFFECTIVE = "effective"
    SUPERSEDED = "superseded"


class Hours(StrEnum):
    """When a promise holds. The figures count every contact that asked for a person; an open service is what
    `OPENING` needs to be known, so that a closed line is not taken for a broken promise."""

    ALWAYS = "always"
    OPENING = "opening"


# Versions whose days count: what a superseded version promised is what customers were promised then.
IN_FORCE = (State.EFFECTIVE, State.SUPERSEDED)


@dataclass(frozen=True)
class Rule:
    """`figure` of `metric` with `params` is `direction` `target` (a share 0–1, or seconds for a time)."""

    metric: str
    figure: str
    direction: Direction
    target: float
    params: Mapping[str, Any] = field(default_factory=dict)

    def keeps(self, value: float) -> bool:
        return value >= self.target if self.direction is Direction.AT_LEAST else value <= self.target


@dataclass(frozen=True)
class Scope:
    """Codes the promise is limited to; an empty tuple means all of them."""

    services: tuple[str, ...] = ()
    centres: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()

    def covers(self, *, service: str, centre: str) -> bool:
        return (not self.services or service in self.services) and (not self.centres or centre in self.centres)

    def filters(
        self, *, centres: Collection[str] = (), services: Collection[str] = ()
    ) -> dict[str, tuple[str, ...]] | None:
        """This scope within the centres and services asked for, as filters of a question; None where nothing is left.

        Empty collections ask for everything.
        """
        where: dict[str, tuple[str, ...]] = {}
        for name, own, asked in (
            ("centre", self.centres, centres),
            ("service", self.services, services),
            ("channel", self.channels, ()),
        ):
            kept = tuple(sorted(set(own) & set(asked))) if own and asked else tuple(own or sorted(asked))
            if own and asked and not kept:
                return None
            if kept:
                where[name] = kept
        return where


@dataclass(frozen=True)
class Promise:
    """One version of a promise, as everybody but its editor sees it. `sentence` maps `en` and `zh` to the words.

    `hours` None: nobody said when it holds. `expectations` are the codes of what customers expect and it serves.
    """

    code: str
    number: int
    sentence: Mapping[str, str]
    rule: Rule
    modality: Modality
    scope: Scope
    state: State
    period: Period
    hours: Hours | None = Hours.ALWAYS
    expectations: tuple[str, ...] = ()
