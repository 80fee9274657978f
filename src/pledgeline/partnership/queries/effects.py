"""Reads: the share that an action is to move, counted on the days before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pledgeline.contacts import queries as contacts
from pledgeline.contacts.core.question import Question
from pledgeline.contacts.queries import trial
from pledgeline.experience import queries as experience
from pledgeline.experience.core.promise import Promise
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.partnership.core.improvement import Measure, measurable
from pledgeline.partnership.core.pooling import Pooled, pooled


@dataclass(frozen=True)
class Count:
    """`found` on a snapshot, by a version of the metric."""

    found: Pooled
    version: str
    snapshot: str


def measure_of(promise: str, *, centre: str, target: float | None, minimum_n: int, by: Any) -> Measure:
    """The measure that a promise sets, fixed as it is today. Raises Problem `promise.unknown` (to `by`),
    `action.promise_elsewhere` where it does not speak of the centre, or `action.not_measurable`."""
    found = _promise(promise, by)
    rule = found.rule
    if found.scope.centres and centre not in found.scope.centres:
        raise Problem("action.promise_elsewhere", field="promise", promise=promise, centre=centre)
    version = trial.metric_version(rule.metric)
    if version is None or not measurable(rule.metric, rule.figure):
        raise Problem("action.not_measurable", field="promise", promise=promise)
    return Measure(
        metric=rule.metric,
        version=version,
        figure=rule.figure,
        direction=rule.direction.value,
        target=rule.target if target is None else target,
        minimum_n=minimum_n,
        params=contacts_params(rule.metric, dict(rule.params)),
        services=tuple(found.scope.services),
        channels=tuple(found.scope.channels),
    )


def contacts_params(metric: str, params: dict[str, Any]) -> dict[str, Any]:
    return dict(trial.read_params(metric, params))


def count(measure: Measure, *, centre: str, period: Period, snapshot: str | None = None) -> Count:
    """One question; raises Problem `action.no_data` where nothing was delivered yet."""
    at = snapshot or contacts.current_snapshot()
    if at is None:
        raise Problem("action.no_data", centre=centre)
    where: dict[str, tuple[str, ...]] = {"centre": (centre,)}
    if measure.services:
        where["service"] = measure.services
    if measure.channels:
        where["channel"] = measure.channels
    answer = contacts.ask(Question(measure.metric, (), period, where, measure.params), snapshot=at)
    return Count(pooled(measure.metric, measure.figure, answer.groups), answer.version, at)


def _promise(code: str, by: Any) -> Promise:
    """In the version that speaks now; the house itself may name any."""
    if by is not None:
        return experience.promise(code, user=by)
    found = [one for one in experience.promises_during(Period()) if one.code == code]
    if not found:
        raise Problem("promise.unknown", promise=code)
    return found[-1]
