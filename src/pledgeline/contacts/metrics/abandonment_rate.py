"""Abandonment: who gave up waiting, raw and without those who gave up at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import ibis.expr.types as ir
import pyarrow as pa

from pledgeline.contacts.core.estimates import wilson
from pledgeline.contacts.metrics import measures
from pledgeline.contacts.metrics.metric import Group, Metric, Params, by_place, counted, defined, places, ratio

_READ = (*measures.APPLICABLE, *measures.ANSWERED, "released_at", "arrived_precision_ms")
_PLACES = range(4)
_SHORT, _ABANDONED, _ANSWERED, _ELSEWHERE = _PLACES


def aggregate(contacts: ir.Table, keys: Sequence[str], params: Params) -> ir.Table:
    contacts = contacts.filter(measures.applicable(contacts))
    # A source coarser than a second cannot show that a wait was short.
    longest_short = measures.micros(params["short_s"]) - measures.slack_us(contacts)
    abandoned = measures.abandoned(contacts)
    place = places(
        (abandoned & (contacts.us_released - contacts.us_requested <= longest_short), _SHORT),
        (abandoned, _ABANDONED),
        (measures.answered(contacts), _ANSWERED),
        other=_ELSEWHERE,
    )
    return counted(contacts, keys, place)


def conclude(table: pa.Table, keys: Sequence[str], params: Params) -> Iterable[Group]:
    for value, counts in by_place(table, keys, len(_PLACES)):
        n, short, answered = sum(counts), counts[_SHORT], counts[_ANSWERED]
        abandoned = short + counts[_ABANDONED]
        yield (
            value,
            {
                "n": n,
                "abandonment_rate": abandoned / n,
                "abandonment_rate_without_short": ratio(abandoned - short, n - short),
                "abandonment_rate_answered_abandoned": ratio(abandoned, answered + abandoned),
                "ci95": list(wilson(abandoned, n)),
                "abandoned": abandoned,
                "short_abandoned": short,
                "answered": answered,
            },
        )


METRIC = Metric(defined("abandonment_rate"), aggregate, conclude, columns=_READ)
