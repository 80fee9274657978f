"""The rows that could not be used: one Parquet file a receipt, read a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from pledgeline.contacts.core.schema import REJECT
from pledgeline.contacts.store import duck
from pledgeline.contacts.store.lake import Lake

_COLUMNS = ", ".join(f'"{column.name}"' for column in REJECT.columns)
_ORDER = "ORDER BY source_line, reason"
_BATCH_ROWS = 20_000


def count(lake: Lake, receipt: str, *, reason: str = "") -> int:
    """Rows in quarantine (one may stand for several source records)."""
    with _Opened(lake, receipt) as opened:
        return int(opened.ask("SELECT count(*) FROM rejects", reason).fetchone()[0])


def rows(lake: Lake, receipt: str, *, reason: str = "", offset: int, limit: int) -> list[dict[str, Any]]:
    """Rows in the order of the file, as dicts with the columns of REJECT."""
    with _Opened(lake, receipt) as opened:
        cursor = opened.ask(
            f"SELECT {_COLUMNS} FROM rejects", reason, f"{_ORDER} LIMIT {int(limit)} OFFSET {int(offset)}"
        )
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def batches(lake: Lake, receipt: str, *, reason: str = "") -> Iterator[pa.RecordBatch]:
    """All of them, for an export: texts that a spreadsheet would run as a formula get an apostrophe before them."""
    # A leading line end or tab is passed over by spreadsheets before they look for the sign.
    formula = r"'^[\s]*[=+\-@|]'"
    texts = ", ".join(
        f"CASE WHEN regexp_matches({name}, {formula}) THEN chr(39) || {name} ELSE {name} END AS {name}"
        for name in ("reason", "field", "detail")
    )
    with _Opened(lake, receipt) as opened:
        only, given = _only(reason)
        query = f"SELECT source_line, {texts}, source_records FROM rejects {only} {_ORDER}"
        yield from opened.con.sql(query, params=given).to_arrow_reader(_BATCH_ROWS)


class _Opened:
    """A connection that can read this one file; a receipt without rejects has none, and then no rows."""

    def __init__(self, lake: Lake, receipt: str) -> None:
        path: Path = lake.quarantine / f"{receipt}.parquet"
        found = [path] if path.is_file() else []
        self.con = duck.connect(memory_limit=lake.memory_limit, workdir=lake.root / "spill", readable=found)
        self.con.execute(f"CREATE VIEW rejects AS SELECT * FROM {duck.parquet_relation(found, REJECT)}")

    def __enter__(self) -> _Opened:
        return self

    def __exit__(self, *error: object) -> None:
        self.con.close()

    def ask(self, query: str, reason: str, tail: str = "") -> Any:
        only, given = _only(reason)
        return self.con.execute(f"{query} {only} {tail}", given)


def _only(reason: str) -> tuple[str, list[str]]:
    return ("WHERE reason = ?", [reason]) if reason else ("", [])
