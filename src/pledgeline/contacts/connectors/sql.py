"""Writing SQL from a profile. Everything a user wrote enters as an escaped literal; no name of theirs is ever SQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pledgeline.contacts.core.profile import Choice, Test, When

Columns = Mapping[str, str]
"""From a native column's name to the SQL expression that holds its text (null where a sentinel stood)."""


def lit(text: str) -> str:
    """`text` as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def lits(texts: Iterable[str]) -> str:
    return ", ".join(lit(text) for text in texts)


def _test(test: Test, column: str) -> str:
    parts = []
    if test.present is not None:
        parts.append(f"{column} IS {'NOT ' if test.present else ''}NULL")
    if test.equals is not None:
        parts.append(f"{column} = {lit(test.equals)}")
    if test.is_in is not None:
        parts.append(f"{column} IN ({lits(test.is_in)})")
    if test.starts_with is not None:
        parts.append(f"starts_with({column}, {lit(test.starts_with)})")
    return " AND ".join(parts)


def condition(when: When, columns: Columns) -> str:
    """The conditions of `when` joined by AND; `true` where there is none."""
    return " AND ".join(_test(test, columns[name]) for name, test in when.items()) or "true"


def cases(pairs: Iterable[tuple[str, str]], otherwise: str = "NULL") -> str:
    """A CASE over (condition, result) pairs; just `otherwise` where there are none."""
    whens = " ".join(f"WHEN {when} THEN {then}" for when, then in pairs)
    return f"CASE {whens} ELSE {otherwise} END" if whens else otherwise


def choice(choice: Choice | None, columns: Columns) -> str:
    """The chosen word; null where nothing matched and there is no default."""
    if choice is None:
        return "NULL"
    if choice.value is not None:
        return lit(choice.value)
    otherwise = lit(choice.default) if choice.default is not None else "NULL"
    if choice.column is None:
        return cases(((condition(case.when, columns), lit(case.value)) for case in choice.cases), otherwise)
    column = columns[choice.column]
    if choice.map is None:
        return f"coalesce({column}, {otherwise})" if choice.default is not None else column
    return cases(((f"{column} = {lit(native)}", lit(word)) for native, word in choice.map.items()), otherwise)


@dataclass
class Layers:
    """A SELECT built in layers, each seeing the columns of the one below.

    Layers instead of one long SELECT, because a column used three times by the next would be spelled out three
    times, and a chain of ten clocks would double the query ten times.
    """

    sql: str
    depth: int = field(default=0)

    def add(self, columns: Mapping[str, str]) -> None:
        if not columns:
            return
        self.depth += 1
        added = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
        self.sql = f"SELECT *, {added} FROM ({self.sql}) AS layer_{self.depth}"
