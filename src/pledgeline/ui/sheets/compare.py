"""What a register that comes back would change: which rows are new, which differ and in what, which stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pledgeline.ui.sheets.register import Register, Row


@dataclass(frozen=True)
class Change:
    """A row that is new (`before` empty) or differs; `before` and `after` hold the columns that differ only."""

    line: int
    key: tuple[Any, ...]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    new: bool


@dataclass(frozen=True)
class Difference:
    """`absent` rows are kept here and not in the file: they stay as they are."""

    changes: tuple[Change, ...] = ()
    unchanged: int = 0
    absent: int = 0
    twice: tuple[int, ...] = field(default=())
    """Lines that name a row which a line above names already."""

    @property
    def new(self) -> int:
        return sum(one.new for one in self.changes)

    @property
    def changed(self) -> int:
        return len(self.changes) - self.new


def compare(register: Register, kept: Iterable[Mapping[str, Any]], rows: Sequence[Row]) -> Difference:
    """The difference that `rows` of a file make to the rows that are `kept`, by the key of the register."""
    before = {_key(register, row): row for row in kept}
    seen: set[tuple[Any, ...]] = set()
    changes, unchanged, twice = [], 0, []
    for row in rows:
        key = _key(register, row)
        if key in seen:
            twice.append(row.line)
            continue
        seen.add(key)
        known = before.get(key)
        differing = [name for name in register.headings if known is None or _differs(known[name], row[name])]
        if known is not None and not differing:
            unchanged += 1
            continue
        changes.append(
            Change(
                row.line,
                key,
                {name: known[name] for name in differing} if known is not None else {},
                {name: row[name] for name in differing},
                known is None,
            )
        )
    return Difference(tuple(changes), unchanged, len(set(before) - seen), tuple(twice))


def _key(register: Register, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in register.row_key)


def _differs(one: Any, other: Any) -> bool:
    """An empty text is an empty cell; the order of codes says nothing."""
    if isinstance(one, list | tuple) or isinstance(other, list | tuple):
        return sorted(one or ()) != sorted(other or ())
    return (one if one != "" else None) != (other if other != "" else None)
