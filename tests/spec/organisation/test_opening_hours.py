"""When a service is open. Hours are written as people read them; the rules are in `core/calendar.py`.

A table's row is a day of the local calendar and the hours in which the service is open on it, by the local clock;
"(next day)" marks what runs past midnight. Clock changes are shown with their UTC instants and the hours they last.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.core.calendar import (
    Closed,
    Opening,
    OpeningHours,
    OpensAt,
    OpensLike,
    always_open,
    checked,
    is_open,
    open_intervals,
)

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)


def hours(text: str) -> tuple[Opening, ...]:
    """`hours("09:00-12:00 13:00-18:00")`."""
    pairs = (one.split("-") for one in text.split())
    return tuple(Opening(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in pairs)


def on(opening_hours: OpeningHours, day: str) -> str:
    """The stretches of one local day as people read them; empty when closed."""
    start = date.fromisoformat(day)
    local = ZoneInfo(opening_hours.zone)
    stretches = []
    for begin, end in open_intervals(opening_hours, Period(start, start + timedelta(days=1))):
        shown = end.astimezone(local)
        until = "24:00" if shown.date() > start else f"{shown:%H:%M}"
        stretches.append(f"{begin.astimezone(local):%H:%M}-{until}")
    return " ".join(stretches)


# --- the week, the National Day holiday of 2026 and its two make-up workdays ----------------------------------------

NATIONAL_DAY = {date(2026, 10, day): Closed() for day in range(1, 8)}
CHINA = OpeningHours(
    "Asia/Shanghai",
    {
        **dict.fromkeys((MONDAY, TUESDAY, WEDNESDAY, THURSDAY), hours("09:00-12:00 13:00-18:00")),
        FRIDAY: hours("09:00-12:00 13:00-17:00"),
    },
    {
        **NATIONAL_DAY,
        date(2026, 9, 20): OpensLike(THURSDAY),
        date(2026, 10, 10): OpensLike(FRIDAY),
        date(2026, 10, 11): OpensAt(hours("10:00-14:00")),
    },
)


@pytest.mark.parametrize(
    ("day", "weekday", "open_on_it", "why"),
    [
        ("2026-09-17", "Thursday", "09:00-12:00 13:00-18:00", "an ordinary day with a lunch break"),
        ("2026-09-18", "Friday", "09:00-12:00 13:00-17:00", "Fridays end earlier"),
        ("2026-09-19", "Saturday", "", "an ordinary Saturday"),
        ("2026-09-20", "Sunday", "09:00-12:00 13:00-18:00", "make-up workday, as on Thursday"),
        ("2026-09-30", "Wednesday", "09:00-12:00 13:00-18:00", "the day before the holiday"),
        ("2026-10-01", "Thursday", "", "National Day"),
        ("2026-10-02", "Friday", "", "National Day holiday"),
        ("2026-10-05", "Monday", "", "National Day holiday"),
        ("2026-10-07", "Wednesday", "", "its last day"),
        ("2026-10-08", "Thursday", "09:00-12:00 13:00-18:00", "work resumes"),
        ("2026-10-10", "Saturday", "09:00-12:00 13:00-17:00", "make-up workday, as on Friday"),
        ("2026-10-11", "Sunday", "10:00-14:00", "a day with hours of its own"),
        ("2026-10-12", "Monday", "09:00-12:00 13:00-18:00", "an ordinary day again"),
    ],
)
def test_national_day_2026_with_its_make_up_workdays(day: str, weekday: str, open_on_it: str, why: str) -> None:
    assert f"{date.fromisoformat(day):%A}" == weekday
    assert on(CHINA, day) == open_on_it, why


def test_a_period_lists_every_stretch_in_utc_and_in_order() -> None:
    found = open_intervals(CHINA, Period(date(2026, 9, 19), date(2026, 9, 22)))
    assert [(f"{start:%d %H:%M}", f"{end:%d %H:%M}") for start, end in found] == [
        ("20 01:00", "20 04:00"),
        ("20 05:00", "20 10:00"),
        ("21 01:00", "21 04:00"),
        ("21 05:00", "21 10:00"),
    ]
    assert all(start.tzinfo is UTC for start, _ in found)


@pytest.mark.parametrize(
    ("instant", "expected", "why"),
    [
        ("2026-09-20T00:59:59+00:00", False, "a second before it opens"),
        ("2026-09-20T01:00:00+00:00", True, "opens at 09:00 in Shanghai"),
        ("2026-09-20T12:00:00+08:00", False, "the lunch break has begun: an end does not belong"),
        ("2026-09-20T13:00:00+08:00", True, "the break is over"),
        ("2026-10-01T10:00:00+08:00", False, "National Day"),
        ("2026-09-30T22:00:00-04:00", False, "the same moment seen from New York is still National Day in Shanghai"),
    ],
)
def test_an_instant_is_open_or_not(instant: str, expected: bool, why: str) -> None:
    assert is_open(CHINA, datetime.fromisoformat(instant)) is expected, why


# --- past midnight --------------------------------------------------------------------------------------------------

NIGHT = OpeningHours(
    "Asia/Shanghai",
    {FRIDAY: hours("20:00-02:00"), SATURDAY: hours("20:00-02:00")},
    {date(2026, 10, 3): Closed(), date(2026, 10, 4): Closed()},
)


@pytest.mark.parametrize(
    ("day", "open_on_it", "why"),
    [
        ("2026-09-25", "20:00-24:00", "Friday evening"),
        ("2026-09-26", "00:00-02:00 20:00-24:00", "Friday's night, then Saturday evening"),
        ("2026-09-27", "00:00-02:00", "Saturday's night; Sunday itself has no hours"),
        ("2026-10-03", "00:00-02:00", "Friday's night runs into a holiday: an opening belongs to the day it begins on"),
        ("2026-10-04", "", "nothing began on the holiday before"),
    ],
)
def test_an_opening_past_midnight_belongs_to_the_day_it_begins_on(day: str, open_on_it: str, why: str) -> None:
    assert on(NIGHT, day) == open_on_it, why


def test_round_the_clock_is_one_stretch() -> None:
    found = open_intervals(always_open("Asia/Shanghai"), Period(date(2026, 1, 1), date(2026, 1, 8)))
    assert found == [(datetime(2025, 12, 31, 16, tzinfo=UTC), datetime(2026, 1, 7, 16, tzinfo=UTC))]


# --- clocks that change ---------------------------------------------------------------------------------------------

EVERY_NIGHT = {day: hours("22:00-06:00") for day in range(7)}
EVERY_DAY = {day: hours("09:00-17:00") for day in range(7)}
WHOLE_DAY = {day: hours("00:00-00:00") for day in range(7)}


@pytest.mark.parametrize(
    ("zone", "day", "week", "open_h", "why"),
    [
        ("Asia/Jerusalem", "2026-03-26", WHOLE_DAY, 24, "the day before"),
        ("Asia/Jerusalem", "2026-03-27", WHOLE_DAY, 23, "Israel: Friday, 02:00 becomes 03:00"),
        ("Asia/Jerusalem", "2026-10-25", WHOLE_DAY, 25, "Israel: Sunday, 02:00 becomes 01:00"),
        ("Europe/Berlin", "2026-03-29", WHOLE_DAY, 23, "Europe: Sunday, 02:00 becomes 03:00"),
        ("Europe/Berlin", "2026-10-25", WHOLE_DAY, 25, "Europe: Sunday, 03:00 becomes 02:00"),
        ("Europe/Berlin", "2026-10-25", EVERY_DAY, 8, "office hours keep their length"),
        ("Europe/Berlin", "2026-10-25", EVERY_NIGHT, 9, "six hours of night are seven, and two of the evening"),
        ("Europe/Berlin", "2026-03-29", EVERY_NIGHT, 7, "six hours of night are five, and two of the evening"),
        ("America/Havana", "2026-11-01", WHOLE_DAY, 25, "Cuba: 01:00 becomes 00:00, midnight is shown twice"),
        ("America/Santiago", "2026-09-06", WHOLE_DAY, 23, "Chile: midnight is never shown, the day begins at 01:00"),
        ("Asia/Shanghai", "2026-10-25", WHOLE_DAY, 24, "China: no change since 1991"),
        ("Asia/Jerusalem", "1999-09-03", WHOLE_DAY, 25, "Israel in 1999: Friday, 02:00 becomes 01:00"),
    ],
)
def test_a_day_on_which_clocks_change(zone: str, day: str, week: dict, open_h: int, why: str) -> None:
    start = date.fromisoformat(day)
    found = open_intervals(OpeningHours(zone, week), Period(start, start + timedelta(days=1)))
    assert sum((end - begin for begin, end in found), timedelta()) == timedelta(hours=open_h), why


@pytest.mark.parametrize(
    ("shown", "opens_utc", "closes_utc", "why"),
    [
        ("01:30-04:00", "00:30", "02:00", "an ordinary opening loses the hour that is not there"),
        ("02:30-04:00", "01:00", "02:00", "02:30 is never shown: it opens when the clocks jump"),
        ("01:00-02:30", "00:00", "01:00", "02:30 is never shown: it closes when the clocks jump"),
    ],
)
def test_spring_in_berlin_29_march_2026(shown: str, opens_utc: str, closes_utc: str, why: str) -> None:
    found = open_intervals(
        OpeningHours("Europe/Berlin", {SUNDAY: hours(shown)}), Period(date(2026, 3, 29), date(2026, 3, 30))
    )
    assert [(f"{start:%H:%M}", f"{end:%H:%M}") for start, end in found] == [(opens_utc, closes_utc)], why


def test_spring_opening_inside_the_missing_hour_does_not_happen() -> None:
    week = {SUNDAY: hours("02:10-02:50")}
    assert open_intervals(OpeningHours("Europe/Berlin", week), Period(date(2026, 3, 29), date(2026, 3, 30))) == []


@pytest.mark.parametrize(
    ("shown", "opens_utc", "closes_utc", "why"),
    [
        ("01:00-04:00", "23:00", "03:00", "an ordinary opening gains an hour"),
        ("02:30-04:00", "00:30", "03:00", "02:30 is shown twice: it opens at the first"),
        ("01:00-02:30", "23:00", "01:30", "02:30 is shown twice: it closes at the last"),
    ],
)
def test_autumn_in_berlin_25_october_2026(shown: str, opens_utc: str, closes_utc: str, why: str) -> None:
    found = open_intervals(
        OpeningHours("Europe/Berlin", {SUNDAY: hours(shown)}), Period(date(2026, 10, 25), date(2026, 10, 26))
    )
    assert [(f"{start:%H:%M}", f"{end:%H:%M}") for start, end in found] == [(opens_utc, closes_utc)], why


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("week", "special", "code", "place"),
    [
        ({MONDAY: hours("09:00-13:00 12:00-18:00")}, {}, "calendar.overlap", "weekly.0"),
        ({MONDAY: hours("20:00-02:00 21:00-23:00")}, {}, "calendar.overlap", "weekly.0"),
        ({7: hours("09:00-18:00")}, {}, "calendar.weekday", "weekly"),
        ({}, {date(2026, 10, 10): OpensLike(9)}, "calendar.weekday", "special.2026-10-10"),
        ({}, {date(2026, 10, 11): OpensAt(hours("09:00-13:00 12:00-18:00"))}, "calendar.overlap", "special.2026-10-11"),
        ({MONDAY: hours("09:00:30-18:00")}, {}, "calendar.minute", "weekly.0"),
    ],
)
def test_hours_that_cannot_be_meant_are_refused(week: dict, special: dict, code: str, place: str) -> None:
    with pytest.raises(Problem) as refused:
        checked(OpeningHours("Asia/Shanghai", week, special))
    assert (refused.value.code, refused.value.field) == (code, place)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(Problem, match=r"zone\.unknown"):
        checked(OpeningHours("Middle/Nowhere", {}))


def test_openings_that_touch_are_allowed_and_read_as_one() -> None:
    week = checked(OpeningHours("Asia/Shanghai", {MONDAY: hours("12:00-18:00 09:00-12:00")}))
    assert on(week, "2026-10-12") == "09:00-18:00"


def test_an_open_ended_period_is_refused() -> None:
    with pytest.raises(Problem, match=r"calendar\.unbounded"):
        open_intervals(CHINA, Period(date(2026, 1, 1), None))


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(Problem, match=r"calendar\.naive_instant"):
        is_open(CHINA, datetime(2026, 1, 1))  # noqa: DTZ001
