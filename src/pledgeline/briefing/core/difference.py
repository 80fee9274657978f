"""What changed between two versions of a text: word by word in English, character by character in Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A word, a stretch of blanks, or any single other character. Chinese has no blanks between words, so its unit is the
# character; Latin words and numbers inside Chinese stay whole, or "2027" → "2028" would read as "202" and a digit.
_PIECES = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’.,%:-]*[A-Za-z0-9%]|[A-Za-z0-9]|\s+|.", re.DOTALL)


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """A stretch of text with one fate. Texts are as written: whoever shows them escapes them."""

    change: Change
    text: str


def pieces(text: str) -> list[str]:
    """The units in which `text` is compared; joined they are the text again."""
    return _PIECES.findall(text)


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """What leads from `before` to `after`. Without what was added it reads `before`."""
    old, new = pieces(before), pieces(after)
    found: list[Piece] = []
    # autojunk would take frequent characters for noise from 200 units on: in Chinese they are the text.
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            _append(found, Change.SAME, old[i1:i2])
        else:
            _append(found, Change.REMOVED, old[i1:i2])
            _append(found, Change.ADDED, new[j1:j2])
    return tuple(found)


def _append(found: list[Piece], change: Change, units: Sequence[str]) -> None:
    if units:
        found.append(Piece(change, "".join(units)))


def is_changed(pieces_of_text: Sequence[Piece]) -> bool:
    return any(one.change is not Change.SAME for one in pieces_of_text)
