"""The mirror scorecard: the client's own duties to its centres, measured from what was recorded.

An item is met when at least `target_share` of the times it fell due were in time. Nothing fell due: no data, neither
good nor bad.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pledgeline.kernel.verdict import Judgement, Reason, Verdict
from pledgeline.partnership.core.measure import Measure


class Item(StrEnum):
    """What the client owes a centre, and a centre can see whether it got it."""

    FORECAST = "forecast"
    CAMPAIGN_NOTICE = "campaign_notice"
    CHANGE_NOTICE = "change_notice"
    DEFINITION_NOTICE = "definition_notice"
    REPLY = "reply"


@dataclass(frozen=True)
class Limits:
    """Days ahead, and the share of cases that must keep them. The defaults, with their reasons, are parameters of 4.e.

    14 days: a roster is drawn up a fortnight ahead. 3 days: every shift of a rotating roster passes once. 5 days: a
    week's training slot falls in between. 90 %: one late case in ten is an accident, more is a habit.
    """

    forecast_days: int = 14
    notice_days: int = 3
    definition_days: int = 5
    target_share: float = 0.90

    def days(self, item: Item) -> int | None:
        """The limit of an item; None for replies, each of which has a clock of its own."""
        return {
            Item.FORECAST: self.forecast_days,
            Item.CAMPAIGN_NOTICE: self.notice_days,
            Item.CHANGE_NOTICE: self.notice_days,
            Item.DEFINITION_NOTICE: self.definition_days,
            Item.REPLY: None,
        }[item]


@dataclass(frozen=True)
class Scorecard:
    """One centre's view of the client in a period."""

    centre: str
    items: Mapping[Item, Measure]
    limits: Limits

    def judged(self, item: Item) -> Judgement:
        found = self.items[item]
        reached = found.reaches(self.limits.target_share)
        if reached is None:
            return Judgement(Verdict.NOT_APPLICABLE, Reason("mirror_nothing_due", {"item": item.value}))
        numbers = {"item": item.value, "n": found.n, "good": found.good, "share": found.share}
        numbers |= {"target": self.limits.target_share}
        return Judgement(Verdict.MET if reached else Verdict.NOT_MET, Reason("mirror_in_time", numbers))

    @property
    def whole(self) -> Measure:
        """All cases of all items, each counting once."""
        return Measure.of(case for one in self.items.values() for case in one.cases)


def pooled(scorecards: Sequence[Scorecard], limits: Limits) -> Scorecard:
    """All centres together, for the client's eyes."""
    items = {item: Measure.of(case for one in scorecards for case in one.items[item].cases) for item in Item}
    return Scorecard("", items, limits)


# --- rated by the centres -----------------------------------------------------------------------------------------

SCORES = (1, 2, 3, 4, 5)
# Whoever gives one of these says why: the client is to mend something.
NEEDS_COMMENT = 2
# Beside the items, how the two get on: the one thing that no record measures.
COOPERATION = "cooperation"
RATED = (*(item.value for item in Item), COOPERATION)


@dataclass(frozen=True)
class Rating:
    """What a centre said of the client in a quarter: `score` from 1 (poor) to 5 (very good)."""

    centre: str
    quarter: str
    item: str
    score: int
    comment: str
    day: date


def satisfaction(scores: Sequence[int]) -> float | None:
    """Scores 1–5 as a share 0–1: (mean − 1) / 4. None without a score."""
    return (sum(scores) / len(scores) - 1) / (len(SCORES) - 1) if scores else None
