"""Comments on anything that both sides look at, and which files may be attached to them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

LONGEST = 4_000
LARGEST_BYTES = 10 * 1024**2
MOST_FILES = 5


class Subject(StrEnum):
    """What a remark may hang on, within this room; rooms above may add a kind of their own (`queries.subjects`)."""

    TERMS = "terms"
    STATEMENT = "statement"
    LINE = "statement-line"
    REVIEW = "review"
    IMPROVEMENT = "action"
    ESCALATION = "escalation"


_ZIP = b"PK\x03\x04"
# Ending → (media type, how the bytes begin; empty: text without a null byte). Everything else is refused.
TYPES: Mapping[str, tuple[str, bytes]] = {
    "pdf": ("application/pdf", b"%PDF-"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _ZIP),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _ZIP),
    "csv": ("text/csv", b""),
    "txt": ("text/plain", b""),
}


def media_type(name: str, data: bytes) -> str | None:
    """The type of a file by its ending, where its bytes agree; None for one that may not be attached."""
    known = TYPES.get(name.rpartition(".")[2].lower()) if "." in name else None
    if known is None:
        return None
    kind, begins = known
    agrees = data.startswith(begins) if begins else b"\x00" not in data
    return kind if agrees else None


def plain_name(name: str) -> str:
    """A file's name without folders and control characters, at most 120 characters; its ending stays."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    bare = "".join(letter for letter in bare if letter.isprintable()).strip(" .") or "file"
    if len(bare) <= 120:
        return bare
    stem, dot, ending = bare.rpartition(".")
    return stem[: 119 - len(ending)] + dot + ending if dot else bare[:120]
