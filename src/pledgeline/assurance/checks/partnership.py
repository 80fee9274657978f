"""Clause 1 (Part 1 as a precondition) and clause 4 e from the records of the partnership."""

from __future__ import annotations

from datetime import date, timedelta

from pledgeline.assurance.checks.given import Given, outcome
from pledgeline.assurance.core.finding import Finding, Outcome
from pledgeline.assurance.core.requirement import Requirement
from pledgeline.kernel.verdict import Reason
from pledgeline.partnership import evidence

NO_ENGAGEMENT = Reason("no_engagement", {"record": "engagement"})


def part1_standing(requirement: Requirement, given: Given) -> Outcome:
    """One finding a centre, as it stood on the last day of the assessment's period."""
    services: dict[str, set[str]] = {}
    for one in given.serving():
        services.setdefault(one.centre, set()).add(one.service)
    found = evidence.part1_standings(
        {centre: tuple(sorted(of)) for centre, of in services.items()},
        day=last_day(given),
        period=given.period,
        audit_days=int(given.parameter(requirement, "audit_days")),
    )
    criterion = requirement.criteria[0].id
    findings = [Finding(criterion, {"centre": centre}, judged, {}, (fact,)) for centre, judged, fact in found]
    return outcome(requirement, findings, empty=NO_ENGAGEMENT)


def last_day(given: Given) -> date:
    """The day as of which records are judged: an assessment always has an end."""
    assert given.period.end is not None
    return given.period.end - timedelta(days=1)
