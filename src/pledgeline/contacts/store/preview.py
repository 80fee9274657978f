"""Looking at a delivery before it is taken in: read like any other, in a folder of its own, and nothing is kept."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis

from pledgeline.contacts import connectors
from pledgeline.contacts.connectors import Preview
from pledgeline.contacts.core.connector import Connector, Staging
from pledgeline.contacts.core.schema import CONTACT, SOURCE_EVENT
from pledgeline.contacts.metrics import measures
from pledgeline.contacts.store import duck
from pledgeline.contacts.store.lake import Lake
from pledgeline.contacts.store.ranking import attributed
from pledgeline.contacts.store.staging import held_files, see_open_contacts_events

# What a person checks first: do these words and their numbers look like our contacts?
COUNTED = ("outcome", "question", "state", "channel", "service_code", "kind")


@dataclass(frozen=True)
class Look:
    """`counts` has, for each column of COUNTED, how often each word occurs over the whole delivery (not only in the
    rows shown); `steps` what the 1-minute rule would decide. `first` and `last` are ISO times, UTC."""

    preview: Preview
    counts: Mapping[str, Mapping[str, int]]
    steps: Mapping[str, int]
    first: str | None
    last: str | None


def look(
    lake: Lake,
    *,
    path: Path,
    profile: Any,
    source_id: str,
    centre_id: str,
    pseudonym_key: bytes,
    limit_s: float,
    rows: int = 50,
) -> Look:
    """Reads the delivery at `path` with `profile`. Raises Problem where it cannot be read as a whole."""
    # Not in `staging`: what lies there without being prepared is a crash's leftover, and is swept away.
    folder = lake.root / "previews" / uuid.uuid4().hex
    folder.mkdir(parents=True)
    (folder / "work").mkdir()
    con = duck.connect(memory_limit=lake.memory_limit, workdir=folder, readable=[path, lake.tables], locked=False)
    try:
        held = held_files(lake.tables, lake.newest, source_id)
        events = duck.parquet_relation([file.path for file in held[SOURCE_EVENT.name]], SOURCE_EVENT)
        con.execute(f"CREATE VIEW held_event AS SELECT * FROM {events}")
        see_open_contacts_events(con, held, source_id)
        staging = Staging(
            path=path,
            profile=profile,
            source_id=source_id,
            centre_id=centre_id,
            pseudonym_key=pseudonym_key,
            workdir=folder / "work",
            earlier_events="earlier_events",
        )
        preview = connectors.preview(con, staging, rows)
        connector = connectors.REGISTRY[profile.connector]
        counted = {name: _counts(con, connector.view, name) for name in COUNTED if name in connector.record.names}
        steps = _steps(con, limit_s) if connector.record is CONTACT else {}
        return Look(preview, counted, steps, *_edges(con, connector))
    finally:
        con.close()
        shutil.rmtree(folder, ignore_errors=True)


def _counts(con: Any, view: str, column: str) -> dict[str, int]:
    found = con.execute(
        f"SELECT coalesce(\"{column}\", ''), count(*) FROM {view} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 30"
    ).fetchall()
    return {str(word): int(count) for word, count in found}


def _edges(con: Any, connector: Connector) -> tuple[str | None, str | None]:
    moment = "arrived_at" if connector.record is CONTACT else attributed(connector.record)
    pattern = "'%Y-%m-%dT%H:%M:%SZ'"
    edges = con.execute(
        f"SELECT strftime(min({moment}), {pattern}), strftime(max({moment}), {pattern}) FROM {connector.view}"
    ).fetchone()
    return edges[0], edges[1]


def _steps(con: Any, limit_s: float) -> dict[str, int]:
    """What the rule would decide, were all staged rows contacts of their own (repeats are told apart at ingest)."""
    backend = ibis.duckdb.from_connection(con)
    staged = backend.table("staged_contact")
    staged = staged.mutate(
        attributed_at=ibis.coalesce(staged.queue_in_at, staged.human_requested_at, staged.arrived_at)
    )
    decided = measures.with_rule_step(staged, limit_s)
    counted = decided.group_by("rule_step").aggregate(n=decided.count())
    return {row["rule_step"]: int(row["n"]) for row in backend.to_pyarrow(counted).to_pylist()}
