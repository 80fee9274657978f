"""Clause 4 from the promises: kept (opening), and defined at all (4 b)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pledgeline.assurance.checks.given import Given, outcome
from pledgeline.assurance.core.finding import Finding, Outcome
from pledgeline.assurance.core.requirement import Requirement
from pledgeline.experience import evidence
from pledgeline.experience import queries as experience
from pledgeline.experience.core.coverage import Coverage
from pledgeline.experience.core.promise import Promise
from pledgeline.experience.core.testable import Means
from pledgeline.kernel.fact import Fact
from pledgeline.kernel.verdict import Judgement, Reason, Verdict
from pledgeline.organisation import queries as organisation


def promises_kept(requirement: Requirement, given: Given) -> Outcome:
    """One finding for each promise in force × centre × service with contacts.

    An engaged centre without a contact within a promise's scope is named too, as not applicable: there was nothing
    to judge, and a reader must be able to tell that from a centre that was forgotten.
    """
    promises = experience.promises_during(given.period)
    if not promises:
        return outcome(requirement, [], empty=Reason("no_promise", {"record": "promise"}))
    minimum_n = int(given.parameter(requirement, "minimum_n"))
    criterion = requirement.criteria[0].id
    facts = []
    if given.snapshot is not None:
        facts = evidence.measured_promises(
            given.period,
            snapshot=given.snapshot,
            ask=given.ask,
            figures=given.metric_figures,
            centres=given.centres,
            services=given.services,
        )
    findings = [
        Finding(
            criterion,
            _subject(fact.values["promise"], fact.values["centre"], fact.values["service"], fact.values["number"]),
            evidence.judged(fact, minimum_n=minimum_n),
            fact.values["figures"],
            (_stored(fact),),
        )
        for fact in facts
    ]
    seen = {(fact.key, fact.values["centre"], fact.values["service"]) for fact in facts}
    findings += [one for one in _without_contacts(promises, given, criterion) if _place(one) not in seen]
    return outcome(requirement, findings, empty=Reason("no_data", {"n": 0}))


def _place(finding: Finding) -> tuple[str, str, str]:
    return finding.subject["promise"], finding.subject["centre"], finding.subject["service"]


def _without_contacts(promises: list[Promise], given: Given, criterion: str) -> list[Finding]:
    reason = Reason("no_contacts", {})
    return [
        Finding(
            criterion,
            _subject(promise.code, serving.centre, serving.service, promise.number),
            Judgement(Verdict.NOT_APPLICABLE, reason),
        )
        for promise in promises
        for serving in given.serving()
        if promise.scope.covers(service=serving.service, centre=serving.centre)
        and (not promise.scope.channels or set(promise.scope.channels) & set(serving.channels))
        and promise.period.overlaps(serving.period)
    ]


def _subject(promise: str, centre: str | None, service: str | None, number: int) -> dict[str, str]:
    return {"promise": promise, "version": str(number), "centre": centre or "", "service": service or ""}


def _stored(fact: Fact) -> Fact:
    """The fact with what a record can hold: no rule object, the sentence as it was."""
    values = {name: value for name, value in fact.values.items() if name != "rule"}
    return Fact(fact.kind, fact.key, fact.period, fact.source, fact.n, values)


def experience_defined(requirement: Requirement, given: Given) -> Outcome:
    """Four criteria: promises that can be tested and an approved definition for each engaged service, expectations
    covered, and metrics settled with each centre. Nobody's expectations on record: the third has no findings."""
    services = sorted({one.service for one in given.serving()})
    opened = frozenset(organisation.opening_hours())
    means = Means(given.metric_figures, _engaged(given), _feeding(given), open=opened)
    tested = evidence.promises_tested(given.period, means, services=services)
    findings = [
        _defined(requirement, service, [(promise, reasons) for of, promise, reasons in tested if of == service])
        for service in services
    ]
    findings += _approved(requirement, given, services)
    findings += _covered(evidence.expectations_covered(given.period, means, services=services))
    findings += _settled(requirement, given)
    return outcome(requirement, findings, empty=Reason("no_engagement", {"record": "engagement"}))


def _approved(requirement: Requirement, given: Given, services: Sequence[str]) -> list[Finding]:
    """One finding a service: the definition in force on the day judged as of, who approved it, and how long ago."""
    limit = int(given.parameter(requirement, "definition_age_days"))
    day = given.as_of
    facts = evidence.definitions_approved(given.period, services=services)
    findings = []
    for service in services:
        speaking = [one for one in facts if one.key == service and (day is None or one.period.holds(day))]
        if not speaking:
            reason = Reason("definition_missing", {"service": service})
            findings.append(Finding("approved", {"service": service}, Judgement(Verdict.NOT_DEMONSTRATED, reason)))
            continue
        fact = speaking[-1]
        approved_on = date.fromisoformat(fact.values["approved_on"])
        age = (day - approved_on).days if day is not None else 0
        numbers = {"number": fact.values["number"], "by": fact.values["approved_by"], "age_days": age, "limit": limit}
        stale = age > limit
        judgement = Judgement(
            Verdict.NOT_DEMONSTRATED if stale else Verdict.MET,
            Reason("definition_stale" if stale else "definition_approved", numbers),
        )
        findings.append(Finding("approved", {"service": service}, judgement, {}, (fact,)))
    return findings


def _covered(matrix: Coverage | None) -> list[Finding]:
    """One finding an expectation."""
    findings = []
    for row in matrix.rows if matrix is not None else ():
        subject = {"expectation": row.expectation.code}
        if row.gap is not None:
            judgement = Judgement(Verdict.NOT_DEMONSTRATED, row.gap)
        elif row.expectation.refused:
            judgement = Judgement(Verdict.MET, Reason("expectation_refused", subject))
        else:
            numbers = {**subject, "promises": len(row.served_by)}
            judgement = Judgement(Verdict.MET, Reason("expectation_served", numbers))
        findings.append(Finding("covered", subject, judgement, {"promises": len(row.served_by)}))
    return findings


def _settled(requirement: Requirement, given: Given) -> list[Finding]:
    """One finding a centre with promises to keep: how many of them are counted as both sides signed."""
    wanted = given.parameter(requirement, "contracts_share")
    by_centre: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for one in given.serving():
        by_centre.setdefault(one.centre, []).append((one.service, tuple(one.channels)))
    findings = []
    for centre, serving in sorted(by_centre.items()):
        settled = evidence.contracts_signed(given.period, centre=centre, serving=serving)
        if not settled or not wanted:
            continue
        missing = sorted({promise.code for promise, _service, code in settled if code is None})
        done = sum(1 for _promise, _service, code in settled if code is not None)
        numbers = {"signed": done, "of": len(settled), "missing": missing}
        kept = done >= wanted * len(settled)
        judgement = Judgement(
            Verdict.MET if kept else Verdict.NOT_DEMONSTRATED,
            Reason("contracts_signed" if kept else "contracts_missing", numbers),
        )
        findings.append(Finding("contracts", {"centre": centre}, judgement, {"signed": done, "of": len(settled)}))
    return findings


def _defined(requirement: Requirement, service: str, speaking: Sequence[tuple[Promise, tuple[Reason, ...]]]) -> Finding:
    hindered = [reasons[0] for _, reasons in speaking if reasons]
    figures = {"promises": len(speaking), "testable": len(speaking) - len(hindered)}
    if not speaking:
        # A record that is missing here may exist on paper: absence of proof is not proof of absence.
        judgement = Judgement(Verdict.NOT_DEMONSTRATED, Reason("service_without_promise", {"service": service}))
    elif hindered:
        first = {"code": hindered[0].code, **hindered[0].numbers}
        numbers = {**figures, "untestable": len(hindered), "first": first}
        judgement = Judgement(Verdict.NOT_DEMONSTRATED, Reason("promises_untestable", numbers))
    else:
        judgement = Judgement(Verdict.MET, Reason("promises_testable", figures))
    facts = tuple(_recorded(promise, reasons) for promise, reasons in speaking)
    return Finding(requirement.criteria[0].id, {"service": service}, judgement, figures, facts)


def _recorded(promise: Promise, reasons: tuple[Reason, ...]) -> Fact:
    values = {
        "promise": promise.code,
        "number": promise.number,
        "sentence": dict(promise.sentence),
        "untestable": [{"code": reason.code, **reason.numbers} for reason in reasons],
    }
    return Fact("promise", promise.code, promise.period, "records", 1, values)


def _engaged(given: Given) -> frozenset[tuple[str, str, str]]:
    return frozenset((one.centre, one.service, channel) for one in given.serving() for channel in one.channels)


def _feeding(given: Given) -> frozenset[tuple[str, str, str]]:
    answer = given.question("contacts_offered", ("centre", "service", "channel"))
    groups = answer.groups if answer is not None else ()
    return frozenset((g["by"]["centre"], g["by"]["service"], g["by"]["channel"]) for g in groups if g["n"])
