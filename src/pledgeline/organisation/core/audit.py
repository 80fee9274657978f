"""The chain that makes the audit trail tamper-evident: every entry's hash covers the hash before it.

A changed, removed or inserted entry breaks the chain at its place. What a chain cannot show by itself is the loss of
its *end*: for that, the head (last number and hash) is kept apart and can be compared with a printed report.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

GENESIS = "0" * 64


def canonical(data: Mapping[str, Any]) -> str:
    """`data` as the one JSON text it has: keys sorted, no spaces, dates in ISO form, instants in UTC.

    Raises TypeError for values without such a text, ValueError for NaN, infinity and naive instants.
    """
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"an audit entry cannot hold a {type(value).__name__}")


def instant_text(instant: datetime) -> str:
    """`instant` in UTC with all six decimals, so that both databases give back the same text."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone")
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True)
class Link:
    """One entry as it is hashed. `data` is canonical text; `actor` is a user name, empty for the system itself."""

    seq: int
    at: datetime
    actor: str
    action: str
    room: str
    object_kind: str
    object_key: str
    data: str
    previous_hash: str

    def hash(self) -> str:
        """SHA-256 over the canonical JSON of all fields, in hexadecimal."""
        return hashlib.sha256(canonical(asdict(self)).encode()).hexdigest()


class BreakKind(StrEnum):
    """How a chain can be broken."""

    MISSING = "missing"
    """A number is missing: an entry was removed."""
    DETACHED = "detached"
    """An entry does not name the hash of the one before."""
    ALTERED = "altered"
    """An entry's content no longer gives its hash."""
    SHORTENED = "shortened"
    """The last entry is not the head that was noted."""


@dataclass(frozen=True)
class Break:
    kind: BreakKind
    seq: int


@dataclass(frozen=True)
class Chain:
    """What verification saw: `length` entries were sound; `head` is the hash of the last of them."""

    length: int
    head: str
    broken: Break | None = None

    @property
    def intact(self) -> bool:
        return self.broken is None


def verify(entries: Iterable[tuple[Link, str]], *, noted_head: tuple[int, str] | None = None) -> Chain:
    """Walks entries (each with its stored hash) in order of `seq` and stops at the first break.

    `noted_head` is the last number and hash known from elsewhere: a longer chain that holds it is sound.
    """
    length, head = 0, GENESIS
    head_met = noted_head is None or noted_head == (0, GENESIS)
    for link, stored in entries:
        if link.seq != length + 1:
            return Chain(length, head, Break(BreakKind.MISSING, length + 1))
        if link.previous_hash != head:
            return Chain(length, head, Break(BreakKind.DETACHED, link.seq))
        if link.hash() != stored:
            return Chain(length, head, Break(BreakKind.ALTERED, link.seq))
        length, head = link.seq, stored
        head_met = head_met or (length, head) == noted_head
    return Chain(length, head, None if head_met else Break(BreakKind.SHORTENED, length + 1))
