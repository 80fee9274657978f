"""Counts of contacts by day and interval, and what is known of a day before it comes."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from pledgeline.kernel.problem import Problem

Counts = NDArray[np.float64]

# A day off behaves like no working weekday; it is a kind of day of its own.
HOLIDAY = 7


@dataclass(frozen=True)
class Series:
    """One row a day, one column an interval. Days ascend; a day that is absent was closed."""

    days: tuple[date, ...]
    counts: Counts

    def __post_init__(self) -> None:
        if self.counts.ndim != 2 or len(self.days) != self.counts.shape[0]:
            raise Problem("forecast.shape", days=len(self.days), rows=int(self.counts.shape[0]))
        if any(later <= earlier for earlier, later in zip(self.days, self.days[1:], strict=False)):
            raise Problem("forecast.days_not_ascending")
        if not np.isfinite(self.counts).all() or (self.counts < 0).any():
            raise Problem("forecast.count_negative")

    def __len__(self) -> int:
        return len(self.days)

    def first(self, n: int) -> Series:
        return Series(self.days[:n], self.counts[:n])


@dataclass(frozen=True)
class Calendar:
    """`off` are public holidays, `made_up` weekend days that are worked instead (China's 调休).

    `events` names what is known to move a day's volume (a bill run, a campaign); the model learns each event's factor
    from its past days, and an event without a past day has no effect.
    """

    off: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()
    events: Mapping[str, Collection[date]] = field(default_factory=dict)
    month_terms: bool = True

    def kind(self, day: date) -> int:
        """0–6 Monday to Sunday, 7 a holiday; a made-up working day counts as a Monday to Friday, by its neighbour."""
        if day in self.off:
            return HOLIDAY
        if day in self.made_up:
            # A worked Saturday stands before or after a holiday week: Friday and Monday are its nearest kin.
            return 4 if day.weekday() == 5 else 0
        return day.weekday()

    def is_working(self, day: date) -> bool:
        return day not in self.off and (day.weekday() < 5 or day in self.made_up)

    def terms(self, days: Sequence[date]) -> tuple[tuple[str, ...], Counts]:
        """Names and a 0/1 column for each calendar term and event, one row a day."""
        names = [*(MONTH_TERMS if self.month_terms else ()), *sorted(self.events)]
        table = np.zeros((len(days), len(names)))
        months = {(day.year, day.month) for day in days} if self.month_terms else set()
        working = {month: self._working_days(month) for month in months}
        for row, day in enumerate(days):
            named = self._month_terms(day, working[day.year, day.month]) if self.month_terms else frozenset()
            for column, name in enumerate(names):
                table[row, column] = name in named or day in self.events.get(name, ())
        return tuple(names), table

    def _month_terms(self, day: date, working: Sequence[date]) -> frozenset[str]:
        """The terms of a day; `working` are the working days of its month, in order."""
        if not self.is_working(day):
            return frozenset()
        names = set()
        place = working.index(day)
        if place <= 1:
            names.add(f"working_day_{place + 1}")
        if len(working) - place <= 2:
            names.add(f"working_day_last_{len(working) - place}")
        if 14 <= day.day <= 16:
            names.add("mid_month")
        elif 17 <= day.day <= 18:
            names.add("after_mid_month")
        if self._after_day_off(day):
            names.add("after_holiday")
        return frozenset(names)

    def _working_days(self, month: tuple[int, int]) -> list[date]:
        days = (date(*month, one) for one in range(1, monthrange(*month)[1] + 1))
        return [day for day in days if self.is_working(day)]

    def _after_day_off(self, day: date) -> bool:
        before = day - timedelta(days=1)
        for _ in range(14):
            if self.is_working(before):
                return False
            if before in self.off:
                return True
            before -= timedelta(days=1)
        return False


MONTH_TERMS = (
    "working_day_1",
    "working_day_2",
    "working_day_last_1",
    "working_day_last_2",
    "mid_month",
    "after_mid_month",
    "after_holiday",
)
