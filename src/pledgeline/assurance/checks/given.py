"""What every check is given: the stretch of time, the limits, the parameters and the ways to ask for facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from pledgeline.assurance.core.finding import Finding, Outcome, combined, ordered
from pledgeline.assurance.core.requirement import Requirement
from pledgeline.contacts.core.question import Answer, Question
from pledgeline.kernel.fact import Fact
from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Reason
from pledgeline.organisation.queries import Serving

Ask = Callable[..., Answer]


@dataclass(frozen=True)
class Given:
    """`snapshot` is None where there are no contacts; `metric_figures` maps each known metric to its
    figures, and each of those to its unit.

    `centres` and `services` are the codes the assessment is limited to; empty means all.
    """

    period: Period
    snapshot: str | None
    centres: tuple[str, ...]
    services: tuple[str, ...]
    parameters: Mapping[str, float]
    ask: Ask
    engagements: Sequence[Serving]
    metric_figures: Mapping[str, Mapping[str, str]]

    @property
    def as_of(self) -> date | None:
        """The day as of which records are judged: the last one of the period, and today while that is still to come:
        what may be done tomorrow has not been missed. None where the period has no last day."""
        last = self.period.last
        return min(last, timezone.localdate()) if last is not None else None

    def parameter(self, requirement: Requirement, name: str) -> float:
        return self.parameters[f"{requirement.id}.{name}"]

    def where(self) -> dict[str, tuple[str, ...]]:
        limits = {"centre": self.centres, "service": self.services}
        return {name: codes for name, codes in limits.items() if codes}

    def question(
        self, metric: str, by: tuple[str, ...] = (), *, params: Mapping[str, Any] | None = None
    ) -> Answer | None:
        """The answer within the assessment's limits; None where there are no contacts to ask."""
        if self.snapshot is None:
            return None
        asked = Question(metric, by, self.period, self.where(), params or {})
        return self.ask(asked, snapshot=self.snapshot)

    def serving(self) -> list[Serving]:
        """The engagements within the assessment's limits."""
        return [
            one
            for one in self.engagements
            if (not self.centres or one.centre in self.centres) and (not self.services or one.service in self.services)
        ]


Check = Callable[[Requirement, Given], Outcome]


def outcome(
    requirement: Requirement,
    findings: Sequence[Finding],
    *,
    empty: Reason,
    figures: Mapping[str, Any] | None = None,
) -> Outcome:
    """The outcome that the findings add up to, each stated in the strength of the requirement."""
    stated = [
        Finding(one.criterion, one.subject, one.judgement.softened(requirement.modality), one.figures, one.evidence)
        for one in ordered(findings)
    ]
    judgement = combined(stated, requirement.modality, empty=empty)
    return Outcome(requirement.id, requirement.modality, judgement, figures or {}, tuple(stated))


def figures_of(group: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of one group of an answer, without the words it is grouped by."""
    return {name: value for name, value in group.items() if name != "by"}


def fact_of(answer: Answer, group: Mapping[str, Any], *, kind: str, key: str) -> Fact:
    """The group as a fact that can be asked for again."""
    question = answer.question
    where = {name: list(codes) for name, codes in question.where.items()}
    where |= {name: [value] for name, value in group["by"].items() if value is not None}
    values = {
        "metric": question.metric,
        "version": answer.version,
        "params": dict(answer.params),
        "where": where,
        "figures": figures_of(group),
    }
    return Fact(kind, key, question.period, answer.snapshot, int(group["n"] or 0), values)
