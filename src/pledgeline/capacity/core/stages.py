"""The stations of a staffing plan, and how many intervals a day has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pledgeline.kernel.problem import Problem

MOST_AGENTS = 50_000


class Stage(StrEnum):
    """In the order in which a plan passes them."""

    REQUIRED = "required"
    REQUESTED = "requested"
    COMMITTED = "committed"
    SCHEDULED = "scheduled"
    DELIVERED = "delivered"


# Settled between client and centre: fixed from the lock date on. What happened afterwards may always be told.
AGREED = (Stage.REQUIRED, Stage.REQUESTED, Stage.COMMITTED)


def intervals_of(day: date, zone: str, interval_min: int) -> int:
    """Intervals of a local day: a day on which clocks change has 23 or 25 hours."""
    place = ZoneInfo(zone)
    start = datetime.combine(day, time(), place).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time(), place).astimezone(UTC)
    return int((end - start).total_seconds() // 60) // interval_min


def checked_agents(agents: Sequence[float], *, expected: int, day: date) -> list[float]:
    """One number an interval, from midnight; raises Problem `plan.intervals_count` or `plan.agents_out_of_range`."""
    if len(agents) != expected:
        raise Problem("plan.intervals_count", day=day.isoformat(), found=len(agents), expected=expected)
    for place, number in enumerate(agents):
        if not 0 <= number <= MOST_AGENTS:
            raise Problem("plan.agents_out_of_range", day=day.isoformat(), interval=place + 1, value=number)
    return [float(number) for number in agents]
