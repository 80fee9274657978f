"""A calendar as a person reads it: runs of weekdays that share their hours, and the special days of a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pledgeline.kernel.interval import Period
from pledgeline.organisation.core.calendar import Opening, OpeningHours, OpensLike


@dataclass(frozen=True)
class WeekdayRun:
    """Weekdays `first` to `last` (0 is Monday), all with the same openings; none means closed."""

    first: int
    last: int
    openings: tuple[Opening, ...]


@dataclass(frozen=True)
class SpecialRow:
    """`like` is the weekday a make-up day follows, None for other special days."""

    day: date
    openings: tuple[Opening, ...]
    like: int | None


def weekday_runs(hours: OpeningHours) -> tuple[WeekdayRun, ...]:
    """The seven weekdays in as few rows as say the same."""
    runs: list[WeekdayRun] = []
    for weekday in range(7):
        openings = hours.weekly.get(weekday, ())
        if runs and runs[-1].openings == openings:
            runs[-1] = WeekdayRun(runs[-1].first, weekday, openings)
        else:
            runs.append(WeekdayRun(weekday, weekday, openings))
    return tuple(runs)


def special_rows(hours: OpeningHours, period: Period) -> tuple[SpecialRow, ...]:
    """The special days of `period`, in order."""
    return tuple(
        SpecialRow(day, hours.openings_on(day), kind.weekday if isinstance(kind, OpensLike) else None)
        for day, kind in sorted(hours.special.items())
        if period.holds(day)
    )
