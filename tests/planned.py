"""Forecasts and plans for the small cast: `a_forecast`, `a_plan`, `figures`. Days count from `FIRST`, a Monday."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

FIRST = date(2026, 6, 1)
EARLY = datetime(2026, 5, 1, 2, tzinfo=UTC)
# An hour's contacts and the agents they need, from nine to six.
HOUR, NEED, OPEN = 40.0, 4.0, slice(9, 18)


def week(value: float, days: int = 5) -> dict[date, list[float]]:
    """So much in each open hour of the first working days."""
    agents = [0.0] * 24
    agents[OPEN] = [value] * 9
    return {FIRST + timedelta(days=n): agents for n in range(days)}


def a_forecast(code: str = "june-cards", *, service: str = "cards", channel: str = "voice", days: int = 7) -> Any:
    """Frozen from six flat weeks of working days."""
    from pledgeline.capacity.actions import forecasts
    from pledgeline.capacity.core.backtest import seasonal_naive
    from pledgeline.capacity.core.forecast import forecast
    from pledgeline.capacity.core.series import Calendar, Series

    past = [FIRST + timedelta(days=n) for n in range(-42, 0)]
    past = [day for day in past if day.weekday() < 5]
    counts = np.zeros((len(past), 24))
    counts[:, OPEN] = HOUR
    series = Series(tuple(past), counts)
    ahead = [FIRST + timedelta(days=n) for n in range(days)]
    made = forecast(series, ahead, Calendar(month_terms=False))
    return forecasts.freeze(
        code=code,
        service=service,
        channel=channel,
        interval_min=60,
        made=made,
        snapshot="s000001",
        by=None,
        at=EARLY,
        naive=seasonal_naive(series, ahead, Calendar(month_terms=False)),
    )


def a_plan(code: str, centre: str, *, service: str = "cards", channel: str = "voice", locks_on: date = FIRST) -> Any:
    from pledgeline.capacity.actions import plans

    return plans.open_plan(
        code=code,
        centre=centre,
        service=service,
        channel=channel,
        first_day=FIRST,
        last_day=FIRST + timedelta(days=6),
        interval_min=60,
        locks_on=locks_on,
        by=None,
        at=EARLY,
    )


def figures(code: str, stage: str, value: float, *, days: int = 5, at: datetime = EARLY) -> None:
    from pledgeline.capacity.actions import plans
    from pledgeline.capacity.core.stages import Stage

    plans.state(code=code, stage=Stage(stage), days=week(value, days), by=None, at=at)


def asked(share: float = 0.8) -> Any:
    from pledgeline.capacity.actions.outlooks import Asked
    from pledgeline.capacity.core.erlang import Reading, Target

    return Asked(Target(Reading.SERVED_WITHIN, share, 60), 240.0, 180.0)


def shared_out(north: float = 0.75) -> None:
    """The forecast `june-cards` among both centres of the cast."""
    from pledgeline.capacity.actions import allocations
    from pledgeline.capacity.actions.allocations import Terms

    terms = {"north": Terms(1.0, north, north), "south": Terms(1.0)}
    allocations.share(forecast="june-cards", terms=terms, by=None, at=EARLY)
