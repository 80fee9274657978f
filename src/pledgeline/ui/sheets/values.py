"""A value on its way out (checked against its column's kind) and on its way in (from a cell or from JSON).

A Problem raised here knows the field; the callers add file and line.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from pledgeline.kernel.problem import Problem
from pledgeline.ui.sheets.register import MAX_TEXT_LENGTH, MAX_WHOLE_NUMBER, Column, Kind

_YES = frozenset({"true", "yes", "是"})
_NO = frozenset({"false", "no", "否"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Commas of both writings, and whatever stands between words.
_BETWEEN_CODES = re.compile(r"[\s,，、;；]+")
# Halves of characters, and the two code points that XML has no way to carry.
_NOT_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff]")


def checked(column: Column, value: Any) -> Any:
    """`value` as a row holds it (see `Column`); raises Problem `sheet.*` where it is not of the column's kind."""
    if value is None or value == "":
        return [] if column.kind == "codes" else None
    return _OUTGOING[column.kind](value, column.name)


def incoming(column: Column, value: Any) -> Any:
    """What a cell or a JSON value says for this column; raises Problem `sheet.*` where it says something else."""
    if value is None or value == "":
        return [] if column.kind == "codes" else None
    return _INCOMING[column.kind](value, column.name)


def _text(value: Any, field: str) -> str:
    if not isinstance(value, str):
        raise Problem("sheet.not_text", field=field, value=shown(value))
    if _NOT_TEXT.search(value):
        raise Problem("sheet.not_a_character", field=field)
    length = len(value) + sum(1 for letter in value if ord(letter) > 0xFFFF)
    if length > MAX_TEXT_LENGTH:
        raise Problem("sheet.text_too_long", field=field, length=length, limit=MAX_TEXT_LENGTH)
    return value


def _code(value: Any, field: str) -> str:
    text = _text(value, field)
    if _BETWEEN_CODES.search(text):
        raise Problem("sheet.not_a_code", field=field, value=shown(text))
    return text


def _number(value: Any, field: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise Problem("sheet.not_a_number", field=field, value=shown(value))
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise Problem("sheet.not_a_number", field=field, value=shown(value))
    return number


def _integer(value: Any, field: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Problem("sheet.not_a_number", field=field, value=shown(value))
    if isinstance(value, float) and not value.is_integer():
        raise Problem("sheet.not_whole", field=field, value=shown(value))
    if abs(value) >= MAX_WHOLE_NUMBER:
        raise Problem("sheet.too_many_digits", field=field, value=shown(value))
    return int(value)


def _date(value: Any, field: str) -> date:
    if isinstance(value, datetime) and value.time() == datetime.min.time() and value.tzinfo is None:
        return value.date()
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass  # 2026-02-30: refused below like any other text
    raise Problem("sheet.not_a_day", field=field, value=shown(value))


def _datetime(value: Any, field: str) -> datetime:
    found = value
    if isinstance(value, str):
        try:
            found = datetime.fromisoformat(value.strip())
        except ValueError:
            raise Problem("sheet.not_a_moment", field=field, value=shown(value)) from None
    if not isinstance(found, datetime):
        raise Problem("sheet.not_a_moment", field=field, value=shown(value))
    if found.tzinfo is None:
        raise Problem("sheet.no_zone", field=field, value=shown(value))
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise Problem("sheet.not_a_moment", field=field, value=shown(value)) from None


def _yes_no(value: Any, field: str) -> bool:
    if isinstance(value, bool):
        return value
    word = value.strip().casefold() if isinstance(value, str) else ""
    if word not in _YES | _NO:
        raise Problem("sheet.not_yes_or_no", field=field, value=shown(value))
    return word in _YES


def _codes_out(value: Any, field: str) -> list[str]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise Problem("sheet.not_text", field=field, value=shown(value))
    codes = [_code(one, field) for one in value]
    if "" in codes:
        raise Problem("sheet.not_a_code", field=field, value="")
    _text(", ".join(codes), field)
    return codes


def _codes_in(value: Any, field: str) -> list[str]:
    if isinstance(value, list):
        return _codes_out(value, field)
    return [one for one in _BETWEEN_CODES.split(_text(value, field)) if one]


def shown(value: Any) -> str:
    """Of a wrong value as much as helps to find it."""
    return str(value)[:80].encode("utf-8", "replace").decode()


_OUTGOING: dict[Kind, Callable[[Any, str], Any]] = {
    "text": _text,
    "code": _code,
    "number": _number,
    "integer": _integer,
    "date": _date,
    "datetime": _datetime,
    "yes_no": _yes_no,
    "codes": _codes_out,
}
_INCOMING: dict[Kind, Callable[[Any, str], Any]] = {**_OUTGOING, "codes": _codes_in}
