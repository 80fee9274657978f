"""Quarters of a year: what centres rate, and what the mirror shows at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem

_WRITTEN = re.compile(r"(\d{4})-Q([1-4])")
# A quarter is rated from its last month on, and no longer than a year after it: later memory is not evidence.
RATED_BEFORE_END_DAYS, RATED_AFTER_END_DAYS = 31, 366


@dataclass(frozen=True, order=True)
class Quarter:
    """Written `2026-Q3`."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month - 1) // 3 + 1)

    @classmethod
    def read(cls, text: str) -> Quarter:
        """Raises Problem `quarter.malformed`."""
        found = _WRITTEN.fullmatch(text)
        if found is None or not 1971 <= int(found[1]) <= 9000:
            raise Problem("quarter.malformed", field="quarter", value=text[:20])
        return cls(int(found[1]), int(found[2]))

    @property
    def period(self) -> Period:
        after = self.next
        return Period(self.first, after.first)

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def before(self) -> Quarter:
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    def may_be_rated_on(self, day: date) -> bool:
        return -RATED_BEFORE_END_DAYS <= (day - self.last).days <= RATED_AFTER_END_DAYS

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"
