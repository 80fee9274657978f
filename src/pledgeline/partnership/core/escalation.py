"""Escalations: a matter that the people in charge could not settle goes up a level, and every level has its clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pledgeline.kernel.verdict import Reason

# Two days for those in charge of the service, one for their superiors, a working day for the two directors. The
# clocks run through nights and weekends: what is escalated does not wait for Monday.
LIMIT_S: Mapping[int, int] = {1: 48 * 3_600, 2: 24 * 3_600, 3: 8 * 3_600}
HIGHEST = max(LIMIT_S)


@dataclass(frozen=True)
class Step:
    """One level: answered by the other side, or still waiting (`answered_at` None)."""

    level: int
    raised_at: datetime
    due_at: datetime
    answered_at: datetime | None = None

    def late(self, now: datetime) -> bool:
        return (self.answered_at or now) > self.due_at


def due_at(level: int, raised_at: datetime) -> datetime:
    return raised_at + timedelta(seconds=LIMIT_S[level])


def rising_hindrance(steps: Sequence[Step], *, now: datetime) -> Reason | None:
    """Why a matter may not go up a level: the level it is on still has time to answer, or there is none above."""
    last = steps[-1]
    if last.level >= HIGHEST:
        return Reason("escalation.highest", {"level": last.level})
    if last.answered_at is None and now <= last.due_at:
        return Reason("escalation.has_time", {"level": last.level, "due": last.due_at.isoformat(timespec="minutes")})
    return None
