"""The front door: rows to a workbook or JSON, and either of them back to rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pledgeline.kernel.problem import Problem
from pledgeline.ui.sheets import listing, workbook
from pledgeline.ui.sheets.register import MAX_BYTES, MAX_ROWS, Register, Row
from pledgeline.ui.sheets.values import checked, incoming


def as_json(register: Register, rows: Iterable[Mapping[str, Any]]) -> str:
    """The register as JSON, one row a line. Raises Problem `sheet.*` for a value that is not of its column's kind."""
    return listing.written(register, list(_outgoing(register, rows)))


def as_xlsx(register: Register, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The register as a workbook of one sheet; the same rows give the same bytes.

    Texts stay texts whatever they begin with, so nothing in it can run. Raises like `as_json`.
    """
    return workbook.written(register, list(_outgoing(register, rows)))


def read(register: Register, data: bytes, *, file: str) -> list[Row]:
    """The rows of a workbook or of JSON; wholly empty rows are left out.

    Raises Problem `sheet.*` with file, line (the row of the sheet) and field where the columns are not those of the
    register in their order, where a cell holds a formula or a value of another kind, and where the file is damaged or
    beyond all bounds. Nothing is guessed.
    """
    if len(data) > MAX_BYTES:
        raise Problem("sheet.too_large", file=file, limit_mib=MAX_BYTES // 1024**2)
    if not data.strip():
        raise Problem("sheet.empty", file=file)
    try:
        raw = workbook.read(register, data) if workbook.is_workbook(data) else listing.read(register, data)
        return [_row(register, line, values) for line, values in raw]
    except Problem as problem:
        raise problem.at(file=file) from problem.__cause__


def _row(register: Register, line: int, values: Mapping[str, Any]) -> Row:
    try:
        return Row(line, {column.name: incoming(column, values.get(column.name)) for column in register.columns})
    except Problem as problem:
        raise problem.at(line=line) from None


def _outgoing(register: Register, rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Any]]:
    headings = set(register.headings)
    for number, row in enumerate(rows, start=1):
        if number > MAX_ROWS:
            raise Problem("sheet.too_many_rows", file=register.name, limit=MAX_ROWS)
        if set(row) != headings:
            raise ValueError(f"{register.name}: a row has {sorted(set(row) ^ headings)} wrong")
        try:
            yield [checked(column, row[column.name]) for column in register.columns]
        except Problem as problem:
            # The header is line 1 of the sheet that would have been written.
            raise problem.at(file=register.name, line=number + 1) from None
