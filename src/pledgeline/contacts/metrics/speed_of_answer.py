"""Speed of answer: how long those waited who reached a human."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import ibis.expr.types as ir
import pyarrow as pa

from pledgeline.contacts.metrics import measures
from pledgeline.contacts.metrics.metric import Group, Metric, Params, aggregated, defined, rows, seconds

_READ = (*measures.APPLICABLE, *measures.ANSWERED)
QUANTILES = {"median_s": 0.5, "p90_s": 0.9, "p95_s": 0.95}
# Between two whole microseconds these quantiles fall on whole twentieths. Engines interpolate with formulas that
# differ in the last bit; the nearest twentieth is the true value and the same for all.
_TWENTIETHS = 20


def aggregate(contacts: ir.Table, keys: Sequence[str], params: Params) -> ir.Table:
    contacts = contacts.filter(measures.applicable(contacts))
    contacts = contacts.mutate(wait=measures.answer_wait_us(contacts))
    return aggregated(
        contacts,
        keys,
        n=contacts.wait.count(),
        total=contacts.wait.sum(),
        quantiles=contacts.wait.quantile(list(QUANTILES.values())),
    )


def conclude(table: pa.Table, keys: Sequence[str], params: Params) -> Iterable[Group]:
    for value, row in rows(table, keys):
        if not row["n"]:
            yield value, METRIC.no_data
            continue
        exact = [round(quantile * _TWENTIETHS) / _TWENTIETHS for quantile in row["quantiles"]]
        yield (
            value,
            {
                "n": row["n"],
                "mean_s": seconds(row["total"], row["n"]),
                **{name: seconds(quantile) for name, quantile in zip(QUANTILES, exact, strict=True)},
            },
        )


METRIC = Metric(defined("speed_of_answer"), aggregate, conclude, columns=_READ)
