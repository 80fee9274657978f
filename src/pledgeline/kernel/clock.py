"""Time zones as plain numbers, so that a query engine can turn UTC into local time without knowing any zone.

DuckDB and Spark each bring a zone database of their own and need not agree; a list of offset changes is small
(two a year where clocks change, one for China) and gives both engines the same integers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pledgeline.kernel.problem import Problem


@dataclass(frozen=True)
class OffsetChange:
    """From `at_s` (epoch seconds, UTC) on, local time is UTC + `offset_s`."""

    at_s: int
    offset_s: int


def zone(name: str) -> ZoneInfo:
    """The zone called `name`; raises Problem `zone.unknown`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise Problem("zone.unknown", zone=name) from unknown


def offset_changes(zone_name: str, start: datetime, end: datetime) -> tuple[OffsetChange, ...]:
    """Every offset of `zone_name` in force between two instants, oldest first.

    The first entry's `at_s` is the start itself; each change is found by halving the day it lies in.
    """
    local = zone(zone_name)

    def offset_at(epoch_s: int) -> int:
        delta = datetime.fromtimestamp(epoch_s, UTC).astimezone(local).utcoffset() or timedelta()
        return int(delta.total_seconds())

    first_s, last_s = int(start.timestamp()), int(end.timestamp())
    changes = [OffsetChange(first_s, offset_at(first_s))]
    # A day's step is safe: no zone in the database changed twice within 24 hours since 1970.
    for low in range(first_s, last_s, 86_400):
        high = min(low + 86_400, last_s)
        before, after = offset_at(low), offset_at(high)
        if before == after:
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset_at(middle) == before else (low, middle)
        changes.append(OffsetChange(high, after))
    return tuple(changes)
