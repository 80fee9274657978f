"""Service level, strict: answered within the target among all who asked for a human."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import ibis.expr.types as ir
import pyarrow as pa

from pledgeline.contacts.core.estimates import wilson
from pledgeline.contacts.metrics import measures
from pledgeline.contacts.metrics.metric import Group, Metric, Params, by_place, counted, defined, places, ratio

_READ = (*measures.APPLICABLE, *measures.ANSWERED, "arrived_precision_ms")
_PLACES = range(5)
_WITHIN, _LATER, _UNCLEAR, _ABANDONED, _ELSEWHERE = _PLACES


def aggregate(contacts: ir.Table, keys: Sequence[str], params: Params) -> ir.Table:
    contacts = contacts.filter(measures.applicable(contacts))
    target, slack = measures.micros(params["target_s"]), measures.slack_us(contacts)
    wait = measures.answer_wait_us(contacts)
    place = places(
        (wait <= target - slack, _WITHIN),
        (wait > target + slack, _LATER),
        (measures.answered(contacts), _UNCLEAR),
        (measures.abandoned(contacts), _ABANDONED),
        other=_ELSEWHERE,
    )
    return counted(contacts, keys, place)


def conclude(table: pa.Table, keys: Sequence[str], params: Params) -> Iterable[Group]:
    for value, counts in by_place(table, keys, len(_PLACES)):
        n, within = sum(counts), counts[_WITHIN]
        answered = within + counts[_LATER] + counts[_UNCLEAR]
        yield (
            value,
            {
                "n": n,
                "service_level": within / n,
                "service_level_answered_abandoned": ratio(within, answered + counts[_ABANDONED]),
                "ci95": list(wilson(within, n)),
                "answered_within": within,
                "answered": answered,
                "abandoned": counts[_ABANDONED],
                "not_verifiable": counts[_UNCLEAR],
            },
        )


METRIC = Metric(defined("service_level"), aggregate, conclude, columns=_READ)
