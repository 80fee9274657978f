"""Delta Lake tables: which files a version consists of, and the commit that adds and replaces files.

DuckDB writes the Parquet files (at full speed and in the right order); delta-rs keeps the log. A commit carries the
receipt's id as application transaction, so doing it twice is noticed and the second time does nothing.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Transaction
from deltalake.transaction import AddAction, RemoveAction

from pledgeline.contacts.core.schema import TableSchema
from pledgeline.contacts.store.manifest import TableChange
from pledgeline.contacts.store.types import arrow_schema


@dataclass(frozen=True)
class DataFile:
    """One Parquet file of a table version, with the range of what it holds where the log knows it."""

    path: Path
    size: int
    rows: int
    lowest: dict[str, str]
    highest: dict[str, str]

    def may_hold(self, column: str, low: str, high: str) -> bool:
        """False only where the log proves that no value of `column` lies within [low, high]."""
        if column not in self.lowest or column not in self.highest:
            return True
        return self.lowest[column] <= high and low <= self.highest[column]


def create(folder: Path, table: TableSchema) -> None:
    """An empty table at version 0; nothing where it exists already."""
    if not DeltaTable.is_deltatable(str(folder)):
        DeltaTable.create(str(folder), schema=arrow_schema(table), name=table.name)


def head(folder: Path) -> int:
    """The newest version in the log."""
    return int(DeltaTable(str(folder)).version())


@lru_cache(maxsize=64)
def files(folder: Path, version: int) -> tuple[DataFile, ...]:
    """The files of one version; none of a table that a lake of an older program has not made yet. A version never
    changes, so the answer is remembered."""
    if version == 0 and not folder.is_dir():
        return ()
    log = DeltaTable(str(folder), version=version).get_add_actions(flatten=True)
    log = DeltaTable(str(folder), version=version).get_add_actions(flatten=True)
    # pa.table(log) would load pandas to see whether this is a data frame: 0.2 s of every command that reads contacts.
    rows = pa.RecordBatchReader.from_stream(log).read_all().to_pylist()
    return tuple(
        DataFile(
            path=folder / row["path"],
            size=row["size_bytes"],
            rows=row["num_records"],
            lowest={key[4:]: str(value) for key, value in row.items() if key.startswith("min.") and value is not None},
            highest={key[4:]: str(value) for key, value in row.items() if key.startswith("max.") and value is not None},
        )
        for row in rows
    )


def commit(folder: Path, table: TableSchema, change: TableChange, *, receipt: str, batch_folder: Path) -> int:
    """Moves the added files into the table and writes one log entry; the version after it.

    Safe to repeat after a crash at any point inside: files already moved are left, and an entry already written
    (told by the application transaction) is not written again. Replaced files stay on disk for older snapshots.
    """
    delta = DeltaTable(str(folder))
    if delta.transaction_version(receipt) is not None:
        return int(delta.version())
    now_ms = int(time.time() * 1000)
    actions: list[AddAction | RemoveAction] = []
    for file in change.add:
        name = Path(file.path).name
        staged = batch_folder / file.path
        if staged.exists():
            staged.replace(folder / name)
        actions.append(AddAction(name, file.size, {}, now_ms, True, file.stats))
    actions += [RemoveAction(file.path, True, now_ms, file.size, {}) for file in change.remove]
    delta.create_write_transaction(
        actions,
        mode="append",
        schema=arrow_schema(table),
        commit_properties=CommitProperties(
            custom_metadata={"receipt": receipt}, app_transactions=[Transaction(receipt, 1)]
        ),
    )
    return head(folder)
