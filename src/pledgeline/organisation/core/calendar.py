"""When a service is open: weekly hours, holidays, make-up workdays (调休), in a zone whose clocks may change.

Rules where the clock is odd, in one place:
- an opening belongs to the day it begins on; it runs past midnight even into a closed day;
- a closing time at or before the opening time means the next day, so 00:00–00:00 is the whole day;
- a clock time shown twice (autumn) opens at its first showing and closes at its last;
- a clock time never shown (spring) means the moment the clocks jump over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from pledgeline.kernel import clock
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem

_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Opening:
    """From `opens` to `closes` by the local clock; a `closes` not after `opens` is on the next day."""

    opens: time
    closes: time

    @property
    def crosses_midnight(self) -> bool:
        return self.closes <= self.opens


@dataclass(frozen=True)
class Closed:
    """A holiday."""


@dataclass(frozen=True)
class OpensLike:
    """A make-up workday: opens as on `weekday`, 0 (Monday) to 6."""

    weekday: int


@dataclass(frozen=True)
class OpensAt:
    """A day with hours of its own."""

    openings: tuple[Opening, ...]


SpecialDay = Closed | OpensLike | OpensAt


@dataclass(frozen=True)
class OpeningHours:
    """`weekly` maps 0 (Monday) to 6 to that day's openings; a weekday not named is closed. `special` days go first."""

    zone: str
    weekly: Mapping[int, tuple[Opening, ...]]
    special: Mapping[date, SpecialDay] = field(default_factory=dict)

    def openings_on(self, day: date) -> tuple[Opening, ...]:
        """The openings that begin on `day`."""
        match self.special.get(day):
            case Closed():
                return ()
            case OpensLike(weekday):
                return self.weekly.get(weekday, ())
            case OpensAt(openings):
                return openings
            case _:
                return self.weekly.get(day.weekday(), ())


def always_open(zone: str) -> OpeningHours:
    """Hours of a service that never closes."""
    return OpeningHours(zone, dict.fromkeys(range(7), (Opening(time(0), time(0)),)))


def checked(hours: OpeningHours) -> OpeningHours:
    """`hours` themselves, sorted within each day.

    Raises Problem `zone.unknown`, `calendar.weekday` for a weekday outside 0–6, `calendar.minute` for a time with
    seconds or a zone, and `calendar.overlap` where two openings of a day overlap: each is a slip of the pen.
    """
    clock.zone(hours.zone)
    weekly = {}
    for weekday, openings in sorted(hours.weekly.items()):
        _check_weekday(weekday, "weekly")
        weekly[weekday] = _sorted(openings, f"weekly.{weekday}")
    special: dict[date, SpecialDay] = {}
    for day, kind in sorted(hours.special.items()):
        match kind:
            case OpensLike(weekday):
                _check_weekday(weekday, f"special.{day}")
                special[day] = kind
            case OpensAt(openings):
                special[day] = OpensAt(_sorted(openings, f"special.{day}"))
            case Closed():
                special[day] = kind
    return OpeningHours(hours.zone, {day: openings for day, openings in weekly.items() if openings}, special)


def _check_weekday(weekday: int, place: str) -> None:
    if weekday not in range(7):
        raise Problem("calendar.weekday", field=place, weekday=weekday)


def _sorted(openings: Iterable[Opening], place: str) -> tuple[Opening, ...]:
    ordered = tuple(sorted(openings))
    for opening in ordered:
        for shown in (opening.opens, opening.closes):
            if shown.second or shown.microsecond or shown.tzinfo is not None:
                raise Problem("calendar.minute", field=place, time=shown.isoformat())
    for earlier, later in pairwise(ordered):
        if earlier.crosses_midnight or later.opens < earlier.closes:
            raise Problem("calendar.overlap", field=place, time=f"{later.opens:%H:%M}")
    return ordered


def open_intervals(hours: OpeningHours, period: Period) -> list[tuple[datetime, datetime]]:
    """The stretches of `period` (days of the local calendar) in which the service is open, as UTC [start, end).

    Ascending; stretches that touch or overlap are one. Raises Problem `calendar.unbounded` without both ends.
    """
    if period.start is None or period.end is None:
        raise Problem("calendar.unbounded")
    local = clock.zone(hours.zone)
    first, last = _instant(period.start, time(0), local, last=False), _instant(period.end, time(0), local, last=False)
    merged: list[tuple[datetime, datetime]] = []
    for start, end in _stretches(hours, local, period.start, period.end):
        start, end = max(start, first), min(end, last)
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def is_open(hours: OpeningHours, instant: datetime) -> bool:
    """Whether the service is open at `instant`; raises Problem `calendar.naive_instant` for one without a zone."""
    if instant.tzinfo is None:
        raise Problem("calendar.naive_instant", value=instant.isoformat())
    local = clock.zone(hours.zone)
    moment = instant.astimezone(UTC)
    day = moment.astimezone(local).date()
    return any(start <= moment < end for start, end in _stretches(hours, local, day, day + _DAY))


def _stretches(hours: OpeningHours, local: ZoneInfo, start: date, end: date) -> Iterator[tuple[datetime, datetime]]:
    """The openings that begin on the days from the eve of `start` (they may cross midnight) up to `end`."""
    day = start - _DAY
    while day < end:
        for opening in hours.openings_on(day):
            closing_day = day + _DAY if opening.crosses_midnight else day
            # A midnight shown twice closes at its first showing: the whole day ends where the next one begins.
            until_last = opening.closes != time(0)
            yield (
                _instant(day, opening.opens, local, last=False),
                _instant(closing_day, opening.closes, local, last=until_last),
            )
        day += _DAY


def _instant(day: date, shown: time, local: ZoneInfo, *, last: bool) -> datetime:
    """The UTC instant at which clocks in `local` show this; `last` picks the later of two showings."""
    wall = datetime.combine(day, shown)
    instant = wall.replace(tzinfo=local, fold=int(last)).astimezone(UTC)
    if instant.astimezone(local).replace(tzinfo=None) == wall:
        return instant
    return _jump(wall, local)


def _jump(wall: datetime, local: ZoneInfo) -> datetime:
    """The instant at which clocks in `local` jump over the clock time `wall`."""
    # In a gap the two readings swap: fold 1 lies before the jump, fold 0 after it.
    low = int(wall.replace(tzinfo=local, fold=1).timestamp())
    high = int(wall.replace(tzinfo=local, fold=0).timestamp())
    before = datetime.fromtimestamp(low, local).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, local).utcoffset() == before:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high, UTC)
