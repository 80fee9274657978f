"""Reading: an immutable snapshot as Ibis tables, run by DuckDB (default) or Spark over the same Parquet files."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from pledgeline.contacts.core.schema import TABLES
from pledgeline.contacts.store import delta, duck
from pledgeline.contacts.store.lasting import settle
from pledgeline.contacts.store.manifest import SnapshotInfo
from pledgeline.kernel.problem import Problem


class Snapshot:
    """One snapshot of a lake. `table(name)` gives an Ibis table, `run(expression)` its answer as an Arrow table."""

    def __init__(self, root: Path, info: SnapshotInfo, *, engine: str, memory_limit: str) -> None:
        self.root = root
        self.info = info
        self.engine = engine
        self.memory_limit = memory_limit

    @property
    def id(self) -> str:
        return self.info.id

    def files(self, table: str) -> tuple[delta.DataFile, ...]:
        return delta.files(self.root / "tables" / table, self.info.tables.get(table, 0))

    def table(self, name: str) -> ir.Table:
        """The canonical table `name` as it was in this snapshot, all versions of contacts included."""
        if self.engine == "duckdb":
            return self._backend().table(name)
        from pledgeline.contacts.store.spark import view_name

        return self._backend().table(view_name(name, self))

    def run(self, expression: ir.Expr) -> pa.Table:
        """Runs an expression over tables of this snapshot; columns and order as the expression says."""
        if self.engine != "duckdb":
            from pledgeline.contacts.store import spark

            rows = spark.run(self.engine, expression)
            return rows.rename_columns(["value"]) if isinstance(expression, ir.Scalar) else rows
        answer = self._backend().to_pyarrow(expression)
        return answer if isinstance(answer, pa.Table) else pa.table({"value": [answer.as_py()]})

    def rows(self, expression: ir.Expr) -> list[dict[str, Any]]:
        """The same for small answers: one dict a row."""
        return self.run(expression).to_pylist()

    def _backend(self) -> ibis.BaseBackend:
        if self.engine == "duckdb":
            return duckdb_backend(self, threading.get_ident())
        from pledgeline.contacts.store.spark import backend

        return backend(self)

    def __hash__(self) -> int:
        return hash((self.root, self.info.id, self.engine))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Snapshot) and (self.root, self.info.id, self.engine) == (
            other.root,
            other.info.id,
            other.engine,
        )


@lru_cache(maxsize=4)
def _opened(snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
    """One in-memory DuckDB a snapshot: views over its files. Four are kept (today's, yesterday's, two compared)."""
    tables = snapshot.root / "tables"
    con = duck.connect(
        memory_limit=snapshot.memory_limit,
        workdir=snapshot.root / "spill",
        readable=[tables, snapshot.root / "quarantine", snapshot.root / "rollups"],
        locked=False,
    )
    for table in TABLES:
        relation = duck.parquet_relation([file.path for file in snapshot.files(table.name)], table)
        con.execute(f'CREATE VIEW "{table.name}" AS SELECT * FROM {relation}')
    settle()
    return con


@lru_cache(maxsize=64)
def duckdb_backend(snapshot: Snapshot, thread: int) -> ibis.BaseBackend:
    """A DuckDB connection serves one thread at a time; a cursor of it shares the views and the file cache."""
    return ibis.duckdb.from_connection(_opened(snapshot).cursor())


def chosen(infos: Sequence[SnapshotInfo], wanted: str | None) -> SnapshotInfo:
    """The snapshot called `wanted`, or the newest; raises Problem `snapshot.unknown` naming what there is."""
    if wanted is None:
        return infos[-1]
    for info in infos:
        if info.id == wanted:
            return info
    raise Problem("snapshot.unknown", snapshot=wanted, newest=infos[-1].id, count=len(infos))
