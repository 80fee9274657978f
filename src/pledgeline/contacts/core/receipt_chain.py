"""The register of deliveries as a hash chain: refused and abandoned deliveries stand in it like every other.

What it proves: no sealed receipt was changed, and none taken out of the middle. The file's own sha256 is part of the
contents, so the raw bytes in the archive are bound as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from pledgeline.organisation.core.audit import GENESIS, canonical


def seal(previous_hash: str, contents: Mapping[str, Any]) -> str:
    """sha256 (hex) over the hash before and the canonical contents."""
    return hashlib.sha256(f"{previous_hash}\n{canonical(contents)}".encode()).hexdigest()


def first_break(entries: Iterable[tuple[str, Mapping[str, Any], str]]) -> int | None:
    """Position, from 0, of the first (previous hash, contents, hash) that does not fit; None where the chain holds."""
    expected = GENESIS
    for position, (previous_hash, contents, own_hash) in enumerate(entries):
        if previous_hash != expected or seal(previous_hash, contents) != own_hash:
            return position
        expected = own_hash
    return None
