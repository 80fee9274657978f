"""A register as JSON: one row a line, so that a line number means something and versions can be compared."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, NoReturn

from pledgeline.kernel.problem import Problem
from pledgeline.ui.sheets.register import MAX_ROWS, Register

_SPACE = " \t\r\n"


def written(register: Register, rows: list[list[Any]]) -> str:
    """`rows` hold checked values in the order of the columns."""
    columns = [{"name": column.name, "kind": column.kind} for column in register.columns]
    head = f'{{"register": {_dump(register.name)},\n "columns": {_dump(columns)},\n "rows": ['
    lines = [_dump(dict(zip(register.headings, map(_plain, row), strict=True))) for row in rows]
    return head + ",".join(f"\n  {line}" for line in lines) + ("\n " if lines else "") + "]}\n"


def read(register: Register, data: bytes) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """(line, row) for each row; a row names every column of the register and no other."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Problem("sheet.not_utf8") from wrong
    scan = _Scan(text)
    rows = scan.rows()
    _check_head(register, scan.head)
    for number, (line, row) in enumerate(rows, start=1):
        if number > MAX_ROWS:
            raise Problem("sheet.too_many_rows", limit=MAX_ROWS)
        if not isinstance(row, dict):
            raise Problem("sheet.not_a_row", line=line)
        _check_columns(register, row, line)
        if any(value not in (None, "", []) for value in row.values()):
            yield line, row


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def _check_head(register: Register, head: Mapping[str, Any]) -> None:
    if head.get("register", register.name) != register.name:
        raise Problem("sheet.other_register", field="register", found=str(head["register"])[:80], wanted=register.name)
    unknown = sorted(set(head) - {"register", "columns", "rows"})
    if unknown:
        raise Problem("sheet.column_unknown", field=unknown[0], known="register, columns, rows")


def _check_columns(register: Register, row: Mapping[str, Any], line: int) -> None:
    for name in row:
        if name not in register.headings:
            raise Problem("sheet.column_unknown", line=line, field=name[:80], known=", ".join(register.headings))
    for name in register.headings:
        if name not in row:
            raise Problem("sheet.column_missing", line=line, field=name)


class _Scan:
    """Walks the outermost object itself and leaves each row to `json`: that module does not tell lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line, self.counted = 1, 0
        self.head: dict[str, Any] = {}
        self.decoder = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)

    def rows(self) -> list[tuple[int, Any]]:
        """The members of `rows` with their lines; every other member of the object is in `head` then."""
        found: list[tuple[int, Any]] | None = None
        self._take("{")
        while True:
            name = self._value()
            if not isinstance(name, str) or name in self.head or (name == "rows" and found is not None):
                raise self._damaged()
            self._take(":")
            if name == "rows":
                found = list(self._members())
            else:
                self.head[name] = self._value()
            if self._take(",}") == "}":
                break
        self._skip()
        if self.at < len(self.text):
            raise self._damaged()
        if found is None:
            raise Problem("sheet.no_rows", field="rows")
        return found

    def _members(self) -> Iterator[tuple[int, Any]]:
        self._take("[")
        self._skip()
        if self.text[self.at : self.at + 1] == "]":
            self.at += 1
            return
        while True:
            self._skip()
            line = self._line()
            yield line, self._value()
            if self._take(",]") == "]":
                return

    def _value(self) -> Any:
        self._skip()
        try:
            value, self.at = self.decoder.raw_decode(self.text, self.at)
        except Problem as problem:
            raise problem.at(line=self._line()) from None
        except (json.JSONDecodeError, RecursionError, ValueError) as wrong:
            self.at = getattr(wrong, "pos", self.at)
            raise self._damaged() from None
        return value

    def _take(self, wanted: str) -> str:
        self._skip()
        found = self.text[self.at : self.at + 1]
        if not found or found not in wanted:
            raise self._damaged()
        self.at += 1
        return found

    def _skip(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in _SPACE:
            self.at += 1

    def _line(self) -> int:
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = max(self.counted, self.at)
        return self.line

    def _damaged(self) -> Problem:
        return Problem("sheet.damaged_json", line=self._line())


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise Problem("sheet.column_twice", field=next(name for name in names if names.count(name) > 1)[:80])
    return found


def _no_constant(name: str) -> NoReturn:
    raise Problem("sheet.not_a_number", value=name)
