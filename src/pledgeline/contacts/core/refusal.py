"""A problem as a record keeps it: its code and plain values; the sentence is made when somebody reads it."""

from __future__ import annotations

from typing import Any

from pledgeline.kernel.problem import Problem

_LONGEST = 500


def kept(problem: Problem) -> dict[str, Any]:
    """`code`, `line`, `field` and `params` of a problem, fit for any record store and any page.

    Values quote the delivered file: they are cut to 500 characters, and control characters (PostgreSQL keeps no NUL)
    are shown as U+FFFD.
    """
    return {
        "code": problem.code,
        "line": problem.line,
        "field": None if problem.field is None else _plain(problem.field),
        "params": {name: _plain(value) for name, value in problem.params.items()},
    }


def _plain(value: object) -> str:
    text = str(value)
    cut = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in cut)
