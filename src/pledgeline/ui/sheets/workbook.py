"""A register as an XLSX workbook.

Before the workbook is opened its XML is read once, event by event: formulas and merged cells are found there, and a
cell far outside (which would make the reader set up a table of that size) is refused before it costs anything.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import IO, Any
from xml.parsers import expat

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook, load_workbook

from pledgeline.kernel.problem import Problem
from pledgeline.ui.sheets.register import (
    MAX_ROWS,
    MAX_UNPACK_RATIO,
    MAX_UNPACKED_BYTES,
    Column,
    Register,
)

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
# Before this day spreadsheets count a 29 February 1900 that never was.
_FIRST_DAY = date(1900, 3, 1)
_WIDTHS = {"text": 40, "code": 18, "number": 14, "integer": 12, "date": 12, "datetime": 28, "yes_no": 10, "codes": 28}
# The created date is no news to anybody; without one the same rows would give other bytes every second.
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
_OLE = b"\xd0\xcf\x11\xe0"


class _Exact(float):
    """A float that is written to its last digit; XlsxWriter would keep 16 of up to 17."""

    def __format__(self, spec: str) -> str:
        return repr(float(self))


def is_workbook(data: bytes) -> bool:
    """Whether `data` is to be read as a workbook; an encrypted or an old one (.xls) is, and refused there."""
    return data.startswith((b"PK", _OLE))


# --- writing ------------------------------------------------------------------------------------------------------


def written(register: Register, rows: list[list[Any]]) -> bytes:
    """`rows` hold checked values in the order of the columns."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"title": register.name, "author": "Pledgeline", "created": _CREATED})
    sheet = book.add_worksheet(register.name)
    bold = book.add_format({"bold": True, "bottom": 1})
    # Cells of texts are formatted as text, so that what is typed there later stays text, too: 007, =1+1, 3-4.
    as_text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    quoted = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "quote_prefix": True})
    formats = {kind: as_text for kind in ("text", "code", "codes", "datetime")}
    formats["date"] = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
    for place, column in enumerate(register.columns):
        sheet.set_column(place, place, _WIDTHS[column.kind], formats.get(column.kind))
        sheet.write_string(0, place, column.name, bold)
        # A list of several is typed, and a spreadsheet keeps 255 letters of what it offers.
        if column.words and column.kind == "code" and len(",".join(column.words)) <= 255:
            offered = {"validate": "list", "source": [str(word) for word in column.words], "error_type": "warning"}
            sheet.data_validation(1, place, MAX_ROWS, place, offered)
    for line, row in enumerate(rows, start=1):
        for place, (column, value) in enumerate(zip(register.columns, row, strict=True)):
            if value is None or value == []:
                continue
            if column.kind in ("number", "integer"):
                sheet.write_number(line, place, _Exact(value))
            elif column.kind == "yes_no":
                sheet.write_boolean(line, place, value)
            elif column.kind == "date" and value >= _FIRST_DAY:
                sheet.write_datetime(line, place, value, formats["date"])
            else:
                _write_text(sheet, line, place, _as_text(column, value), as_text, quoted)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(register.columns) - 1)
    book.close()
    return file.getvalue()


def _as_text(column: Column, value: Any) -> str:
    if column.kind == "codes":
        return ", ".join(value)
    if column.kind == "datetime":
        return str(value.isoformat()).replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else str(value)


def _write_text(sheet: Any, line: int, place: int, text: str, as_text: Any, quoted: Any) -> None:
    cell = quoted if text[:1] in ("=", "+", "-", "@", "\t", "\r") else as_text
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter would take this for markup of its own and write it as it stands; in two runs it is escaped.
        sheet.write_rich_string(line, place, "<", as_text, text[1:], cell)
    else:
        sheet.write_string(line, place, text, cell)


# --- reading ------------------------------------------------------------------------------------------------------


def read(register: Register, data: bytes) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """(line, cells by heading) for each row that is not empty."""
    _check_package(register, data)
    sheet = _sheet(register, _opened(data))
    try:
        rows = iter(sheet.to_python(skip_empty_area=False))
    except (CalamineError, ValueError) as damaged:
        raise Problem("sheet.damaged") from damaged
    headings = register.headings
    _check_header(register, next(rows, []))
    for line, cells in enumerate(rows, start=2):
        if all(cell is None or cell == "" for cell in cells):
            continue
        for place, cell in enumerate(cells[len(headings) :], start=len(headings)):
            if cell is not None and cell != "":
                raise Problem("sheet.column_unheaded", line=line, field=_letters(place))
        yield line, dict(zip(headings, cells, strict=False))


def _opened(data: bytes) -> CalamineWorkbook:
    try:
        return load_workbook(io.BytesIO(data))
    except (CalamineError, OSError, ValueError) as damaged:
        raise Problem("sheet.damaged") from damaged


def _sheet(register: Register, book: CalamineWorkbook) -> Any:
    names = book.sheet_names
    if register.name in names:
        return book.get_sheet_by_name(register.name)
    if len(names) == 1:
        return book.get_sheet_by_index(0)
    raise Problem("sheet.no_such_sheet", field=register.name, found=", ".join(names)[:200])


def _check_header(register: Register, cells: list[Any]) -> None:
    found = ["" if cell is None else str(cell).strip() for cell in cells]
    while found and not found[-1]:
        found.pop()
    if not found:
        raise Problem("sheet.no_header", line=1, wanted=", ".join(register.headings))
    for place, name in enumerate(found):
        if not name:
            raise Problem("sheet.column_unheaded", line=1, field=_letters(place))
        if name not in register.headings:
            raise Problem("sheet.column_unknown", line=1, field=name[:80], known=", ".join(register.headings))
        if found.index(name) != place:
            raise Problem("sheet.column_twice", line=1, field=name)
    for name in register.headings:
        if name not in found:
            raise Problem("sheet.column_missing", line=1, field=name)
    for place, (name, wanted) in enumerate(zip(found, register.headings, strict=True)):
        if name != wanted:
            raise Problem("sheet.column_moved", line=1, field=name, place=_letters(place), wanted=wanted)


def _letters(place: int) -> str:
    """The letters over a column: 0 → A, 26 → AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def _check_package(register: Register, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            if unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_UNPACK_RATIO * max(len(data), 4096):
                raise Problem("sheet.bomb", unpacked_mib=unpacked // 1024**2)
            if "xl/workbook.xml" not in {entry.filename for entry in entries}:
                raise Problem("sheet.not_a_workbook")
            for entry in entries:
                if _SHEET.fullmatch(entry.filename):
                    with package.open(entry) as xml:
                        _Walk(register).through(xml)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as damaged:
        raise Problem("sheet.damaged") from damaged


class _Walk:
    """Looks at every cell's place and at what a register never holds."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.row, self.column = 0, -1
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        # No workbook defines entities; whoever does wants them to grow.
        self.parser.EntityDeclHandler = self._entity

    def through(self, xml: IO[bytes]) -> None:
        try:
            self.parser.ParseFile(xml)
        except expat.ExpatError as damaged:
            raise Problem("sheet.damaged") from damaged

    def _entity(self, *_: Any) -> None:
        raise Problem("sheet.damaged")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                self.row = int(attributes.get("r", self.row + 1))
                self.column = -1
            case "c":
                self._cell(attributes.get("r", ""))
            case "f":
                raise Problem("sheet.formula", line=self.row, field=self._heading())
            case "mergeCell":
                first = _CELL.match(attributes.get("ref", ""))
                raise Problem(
                    "sheet.merged", line=int(first[2]) if first else None, field=attributes.get("ref", "")[:20] or None
                )

    def _cell(self, reference: str) -> None:
        found = _CELL.fullmatch(reference)
        self.column = _place(found[1]) if found else self.column + 1
        self.row = int(found[2]) if found else self.row
        # The header is one row more; a few thousand columns without heading are still only refused by their name.
        if self.row > MAX_ROWS + 1:
            raise Problem("sheet.too_many_rows", line=self.row, limit=MAX_ROWS)
        if self.column > len(self.register.columns) + 100:
            raise Problem("sheet.column_unheaded", line=self.row, field=_letters(self.column))

    def _heading(self) -> str:
        headings = self.register.headings
        return headings[self.column] if 0 <= self.column < len(headings) else _letters(max(self.column, 0))
