"""Facts this room can show: what each promise measured, and which promises cannot be tested and why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from django.utils import timezone

from pledgeline.contacts.core.question import Answer, Question
from pledgeline.experience import queries
from pledgeline.experience.core.coverage import Coverage, coverage
from pledgeline.experience.core.judgement import judge
from pledgeline.experience.core.promise import Promise
from pledgeline.experience.core.testable import Means, untestable
from pledgeline.kernel.fact import Fact
from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Judgement, Modality, Reason

Ask = Callable[..., Answer]


def measured_promises(
    period: Period,
    *,
    snapshot: str,
    ask: Ask,
    figures: Mapping[str, Mapping[str, str]],
    centres: tuple[str, ...] = (),
    services: tuple[str, ...] = (),
) -> list[Fact]:
    """One fact for each promise version in force during `period` × centre × service that has contacts.

    `values` hold `promise`, `number`, `sentence`, `centre`, `service`, `modality`, `rule`, `metric`, `version`,
    `params`, `where` (the filters of the question) and `figures` (the metric's group). Days before a version came
    into force or after it ended do not count for it. `ask` is `contacts.queries.ask`; `figures` maps each known
    metric to its figures and their units: a promise whose rule is not among them yields no fact here, but one in
    `promises_tested`.
    """
    facts = []
    for promise in queries.promises_during(period):
        if promise.rule.figure not in figures.get(promise.rule.metric, ()):
            continue
        unit = figures[promise.rule.metric][promise.rule.figure]
        facts += _measured(promise, unit, period.shared(promise.period), snapshot, ask, centres, services)
    return facts


def _measured(
    promise: Promise,
    unit: str,
    period: Period,
    snapshot: str,
    ask: Ask,
    centres: tuple[str, ...],
    services: tuple[str, ...],
) -> list[Fact]:
    where = promise.scope.filters(centres=centres, services=services)
    if where is None:
        return []
    rule = promise.rule
    answer = ask(Question(rule.metric, ("centre", "service"), period, where, rule.params), snapshot=snapshot)
    facts = []
    for group in answer.groups:
        centre, service = group["by"]["centre"], group["by"]["service"]
        narrowed = {
            **{name: list(codes) for name, codes in where.items()},
            "centre": [centre],
            "service": [service] if service is not None else [],
        }
        values = {
            "promise": promise.code,
            "number": promise.number,
            "sentence": dict(promise.sentence),
            "modality": promise.modality.value,
            "centre": centre,
            "service": service,
            "rule": rule,
            "unit": unit,
            "metric": rule.metric,
            "version": answer.version,
            "params": dict(answer.params),
            "where": narrowed,
            "figures": {name: value for name, value in group.items() if name != "by"},
        }
        facts.append(Fact("promise", promise.code, period, answer.snapshot, int(group["n"]), values))
    return facts


def judged(fact: Fact, *, minimum_n: int) -> Judgement:
    """The verdict on one fact of `measured_promises`, in the strength of the promise's own modality."""
    values = fact.values
    judgement = judge(values["rule"], values["figures"], minimum_n=minimum_n, unit=values["unit"])
    return judgement.softened(Modality(fact.values["modality"]))


def definitions_approved(period: Period, *, services: Collection[str]) -> list[Fact]:
    """One fact for each definition version in force during `period` of a service of the list.

    `values` hold `service`, `number`, `aim`, `approved_by`, `approved_on` (the day) and the codes of its `promises`.
    """
    hands = queries.approvals_during(period)
    facts = []
    for one in queries.definitions_during(period):
        if one.service not in services:
            continue
        name, at = hands[one.service, one.number]
        values = {
            "service": one.service,
            "number": one.number,
            "aim": dict(one.aim),
            "approved_by": name,
            "approved_on": timezone.localdate(at).isoformat(),
            "promises": [promise.code for promise in one.promises],
        }
        facts.append(Fact("definition", one.service, one.period, "records", 1, values))
    return facts


def expectations_covered(period: Period, means: Means, *, services: Collection[str]) -> Coverage | None:
    """The matrix on the last day of `period`, for the services of the list; None while no expectations are kept."""
    day = period.last or period.start
    expected = queries.expectations_on(day) if day is not None else None
    if expected is None:
        return None
    wanted = [one for one in expected if not one.services or set(one.services) & set(services)]
    promises = [one for one in queries.promises_during(period) if period.last is None or one.period.holds(period.last)]
    hindrances = {one.code: untestable(one, means) for one in promises}
    return coverage(wanted, promises, hindrances, known={one.code for one in expected})


def contracts_signed(
    period: Period, *, centre: str, serving: Collection[tuple[str, tuple[str, ...]]]
) -> list[tuple[Promise, str, str | None]]:
    """(promise, service, code of the contract or None) for what binds a centre on the last day of `period`.

    `serving` holds (service, channels) of its engagements. A contract settles a promise where metric and parameters
    are the same and it speaks of the service and every channel concerned.
    """
    day = period.last or period.start
    bound = [
        one
        for one in queries.contracts_during(period, centres=[centre])
        if day is None or Period(one.effective_from, one.effective_to).holds(day)
    ]
    found = []
    for promise in queries.promises_during(period):
        if (day is not None and not promise.period.holds(day)) or not promise.rule.metric:
            continue
        for service, channels in sorted(serving):
            speaking = [c for c in channels if not promise.scope.channels or c in promise.scope.channels]
            if not promise.scope.covers(service=service, centre=centre) or not speaking:
                continue
            found.append((promise, service, queries.settling(bound, promise, service, speaking)))
    return found


def promises_tested(
    period: Period, means: Means, *, services: Collection[str]
) -> list[tuple[str, Promise, tuple[Reason, ...]]]:
    """(service, promise, reasons) for each promise in force during `period` that speaks to a service of the list.

    No reason: it can be tested there. Otherwise `no_rule`, `no_rule_figure`, `no_channel` or `no_feed`.
    """
    return [
        (service, promise, tuple(untestable(promise, replace(means, service=service))))
        for service in sorted(services)
        for promise in queries.promises_during(period)
        if not promise.scope.services or service in promise.scope.services
    ]
