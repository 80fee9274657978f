"""Opens DuckDB: in memory, in UTC, bounded, and unable to touch any file but those it is given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from pledgeline.contacts.core.schema import TableSchema
from pledgeline.contacts.store.types import empty_relation


def quoted(text: str | Path) -> str:
    """A SQL string literal."""
    return "'" + str(text).replace("'", "''") + "'"


def connect(
    *, memory_limit: str, workdir: Path, readable: Iterable[Path] = (), locked: bool = True
) -> duckdb.DuckDBPyConnection:
    """A connection that may read the files or folders in `readable` and read and write `workdir`, nothing else.

    Sorts and joins larger than `memory_limit` spill into `workdir`. DuckDB never lets external access be switched
    on again; `locked` freezes the other settings too (a reading connection is left open for Ibis, which sets the
    time zone once more).
    """
    con = duckdb.connect(":memory:")
    workdir.mkdir(parents=True, exist_ok=True)
    folders = [workdir, *(path for path in readable if path.is_dir())]
    files = [path for path in readable if not path.is_dir()]
    con.execute("SET TimeZone = 'UTC'")
    con.execute(f"SET memory_limit = {quoted(memory_limit)}")
    con.execute(f"SET temp_directory = {quoted(workdir / 'spill')}")
    con.execute("SET enable_progress_bar = false")
    con.execute(f"SET allowed_directories = [{', '.join(quoted(str(folder) + '/') for folder in folders)}]")
    con.execute(f"SET allowed_paths = [{', '.join(quoted(path) for path in files)}]")
    con.execute("SET enable_external_access = false")
    if locked:
        con.execute("SET lock_configuration = true")
    return con


def parquet_relation(files: Sequence[str | Path], table: TableSchema) -> str:
    """SQL of the rows in `files`, or of no rows with the right columns where there are none."""
    if not files:
        return empty_relation(table)
    return f"read_parquet([{', '.join(quoted(file) for file in files)}])"
