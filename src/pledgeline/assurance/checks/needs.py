"""Clauses 4 a, 5.2 and 3.1 from the records of needs: who the customers are, what they expect, how that is known."""

from __future__ import annotations

from pledgeline.assurance.checks.given import Given, outcome
from pledgeline.assurance.core.finding import Finding, Outcome
from pledgeline.assurance.core.requirement import Requirement
from pledgeline.kernel.verdict import Judgement, Reason, Verdict
from pledgeline.needs import evidence
from pledgeline.needs.core.standing import Limits


def needs_known(requirement: Requirement, given: Given) -> Outcome:
    """One finding a service with an engagement, as things stood on the day the records are judged as of."""
    day = given.as_of
    if day is None:
        return outcome(requirement, [], empty=Reason("no_last_day", {}))
    limits = Limits(
        oldest_days=int(given.parameter(requirement, "oldest_days")),
        source_kinds=int(given.parameter(requirement, "source_kinds")),
    )
    services = {one.service for one in given.serving()}
    findings = [
        Finding(requirement.criteria[0].id, {"service": one.service}, one.judgement, one.figures, one.facts)
        for one in evidence.known_of_services(day, services=services, limits=limits)
    ]
    return outcome(requirement, findings, empty=Reason("no_engagement", {"record": "engagement"}))


def customers_thought_of(requirement: Requirement, given: Given) -> Outcome:
    """One finding a kind of customer in the definition, as things stood on the day the records are judged as of."""
    day = given.as_of
    if day is None:
        return outcome(requirement, [], empty=Reason("no_last_day", {}))
    oldest_days = int(given.parameter(requirement, "ruled_out_days"))
    findings = [
        Finding(requirement.criteria[0].id, {"customer": one.kind.value}, one.judgement, one.figures, one.facts)
        for one in evidence.kinds_of_customer(day, oldest_days=oldest_days)
    ]
    return outcome(requirement, findings, empty=Reason("no_last_day", {}))


def needs_detail(requirement: Requirement, given: Given) -> Outcome:
    """Conflicts and signals of each engaged service. Without the clause's text they are shown and decide nothing."""
    day = given.as_of
    if day is None:
        return outcome(requirement, [], empty=Reason("no_last_day", {}))
    conflicts, signals = (criterion.id for criterion in requirement.criteria[:2])
    decide_days = int(given.parameter(requirement, "decide_days"))
    services = {one.service for one in given.serving()}
    findings = [
        Finding(criterion, {"service": one.service}, one.judgement, one.figures, one.facts)
        for criterion, found in (
            (conflicts, evidence.conflicts_of_services(day, services=services)),
            (signals, evidence.signals_of_services(day, services=services, decide_days=decide_days)),
        )
        for one in found
    ]
    judged = outcome(requirement, findings, empty=Reason("no_engagement", {"record": "engagement"}))
    if requirement.text_held:
        return judged
    record = requirement.record
    numbers = {"record": record.kind, "text": record.text.model_dump()}
    unheld = Judgement(Verdict.NOT_DEMONSTRATED, Reason("text_not_held", numbers))
    return Outcome(requirement.id, requirement.modality, unheld, judged.figures, judged.findings)
