"""Contacts that answer from a table in the test: the same questions, no lake.

`FakeContacts({("north", "cards", "voice"): dict(met_by_answer=90, not_met=10)})` answers `human_or_callback_within`
and `contacts_offered` by adding up what the question asks for, and any other metric from `others`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pledgeline.contacts.core.question import Answer, Question
from pledgeline.kernel.interval import Period

SNAPSHOT = "s-1"
PERIOD = Period.from_days(date(2026, 7, 1), date(2026, 9, 30))
COUNTS = ("met_by_answer", "met_by_offer", "not_met", "left_before_limit", "not_verifiable", "not_applicable")
Place = tuple[str, str, str]

RULE_FIGURES = {
    "n": "count",
    **dict.fromkeys(COUNTS, "count"),
    **dict.fromkeys(("lower", "upper", "decided", "km", "within_1s_of_limit"), "share"),
    "ci95": "share_interval",
}
FIGURES: dict[str, dict[str, str]] = {
    "human_or_callback_within": RULE_FIGURES,
    "service_level": {"n": "count", "strict": "share"},
    "speed_of_answer": {"n": "count", "mean_s": "seconds"},
    "contacts_offered": {"n": "count", "offered": "count"},
}


@dataclass
class FakeContacts:
    """`asked` keeps every question, so that a test can say what was not asked."""

    table: Mapping[Place, Mapping[str, int]]
    others: Mapping[str, Mapping[Place, Mapping[str, Any]]] = field(default_factory=dict)
    asked: list[Question] = field(default_factory=list)

    def ask(self, question: Question, *, snapshot: str | None = None) -> Answer:
        assert snapshot == SNAPSHOT, "an assessment asks one snapshot only"
        self.asked.append(question)
        groups: dict[tuple[str, ...], list[Place]] = {}
        if not question.by:
            groups[()] = []
        for place in self.table:
            words = dict(zip(("centre", "service", "channel"), place, strict=True))
            if all(words[name] in codes for name, codes in question.where.items()):
                groups.setdefault(tuple(words[name] for name in question.by), []).append(place)
        answered = tuple(
            {"by": dict(zip(question.by, key, strict=True)), **self._figures(question.metric, places)}
            for key, places in sorted(groups.items())
        )
        return Answer(question, "1.0", question.params, SNAPSHOT, answered)

    def _figures(self, metric: str, places: list[Place]) -> dict[str, Any]:
        if metric in self.others:
            assert len(places) == 1, "figures of other metrics are given place by place"
            return dict(self.others[metric][places[0]])
        counts = {name: sum(self.table[place].get(name, 0) for place in places) for name in COUNTS}
        if metric == "contacts_offered":
            return {"n": sum(counts.values()), "offered": sum(counts.values())}
        return rule_figures(**counts)


def rule_figures(**counts: int) -> dict[str, Any]:
    """The figures of the 1-minute rule for these counts, as the metric would give them."""
    counts = {name: counts.get(name, 0) for name in COUNTS}
    met = counts["met_by_answer"] + counts["met_by_offer"]
    open_ = counts["left_before_limit"] + counts["not_verifiable"]
    n = met + counts["not_met"] + open_
    decided = met + counts["not_met"]
    return {
        "n": n,
        **counts,
        "lower": met / n if n else None,
        "upper": (met + open_) / n if n else None,
        "decided": met / decided if decided else None,
        "km": None,
        "ci95": None,
        "within_1s_of_limit": None,
    }
