"""Clause 4 from the promises: kept (opening), and defined at all (4 b)."""

from __future__ import annotations

from collections.abc import Sequence

from pledgeline.assurance.checks.given import Given, outcome
from pledgeline.assurance.core.finding import Finding, Outcome
from pledgeline.assurance.core.requirement import Requirement
from pledgeline.experience import evidence
from pledgeline.experience import queries as experience
from pledgeline.experience.core.promise import Promise
from pledgeline.experience.core.testable import Means
from pledgeline.kernel.fact import Fact
from pledgeline.kernel.verdict import Judgement, Reason, Verdict


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
    """One finding a service with an engagement: is there a promise in force for it that can be tested?"""
    services = sorted({one.service for one in given.serving()})
    means = Means(given.metric_figures, _engaged(given), _feeding(given))
    tested = evidence.promises_tested(given.period, means, services=services)
    findings = [
        _defined(requirement, service, [(promise, reasons) for of, promise, reasons in tested if of == service])
        for service in services
    ]
    return outcome(requirement, findings, empty=Reason("no_engagement", {"record": "engagement"}))


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
