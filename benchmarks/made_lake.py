"""A lake of many contacts for the metric benchmarks: three centres, two services, eighteen months."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from benchmarks.made_data import DATA, FATE
from pledgeline.contacts.core.connector import Connector, Staged, Staging
from pledgeline.contacts.core.profile import ProfileBase
from pledgeline.contacts.core.schema import CONTACT, CONTACT_LEG, REJECT, SOURCE_EVENT
from pledgeline.contacts.store import Lake
from pledgeline.contacts.store.archive import Archived
from pledgeline.contacts.store.staging import Delivery
from pledgeline.contacts.store.types import DUCK, empty_relation

PER_DELIVERY = 5_000_000


def lake(rows: int) -> Lake:
    """The lake with `rows` contacts; made once."""
    made = Lake(DATA / f"lake-{rows}", memory_limit="1536MiB")
    if made.exists and made.newest.rows["contact"] == rows:
        return made
    made.create()
    for number, first in enumerate(range(0, rows, PER_DELIVERY), start=1):
        marker = DATA / f"{first}-{min(first + PER_DELIVERY, rows)}"
        marker.touch()
        delivery = Delivery(
            receipt=f"r{number:06d}",
            path=marker,
            connector=_MADE,
            profile=None,
            source_id=f"bench.{number}",
            centre_id="bench",
            pseudonym_key=b"",
            ingested_at=datetime(2026, 1, 1, tzinfo=UTC),
            archived=lambda: Archived("", 0, DATA),
        )
        made.finish(made.prepare(delivery))
        made.forget_staging(delivery.receipt)
    return made


def _stage(con: Any, staging: Staging) -> Staged:
    first, last = map(int, staging.path.name.split("-"))
    given = _columns(staging.source_id)
    columns = ", ".join(
        f'CAST({given.get(column.name, "NULL")} AS {DUCK[column.type]}) AS "{column.name}"' for column in CONTACT.staged
    )
    con.execute(f"CREATE VIEW staged_contact AS SELECT {columns} FROM ({_fate(first, last)})")
    for name, table in (("staged_leg", CONTACT_LEG), ("staged_event", SOURCE_EVENT), ("staged_reject", REJECT)):
        names = ", ".join(f'"{column.name}"' for column in table.columns if column.filled_by == "connector")
        con.execute(f"CREATE VIEW {name} AS SELECT {names} FROM {empty_relation(table)}")
    return Staged(read=last - first)


def _fate(first: int, last: int) -> str:
    return f"""
        SELECT *, (1735689600 + i * 2.36)::BIGINT * 1000000 AS t0,
            (-30 * ln(1 - u1 * 0.9999))::BIGINT * 1000000 AS wait,
            u2 > 0.12 AS served, u3 < 0.3 AS offered, h % 12 = 0 AS ivr_only
        FROM (SELECT {FATE} FROM range({first}, {last}))
    """


def _columns(source_id: str) -> dict[str, str]:
    at = "make_timestamptz({})".format
    request = "t0 + 25000000"
    return {
        "contact_key": f"'{source_id}:' || lpad(i::VARCHAR, 9, '0')",
        "source_id": f"'{source_id}'",
        "centre_id": "CASE h % 3 WHEN 0 THEN 'north' WHEN 1 THEN 'south' ELSE 'west' END",
        "native_id": "i::VARCHAR",
        "kind": "'inbound'",
        "channel": "CASE WHEN h % 5 = 0 THEN 'chat' ELSE 'voice' END",
        "async": "false",
        "service_code": "CASE WHEN h % 4 = 0 THEN 'loss' ELSE 'card' END",
        "arrived_at": at("t0"),
        "arrived_precision_ms": "1000",
        "bot_ivr_ended_at": f"CASE WHEN NOT ivr_only THEN {at(request)} END",
        "human_requested_at": f"CASE WHEN NOT ivr_only THEN {at(request)} END",
        "queue_in_at": f"CASE WHEN NOT ivr_only THEN {at(request)} END",
        "queue_first": "CASE WHEN NOT ivr_only THEN 'q' || (h % 7) END",
        "answered_at": f"CASE WHEN served AND NOT ivr_only THEN {at(f'{request} + wait')} END",
        "released_at": f"CASE WHEN ivr_only THEN {at(request)} WHEN served THEN {at(f'{request} + wait + (30 + (u3 * 400)::BIGINT) * 1000000')} ELSE {at(f'{request} + wait')} END",  # noqa: E501
        "outcome": "CASE WHEN ivr_only THEN 'abandoned_ivr' WHEN served THEN 'answered' ELSE 'abandoned_queue' END",
        "outcome_native": "'made'",
        "callback_offer": "CASE WHEN offered THEN 'offered' WHEN h % 3 = 1 THEN 'unknown' ELSE 'not_offered' END",
        "callback_offered_at": f"CASE WHEN offered AND NOT ivr_only THEN {at(f'{request} + 45000000')} END",
        "talk_s": "CASE WHEN served AND NOT ivr_only THEN 30 + u3 * 400 END",
        "hold_s": "CASE WHEN served AND NOT ivr_only THEN h % 9 END",
        "acw_s": "CASE WHEN served AND NOT ivr_only THEN h % 30 END",
        "is_final": "true",
        "quality_flags": "[]",
        "source_line": "i + 1",
        "source_records": "1",
    }


_MADE = Connector(
    name="made",
    version="1",
    title={},
    suffixes=(),
    provides=frozenset(),
    never={},
    profile_model=ProfileBase,
    stage=_stage,
)
