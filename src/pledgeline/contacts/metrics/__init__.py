"""Metrics: what the contacts say, as pure Ibis from table to table.

A file in `definitions/` with a module of the same name *is* a metric: the file says what it means in both languages,
the module's `METRIC` how it is worked out. There is no list to edit.
`prepare` makes the expression, an engine runs it, `conclude` makes the answer:

    answer = conclude(question, snapshot.run(prepare(snapshot.table("contact"), question, zones)), snapshot.id)
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from pledgeline.contacts.core.question import Answer, Question, Zones
from pledgeline.contacts.metrics import grouping
from pledgeline.contacts.metrics.metric import DEFINITIONS, Metric
from pledgeline.kernel.problem import Problem

__all__ = ["METRICS", "Metric", "conclude", "find", "prepare"]


def _found() -> Mapping[str, Metric]:
    names = sorted(path.stem for path in DEFINITIONS.glob("*.yaml"))
    return MappingProxyType({name: importlib.import_module(f"{__name__}.{name}").METRIC for name in names})


METRICS: Mapping[str, Metric] = _found()


def find(name: str) -> Metric:
    """The metric called `name`; raises Problem `metric.unknown` naming those there are."""
    if name not in METRICS:
        raise Problem("metric.unknown", metric=name, known=", ".join(METRICS))
    return METRICS[name]


def prepare(contacts: ir.Table, question: Question, zones: Zones) -> ir.Table:
    """The expression that answers `question` from the canonical table its metric asks (all versions of every row).

    One pass over the contacts; the result has a row a group, or a few. Raises Problem `metric.*` where the metric, a
    grouping, a filter or a parameter is not known or not possible.
    """
    metric = find(question.metric)
    params = metric.definition.read_params(question.params)
    grouping.check(question)
    rows = contacts
    if metric.around is not None:
        near = grouping.near(contacts, question, params[metric.reach] if metric.reach else 0)
        rows = metric.around(near, contacts.filter(contacts.is_current), params)
    rows = grouping.within(rows, question)
    if metric.columns is not None:
        rows = rows.select(*dict.fromkeys((*grouping.columns(question, zones), *metric.columns)))
    rows = metric.instants(rows)
    rows = grouping.kept(rows, question, zones)
    return metric.aggregate(rows, [grouping.key(name) for name in question.by], params)


def conclude(question: Question, result: pa.Table, snapshot: str) -> Answer:
    """The answer from the result of `prepare`'s expression, groups in the order of their values, unknown ones last.

    A question without groupings always has one group, with n = 0 and no figures where there are no contacts.
    """
    metric = find(question.metric)
    params = metric.definition.read_params(question.params)
    found = list(metric.conclude(result, [grouping.key(name) for name in question.by], params))
    if not found and not question.by:
        found = [((), metric.no_data)]
    found.sort(key=lambda group: _order(group[0]))
    return Answer(
        question=question,
        version=metric.definition.version,
        params=params,
        snapshot=snapshot,
        groups=tuple(
            {
                "by": {name: grouping.said(name, value) for name, value in zip(question.by, values, strict=True)},
                **{name: figures[name] for name in metric.definition.figure_names},
            }
            for values, figures in found
        ),
    )


def _order(values: tuple[Any, ...]) -> tuple[tuple[bool, Any], ...]:
    return tuple((value is None, 0 if value is None else value) for value in values)
