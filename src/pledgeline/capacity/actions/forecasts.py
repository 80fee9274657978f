"""Freezing forecasts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from pledgeline.capacity.core.backtest import Band
from pledgeline.capacity.core.campaigns import Event
from pledgeline.capacity.core.forecast import Forecast
from pledgeline.capacity.models import ForecastRecord
from pledgeline.capacity.queries.forecasting import Prepared
from pledgeline.kernel.codes import checked_code
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import audit

METHOD = "profile/2"


@transaction.atomic
def freeze(
    *,
    code: str,
    service: str,
    channel: str,
    interval_min: int,
    made: Forecast,
    snapshot: str,
    by: Any,
    at: datetime | None = None,
    naive: Band | None = None,
    campaigns: tuple[Event, ...] = (),
    uplift: float = 1.0,
) -> ForecastRecord:
    """Keeps a forecast as it was made, with the naive one beside it and what was told of campaigns; `uplift` is what
    was taken to come of each contact told.

    Raises Problem `forecast.code_taken`.
    """
    checked_code(code, field="code")
    if ForecastRecord.objects.filter(code=code).exists():
        raise Problem("forecast.code_taken", field="code", forecast=code)
    record = ForecastRecord.objects.create(
        code=code,
        service=service,
        channel=channel,
        made_at=at or timezone.now(),
        made_by=by,
        snapshot=snapshot,
        interval_min=interval_min,
        method=METHOD,
        first_day=made.days[0],
        last_day=made.days[-1],
        values=_values(made, naive, campaigns, uplift),
        campaigns=[_told(one) for one in campaigns],
    )
    data = {"service": service, "channel": channel, "snapshot": snapshot, "method": METHOD}
    audit.record(room="capacity", action="forecast.frozen", subject=("forecast", code), by=by, data=data)
    return record


def freeze_prepared(
    *, code: str, service: str, channel: str, prepared: Prepared, by: Any, at: datetime | None = None
) -> ForecastRecord:
    """`freeze` with everything `queries.forecasting.prepare` found."""
    return freeze(
        code=code,
        service=service,
        channel=channel,
        interval_min=prepared.interval_min,
        made=prepared.made,
        snapshot=prepared.snapshot,
        by=by,
        at=at,
        naive=prepared.naive,
        campaigns=prepared.coming,
        uplift=prepared.uplift.ratio,
    )


def _values(made: Forecast, naive: Band | None, campaigns: tuple[Event, ...], uplift: float) -> dict[str, Any]:
    mean, low, high, spread = made.mean, made.quantile(0.1), made.quantile(0.9), made.day_factor_sd()
    total_low, total_high = made.total_quantile(0.1), made.total_quantile(0.9)
    found: dict[str, Any] = {}
    for row, day in enumerate(made.days):
        on_top = {one.code: round(one.expected[day] * uplift, 2) for one in campaigns if one.expected.get(day)}
        found[day.isoformat()] = (
            {
                "mean": [round(float(one), 3) for one in mean[row]],
                "low": [round(float(one), 3) for one in low[row]],
                "high": [round(float(one), 3) for one in high[row]],
                "day_sd": round(float(spread[row]), 4),
                "total": [round(float(total_low[row]), 2), round(float(total_high[row]), 2)],
            }
            | ({"on_top": on_top} if on_top else {})
            | ({} if naive is None else {"naive": [round(float(one), 3) for one in naive.mean[row]]})
        )
    return found


def _told(one: Event) -> dict[str, Any]:
    return {
        "code": one.code,
        "days": [day.isoformat() for day in one.days],
        "expected": {day.isoformat(): round(n, 2) for day, n in sorted(one.expected.items())},
    }
