"""AutoARIMA as a challenger of our own forecast: an optional package, said plainly where it is not there."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.util import find_spec

import numpy as np
import pytest

from pledgeline.capacity.core import challenger
from pledgeline.capacity.core.backtest import own, rolling
from pledgeline.capacity.core.series import Calendar, Series
from pledgeline.kernel.problem import Problem

needs_it = pytest.mark.skipif(
    find_spec("statsforecast") is None, reason="statsforecast is not installed: pip install .[challenger]"
)


def series(days: int = 84) -> Series:
    """A week that repeats itself, with the noise of counts."""
    week = np.array([500.0, 450, 420, 400, 410, 200, 150])
    profile = np.array([0.0, 0.2, 0.4, 0.3, 0.1])
    dates = tuple(date(2026, 3, 2) + timedelta(days=n) for n in range(days))
    mean = np.array([week[day.weekday()] for day in dates])[:, None] * profile
    return Series(dates, np.random.default_rng(5).poisson(mean).astype(float))


def test_where_the_package_is_not_there_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(challenger, "PACKAGE", "no-such-package")
    known = series()
    assert not challenger.is_there()
    with pytest.raises(Problem) as raised:
        challenger.auto_arima(known, [known.days[-1] + timedelta(days=1)], Calendar())
    assert (raised.value.code, raised.value.params["package"]) == ("challenger.not_installed", "no-such-package")


@needs_it
def test_it_finds_a_week_that_repeats_itself_and_its_band_holds_most_of_what_comes() -> None:
    ours, theirs = rolling(
        series(), Calendar(), {"own": own, "auto_arima": challenger.auto_arima}, first=70, step=7, week=7
    )
    assert theirs.model == "auto_arima"
    assert theirs.origins == ours.origins == 2
    assert theirs.first.wmape < 0.15
    assert 0.65 <= theirs.first.coverage <= 1.0


@needs_it
def test_closed_intervals_stay_closed() -> None:
    known = series()
    found = challenger.auto_arima(known, [known.days[-1] + timedelta(days=n) for n in range(1, 8)], Calendar())
    assert found.mean.shape == (7, 5)
    assert found.mean[:, 0].tolist() == [0.0] * 7
    assert (found.low <= found.mean).all()
    assert (found.mean <= found.high).all()


@needs_it
def test_a_holiday_does_not_shift_the_week_nor_does_a_weekend_off() -> None:
    known = series()
    there = [n for n, day in enumerate(known.days) if day.weekday() < 5 and n % 31]
    short = Series(tuple(known.days[n] for n in there), known.counts[there])
    monday = next(day for day in known.days[::-1] if day.weekday() == 0) + timedelta(days=7)
    days = [monday + timedelta(days=n) for n in range(5)]
    totals = challenger.auto_arima(short, days, Calendar()).mean.sum(axis=1)
    assert totals == pytest.approx([500, 450, 420, 400, 410], rel=0.15)
    # A Saturday that is worked for once is taken for the Monday after it.
    assert challenger.auto_arima(short, [monday + timedelta(days=5)], Calendar()).mean.sum() > 300
