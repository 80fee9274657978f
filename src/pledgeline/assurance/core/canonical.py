"""One text for one assessment: the same answers give the same bytes, so their digest can name them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

# Sums of floating numbers may differ in the last bits with the number of threads; nine decimals of a share or of a
# second are far finer than any source and coarser than that noise.
DECIMALS = 9


def plain(value: Any) -> Any:
    """`value` as JSON knows it: dates as ISO text, floats rounded to nine decimals, mappings with text keys."""
    if isinstance(value, bool) or value is None or (isinstance(value, str | int) and not isinstance(value, Enum)):
        return value
    if isinstance(value, float):
        return round(value, DECIMALS)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in (sorted(value) if isinstance(value, set | frozenset) else value)]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def canonical(value: Any) -> str:
    """The one JSON text of `value`: sorted names, no spaces, UTF-8 as it is."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(value: Any) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()
