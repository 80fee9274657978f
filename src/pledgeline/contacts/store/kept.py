"""What questions about one snapshot share: rows held while several are asked of them, and small answers noted for good.

A question over the canonical tables is compiled anew each time, which takes longer than a small answer takes to find;
of rows that are held, the next question is a short one.
"""

from __future__ import annotations

import json
import os
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from pledgeline.contacts.store.snapshot import Snapshot, duckdb_backend


class Held:
    """Rows of a snapshot in a table of their own; read by DuckDB, whichever engine found them."""

    def __init__(self, table: ir.Table, run: Callable[[ir.Expr], pa.Table]) -> None:
        self.table = table
        self.run = run

    def rows(self, expression: ir.Expr) -> list[dict[str, Any]]:
        """For small answers: one dict a row."""
        return self.run(expression).to_pylist()


@contextmanager
def held(snapshot: Snapshot, expression: ir.Table) -> Iterator[Held]:
    """The rows of `expression` for the thread that asked, until the block ends; DuckDB spills what is too much."""
    backend: Any = duckdb_backend(snapshot, threading.get_ident())
    name = f"held_{uuid.uuid4().hex}"
    found = expression if snapshot.engine == "duckdb" else snapshot.run(expression)
    table = backend.create_table(name, found, temp=True)

    def run(asked: ir.Expr) -> pa.Table:
        answer = backend.to_pyarrow(asked)
        assert isinstance(answer, pa.Table)
        return answer

    try:
        yield Held(table, run)
    finally:
        backend.con.execute(f'DROP TABLE "{name}"')


def noted(snapshot: Snapshot, name: str, find: Callable[[], Any]) -> Any:
    """`find()` as JSON, kept beside the tables that are derived from the snapshot; found once for all processes.

    A note appears complete or not at all. Losing one costs the time to find it again.
    """
    file = snapshot.root / "rollups" / snapshot.id / "notes" / f"{name}.json"
    known = _read(file)
    if known is not None:
        return known["noted"]
    found = find()
    file.parent.mkdir(parents=True, exist_ok=True)
    making = file.with_name(f".{name}.making-{os.getpid()}-{threading.get_ident()}")
    making.write_text(json.dumps({"noted": found}), encoding="utf-8")
    making.replace(file)
    return found


def _read(file: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and "noted" in found else None
