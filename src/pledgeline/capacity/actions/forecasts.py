"""Freezing forecasts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from pledgeline.capacity.core.forecast import Forecast
from pledgeline.capacity.models import ForecastRecord
from pledgeline.kernel.codes import checked_code
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import audit

METHOD = "profile/1"


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
) -> ForecastRecord:
    """Keeps a forecast as it was made. Raises Problem `forecast.code_taken`."""
    checked_code(code, field="code")
    if ForecastRecord.objects.filter(code=code).exists():
        raise Problem("forecast.code_taken", field="code", forecast=code)
    mean, low, high, spread = made.mean, made.quantile(0.1), made.quantile(0.9), made.day_factor_sd()
    values = {
        day.isoformat(): {
            "mean": [round(float(one), 3) for one in mean[row]],
            "low": [round(float(one), 3) for one in low[row]],
            "high": [round(float(one), 3) for one in high[row]],
            "day_sd": round(float(spread[row]), 4),
        }
        for row, day in enumerate(made.days)
    }
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
        values=values,
    )
    data = {"service": service, "channel": channel, "snapshot": snapshot, "method": METHOD}
    audit.record(room="capacity", action="forecast.frozen", subject=("forecast", code), by=by, data=data)
    return record
