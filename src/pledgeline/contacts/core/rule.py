"""The 1-minute rule's states, and what may be said from their counts (product.md §4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pledgeline.contacts.core.estimates import wilson
from pledgeline.contacts.core.vocabulary import Outcome


class RuleStep(StrEnum):
    """What the rule decided for one contact; tried in this order, except that *not applicable* comes first."""

    MET_BY_ANSWER = "met_by_answer"
    MET_BY_OFFER = "met_by_offer"
    NOT_MET = "not_met"
    LEFT_BEFORE_LIMIT = "left_before_limit"
    NOT_VERIFIABLE = "not_verifiable"
    NOT_APPLICABLE = "not_applicable"


# Query engines group by a small number faster than by a word; a step's number is its place here.
STEPS: tuple[RuleStep, ...] = tuple(RuleStep)

# The customer never left the IVR or bot for a human, or was turned away before that.
NEVER_ASKED = (
    Outcome.BOT_CONTAINED,
    Outcome.ABANDONED_IVR,
    Outcome.BLOCKED_FULL,
    Outcome.BLOCKED_CLOSED,
    Outcome.BLOCKED_NO_AGENTS,
)


@dataclass(frozen=True)
class RuleCounts:
    """Contacts by step. Shares are None where there is nothing to divide by: "no data", never 0 or 1."""

    met_by_answer: int = 0
    met_by_offer: int = 0
    not_met: int = 0
    left_before_limit: int = 0
    not_verifiable: int = 0
    not_applicable: int = 0

    @classmethod
    def total(cls, parts: Iterable[RuleCounts]) -> RuleCounts:
        """Pooled counts: a month is the sum of its days, never the mean of their shares."""
        columns = zip(*([getattr(part, step) for step in STEPS] for part in parts), strict=True)
        return cls(*(sum(column) for column in columns))

    @property
    def met(self) -> int:
        return self.met_by_answer + self.met_by_offer

    @property
    def n(self) -> int:
        """Contacts the rule applies to."""
        return self.met + self.not_met + self.left_before_limit + self.not_verifiable

    @property
    def lower(self) -> float | None:
        """Met among all it applies to; the verdict is taken on this one, so that hang-ups can never help."""
        return self.met / self.n if self.n else None

    @property
    def upper(self) -> float | None:
        """The same if everyone who left early, or of whom nothing is known, would have been served in time."""
        return (self.met + self.left_before_limit + self.not_verifiable) / self.n if self.n else None

    @property
    def decided(self) -> float | None:
        """Met among met and not met: unsafe alone, since those who hang up just before the limit drop out of it."""
        decided = self.met + self.not_met
        return self.met / decided if decided else None

    @property
    def ci95(self) -> tuple[float, float] | None:
        """The 95 % Wilson interval of `lower`."""
        return wilson(self.met, self.n) if self.n else None
