"""Complaint clocks: acknowledged and closed in time, with complaints still open told apart and never left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from pledgeline.contacts.core.estimates import wilson
from pledgeline.contacts.core.vocabulary import ComplaintOutcome
from pledgeline.contacts.metrics import feedback, measures
from pledgeline.contacts.metrics.metric import Group, Metric, Params, aggregated, defined, rows, seconds

_TIMES = {
    "us_attributed": "attributed_at",
    "us_received": "received_at",
    "us_acknowledged": "acknowledged_at",
    "us_closed": "closed_at",
    "us_due": "due_at",
}
_CLOCKS = ("close", "acknowledge", "due")


def with_times(complaints: ir.Table) -> ir.Table:
    return complaints.mutate(**{micros: measures.instant_us(complaints[at]) for micros, at in _TIMES.items()})


def around(near: ir.Table, everything: ir.Table, params: Params) -> ir.Table:
    """Adds `us_seen`: the moment up to which a complaint's source is known to have told anything.

    Whether an open complaint is late depends on it, and on no clock of the machine that asks.
    """
    told = ibis.greatest(
        *(everything[name].fill_null(everything.received_at) for name in ("received_at", "acknowledged_at")),
        *(everything[name].fill_null(everything.received_at) for name in ("answered_at", "closed_at")),
        everything.source_updated_at.fill_null(everything.received_at),
    )
    by_source = (
        everything.mutate(told=measures.instant_us(told)).group_by("source_id").aggregate(us_seen=ibis._.told.max())
    )
    return near.left_join(by_source, "source_id").drop("source_id_right")


def aggregate(complaints: ir.Table, keys: Sequence[str], params: Params) -> ir.Table:
    """For each clock: kept, missed, and not decided yet; a withdrawn complaint has no clock."""
    kept = complaints.filter(complaints.outcome != ComplaintOutcome.WITHDRAWN.value)
    limits = {
        "close": (kept.us_closed, kept.us_received + measures.micros(params["close_s"])),
        "acknowledge": (kept.us_acknowledged, kept.us_received + measures.micros(params["acknowledge_s"])),
        "due": (kept.us_closed, kept.us_due),
    }
    figures: dict[str, ir.Scalar] = {}
    for name, (done, limit) in limits.items():
        in_time = (done <= limit).fill_null(False)
        late = (done > limit).fill_null(False) | (done.isnull() & (kept.us_seen > limit).fill_null(False))
        figures |= {
            f"{name}_kept": kept.count(where=in_time),
            f"{name}_missed": kept.count(where=late & limit.notnull()),
            f"{name}_open": kept.count(where=limit.notnull() & ~in_time & ~late),
        }
    took = kept.us_closed - kept.us_received
    return aggregated(
        kept,
        keys,
        n=kept.count(),
        closed=kept.us_closed.count(),
        reopened=kept.count(where=(kept.reopened > 0).fill_null(False)),
        took=took.sum(),
        acknowledgements=kept.us_acknowledged.count(),
        **figures,
    )


def conclude(table: pa.Table, keys: Sequence[str], params: Params) -> Iterable[Group]:
    for value, row in rows(table, keys):
        if not row["n"]:
            yield value, METRIC.no_data
            continue
        shares = {name: _shares(row, name) for name in _CLOCKS}
        lower, upper, interval = shares["close"]
        # A feed without acknowledgements says nothing about them: no data, not 0 %.
        told = row["acknowledgements"] > 0
        yield (
            value,
            {
                "n": row["n"],
                "lower": lower,
                "upper": upper,
                "ci95": interval,
                "acknowledged_in_time": shares["acknowledge"][0] if told else None,
                "by_own_deadline": shares["due"][0],
                "mean_close_s": seconds(row["took"], row["closed"]),
                "closed": row["closed"],
                "late": row["close_missed"],
                "not_decided": row["close_open"],
                "reopened": row["reopened"],
            },
        )


def _shares(row: dict[str, int], clock: str) -> tuple[float | None, float | None, list[float] | None]:
    """Kept, kept or still open, and the interval of the first; all None where no complaint has such a limit."""
    kept, still_open = row[f"{clock}_kept"], row[f"{clock}_open"]
    n = kept + row[f"{clock}_missed"] + still_open
    return (kept / n, (kept + still_open) / n, list(wilson(kept, n))) if n else (None, None, None)


METRIC = Metric(
    defined("complaint_clock"),
    aggregate,
    conclude,
    around=around,
    table=feedback.COMPLAINTS,
    instants=with_times,
)
