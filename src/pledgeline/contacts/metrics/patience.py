"""Patience: how long customers are willing to wait for a human before they hang up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from pledgeline.contacts.core.patience import PatienceCurve, patience_curve
from pledgeline.contacts.metrics import measures
from pledgeline.contacts.metrics.metric import Group, Metric, Params, defined
from pledgeline.kernel.units import MICROS_PER_SECOND

_READ = (*measures.APPLICABLE, *measures.WAITS)


def aggregate(contacts: ir.Table, keys: Sequence[str], params: Params) -> ir.Table:
    """Customers by group, started second of the wait, and whether they hung up at its end."""
    contacts = contacts.filter(measures.applicable(contacts), contacts.arrived_precision_ms <= measures.FINE_ENOUGH_MS)
    contacts = measures.with_waits(contacts)
    hung_up = measures.abandoned(contacts)
    # Who was answered at an unknown time waited an unknown time: the end of the contact includes the talk.
    timed = contacts.wait_answer.notnull() | ~measures.answered(contacts)
    contacts = contacts.mutate(
        hung_up=hung_up, second=(contacts.wait_end.clip(lower=0) + MICROS_PER_SECOND - 1) // MICROS_PER_SECOND
    ).filter(timed, contacts.wait_end.notnull())
    return contacts.group_by([*keys, "second", "hung_up"]).aggregate(count=contacts.count())


def curves(table: pa.Table, keys: Sequence[str]) -> Mapping[tuple[Any, ...], tuple[int, int, PatienceCurve | None]]:
    """By grouping values, from the result of `aggregate`: customers, those who hung up, and the curve if there is
    one."""
    counts: dict[tuple[Any, ...], tuple[list[int], list[int], list[int]]] = {}
    for row in table.to_pylist():
        seconds, hung_up, stayed = counts.setdefault(tuple(row[name] for name in keys), ([], [], []))
        seconds.append(row["second"])
        hung_up.append(row["count"] if row["hung_up"] else 0)
        stayed.append(0 if row["hung_up"] else row["count"])
    return {
        value: (sum(hung_up) + sum(stayed), sum(hung_up), patience_curve(seconds, hung_up, stayed))
        for value, (seconds, hung_up, stayed) in counts.items()
    }


def conclude(table: pa.Table, keys: Sequence[str], params: Params) -> Iterable[Group]:
    for value, (n, hung_up, curve) in curves(table, keys).items():
        then = curve.at(params["at_s"]) if curve is not None else None
        yield (
            value,
            {
                "n": n,
                "willing": then.share if then else None,
                "ci95": [then.low, then.high] if then else None,
                "median_s": curve.median_s if curve is not None else None,
                "longest_s": curve.last_s if curve is not None else None,
                "hung_up": hung_up,
            },
        )


METRIC = Metric(defined("patience"), aggregate, conclude, columns=_READ)
