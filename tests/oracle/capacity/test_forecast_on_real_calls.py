"""A real bank's calls: what the forecast must reach on them (rolling origin, 30-minute counts, first week)."""

from __future__ import annotations

import csv
import os
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from pledgeline.capacity.core.backtest import BackTested, own, rolling, seasonal_naive
from pledgeline.capacity.core.series import Calendar, Series

REPOSITORY = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("PLEDGELINE_REALDATA", REPOSITORY.parent / "shared" / "data"))
FILE = FOLDER / "bank-calls" / "bank_calls.csv"

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not FILE.is_file(), reason=f"real calls are not on this machine: {FILE}"),
]

INTERVALS = 28
PLAIN = Calendar(month_terms=False)


@pytest.fixture(scope="module")
def calls() -> Series:
    """7:00 to 21:00 in half-hours; the last five minutes of the day make no half-hour."""
    by_day: dict[date, np.ndarray] = {}
    with FILE.open() as lines:
        for row in csv.DictReader(lines):
            at = datetime.fromisoformat(row["datetime"])
            place = (at.hour * 60 + at.minute - 7 * 60) // 30
            if place < INTERVALS:
                by_day.setdefault(at.date(), np.zeros(INTERVALS))[place] += float(row["calls"])
    days = tuple(sorted(by_day))
    return Series(days, np.array([by_day[day] for day in days]))


@pytest.fixture(scope="module")
def with_terms(calls: Series) -> Calendar:
    every = (calls.days[0] + timedelta(days=n) for n in range((calls.days[-1] - calls.days[0]).days + 1))
    return Calendar(off=frozenset(day for day in every if day.weekday() < 5 and day not in calls.days))


def compared(calls: Series, calendar: Calendar) -> dict[str, BackTested]:
    models = {"own": own, "naive": seasonal_naive}
    return {one.model: one for one in rolling(calls, calendar, models, first=90, step=5, week=5)}


def test_without_terms_the_first_week_is_missed_by_at_most_six_percent(calls: Series) -> None:
    found = compared(calls, PLAIN)
    assert found["own"].origins == 15
    assert found["own"].first.wmape <= 0.060
    assert 0.76 <= found["own"].first.coverage <= 0.85


def test_calendar_terms_help_and_a_quarter_is_gained_on_the_naive(calls: Series, with_terms: Calendar) -> None:
    found = compared(calls, with_terms)
    assert found["own"].first.wmape <= 0.057
    assert 0.76 <= found["own"].first.coverage <= 0.85
    assert found["own"].first.wmape <= 0.75 * found["naive"].first.wmape
