"""Test vectors as lines a person writes: one contact a line, one figure a line.

answered_s=95 offered_s=50          a contact: name=value, as in `contacts.core.written`
lower = 6/14                        a figure: a number, a fraction, `none`, or an interval `0.21 .. 0.67`
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from pledgeline.contacts.core.written import Written
from pledgeline.experience.core.vectors import Expected
from pledgeline.kernel.problem import Problem

NONE = "none"
BETWEEN = ".."
_WORDS = {"yes": True, "no": False}
# Bounded: a fraction of 1e999999999 is a number of a thousand million digits.
_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,18})?(e-?\d{1,2})?(/\d{1,18})?")


def contact_line(contact: Written) -> str:
    """What differs from an ordinary contact."""
    said = contact.model_dump(mode="json", exclude_defaults=True)
    return " ".join(f"{name}={_plain(value)}" for name, value in said.items()) or "asked=yes"


def read_contacts(text: str) -> list[dict[str, Any]]:
    """One contact a line; empty lines are skipped. Raises Problem `vector.contact_unreadable` with the line."""
    found = []
    for line, words in _lines(text):
        contact: dict[str, Any] = {}
        for word in words.split():
            name, sep, value = word.partition("=")
            if not sep or not name or not value or name in contact:
                raise Problem("vector.contact_unreadable", line=line, at=line, text=word[:80])
            contact[name] = _value(value)
        found.append(contact)
    return found


def expect_lines(expect: Mapping[str, Expected]) -> str:
    return "\n".join(f"{name} = {_figure(value)}" for name, value in expect.items())


def read_expect(text: str) -> dict[str, Expected]:
    """One figure a line. Raises Problem `vector.figure_unreadable` with the line."""
    found: dict[str, Expected] = {}
    for line, words in _lines(text):
        name, sep, value = (part.strip() for part in words.partition("="))
        try:
            if not sep or not name or name in found:
                raise ValueError(name)
            found[name] = _expected(value)
        except (ValueError, ZeroDivisionError, OverflowError) as wrong:
            raise Problem("vector.figure_unreadable", line=line, at=line, text=words[:80]) from wrong
    return found


def param_line(params: Mapping[str, float] | None) -> str:
    return " ".join(f"{name}={_exact(float(value))}" for name, value in (params or {}).items())


def read_params_line(text: str) -> dict[str, float] | None:
    """None where nothing is written: the contract's own. Raises Problem `vector.params_unreadable`."""
    found: dict[str, float] = {}
    for word in text.split():
        name, sep, value = word.partition("=")
        try:
            if not sep or not name:
                raise ValueError(word)
            found[name] = float(value)
        except ValueError as wrong:
            raise Problem("vector.params_unreadable", text=word[:80]) from wrong
    return found or None


def _lines(text: str) -> list[tuple[int, str]]:
    return [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _exact(value) if isinstance(value, float) else str(value)


def _exact(value: float) -> str:
    """As short as it can be without losing anything: 60 and not 60.0."""
    short = f"{value:g}"
    return short if float(short) == value else repr(value)


def _value(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    try:
        return float(text)
    except ValueError:
        return text


def _expected(text: str) -> Expected:
    if text == NONE:
        return None
    if BETWEEN in text:
        low, high = text.split(BETWEEN)
        return float(_number(low)), float(_number(high))
    return _number(text)


def _number(text: str) -> int | float:
    plain = text.strip().replace(" ", "")
    if not _NUMBER.fullmatch(plain):
        raise ValueError(plain)
    found = Fraction(plain)
    return int(found) if found.denominator == 1 and "." not in text else float(found)


def _figure(value: Expected) -> str:
    if value is None:
        return NONE
    if isinstance(value, tuple):
        return f"{value[0]!r} {BETWEEN} {value[1]!r}"
    return repr(value)
