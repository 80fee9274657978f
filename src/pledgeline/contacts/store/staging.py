"""Reading a delivery into files that lie beside the tables: connector, invariants, ranking, Parquet.

Nothing here touches a table. What is left behind is a folder with Parquet files and `prepared.json`, which appears
last: with it the delivery can be finished after any crash, without it the folder is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from pledgeline.contacts.core.connector import Connector, Staging
from pledgeline.contacts.core.schema import CONTACT, CONTACT_LEG, REJECT, SOURCE_EVENT, TABLES, TableSchema
from pledgeline.contacts.store import delta, duck, ranking
from pledgeline.contacts.store.archive import Archived
from pledgeline.contacts.store.manifest import Counts, FileChange, Prepared, SnapshotInfo, TableChange
from pledgeline.contacts.store.parquet import copy_to, count
from pledgeline.kernel.problem import Problem

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Delivery:
    """One file to read: where its bytes lie, who sends it and how it is to be read."""

    receipt: str
    path: Path
    connector: Connector
    profile: Any
    source_id: str
    centre_id: str
    pseudonym_key: bytes
    ingested_at: datetime
    archived: Callable[[], Archived]
    """Waits until the raw bytes are in the archive; reading and archiving go on side by side."""
    known_services: frozenset[str] | None = None


def stage(
    delivery: Delivery, *, folder: Path, tables: Path, base: SnapshotInfo, memory_limit: str, progress: Progress
) -> Prepared:
    """Reads `delivery` and writes its Parquet files into `folder`; what the commit needs, not yet written.

    Raises Problem where the file is unreadable as a whole, and where the connector breaks its own accounting.
    """
    workdir = folder / "work"
    con = duck.connect(memory_limit=memory_limit, workdir=folder, readable=[delivery.path, tables])
    try:
        held = held_files(tables, base, delivery.source_id)
        con.execute(f"CREATE VIEW held_event AS SELECT * FROM {_relation(held[SOURCE_EVENT.name], SOURCE_EVENT)}")
        see_open_contacts_events(con, held, delivery.source_id)
        workdir.mkdir(parents=True)
        progress("read", 0.0)
        staged = delivery.connector.stage(
            con,
            Staging(
                path=delivery.path,
                profile=delivery.profile,
                source_id=delivery.source_id,
                centre_id=delivery.centre_id,
                pseudonym_key=delivery.pseudonym_key,
                workdir=workdir,
                known_services=delivery.known_services,
                earlier_events="earlier_events",
                progress=lambda share: progress("read", share),
            ),
        )
        progress("rank", 0.0)
        return _rank_and_write(con, delivery, staged.read, folder, held, base, progress)
    finally:
        con.close()


def held_files(tables: Path, base: SnapshotInfo, source_id: str) -> dict[str, tuple[delta.DataFile, ...]]:
    """The files that may hold rows of this source: every file is written by one delivery, so the log knows."""
    return {
        table.name: tuple(
            file
            for file in delta.files(tables / table.name, base.tables.get(table.name, 0))
            if table is CONTACT_LEG or file.may_hold("source_id", source_id, source_id)
        )
        for table in TABLES
    }


def _relation(files: Sequence[delta.DataFile], table: TableSchema) -> str:
    return duck.parquet_relation([file.path for file in files], table)


def see_open_contacts_events(
    con: duckdb.DuckDBPyConnection, held: dict[str, tuple[delta.DataFile, ...]], source_id: str
) -> None:
    """View `earlier_events`: lines of contacts that no delivery has ended yet."""
    contacts = _relation(held[CONTACT.name], CONTACT)
    con.execute(
        f"""
        CREATE VIEW earlier_events AS
        SELECT event.* FROM held_event AS event
        SEMI JOIN (
            SELECT native_id FROM {contacts}
            WHERE source_id = {duck.quoted(source_id)} AND is_current AND NOT is_final
        ) AS open_contact USING (native_id)
        WHERE event.source_id = {duck.quoted(source_id)} AND event.belongs_to_open_contact
        """
    )


def _rank_and_write(
    con: duckdb.DuckDBPyConnection,
    delivery: Delivery,
    read: int,
    folder: Path,
    held: dict[str, tuple[delta.DataFile, ...]],
    base: SnapshotInfo,
    progress: Progress,
) -> Prepared:
    """Writes first and asks afterwards: most deliveries hold only new contacts, and their file is then final."""
    record = delivery.connector.record
    added = _write_records(con, delivery, folder)
    progress("rank", 0.5)
    summary = _summary(con, record, folder, added)
    candidates = _candidates(record, added, held[record.name])
    contested = _contest(con, record, summary, candidates)
    beside: dict[str, TableChange] = {}
    if record is CONTACT:
        beside[CONTACT_LEG.name] = TableChange(add=_write_legs(con, delivery.receipt, folder, contested))
        beside[SOURCE_EVENT.name] = TableChange(add=_write_events(con, delivery.receipt, folder))
    replaced: tuple[FileChange, ...] = ()
    if contested:
        added = _write_winners(con, delivery, folder, added)
        rewritten, replaced = _demote(con, record, delivery.receipt, folder, candidates)
        added += rewritten
    _write_rejects(con, folder)
    counts = _counts(con, record, read, summary, contested)
    _check_accounting(counts, delivery)
    _check_nulls(con, record, folder, added)
    raw = delivery.archived()
    progress("rank", 1.0)
    return Prepared(
        receipt=delivery.receipt,
        base=base.id,
        created_at=delivery.ingested_at.isoformat(),
        sha256=raw.sha256,
        size=raw.size,
        counts=counts,
        tables={record.name: TableChange(add=added, remove=replaced), **beside},
        services=summary.services,
        first_s=summary.first_s,
        last_s=summary.last_s,
    )


@dataclass(frozen=True)
class _Summary:
    """One look over the contacts as written: rows, distinct keys, source records, first and last moment (epoch
    seconds) and services."""

    rows: int
    keys: int
    records: int
    first_s: int | None
    last_s: int | None
    services: tuple[str, ...]


def _write_records(con: duckdb.DuckDBPyConnection, delivery: Delivery, folder: Path) -> tuple[FileChange, ...]:
    """The delivered records as if all were new; `staged_kept` are those rows from now on."""
    record = delivery.connector.record
    micros = int(delivery.ingested_at.timestamp() * 1_000_000)
    query = ranking.as_new(record, delivery.connector.view, delivery.receipt, micros)
    added = copy_to(con, query, folder / f"{delivery.receipt}-{record.name}.parquet")
    relation = duck.parquet_relation([folder / file.path for file in added], record)
    names = ranking.columns(ranking.staged_names(record))
    con.execute(f"CREATE VIEW staged_kept AS SELECT {names} FROM {relation}")
    return added


def _summary(
    con: duckdb.DuckDBPyConnection, record: TableSchema, folder: Path, added: tuple[FileChange, ...]
) -> _Summary:
    """Counting distinct 64-bit hashes costs a third of grouping the keys themselves; equal hashes of different keys
    would only send an innocent delivery down the slow road."""
    relation = duck.parquet_relation([folder / file.path for file in added], record)
    row = con.execute(
        f"""
        SELECT count(*), count(DISTINCT hash({record.key[0]})), coalesce(sum(source_records), 0)::BIGINT,
            epoch_us(min(attributed_at)) // 1000000, epoch_us(max(attributed_at)) // 1000000,
            coalesce(list_sort(list(DISTINCT service_code) FILTER (service_code IS NOT NULL)), [])
        FROM {relation}
        """
    ).fetchone()
    assert row is not None
    rows, keys, records, first, last, services = row
    return _Summary(rows, keys, records, first, last, tuple(services))


def _write_winners(
    con: duckdb.DuckDBPyConnection, delivery: Delivery, folder: Path, added: tuple[FileChange, ...]
) -> tuple[FileChange, ...]:
    """The file again, with the versions and standing that ranking found."""
    micros = int(delivery.ingested_at.timestamp() * 1_000_000)
    record = delivery.connector.record
    query = ranking.winners(record, delivery.receipt, micros)
    winners = copy_to(con, query, folder / f"{delivery.receipt}-{record.name}-ranked.parquet")
    for file in added:
        (folder / file.path).unlink()
    return winners


def _candidates(
    record: TableSchema, added: tuple[FileChange, ...], files: tuple[delta.DataFile, ...]
) -> list[delta.DataFile]:
    """Files of the table whose range of keys touches the delivery's; others cannot hold a contested key."""
    key = record.key[0]
    ranges = [file.range_of(key) for file in added]
    return [file for file in files if any(span is None or file.may_hold(key, *span) for span in ranges)]


def _contest(
    con: duckdb.DuckDBPyConnection, record: TableSchema, summary: _Summary, candidates: Sequence[delta.DataFile]
) -> bool:
    """Tables `contested` and `ranked` where any key needs ranking; whether one does."""
    held, key = _relation(candidates, record), record.key[0]
    if summary.rows == summary.keys:
        keys = f"SELECT {key} FROM {held}"
        if not candidates or not count(con, f"({keys}) SEMI JOIN staged_kept USING ({key})"):
            return False
    con.execute(f"CREATE TEMP TABLE contested AS {ranking.contested_keys(record, 'staged_kept', held)}")
    con.execute(f"CREATE TEMP TABLE ranked AS {ranking.ranked(record, 'staged_kept', held)}")
    return True


def _demote(
    con: duckdb.DuckDBPyConnection,
    record: TableSchema,
    receipt: str,
    folder: Path,
    candidates: Sequence[delta.DataFile],
) -> tuple[tuple[FileChange, ...], tuple[FileChange, ...]]:
    """Rewrites the files that hold a version which is current no longer; (new files, files they replace)."""
    key = record.key[0]
    con.execute(
        f"""
        CREATE TEMP TABLE demoted AS SELECT {key}, held_version AS version FROM ranked
        WHERE NOT is_fresh AND was_current AND NOT is_current
        """
    )
    added: list[FileChange] = []
    removed: list[FileChange] = []
    for number, file in enumerate(candidates):
        relation = duck.parquet_relation([file.path], record)
        if not count(con, f"{relation} SEMI JOIN demoted USING ({key}, version)"):
            continue
        rewritten = f"""
            SELECT held.* REPLACE (held.is_current AND demoted.{key} IS NULL AS is_current)
            FROM {relation} AS held LEFT JOIN demoted USING ({key}, version)
        """
        added += copy_to(con, rewritten, folder / f"{receipt}-{record.name}-again-{number}.parquet")
        removed.append(FileChange(path=file.path.name, size=file.size, rows=file.rows))
    return tuple(added), tuple(removed)


def _write_legs(con: duckdb.DuckDBPyConnection, receipt: str, folder: Path, contested: bool) -> tuple[FileChange, ...]:
    """Legs of the contacts that become current, under the version of their contact."""
    names = ", ".join(f'leg."{column.name}"' for column in CONTACT_LEG.staged)
    version, join = "1::INTEGER", ""
    if contested:
        version = "coalesce(rank.version, 1)::INTEGER"
        join = """
            LEFT JOIN contested ON leg.contact_key = contested.contact_key
            LEFT JOIN (SELECT contact_key, version FROM ranked WHERE fate = 'accepted') AS rank
                ON leg.contact_key = rank.contact_key
            WHERE contested.contact_key IS NULL OR rank.contact_key IS NOT NULL
        """
    query = f"""
        SELECT {names}, leg.contact_key || '#' || leg.seq || '@' || {version} AS leg_key,
            {version} AS version, {duck.quoted(receipt)} AS batch_id
        FROM staged_leg AS leg {join}
    """
    return copy_to(con, query, folder / f"{receipt}-leg.parquet")


def _write_events(con: duckdb.DuckDBPyConnection, receipt: str, folder: Path) -> tuple[FileChange, ...]:
    names = ", ".join(f'"{column.name}"' for column in SOURCE_EVENT.staged)
    con.execute(
        """
        CREATE TEMP VIEW new_event AS
        SELECT * FROM staged_event ANTI JOIN held_event USING (event_key)
        """
    )
    query = f"SELECT {names}, {duck.quoted(receipt)} AS batch_id FROM new_event"
    return copy_to(con, query, folder / f"{receipt}-event.parquet")


def _write_rejects(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    names = ", ".join(f'"{column.name}"' for column in REJECT.columns)
    copy_to(con, f"SELECT {names} FROM staged_reject ORDER BY source_line", folder / "rejects.parquet")


def _counts(
    con: duckdb.DuckDBPyConnection, record: TableSchema, read: int, summary: _Summary, contested: bool
) -> Counts:
    """Source records by fate. A line that belongs to no contact is accepted once and unchanged ever after."""
    fates = {"accepted": 0, "superseded": 0, "unchanged": 0}
    plain = summary.records
    if contested:
        query = "SELECT fate, sum(source_records) FROM ranked WHERE fate IS NOT NULL GROUP BY fate"
        fates |= {fate: int(records) for fate, records in con.execute(query).fetchall()}
        plain -= sum(fates.values())
    fates["accepted"] += plain
    if record is CONTACT:
        loose = count(con, "staged_event WHERE NOT belongs_to_open_contact")
        new = count(con, "new_event WHERE NOT belongs_to_open_contact")
        fates["accepted"] += new
        fates["unchanged"] += loose - new
    rejects = con.execute("SELECT reason, sum(source_records) FROM staged_reject GROUP BY 1 ORDER BY 1").fetchall()
    by_reason = {reason: int(records) for reason, records in rejects}
    return Counts(read=read, rejected=sum(by_reason.values()), rejects_by_reason=by_reason, **fates)


def _check_accounting(counts: Counts, delivery: Delivery) -> None:
    """A row that is neither kept nor rejected is a fault of ours: refuse the delivery rather than lose it."""
    if not counts.balanced:
        raise Problem(
            "delivery.unbalanced",
            file=delivery.path.name,
            connector=delivery.connector.name,
            read=counts.read,
            accounted=counts.accepted + counts.superseded + counts.unchanged + counts.rejected,
        )


def _check_nulls(
    con: duckdb.DuckDBPyConnection, record: TableSchema, folder: Path, added: tuple[FileChange, ...]
) -> None:
    """The canon's required columns, looked up in the Parquet footers: no scan."""
    required = {column.name for column in record.columns if not column.nullable}
    for file in added:
        footer = f"parquet_metadata({duck.quoted(folder / file.path)})"
        nulls = con.execute(
            f"SELECT path_in_schema, sum(stats_null_count) FROM {footer} GROUP BY 1 HAVING sum(stats_null_count) > 0"
        ).fetchall()
        for name, number in nulls:
            if name in required:
                raise Problem("delivery.required_missing", file=file.path, field=name, count=int(number))
