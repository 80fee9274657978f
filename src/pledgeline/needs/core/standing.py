"""Whether what is said of customers is still known to hold on a day.

Missing or old evidence proves nothing either way: not demonstrated. A review that the organisation set for itself and
let pass is a fact: not met.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from pledgeline.kernel.verdict import Judgement, Reason, Verdict
from pledgeline.needs.core.expectation import Expectation


class Standing(StrEnum):
    """In the order in which they are told: the first that holds is the standing."""

    UNSOURCED = "unsourced"
    STALE = "stale"
    DUE = "due"
    SOURCED = "sourced"


@dataclass(frozen=True)
class Limits:
    """`oldest_days` is the greatest age of the newest evidence; `source_kinds` how many kinds a service must have."""

    oldest_days: int = 365
    source_kinds: int = 2


def standing(expectation: Expectation, *, day: date, oldest_days: int = Limits.oldest_days) -> Standing:
    """Evidence dated after `day` was not known then and does not count."""
    dates = [source.dated for source in expectation.sources if source.dated <= day]
    if not dates:
        return Standing.UNSOURCED
    if max(dates) < day - timedelta(days=oldest_days):
        return Standing.STALE
    return Standing.DUE if expectation.next_review < day else Standing.SOURCED


def judge_service(expectations: Sequence[Expectation], *, service: str, day: date, limits: Limits) -> Judgement:
    """The verdict on one service, from its expectations in force on `day`."""
    if not expectations:
        return Judgement(Verdict.NOT_DEMONSTRATED, Reason("service_without_expectation", {"service": service}))
    figures = counts(expectations, day=day, limits=limits)
    numbers = {**figures, "oldest_days": limits.oldest_days, "kinds_needed": limits.source_kinds}
    if figures["overdue"]:
        return Judgement(Verdict.NOT_MET, Reason("expectations_overdue", numbers))
    if figures["unsourced"] or figures["stale"]:
        return Judgement(Verdict.NOT_DEMONSTRATED, Reason("expectations_without_evidence", numbers))
    if figures["source_kinds"] < limits.source_kinds:
        return Judgement(Verdict.NOT_DEMONSTRATED, Reason("expectations_one_sided", numbers))
    return Judgement(Verdict.MET, Reason("expectations_current", numbers))


def counts(expectations: Sequence[Expectation], *, day: date, limits: Limits) -> dict[str, Any]:
    """Expectations by standing, and the kinds of evidence that are fresh enough to count.

    `overdue` counts every review that has passed, sourced or not.
    """
    found = [standing(one, day=day, oldest_days=limits.oldest_days) for one in expectations]
    fresh = day - timedelta(days=limits.oldest_days)
    kinds = {source.kind for one in expectations for source in one.sources if fresh <= source.dated <= day}
    return {
        "expectations": len(expectations),
        "unsourced": found.count(Standing.UNSOURCED),
        "stale": found.count(Standing.STALE),
        "overdue": sum(one.next_review < day for one in expectations),
        "source_kinds": len(kinds),
    }
