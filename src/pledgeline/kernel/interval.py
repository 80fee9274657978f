"""Stretches of days and of time. Always half-open: the end is the first moment that no longer belongs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from pledgeline.kernel.problem import Problem


@dataclass(frozen=True)
class Period:
    """Days from `start` up to, not including, `end`; None leaves that side open."""

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise Problem("period.empty", start=self.start.isoformat(), end=self.end.isoformat())

    @classmethod
    def from_days(cls, first: date | None, last: date | None) -> Period:
        """The period a person means by "from `first` to `last`": both days included."""
        return cls(first, last + timedelta(days=1) if last is not None else None)

    @property
    def last(self) -> date | None:
        """The last day inside, as people write it."""
        return self.end - timedelta(days=1) if self.end is not None else None

    def holds(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def overlaps(self, other: Period) -> bool:
        before = self.end is not None and other.start is not None and self.end <= other.start
        after = other.end is not None and self.start is not None and other.end <= self.start
        return not (before or after)

    def covers(self, other: Period) -> bool:
        """Whether every day of the other is a day of this one."""
        begins = self.start is None or (other.start is not None and self.start <= other.start)
        ends = self.end is None or (other.end is not None and other.end <= self.end)
        return begins and ends

    def shared(self, other: Period) -> Period:
        """The days that belong to both; raises Problem `period.empty` where there are none."""
        starts = [day for day in (self.start, other.start) if day is not None]
        ends = [day for day in (self.end, other.end) if day is not None]
        return Period(max(starts, default=None), min(ends, default=None))
