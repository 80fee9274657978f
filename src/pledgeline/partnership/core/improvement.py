"""An action on either side: what is to change, by when, and by which measure it will be known to have worked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from pledgeline.partnership.core import effect
from pledgeline.partnership.core.pooling import SHARES, Pooled


class Step(StrEnum):
    """`done`: carried out, its effect not yet shown. Only a later period can make it effective or not."""

    OPEN = "open"
    DONE = "done"
    EFFECTIVE = "effective"
    NOT_EFFECTIVE = "not_effective"


# Closed: nothing of it changes any more. What did not work is followed by an action of its own.
CLOSED = (Step.EFFECTIVE, Step.NOT_EFFECTIVE)


@dataclass(frozen=True)
class Measure:
    """The share that is to move, fixed when the action is opened; `target` 0–1 on its own side."""

    metric: str
    version: str
    figure: str
    direction: Literal["at_least", "at_most"]
    target: float
    minimum_n: int
    params: Mapping[str, Any] = field(default_factory=dict)
    services: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()

    def reading(self, found: Pooled, *, version: str) -> effect.Reading:
        """What was counted, as a share that ought to rise: of a share that ought to fall, the rest of it."""
        good = found.good if self.direction == "at_least" else found.n - found.good
        return effect.Reading(self.metric, version, good, found.n)

    @property
    def rising_target(self) -> float:
        return self.target if self.direction == "at_least" else 1 - self.target


def measurable(metric: str, figure: str) -> bool:
    """Whether an effect on this figure can be checked: only on a share of counted contacts."""
    return (metric, figure) in SHARES


def step_after(found: effect.Effect) -> Step:
    """Where a check leaves an action that was carried out."""
    return {
        effect.Effect.EFFECTIVE: Step.EFFECTIVE,
        effect.Effect.NOT_EFFECTIVE: Step.NOT_EFFECTIVE,
        effect.Effect.NOT_DEMONSTRATED: Step.DONE,
    }[found]


def overdue(due: date, done_on: date | None, *, today: date) -> bool:
    """Late ones that were done count as late for ever."""
    return (done_on or today) > due
