"""Delimited text as a DuckDB relation of texts, with every line that does not fit listed by its number."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pledgeline.contacts.connectors.delimited.profile import FileShape
from pledgeline.contacts.connectors.delivered import MAX_LINE_BYTES, Decoded
from pledgeline.contacts.connectors.sql import lit
from pledgeline.contacts.core.connector import Duck
from pledgeline.kernel.problem import Problem

REJECTS = "delimited_csv_reject"
SCANS = "delimited_csv_scan"
_SCAN_BYTES = 16 * 1024**2

# DuckDB's word for what is wrong with a line → our reason.
REASONS = {
    "MISSING COLUMNS": "row.columns_missing",
    "TOO MANY COLUMNS": "row.columns_extra",
    "UNQUOTED VALUE": "row.quote",
    "LINE SIZE OVER MAXIMUM": "line.too_long",
    "INVALID ENCODING": "encoding",
    "INVALID STATE": "row.quote",
}


@dataclass(frozen=True)
class Found:
    """Columns of the file in order, and how many lines stand above the first record."""

    columns: tuple[str, ...]
    lines_above: int


def find_columns(decoded: Path, shape: FileShape, file: str) -> Found:
    """Read the header; raises Problem `file.header` where there is none to read."""
    if not shape.header:
        return Found(shape.columns, shape.skip_rows)
    try:
        with decoded.open(encoding="utf-8-sig", newline="", errors="replace") as text:
            for _ in range(shape.skip_rows):
                text.readline(MAX_LINE_BYTES)
            reader = csv.reader(
                text,
                delimiter=shape.delimiter,
                quotechar=shape.quote or None,
                quoting=csv.QUOTE_MINIMAL if shape.quote else csv.QUOTE_NONE,
            )
            header = next(reader, [])
    except csv.Error as unreadable:
        raise Problem("file.header", file=file, line=shape.skip_rows + 1) from unreadable
    columns = tuple(name.strip() for name in header)
    if not any(columns):
        raise Problem("file.header", file=file, line=shape.skip_rows + 1)
    return Found(columns, shape.skip_rows + reader.line_num)


def check_columns(found: Sequence[str], needed: Sequence[str], file: str) -> None:
    """Raises Problem naming the columns the profile needs and the file lacks, or has twice."""
    missing = [name for name in needed if name not in found]
    if missing:
        raise Problem(
            "columns.missing", file=file, field=missing[0], missing=", ".join(missing), found=", ".join(found)[:500]
        )
    for name in needed:
        if list(found).count(name) > 1:
            raise Problem("columns.twice", file=file, field=name)


def relation(path: Path, shape: FileShape, found: Found) -> str:
    """The `read_csv` call; columns are called c0, c1, … so that no name of the file is ever SQL."""
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(found.columns)))
    quote = lit(shape.quote)
    return (
        f"read_csv({lit(str(path))}, auto_detect=false, header=false, skip={found.lines_above}, "
        f"delim={lit(shape.delimiter)}, quote={quote}, escape={quote}, columns={{{columns}}}, nullstr='', "
        f"encoding='utf-8', strict_mode=true, max_line_size={MAX_LINE_BYTES}, "
        f"store_rejects=true, rejects_table='{REJECTS}', rejects_scan='{SCANS}')"
    )


def forget_rejects(con: Duck) -> None:
    for table in (REJECTS, SCANS):
        con.execute(f"DROP TABLE IF EXISTS {table}")


def with_unix_newlines(path: Path, workdir: Path) -> Path:
    """A copy whose lines all end in one line feed: DuckDB refuses files that mix both ends."""
    copy = workdir / "newlines.txt"
    with path.open("rb") as delivered, copy.open("wb") as unix:
        held = b""
        while block := delivered.read(_SCAN_BYTES):
            block = held + block
            held = b"\r" if block.endswith(b"\r") else b""
            unix.write(block[: len(block) - len(held)].replace(b"\r\n", b"\n"))
        unix.write(held)
    return copy


def unparsable(failed: duckdb.Error, file: str) -> Problem:
    return Problem("file.unparsable", file=file, why=str(failed).splitlines()[0][:200])


def line_count(path: Path) -> int:
    """Lines of the file, the last one counted also without a line feed."""
    lines, last = 0, b"\n"
    with path.open("rb") as text:
        while block := text.read(_SCAN_BYTES):
            lines += int(np.count_nonzero(np.frombuffer(block, np.uint8) == 10))
            last = block[-1:]
    return lines + (last != b"\n")


def _records(path: Path, quote: str) -> tuple[np.ndarray, np.ndarray]:
    """For each record of the file, blank ones too: the line it starts on (1-based), and whether it is blank.

    A line feed ends a record when the quotes before it are even in number.
    """
    ends, parities, empties = [], [], []
    line = quotes = 0
    content = False
    with path.open("rb") as text:
        while block := text.read(_SCAN_BYTES):
            data = np.frombuffer(block, np.uint8)
            feeds = np.flatnonzero(data == 10)
            if quote:
                counted = quotes + np.cumsum(data == ord(quote), dtype=np.int64)
                parities.append(counted[feeds] % 2)
                quotes = int(counted[-1])
            else:
                parities.append(np.zeros(len(feeds), np.int64))
            solid = np.cumsum((data != 10) & (data != 13), dtype=np.int64)
            before = np.concatenate(([0], solid[feeds]))
            empty = np.diff(before) == 0
            if len(empty):
                empty[0] = empty[0] and not content
                content = bool(solid[-1] > solid[feeds[-1]])
            else:
                content = content or bool(solid[-1] > 0)
            empties.append(empty)
            ends.append(np.arange(line + 1, line + 1 + len(feeds)))
            line += len(feeds)
    end = np.concatenate([*ends, np.array([line + 1])[: int(content)]])
    parity = np.concatenate([*parities, np.zeros(int(content), np.int64)])
    empty = np.concatenate([*empties, np.zeros(int(content), bool)])
    closes = parity == 0
    start = np.concatenate(([1], end[closes][:-1] + 1)) if closes.any() else np.zeros(0, np.int64)
    return start, empty[closes] & (start == end[closes])


def number_lines(con: Duck, decoded: Decoded, shape: FileShape, found: Found, rows: int, workdir: Path) -> str | None:
    """Where the kept rows' lines are not simply consecutive: a Parquet file with one `source_line` per row, in order.

    None where row i stands on line `lines_above` + 1 + i. The reject table is corrected to lines of the file, too.
    """
    rejected: list[int] = []
    if _has_rejects(con):
        con.execute(f"SELECT DISTINCT line FROM {REJECTS} ORDER BY line")
        rejected = [int(row[0]) for row in con.fetchall()]
    plain = line_count(decoded.path) - found.lines_above == rows + len(rejected)
    if plain and not rejected:
        return None
    if not plain:
        start, blank = _records(decoded.path, shape.quote)
        keep = ~blank & (start > found.lines_above)
        places = np.array(rejected, np.int64) - 1
        if len(places) == 0 or places[-1] < len(start):
            keep[places] = False
            if int(keep.sum()) == rows:
                _correct(con, rejected, start[places].tolist())
                return _written(start[keep], workdir)
    # Consecutive but for the rejected ones; also the honest fallback for quotes no rule of ours can follow.
    lines = np.delete(
        np.arange(1, found.lines_above + rows + len(rejected) + 1), [line - 1 for line in rejected if line >= 1]
    )[found.lines_above :]
    return _written(lines[:rows], workdir)


def _has_rejects(con: Duck) -> bool:
    con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [REJECTS])
    return bool(con.fetchone()[0])


def _correct(con: Duck, records: list[int], lines: list[int]) -> None:
    con.execute("CREATE OR REPLACE TEMP TABLE delimited_moved AS SELECT unnest(?) AS record, unnest(?) AS line",
                [records, lines])  # fmt: skip
    con.execute(f"UPDATE {REJECTS} SET line = m.line FROM delimited_moved AS m WHERE {REJECTS}.line = m.record")


def _written(lines: np.ndarray, workdir: Path) -> str:
    path = workdir / "lines.parquet"
    pq.write_table(pa.table({"source_line": pa.array(lines.astype(np.int64))}), path)
    return str(path)


def structural_rejects(con: Duck) -> str:
    """A SELECT of (source_line, reason, field, detail, source_records), one row per line that does not fit."""
    if not _has_rejects(con):
        return "SELECT 0, '', '', '', 1 WHERE false"
    reason = " ".join(f"WHEN '{theirs}' THEN '{ours}'" for theirs, ours in REASONS.items())
    return (
        f"SELECT line, CASE any_value(error_type::VARCHAR) {reason} ELSE 'row.unreadable' END, NULL::VARCHAR, "
        "CASE WHEN any_value(error_type::VARCHAR) IN ('MISSING COLUMNS', 'TOO MANY COLUMNS') "
        "THEN regexp_extract(any_value(error_message), 'Expected Number of Columns: .*') END, 1 "
        f"FROM {REJECTS} GROUP BY line"
    )
