"""Clause 4 a from the expectations: known for every engaged service, with evidence that is still fresh."""

from __future__ import annotations

from pledgeline.assurance.checks.given import Given, outcome
from pledgeline.assurance.core.finding import Finding, Outcome
from pledgeline.assurance.core.requirement import Requirement
from pledgeline.kernel.verdict import Reason
from pledgeline.needs import evidence
from pledgeline.needs.core.standing import Limits


def needs_known(requirement: Requirement, given: Given) -> Outcome:
    """One finding a service with an engagement, as things stood on the last day of the period."""
    day = given.period.last
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
