"""Kept tables: derived from one snapshot once, read ever after. Losing one costs the time to make it again."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock

from pledgeline.contacts.store import duck
from pledgeline.contacts.store.snapshot import Snapshot, duckdb_backend

Make = Callable[[], Mapping[str, ir.Table]]
"""Table name → expression over tables of the snapshot."""


class Rollup:
    """The kept tables of one name and one snapshot; always read by DuckDB, whichever engine made them."""

    def __init__(self, snapshot: Snapshot, folder: Path) -> None:
        self.snapshot = snapshot
        self.folder = folder

    def table(self, name: str) -> ir.Table:
        return _table(self.snapshot, threading.get_ident(), self.folder, name)

    def run(self, expression: ir.Expr) -> pa.Table:
        answer = duckdb_backend(self.snapshot, threading.get_ident()).to_pyarrow(expression)
        assert isinstance(answer, pa.Table)
        return answer


def open_rollup(snapshot: Snapshot, name: str, make: Make) -> Rollup:
    """The kept tables called `name`, made by `make()` where they are not there yet.

    Those who ask at the same time wait for the first. The folder appears complete or not at all: it is filled beside
    its place and renamed, and what a killed process left beside it is removed by the next one.
    """
    folder = snapshot.root / "rollups" / snapshot.id / name
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_name(f".{name}.lock")):
            if not folder.is_dir():
                _fill(snapshot, folder, make)
    return Rollup(snapshot, folder)


def _fill(snapshot: Snapshot, folder: Path, make: Make) -> None:
    for left_over in folder.parent.glob(f".{folder.name}.making-*"):
        shutil.rmtree(left_over, ignore_errors=True)
    making = folder.with_name(f".{folder.name}.making-{os.getpid()}")
    making.mkdir()
    for table, expression in make().items():
        pq.write_table(snapshot.run(expression), making / f"{table}.parquet", compression="zstd")
    making.rename(folder)


@lru_cache(maxsize=64)
def _table(snapshot: Snapshot, thread: int, folder: Path, name: str) -> ir.Table:
    """A view over the file, in the connection of this thread."""
    backend = duckdb_backend(snapshot, thread)
    view, file = f"{folder.name}_{name}", folder / f"{name}.parquet"
    backend.con.execute(f'CREATE OR REPLACE TEMP VIEW "{view}" AS SELECT * FROM read_parquet([{duck.quoted(file)}])')
    return backend.table(view)
