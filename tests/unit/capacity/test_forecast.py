"""The forecast on invented days whose rule is known."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from pledgeline.capacity.core.backtest import own, rolling, seasonal_naive
from pledgeline.capacity.core.forecast import forecast
from pledgeline.capacity.core.series import HOLIDAY, Calendar, Series
from pledgeline.kernel.problem import Problem

MONDAY = date(2026, 3, 2)
PROFILE = np.array([20.0, 60.0, 90.0, 40.0])


def series(weeks: int = 16, events: dict[date, float] | None = None, seed: int = 5) -> Series:
    """Poisson counts: a profile, Mondays half as much again, weekends a third, events by their factor."""
    chance = np.random.default_rng(seed)
    days = tuple(MONDAY + timedelta(days=n) for n in range(7 * weeks))
    kind = [1.5, 1.0, 1.0, 1.0, 1.0, 0.33, 0.33]
    means = [PROFILE * kind[day.weekday()] * (events or {}).get(day, 1.0) for day in days]
    return Series(days, chance.poisson(np.array(means)).astype(float))


def after(known: Series, n: int = 7) -> list[date]:
    return [known.days[-1] + timedelta(days=one) for one in range(1, n + 1)]


PLAIN = Calendar(month_terms=False)


def test_the_rule_behind_the_counts_is_found() -> None:
    known = series()
    made = forecast(known, after(known), PLAIN)
    assert made.mean[0] == pytest.approx(PROFILE * 1.5, rel=0.15)
    assert made.mean[5] == pytest.approx(PROFILE * 0.33, rel=0.25)


def test_quantiles_rise_and_enclose_the_mean() -> None:
    known = series()
    made = forecast(known, after(known), PLAIN)
    low, middle, high = (made.quantile(share) for share in (0.1, 0.5, 0.9))
    assert (low < middle).all()
    assert (middle < high).all()


def test_the_factor_of_an_event_is_learned_from_its_past_and_used() -> None:
    past = [MONDAY + timedelta(days=n) for n in (9, 23, 37, 51, 65, 79, 93)]
    known = series(events=dict.fromkeys(past, 1.4))
    coming = after(known)[2]
    calendar = Calendar(month_terms=False, events={"bill": [*past, coming]})
    made = forecast(known, after(known), calendar)
    assert made.factors["bill"] == pytest.approx(1.4, abs=0.12)
    plain = forecast(known, after(known), Calendar(month_terms=False, events={"bill": past}))
    assert (made.mean[2] / plain.mean[2]) == pytest.approx(made.factors["bill"], rel=0.03)


def test_an_event_without_a_past_changes_nothing() -> None:
    known = series()
    new = Calendar(month_terms=False, events={"first ever": [after(known)[1]]})
    assert forecast(known, after(known), new).mean == pytest.approx(forecast(known, after(known), PLAIN).mean)


def test_an_outlier_day_is_named_and_teaches_nothing() -> None:
    strange = MONDAY + timedelta(days=7 * 15 + 1)
    known = series(events={strange: 3.0})
    made = forecast(known, after(known), PLAIN)
    assert strange in made.outlier_days
    assert made.mean[1] == pytest.approx(PROFILE, rel=0.15)


def test_a_made_up_working_day_is_no_weekend_and_a_holiday_no_weekday() -> None:
    saturday = date(2026, 2, 14)
    calendar = Calendar(off=frozenset({date(2026, 2, 17)}), made_up=frozenset({saturday}))
    assert calendar.kind(saturday) == 4
    assert calendar.kind(date(2026, 2, 17)) == HOLIDAY
    assert calendar.kind(date(2026, 2, 21)) == 5


def test_month_terms_count_working_days_and_not_dates() -> None:
    calendar = Calendar(off=frozenset(date(2026, 10, day) for day in range(1, 8)), made_up=frozenset())
    names, table = calendar.terms([date(2026, 10, 8), date(2026, 10, 30)])
    first, last = ({name for name, one in zip(names, row, strict=True) if one} for row in table)
    assert first == {"working_day_1", "after_holiday"}
    assert last == {"working_day_last_1"}


def test_three_contacts_in_a_month_are_no_forecast() -> None:
    few = Series(tuple(MONDAY + timedelta(days=n) for n in range(3)), np.ones((3, 4)))
    with pytest.raises(Problem) as problem:
        forecast(few, after(few), PLAIN)
    assert problem.value.code == "forecast.not_enough_data"
    assert problem.value.params["days"] == 3


@pytest.mark.parametrize(
    ("days", "counts", "code"),
    [
        ((MONDAY,), [[1.0], [2.0]], "forecast.shape"),
        ((MONDAY, MONDAY), [[1.0], [2.0]], "forecast.days_not_ascending"),
        ((MONDAY,), [[-1.0]], "forecast.count_negative"),
        ((MONDAY,), [[float("nan")]], "forecast.count_negative"),
    ],
)
def test_counts_that_cannot_be_are_refused(days: tuple[date, ...], counts: list[list[float]], code: str) -> None:
    with pytest.raises(Problem) as problem:
        Series(days, np.array(counts))
    assert problem.value.code == code


def test_a_back_test_sees_nothing_of_what_came_after_its_origin() -> None:
    known = series()
    seen: list[date] = []

    def spying(past: Series, days, calendar: Calendar):  # type: ignore[no-untyped-def]
        seen.append(past.days[-1])
        assert past.days[-1] < days[0]
        return own(past, days, calendar)

    own_one, naive = rolling(known, PLAIN, {"own": spying, "naive": seasonal_naive}, first=70, step=7, week=7)
    assert own_one.origins == len(seen) == 6
    assert own_one.first.wmape < naive.first.wmape


def test_nothing_is_expected_while_the_service_is_closed() -> None:
    rng = np.random.default_rng(3)
    counts = np.zeros((56, 24))
    counts[:, 8:20] = rng.poisson(12.0, (56, 12))
    start = date(2026, 3, 2)
    days = tuple(start + timedelta(days=n) for n in range(56))
    made = forecast(Series(days, counts), [days[-1] + timedelta(days=1)], Calendar())
    closed = np.r_[0:8, 20:24]
    assert made.mean[0, closed].tolist() == [0.0] * 12
    assert made.quantile(0.9)[0, closed].tolist() == [0.0] * 12
    assert (made.mean[0, 8:20] > 6).all()
    assert np.isfinite(made.widened_by)
