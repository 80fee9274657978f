"""What a register looks like on its way: columns with a kind, and rows that know where they stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

Kind = Literal["text", "code", "number", "integer", "date", "datetime", "yes_no", "codes"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# A register is edited by people: these are far above what they fill in and far below what would hurt a server.
MAX_BYTES = 20 * 1024**2
MAX_UNPACKED_BYTES = 256 * 1024**2
MAX_UNPACK_RATIO = 200
MAX_ROWS = 50_000
MAX_TEXT_LENGTH = 32_767  # of one cell, as spreadsheets count: in UTF-16
MAX_WHOLE_NUMBER = 10**15  # spreadsheets keep 15 digits


@dataclass(frozen=True)
class Column:
    """`name` is the heading in the file and the key in a row.

    What a row holds there: `text` and `code` a str, `number` a float, `integer` an int, `date` a date, `datetime` a
    datetime with a zone (in UTC when it comes back), `yes_no` a bool, `codes` a list of str. An empty cell is None,
    and an empty list for `codes`; an empty text is an empty cell. `words` are the codes that may stand there, where
    there are only some: they are told to whoever fills it in, and offered by a spreadsheet.
    """

    name: str
    kind: Kind
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is no kind of column; there are {', '.join(KINDS)}")


@dataclass(frozen=True)
class Register:
    """A list of one room that people may take away and hand in again; `name` is also the name of its sheet.

    `key` are the columns that together name a row; by default the first column does.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if not names or len(set(names)) != len(names) or not 0 < len(self.name) <= 31:
            raise ValueError(
                f"register {self.name!r} needs a name of 1 to 31 letters and columns with names of their own"
            )
        if not set(self.key) <= set(names):
            raise ValueError(f"register {self.name!r} is named by columns that it does not have: {self.key}")

    @property
    def row_key(self) -> tuple[str, ...]:
        return self.key or (self.columns[0].name,)

    @property
    def headings(self) -> list[str]:
        return [column.name for column in self.columns]


class Row(Mapping[str, Any]):
    """One row that was read; `line` is its line in the file, as an editor or a spreadsheet counts it."""

    __slots__ = ("_values", "line")

    def __init__(self, line: int, values: Mapping[str, Any]) -> None:
        self.line = line
        self._values = dict(values)

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Row({self.line}, {self._values!r})"


@dataclass(frozen=True)
class Imported:
    """What taking a register in again did, in rows of the file."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
