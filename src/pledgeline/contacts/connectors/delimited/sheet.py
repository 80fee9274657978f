"""XLSX and ODS sheets as a Parquet file of texts, so that one mapping serves text and sheets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from python_calamine import CalamineError, CalamineWorkbook, load_workbook

from pledgeline.contacts.connectors.delimited.profile import FileShape
from pledgeline.contacts.connectors.delimited.text import Found
from pledgeline.contacts.connectors.delivered import checked_sheet
from pledgeline.kernel.problem import Problem

_CHUNK_ROWS = 20_000


def _text(cell: Any) -> str | None:
    """A typed cell as the text a person sees: whole numbers without a point, times as yyyy-MM-dd HH:mm:ss."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S") + (f".{cell.microsecond:06d}" if cell.microsecond else "")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        seconds = int(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return str(cell)


def _open(path: Path) -> CalamineWorkbook:
    try:
        return load_workbook(str(path))
    except (CalamineError, OSError, ValueError) as damaged:
        raise Problem("sheet.unreadable", file=path.name) from damaged


def _rows(book: CalamineWorkbook, shape: FileShape, file: str) -> Iterator[list[Any]]:
    names = book.sheet_names
    if shape.sheet is not None and shape.sheet not in names:
        raise Problem("sheet.missing", file=file, field=shape.sheet, found=", ".join(names)[:300])
    if not names:
        raise Problem("file.empty", file=file)
    try:
        sheet = book.get_sheet_by_name(shape.sheet or names[0])
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, ValueError) as damaged:
        raise Problem("sheet.unreadable", file=file) from damaged
    return islice(rows, shape.skip_rows, None)


def to_parquet(path: Path, shape: FileShape, workdir: Path) -> tuple[Found, Path]:
    """Write the sheet's texts to Parquet (columns c0, c1, …, `source_line`); returns its columns and the file.

    Wholly empty rows are left out, as spreadsheets trail thousands of them. Raises Problem for a bomb, a damaged
    file or a missing sheet.
    """
    checked_sheet(path)
    rows = _rows(_open(path), shape, path.name)
    columns = shape.columns
    above = shape.skip_rows
    if shape.header:
        columns = tuple((_text(cell) or "").strip() for cell in next(rows, []))
        above += 1
        if not any(columns):
            raise Problem("file.header", file=path.name, line=above)
    width = len(columns)
    schema = pa.schema([*((f"c{place}", pa.string()) for place in range(width)), ("source_line", pa.int64())])
    written = workdir / "sheet.parquet"
    line = above + 1
    with pq.ParquetWriter(written, schema) as writer:
        while chunk := list(islice(rows, _CHUNK_ROWS)):
            padded = [[*row[:width], *([None] * (width - len(row)))] for row in chunk]
            texts = [[_text(cell) for cell in column] for column in zip(*padded, strict=True)]
            table = pa.table([*texts, range(line, line + len(chunk))], schema=schema)
            filled = [any(cell not in (None, "") for cell in row) for row in padded]
            writer.write_table(table.filter(pa.array(filled)))
            line += len(chunk)
    return Found(columns, above), written
