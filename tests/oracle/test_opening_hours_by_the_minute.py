"""A slow, obvious second opinion on opening hours: look at a wall clock every minute and ask whether it is inside.

It agrees with `open_intervals` every five minutes on days without a clock change (generated times are quarter hours).
Where clocks change a wall clock alone cannot tell; those days have tables of their own in `tests/spec/organisation`,
and the two laws below hold for them too.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pledgeline.kernel.interval import Period
from pledgeline.organisation.core.calendar import (
    Closed,
    Opening,
    OpeningHours,
    OpensAt,
    OpensLike,
    is_open,
    open_intervals,
)

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ZONES = ["Asia/Shanghai", "Asia/Jerusalem", "Europe/Berlin", "Asia/Kolkata", "America/Santiago", "Australia/Lord_Howe"]


def wall_clock_says_open(hours: OpeningHours, instant: datetime) -> bool:
    shown = instant.astimezone(ZoneInfo(hours.zone)).replace(tzinfo=None)
    for begins_on in (shown.date(), shown.date() - DAY):
        match hours.special.get(begins_on):
            case Closed():
                openings: tuple[Opening, ...] = ()
            case OpensLike(weekday):
                openings = hours.weekly.get(weekday, ())
            case OpensAt(own):
                openings = own
            case _:
                openings = hours.weekly.get(begins_on.weekday(), ())
        for one in openings:
            start = datetime.combine(begins_on, one.opens)
            end = datetime.combine(begins_on + DAY if one.closes <= one.opens else begins_on, one.closes)
            if start <= shown < end:
                return True
    return False


quarter_hours = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))


@st.composite
def openings(draw: st.DrawFn) -> tuple[Opening, ...]:
    """Up to three openings that do not overlap; the last may cross midnight."""
    times = draw(st.lists(quarter_hours, max_size=6, unique=True).map(sorted))
    pairs = [Opening(times[i], times[i + 1]) for i in range(0, len(times) - 1, 2)]
    if len(times) % 2:
        pairs.append(Opening(times[-1], draw(quarter_hours.filter(lambda t: t <= times[0]))))
    return tuple(pairs)


specials = st.one_of(st.just(Closed()), st.integers(0, 6).map(OpensLike), openings().map(OpensAt))


@st.composite
def weeks(draw: st.DrawFn) -> tuple[OpeningHours, date]:
    start = draw(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
    weekly = draw(st.dictionaries(st.integers(0, 6), openings()))
    days = st.integers(-1, 3).map(lambda n: start + n * DAY)
    return OpeningHours(draw(st.sampled_from(ZONES)), weekly, draw(st.dictionaries(days, specials, max_size=3))), start


def has_clock_change(zone: str, start: date, end: date) -> bool:
    local = ZoneInfo(zone)
    offsets = {
        datetime.combine(start + n * DAY, time(12), tzinfo=local).utcoffset() for n in range(-1, (end - start).days + 1)
    }
    return len(offsets) > 1


@settings(max_examples=60, deadline=None)
@given(weeks())
def test_the_wall_clock_agrees_at_every_five_minutes(case: tuple[OpeningHours, date]) -> None:
    hours, start = case
    end = start + 2 * DAY
    assume(not has_clock_change(hours.zone, start, end))
    local = ZoneInfo(hours.zone)
    first = datetime.combine(start, time(0), tzinfo=local).astimezone(UTC)
    found = open_intervals(hours, Period(start, end))
    for n in range(0, 2 * 24 * 60, 5):
        instant = first + n * MINUTE
        inside = any(begin <= instant < finish for begin, finish in found)
        assert inside == wall_clock_says_open(hours, instant) == is_open(hours, instant), instant


@settings(max_examples=200, deadline=None)
@given(weeks(), st.integers(1, 10))
def test_intervals_are_ascending_apart_and_inside_the_period_in_every_zone(
    case: tuple[OpeningHours, date], days: int
) -> None:
    hours, start = case
    found = open_intervals(hours, Period(start, start + days * DAY))
    assert all(begin < end for begin, end in found)
    assert all(one[1] < two[0] for one, two in pairwise(found))
    local = ZoneInfo(hours.zone)
    for begin, end in found:
        assert start <= begin.astimezone(local).date()
        assert (end - timedelta(microseconds=1)).astimezone(local).date() < start + days * DAY
        assert is_open(hours, begin)
        assert not is_open(hours, end) or end.astimezone(local).date() >= start + days * DAY


@settings(max_examples=100, deadline=None)
@given(weeks(), st.integers(1, 4))
def test_a_period_asked_in_two_parts_gives_the_same_time_open(case: tuple[OpeningHours, date], cut: int) -> None:
    hours, start = case

    def open_for(first: date, last: date) -> timedelta:
        return sum((end - begin for begin, end in open_intervals(hours, Period(first, last))), timedelta())

    middle, end = start + cut * DAY, start + 6 * DAY
    assert open_for(start, middle) + open_for(middle, end) == open_for(start, end)
