"""Codes name things across rooms and files (`card-service`, `north`); numbers from a database never leave it."""

from __future__ import annotations

import re

from pledgeline.kernel.problem import Problem

CODE_PATTERN = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
_CODE = re.compile(CODE_PATTERN)


def is_code(text: str) -> bool:
    """Whether `text` may name a centre, service, queue or source (letters, digits, `.`, `_`, `-`; at most 64)."""
    return _CODE.fullmatch(text) is not None


def checked_code(text: str, *, field: str) -> str:
    """`text` itself; raises Problem `code.malformed` naming `field` where it may not serve as a code."""
    if not is_code(text):
        raise Problem("code.malformed", field=field, value=text[:80])
    return text
