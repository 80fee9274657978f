"""Local clocks to UTC as integer arithmetic in SQL (microseconds since 1970).

DuckDB's own zone conversion asks ICU for every row; a zone's offset changes are a handful of integers, searched by
halving in nested CASEs. Autumn's repeated hour takes the earlier offset, spring's missing hour is shifted forward.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise

from pledgeline.kernel.clock import OffsetChange, offset_changes
from pledgeline.kernel.units import MICROS_PER_SECOND

# A contact before 1995 or after 2045 is a misread column; such a row is rejected as implausible.
FIRST = datetime(1995, 1, 1, tzinfo=UTC)
LAST = datetime(2045, 1, 1, tzinfo=UTC)
FIRST_US = int(FIRST.timestamp()) * MICROS_PER_SECOND
LAST_US = int(LAST.timestamp()) * MICROS_PER_SECOND
DAY_US = 86_400 * MICROS_PER_SECOND
HALF_DAY_US = DAY_US // 2


@lru_cache(maxsize=32)
def _changes(zone_name: str) -> tuple[OffsetChange, ...]:
    return offset_changes(zone_name, FIRST, LAST)


@lru_cache(maxsize=32)
def _borders(zone_name: str) -> tuple[tuple[int, int], ...]:
    """For each change: the local µs from which the new offset counts, and new − old offset in µs.

    Local times from border − |difference| to border are repeated (negative difference) or missing (positive one).
    """
    changes = _changes(zone_name)
    return tuple(
        (
            (new.at_s + max(old.offset_s, new.offset_s)) * MICROS_PER_SECOND,
            (new.offset_s - old.offset_s) * MICROS_PER_SECOND,
        )
        for old, new in pairwise(changes)
    )


def is_constant(zone_name: str) -> bool:
    """Whether the zone's clocks never change, so that no local time is ambiguous."""
    return not _borders(zone_name)


def _search(local: str, borders: tuple[tuple[int, int], ...], leaves: tuple[str, ...]) -> str:
    """The leaf for the stretch `local` lies in; `leaves` has one more entry than `borders`."""
    if not borders:
        return leaves[0]
    middle = len(borders) // 2
    low = _search(local, borders[:middle], leaves[: middle + 1])
    high = _search(local, borders[middle + 1 :], leaves[middle + 1 :])
    return f"CASE WHEN {local} < {borders[middle][0]} THEN {low} ELSE {high} END"


def utc_us(local: str, zone_name: str) -> str:
    """SQL of the UTC µs for the local µs in column `local`; the earlier offset where the hour is repeated."""
    offsets = tuple(str(change.offset_s * MICROS_PER_SECOND) for change in _changes(zone_name))
    return f"{local} - ({_search(local, _borders(zone_name), offsets)})"


def doubt_us(local: str, zone_name: str) -> str:
    """SQL of how much later `local` could also be meant: > 0 in a repeated hour, < 0 in a missing one, else 0."""
    borders = _borders(zone_name)
    leaves = tuple(
        f"CASE WHEN {local} >= {border - abs(difference)} THEN {-difference} ELSE 0 END"
        for border, difference in borders
    )
    return _search(local, borders, (*leaves, "0"))
