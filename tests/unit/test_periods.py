"""Periods against the days they hold, one by one."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pledgeline.kernel.interval import Period

FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(12)]
# Two days at either end stand for all that lie beyond: no side begins or ends there.
INNER = DAYS[2:-2]


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start, end = sorted(draw(st.lists(st.sampled_from(INNER), min_size=2, max_size=2, unique=True)))
    return Period(draw(st.sampled_from([start, None])), draw(st.sampled_from([end, None])))


@given(periods(), periods())
def test_one_covers_another_where_every_day_of_that_is_a_day_of_its_own(one: Period, other: Period) -> None:
    assert one.covers(other) == all(one.holds(day) for day in DAYS if other.holds(day))


@given(periods(), periods())
def test_what_two_share_are_the_days_of_both_where_they_overlap_at_all(one: Period, other: Period) -> None:
    both = [day for day in DAYS if one.holds(day) and other.holds(day)]
    assert one.overlaps(other) == bool(both)
    if both:
        assert [day for day in DAYS if one.shared(other).holds(day)] == both
