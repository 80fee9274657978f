"""Outlooks, accuracy, campaigns and the clock on the wall."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from pledgeline.capacity.core.accuracy import Cause, Level, Staffing, Told, staffed, tracked
from pledgeline.capacity.core.campaigns import PRIOR_SD, Brought, Event, brought, learned, with_events, without
from pledgeline.capacity.core.erlang import Reading, Target
from pledgeline.capacity.core.forecast import forecast
from pledgeline.capacity.core.needed import Work, kept_share
from pledgeline.capacity.core.outlook import Span, outlook
from pledgeline.capacity.core.series import Calendar, Series
from pledgeline.capacity.core.wall import as_it_passes, starts
from pledgeline.kernel.problem import Problem

MONDAY = date(2026, 6, 1)
PLAIN = Calendar(month_terms=False)


def days(n: int, first: date = MONDAY) -> list[date]:
    return [first + timedelta(days=one) for one in range(n)]


def test_the_outlook_of_a_month_is_narrower_than_that_of_its_days() -> None:
    target = Target(Reading.SERVED_WITHIN, 0.8, 60)
    contacts, staff = np.full((14, 8), 120.0), np.full((14, 8), 9.0)
    found = outlook(days(14), contacts, np.full(14, 0.08), staff, kept_share(Work(240, 180, 60), target), target=0.8)
    by_span = {span: [one for one in found if one.span is span] for span in Span}
    assert [len(by_span[span]) for span in Span] == [14, 2, 1]
    day, month = by_span[Span.DAY][0], by_span[Span.MONTH][0]
    assert 0.5 < day.chance < month.chance
    assert month.expected == pytest.approx(day.expected)
    assert (month.first, month.last) == (MONDAY, MONDAY + timedelta(days=13))


def test_more_people_never_make_the_promise_less_likely() -> None:
    target = Target(Reading.SERVED_WITHIN, 0.8, 60)
    kept, contacts = kept_share(Work(240, 180, 60), target), np.full((1, 8), 120.0)
    chances = [
        outlook(days(1), contacts, np.array([0.1]), np.full((1, 8), float(n)), kept, target=0.8)[0].chance
        for n in range(5, 14)
    ]
    assert chances == sorted(chances)
    assert chances[0] == 0.0
    assert chances[-1] == 1.0


def told(mean: float, n: int = 7) -> Told:
    each = np.full((n, 4), mean)
    totals = each.sum(axis=1)
    return Told(tuple(days(n)), each, each * 0.8, each * 1.2, totals * 0.9, totals * 1.1, each * 1.5)


def test_errors_shrink_from_intervals_to_the_whole_and_are_set_beside_the_naive() -> None:
    came = np.full((7, 4), 10.0) + np.array([2.0, -2.0, 0.0, 0.0])
    found = tracked(told(10.0), came, {})
    assert found is not None
    errors = {one.level: one for one in found.errors}
    assert errors[Level.INTERVAL].wape == pytest.approx(0.1)
    assert errors[Level.DAY].wape == errors[Level.WHOLE].wape == found.bias == 0.0
    assert errors[Level.DAY].naive == pytest.approx(0.5)
    assert [errors[level].n for level in Level] == [28, 7, 1, 1]
    assert found.coverage == 1.0


def test_a_day_outside_its_band_is_the_campaigns_or_the_forecasts_and_inside_nobodys() -> None:
    came = np.full((7, 4), 10.0)
    came[1], came[2] = 14.0, 14.0
    found = tracked(told(10.0), came, {days(7)[1]: ["spring"]})
    assert found is not None
    assert [one.cause for one in found.days[:4]] == [Cause.WITHIN, Cause.CAMPAIGN, Cause.FORECAST, Cause.WITHIN]
    assert found.days[1].campaigns == ("spring",)
    assert found.coverage_day == pytest.approx(5 / 7)


def test_nothing_that_came_is_no_accuracy() -> None:
    assert tracked(told(10.0), np.zeros((7, 4)), {}) is None


@pytest.mark.parametrize(
    ("committed", "delivered", "said"),
    [
        (4.0, 4.0, Staffing.ENOUGH),
        (4.0, None, Staffing.UNKNOWN),
        (3.0, 3.0, Staffing.AGREED_SHORT),
        (4.0, 3.0, Staffing.BROUGHT_SHORT),
        (6.0, 4.0, Staffing.ENOUGH),
    ],
)
def test_short_is_either_what_was_agreed_or_what_was_brought(
    committed: float, delivered: float | None, said: Staffing
) -> None:
    given = None if delivered is None else np.full(8, delivered)
    assert staffed(MONDAY, np.full(8, 4.0), np.full(8, committed), given, 60).staffing is said


def series(n: int = 70, level: float = 20.0) -> Series:
    counts = np.random.default_rng(7).poisson(level, (n, 12)).astype(float)
    return Series(tuple(days(n)), counts)


def test_what_a_campaign_brought_is_what_came_beyond_the_forecast_of_its_eve() -> None:
    past = series()
    counts = past.counts.copy()
    counts[40:44] *= 1.5
    event = Event("spring", tuple(past.days[40:44]), dict.fromkeys(past.days[40:44], 100.0))
    (found,) = brought(Series(past.days, counts), PLAIN, [event])
    assert found.told == 400.0
    assert found.on_top == pytest.approx(4 * 12 * 10, rel=0.2)
    assert found.ratio == pytest.approx(1.2, rel=0.2)


def test_a_campaign_with_too_short_a_past_teaches_nothing() -> None:
    past = series()
    early = Event("early", past.days[5:8], dict.fromkeys(past.days[5:8], 10.0))
    assert brought(past, PLAIN, [early, Event("later", (MONDAY + timedelta(days=400),), {})]) == []


def test_without_past_campaigns_the_clients_word_is_taken_and_the_interval_is_wide() -> None:
    found = learned([])
    assert (found.ratio, found.n) == (1.0, 0)
    assert found.sd > PRIOR_SD
    assert found.low < 0.5 < 1.5 < found.high


def test_past_campaigns_that_brought_half_move_the_next_one_towards_a_half() -> None:
    some = [Brought(f"c{n}", 1000.0, 500.0, 50.0) for n in range(4)]
    few, many = learned(some[:1]), learned(some)
    assert 0.5 < many.ratio < few.ratio < 1.0
    assert many.sd < few.sd
    assert learned([Brought("silent", 0.0, 300.0, 10.0)]).n == 0


def test_expected_contacts_are_put_on_top_with_their_uncertainty() -> None:
    past = series()
    ahead = days(3, past.days[-1] + timedelta(days=1))
    made = forecast(past, ahead, PLAIN)
    uplift = learned([])
    lifted = with_events(made, [Event("spring", (ahead[1],), {ahead[1]: 120.0})], uplift)
    extra = (lifted.mean - made.mean).sum(axis=1)
    assert extra[[0, 2]] == pytest.approx([0.0, 0.0])
    assert extra[1] == pytest.approx(120.0, rel=0.1)
    assert lifted.total_sd()[1] == pytest.approx(np.hypot(made.total_sd()[1], 120 * uplift.sd), rel=0.15)
    assert with_events(made, [Event("silent", (ahead[1],), {})], uplift) is made


def test_campaign_days_are_taken_out_as_if_closed() -> None:
    past = series(20)
    assert without(past, {past.days[3]}).days == (*past.days[:3], *past.days[4:])


def test_a_days_total_has_its_interval_too() -> None:
    past = series(120)
    hits, n = 0, 0
    for end in range(60, 113, 7):
        made = forecast(past.first(end), past.days[end : end + 7], PLAIN)
        came = past.counts[end : end + 7].sum(axis=1)
        hits += int(((came >= made.total_quantile(0.1)) & (came <= made.total_quantile(0.9))).sum())
        n += 7
    assert 0.65 <= hits / n <= 0.97


def test_hours_of_the_wall_clock_fall_onto_a_day_of_23_or_25_hours() -> None:
    hours = np.arange(24.0)
    spring = as_it_passes(hours, date(2026, 3, 29), "Europe/Berlin", 60)
    autumn = as_it_passes(hours, date(2026, 10, 25), "Europe/Berlin", 60)
    assert (len(spring), len(autumn)) == (23, 25)
    assert spring[:4].tolist() == [0.0, 1.0, 3.0, 4.0]
    assert autumn[:5].tolist() == [0.0, 1.0, 1.0, 1.0, 3.0]
    assert [f"{one:%H:%M}" for one in starts(date(2026, 10, 25), "Europe/Berlin", 60)[1:4]] == [
        "01:00",
        "02:00",
        "02:00",
    ]


def test_intervals_of_another_length_keep_the_sum_and_rates_stay_rates() -> None:
    hours = np.arange(24.0)
    halves = as_it_passes(hours, MONDAY, "Asia/Shanghai", 30)
    assert halves.sum() == hours.sum()
    assert as_it_passes(halves, MONDAY, "Asia/Shanghai", 60).tolist() == hours.tolist()
    assert as_it_passes(hours, MONDAY, "Asia/Shanghai", 30, counts=False)[:4].tolist() == [0.0, 0.0, 1.0, 1.0]
    with pytest.raises(Problem):
        as_it_passes(np.ones(7), MONDAY, "Asia/Shanghai", 60)
