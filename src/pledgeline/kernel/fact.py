"""A fact a room can show. It never names a requirement: which duty it speaks to is decided in `assurance`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pledgeline.kernel.interval import Period


@dataclass(frozen=True)
class Fact:
    """`subject` in words of the room (`promise`, `centre`), its `key` (a code), what was found, and what it rests on.

    `n` is the number of rows behind it and `source` where they lie (a snapshot id, or `records`).
    """

    kind: str
    key: str
    period: Period
    source: str
    n: int
    values: Mapping[str, Any] = field(default_factory=dict)
