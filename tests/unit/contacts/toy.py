"""A connector for tests: a JSON list of canonical rows, so that a test can say exactly what was delivered."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pledgeline.contacts.core.connector import Connector, Duck, Staged, Staging
from pledgeline.contacts.core.profile import ProfileBase
from pledgeline.contacts.core.schema import CONTACT, CONTACT_LEG, REJECT, SOURCE_EVENT, TableSchema
from pledgeline.contacts.store.archive import Archived
from pledgeline.contacts.store.staging import Delivery
from pledgeline.contacts.store.types import DUCK, empty_relation

NOON = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
DEFAULTS: dict[str, Any] = {
    "source_id": "north.toy",
    "centre_id": "north",
    "kind": "inbound",
    "channel": "voice",
    "async": False,
    "arrived_at": "2026-01-05T04:00:00Z",
    "arrived_precision_ms": 1000,
    "outcome": "answered",
    "outcome_native": "ok",
    "callback_offer": "unknown",
    "is_final": True,
    "quality_flags": [],
    "source_records": 1,
    "service_code": "card",
}


def contact(native_id: str, **values: Any) -> dict[str, Any]:
    return DEFAULTS | {"native_id": native_id, "contact_key": f"north.toy:{native_id}"} | values


def deliver(path: Path, rows: list[dict[str, Any]], **other: list[dict[str, Any]]) -> Path:
    """Writes a delivery of the toy format: `rows` are contacts, `legs`, `events` and `rejects` may go with them."""
    path.write_text(json.dumps({"contact": rows, **other}))
    return path


def delivery(path: Path, receipt: str) -> Delivery:
    return Delivery(
        receipt=receipt,
        path=path,
        connector=TOY,
        profile=None,
        source_id="north.toy",
        centre_id="north",
        pseudonym_key=b"test",
        ingested_at=NOON,
        archived=lambda: Archived("0" * 64, path.stat().st_size, path),
    )


def _stage(con: Duck, staging: Staging) -> Staged:
    raw = json.loads(staging.path.read_text())
    for line, row in enumerate(raw["contact"], start=1):
        row.setdefault("source_line", line)
    tables = ((CONTACT, "contact"), (CONTACT_LEG, "legs"), (SOURCE_EVENT, "events"), (REJECT, "rejects"))
    for schema, key in tables:
        _create(con, schema, raw.get(key, []))
    loose = sum(not event["belongs_to_open_contact"] for event in raw.get("events", []))
    return Staged(read=len(raw["contact"]) + len(raw.get("rejects", [])) + loose)


def _create(con: Duck, schema: TableSchema, rows: list[dict[str, Any]]) -> None:
    columns = [column for column in schema.columns if column.filled_by == "connector"]
    names = ", ".join(f'"{column.name}"' for column in columns)
    con.execute(
        f"CREATE TEMP TABLE staged_{schema.name.removeprefix('contact_').removeprefix('source_')} AS "
        f"SELECT {names} FROM {empty_relation(schema)}"
    )
    name = f"staged_{schema.name.removeprefix('contact_').removeprefix('source_')}"
    for row in rows:
        values = [row.get(column.name) for column in columns]
        marks = ", ".join(f"CAST(? AS {DUCK[column.type]})" for column in columns)
        con.execute(f"INSERT INTO {name} VALUES ({marks})", values)


TOY = Connector(
    name="toy",
    version="1",
    title={"en": "Toy", "zh": "玩具"},
    suffixes=(".json",),
    provides=frozenset(),
    never={},
    profile_model=ProfileBase,
    stage=_stage,
)
