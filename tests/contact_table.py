"""Canonical contacts for tests of metrics, said in seconds from the moment the customer asked for a human.

ask("human_or_callback_within", [contact(answered=45), contact(left=30)])
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from pledgeline.contacts import metrics
from pledgeline.contacts.core.question import Question, Zones
from pledgeline.contacts.core.schema import COMPLAINT, CONTACT, SURVEY_ANSWER
from pledgeline.contacts.store.types import arrow_schema
from pledgeline.kernel.clock import offset_changes
from pledgeline.kernel.interval import Period

Row = dict[str, Any]
ASKED = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
BEIJING = "Asia/Shanghai"
_BARE: Row = {
    "source_id": "north.test",
    "centre_id": "north",
    "native_id": "1",
    "kind": "inbound",
    "channel": "voice",
    "async": False,
    "service_code": "card",
    "queue_first": "card-1",
    "arrived_precision_ms": 1_000,
    "outcome_native": "",
    "callback_offer": "not_offered",
    "is_final": True,
    "quality_flags": [],
    "source_line": 1,
    "source_records": 1,
    "version": 1,
    "is_current": True,
    "batch_id": "r000001",
    "ingested_at": ASKED,
}


def contact(
    *,
    asked: datetime = ASKED,
    answered: float | None = None,
    left: float | None = None,
    offered: float | None = None,
    accepted: float | None = None,
    ivr: float = 10,
    talk: float = 100,
    **values: Any,
) -> Row:
    """A contact that asked for a human at `asked`, after `ivr` seconds, and what happened so many seconds later.

    Its outcome follows from that unless `outcome` says otherwise; an offer makes `callback_offer` *offered*.
    """
    end = answered + talk if answered is not None else left if left is not None else accepted
    outcome = "open" if end is None else "abandoned_queue"
    if accepted is not None:
        outcome = "callback_accepted"
    if answered is not None:
        outcome = "answered"
    row: Row = {
        "arrived_at": asked - timedelta(seconds=ivr),
        "bot_ivr_ended_at": asked,
        "human_requested_at": asked,
        "queue_in_at": asked,
        "answered_at": _later(asked, answered),
        "released_at": _later(asked, end),
        "callback_offered_at": _later(asked, offered),
        "callback_accepted_at": _later(asked, accepted),
        "outcome": outcome,
    }
    if offered is not None:
        row |= {"callback_offer": "offered", "callback_offer_basis": "event"}
    return row | values


def _later(start: datetime, seconds: float | None) -> datetime | None:
    return None if seconds is None else start + timedelta(seconds=seconds)


# Bare rows of the other records; their times are said as they are.
_BARE_ANSWER: Row = {
    **{name: _BARE[name] for name in ("source_id", "centre_id", "native_id", "channel", "service_code", "queue_first")},
    **{name: _BARE[name] for name in ("source_line", "source_records", "version", "is_current", "batch_id")},
    "ingested_at": ASKED,
    "asked_at": ASKED,
    "question": "csat",
    "state": "answered",
    "scale_min": 1,
    "scale_max": 5,
    "silence_is_listed": True,
}
_BARE_COMPLAINT: Row = {
    **{name: value for name, value in _BARE_ANSWER.items() if name not in ("asked_at", "question", "state")},
    "received_at": ASKED,
    "outcome": "open",
}
_OTHERS = {"survey_answer": (SURVEY_ANSWER, _BARE_ANSWER), "complaint": (COMPLAINT, _BARE_COMPLAINT)}


def loaded_records(name: str, rows: Iterable[Row]) -> tuple[ibis.Table, ibis.BaseBackend]:
    """Survey answers or complaints as a canonical table."""
    schema, bare = _OTHERS[name]
    filled = []
    for number, row in enumerate(rows):
        whole = {**dict.fromkeys(schema.names), **bare, schema.key[0]: f"north.test:{number}", **row}
        whole["attributed_at"] = whole.get("asked_at") or whole.get("answered_at") or whole.get("received_at")
        filled.append({column: whole[column] for column in schema.names})
    raw, backend = _connection()
    raw.register("delivered", pa.Table.from_pylist(filled, schema=arrow_schema(schema)))
    raw.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM delivered")
    return backend.table(name), backend


def arrow(rows: Iterable[Row]) -> pa.Table:
    """The rows as a canonical table: gaps filled, keys given, `attributed_at` worked out as the store does."""
    columns = [column.name for column in CONTACT.columns]
    filled = []
    for number, row in enumerate(rows):
        whole = {**dict.fromkeys(columns), **_BARE, "contact_key": f"north.test:{number}", **row}
        if whole["attributed_at"] is None:
            whole["attributed_at"] = whole["queue_in_at"] or whole["human_requested_at"] or whole["arrived_at"]
        filled.append(whole)
    return pa.Table.from_pylist(filled, schema=arrow_schema(CONTACT))


@cache
def _connection() -> tuple[duckdb.DuckDBPyConnection, ibis.BaseBackend]:
    raw = duckdb.connect()
    raw.execute("SET TimeZone = 'UTC'")
    return raw, ibis.duckdb.from_connection(raw)


def loaded(rows: Iterable[Row]) -> tuple[ibis.Table, ibis.BaseBackend]:
    raw, backend = _connection()
    raw.register("delivered", arrow(rows))
    raw.execute("CREATE OR REPLACE TABLE contact AS SELECT * FROM delivered")
    return backend.table("contact"), backend


@cache
def _changes(zone: str) -> tuple[Any, ...]:
    return offset_changes(zone, datetime(1990, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC))


def zones(default: str = BEIJING, **by_service: str) -> Zones:
    return Zones(_changes(default), {service: _changes(zone) for service, zone in by_service.items()})


def ask(
    metric: str,
    rows: Iterable[Row],
    by: Sequence[str] = (),
    *,
    at: Zones | None = None,
    period: Period | None = None,
    where: Mapping[str, tuple[Any, ...]] | None = None,
    **params: Any,
) -> list[dict[str, Any]]:
    """The groups of the answer, by DuckDB."""
    question = Question(metric, tuple(by), period or Period(), where or {}, params)
    record = metrics.find(metric).table
    table, backend = loaded(rows) if record == "contact" else loaded_records(record, rows)
    result = backend.to_pyarrow(metrics.prepare(table, question, at or zones()))
    return [dict(group) for group in metrics.conclude(question, result, "s000001").groups]


def ask_one(metric: str, rows: Iterable[Row], **more: Any) -> dict[str, Any]:
    """The figures of the single group of a question without groupings."""
    (group,) = ask(metric, rows, **more)
    assert group.pop("by") == {}
    return group


# A made-up log in which every way out of a queue occurs: limit 60 s, short abandons up to 5 s.
FOURTEEN: tuple[Row, ...] = (
    contact(answered=12),
    contact(answered=45),
    contact(answered=60),
    contact(answered=61),
    contact(answered=95, offered=50),
    contact(answered=130),
    contact(left=4),
    contact(left=30),
    contact(left=70, offered=55),
    contact(left=150),
    contact(accepted=40, offered=35),
    contact(accepted=80, offered=75),
    contact(left=50, outcome="overflow_out"),
    contact(left=90, outcome="overflow_out"),
)
