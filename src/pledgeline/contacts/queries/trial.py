"""A metric put to contacts written down by hand: the shipped expression, and nothing in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pledgeline.contacts import metrics
from pledgeline.contacts.core.definition import Parameter
from pledgeline.contacts.core.question import Question, Zones
from pledgeline.contacts.core.schema import CONTACT
from pledgeline.contacts.core.written import Written, rows
from pledgeline.contacts.store import bench
from pledgeline.kernel.problem import Problem

# More would be a delivery, and belongs into the lake.
MOST_CONTACTS = 200


def trial(metric: str, params: Mapping[str, Any], contacts: Sequence[Written]) -> dict[str, Any]:
    """The figures of all `contacts` together; raises Problem `metric.*` where metric or parameters are not known, or
    the metric asks no contacts."""
    if metrics.find(metric).table != CONTACT.name:
        raise Problem("metric.not_of_contacts", metric=metric)
    question = Question(metric, params=params)
    found = bench.run(rows(contacts), lambda table: metrics.prepare(table, question, Zones(())))
    (group,) = metrics.conclude(question, found, "written").groups
    return {name: value for name, value in group.items() if name != "by"}


def metric_version(metric: str) -> str | None:
    """The version of the shipped definition; None where there is no such metric."""
    known = metrics.METRICS.get(metric)
    return known.definition.version if known else None


def read_params(metric: str, params: Mapping[str, Any]) -> dict[str, int | float]:
    """Every parameter of `metric` with its value, defaults filled in; raises Problem `metric.*`."""
    return metrics.find(metric).definition.read_params(params)


def definition_texts(metric: str) -> dict[str, dict[str, str]]:
    """What the metric's definition says of population, events, rounding and so on, in both languages; raises Problem
    `metric.unknown`."""
    known = metrics.find(metric).definition
    names = ("title", "population", "start_event", "stop_event", "empty", "rounding", "attribution", "exclusions")
    return {name: getattr(known, name).model_dump() for name in names}


def parameters(metric: str) -> tuple[Parameter, ...]:
    """The numbers that a question about `metric` may set, with their defaults and meanings; raises Problem
    `metric.unknown`."""
    return metrics.find(metric).definition.parameters
