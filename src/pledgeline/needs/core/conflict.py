"""Two expectations that cannot both be met. A decision about them holds until a day, so that it is looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ConflictStanding(StrEnum):
    OPEN = "open"
    DECIDED = "decided"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class Decision:
    """`until` is the last day on which it holds."""

    decided_on: date
    until: date


def standing_of(decisions: Sequence[Decision], *, day: date) -> ConflictStanding:
    """The latest decision taken by `day` counts, whatever stood before it; of the same day, the first in the order."""
    taken = [one for one in decisions if one.decided_on <= day]
    if not taken:
        return ConflictStanding.OPEN
    last = max(taken, key=lambda one: one.decided_on)
    return ConflictStanding.DECIDED if last.until >= day else ConflictStanding.LAPSED
