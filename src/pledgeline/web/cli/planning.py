"""plan forecast, backtest and gap: what is coming, how far forecasts can be trusted, who is missing where."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from pledgeline.kernel.problem import Problem
from pledgeline.web.cli import house

MOST_DAYS = 92


def forecast(*, service: str, channel: str, days: int, as_of: str | None, freeze_as: str | None) -> None:
    if not 1 <= days <= MOST_DAYS:
        raise Problem("option.days", field="--days", value=days, most=MOST_DAYS)
    house.prepare()
    from pledgeline.capacity.actions import forecasts
    from pledgeline.capacity.core.forecast import forecast as made_of
    from pledgeline.capacity.queries import arrivals

    series, snapshot = arrivals.arrivals(service=service, channel=channel, snapshot=as_of)
    ahead = arrivals.days_after(series, days)
    made = made_of(series, ahead, arrivals.china(series.days[0], ahead[-1]))
    if freeze_as:
        forecasts.freeze(
            code=freeze_as,
            service=service,
            channel=channel,
            interval_min=arrivals.INTERVAL_MIN,
            made=made,
            snapshot=snapshot,
            by=None,
        )
    mean, low, high, spread = made.mean, made.quantile(0.1), made.quantile(0.9), made.day_factor_sd()
    _print(
        {
            "snapshot": snapshot,
            "interval_min": arrivals.INTERVAL_MIN,
            "frozen_as": freeze_as,
            "widened_by": made.widened_by,
            "outlier_days": [day.isoformat() for day in made.outlier_days],
            "factors": made.factors,
            "days": [
                {
                    "day": day.isoformat(),
                    "mean": [round(float(one), 2) for one in mean[row]],
                    "low": [round(float(one), 2) for one in low[row]],
                    "high": [round(float(one), 2) for one in high[row]],
                    "day_sd": round(float(spread[row]), 4),
                }
                for row, day in enumerate(made.days)
            ],
        }
    )


def backtest(*, service: str, channel: str, as_of: str | None) -> None:
    house.prepare()
    from pledgeline.capacity.core.backtest import own, rolling, seasonal_naive
    from pledgeline.capacity.queries import arrivals

    series, snapshot = arrivals.arrivals(service=service, channel=channel, snapshot=as_of)
    calendar = arrivals.china(series.days[0], series.days[-1] + timedelta(days=1))
    models = {"own": own, "seasonal_naive": seasonal_naive}
    found = rolling(series, calendar, models, first=max(28, len(series) // 2), step=7, week=7)
    _print({"snapshot": snapshot, "days": len(series), "models": [asdict(one) for one in found]})


def gap(code: str) -> None:
    house.prepare()
    from pledgeline.capacity.core.stages import Stage
    from pledgeline.capacity.queries.plans import plan_whole

    page = plan_whole(code)
    found = {
        given.value: {**asdict(one), "share": one.share}
        for given in (Stage.REQUESTED, Stage.COMMITTED, Stage.SCHEDULED, Stage.DELIVERED)
        for one in [page.gap(Stage.REQUIRED, given)]
    }
    _print({"plan": code, "against_required": found, "chances": {str(day): one for day, one in page.chances.items()}})


def _print(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def required(*, forecast: str, aht_s: float, patience_s: float, share: float, limit_s: float) -> None:
    house.prepare()
    import numpy as np

    from pledgeline.capacity.core.erlang import Reading, Target
    from pledgeline.capacity.core.needed import Work, needed
    from pledgeline.capacity.core.staffing import Shrinkage
    from pledgeline.capacity.queries.plans import forecast_values

    interval_min, values = forecast_values(forecast)
    mean, low, high = (np.array([day[name] for day in values.values()]) for name in ("mean", "low", "high"))
    target = Target(Reading.SERVED_WITHIN, share, limit_s)
    found = needed(mean, low, high, Work(aht_s, patience_s, interval_min), target, Shrinkage())
    rows = [
        {"day": day, **{name: getattr(found, name)[row].tolist() for name in ("agents", "low", "high", "people")}}
        for row, day in enumerate(values)
    ]
    _print({"forecast": forecast, "interval_min": interval_min, "shrinkage": dict(Shrinkage().parts()), "days": rows})
