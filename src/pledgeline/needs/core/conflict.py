"""Two expectations that cannot both be met. A decision about them holds until a day, so that it is looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pledgeline.kernel.verdict import Judgement, Reason, Verdict


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


def judge_conflicts(standings: Sequence[ConflictStanding], *, service: str) -> Judgement:
    """Of a service: a decision that was let run out is a fact (not met); one not yet taken proves nothing."""
    counts = {one: list(standings).count(one) for one in ConflictStanding}
    numbers = {
        "service": service,
        "conflicts": len(standings),
        "undecided": counts[ConflictStanding.OPEN],
        "lapsed": counts[ConflictStanding.LAPSED],
    }
    if not standings:
        return Judgement(Verdict.NOT_APPLICABLE, Reason("conflicts_none", numbers))
    if numbers["lapsed"]:
        return Judgement(Verdict.NOT_MET, Reason("conflicts_lapsed", numbers))
    if numbers["undecided"]:
        return Judgement(Verdict.NOT_DEMONSTRATED, Reason("conflicts_undecided", numbers))
    return Judgement(Verdict.MET, Reason("conflicts_decided", numbers))
