"""plan forecast, backtest and gap: what is coming, how far forecasts can be trusted, who is missing where."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from pledgeline.kernel.problem import Problem
from pledgeline.web.cli import house

MOST_DAYS = 92


def forecast(
    *, service: str, channel: str, days: int, as_of: str | None, freeze_as: str | None, a_day: float | None = None
) -> None:
    if not 1 <= days <= MOST_DAYS:
        raise Problem("option.days", field="--days", value=days, most=MOST_DAYS)
    house.prepare()
    from pledgeline.capacity.actions import forecasts
    from pledgeline.capacity.queries import forecasting

    prepared = forecasting.prepare(service=service, channel=channel, days=days, snapshot=as_of, a_day=a_day)
    if freeze_as:
        forecasts.freeze_prepared(code=freeze_as, service=service, channel=channel, prepared=prepared, by=None)
    made, naive = prepared.made, prepared.naive.mean
    mean, low, high, spread = made.mean, made.quantile(0.1), made.quantile(0.9), made.day_factor_sd()
    _print(
        {
            "snapshot": prepared.snapshot,
            "interval_min": prepared.interval_min,
            "frozen_as": freeze_as,
            "method": prepared.method,
            "widened_by": made.widened_by,
            "outlier_days": [day.isoformat() for day in made.outlier_days],
            "factors": made.factors,
            "campaigns": _campaigns(prepared),
            "days": [
                {
                    "day": day.isoformat(),
                    "mean": [round(float(one), 2) for one in mean[row]],
                    "low": [round(float(one), 2) for one in low[row]],
                    "high": [round(float(one), 2) for one in high[row]],
                    "naive": [round(float(one), 2) for one in naive[row]],
                    "day_sd": round(float(spread[row]), 4),
                }
                for row, day in enumerate(made.days)
            ],
        }
    )


def _campaigns(prepared: Any) -> dict[str, Any]:
    """What past campaigns brought, and what is taken of the coming ones; those without a volume are named."""
    uplift = prepared.uplift
    return {
        "coming": {one.code: round(one.volume, 1) for one in prepared.coming},
        "without_volume": [one.code for one in prepared.silent],
        "for_each_told": {
            "mean": round(uplift.ratio, 3),
            "low": round(uplift.low, 3),
            "high": round(uplift.high, 3),
            "past_campaigns": uplift.n,
        },
        "past": {one.code: {"told": round(one.told, 1), "on_top": round(one.on_top, 1)} for one in prepared.past},
    }


def backtest(*, service: str, channel: str, as_of: str | None, challenged: bool = False) -> None:
    house.prepare()
    from pledgeline.capacity.core import challenger
    from pledgeline.capacity.core.backtest import own, rolling, seasonal_naive
    from pledgeline.capacity.queries import arrivals

    series, snapshot = arrivals.arrivals(service=service, channel=channel, snapshot=as_of)
    calendar = arrivals.china(series.days[0], series.days[-1] + timedelta(days=1))
    models = {"own": own, "seasonal_naive": seasonal_naive}
    if challenged and not challenger.is_there():
        raise Problem("challenger.not_installed", package=challenger.PACKAGE)
    if challenged:
        models["auto_arima"] = challenger.auto_arima
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
    spans = [dict(one) for one in page.reckoned.spans] if page.reckoned else []
    chances = {str(day): one for day, one in page.chances.items()}
    _print({"plan": code, "against_required": found, "chances": chances, "weeks_and_months": spans})


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


def hand_over(code: str, *, forecast: str) -> None:
    house.prepare()
    from pledgeline.capacity.actions import plans

    plan = plans.hand_over(code=code, forecast=forecast, by=None)
    _print({"plan": code, "forecast": forecast, "handed_over_on": str(plan.handed_over_on)})


def reckon(code: str, *, aht_s: float, patience_s: float, target: str, require: bool, request: bool) -> None:
    """Writes what a plan requires (and asks for it), then how likely its committed staff keeps the target."""
    house.prepare()
    from pledgeline.capacity.actions import outlooks
    from pledgeline.capacity.core.erlang import Target
    from pledgeline.capacity.core.stages import Stage
    from pledgeline.capacity.queries.plans import plan_whole

    asked = outlooks.Asked(Target.parse(target), aht_s, patience_s)
    if require:
        outlooks.require(code=code, asked=asked, request=request, by=None)
    page = plan_whole(code)
    made = outlooks.reckon(code=code, asked=asked, by=None) if page.agents[Stage.COMMITTED] else None
    _print(
        {
            "plan": code,
            "required": {str(day): sum(agents) for day, agents in page.agents[Stage.REQUIRED].items()},
            "basis": made.basis if made else None,
            "days": made.days if made else {},
            "weeks_and_months": made.spans if made else [],
        }
    )


def share_out(forecast: str, *, terms: list[str], keep: bool) -> None:
    """`terms` are CENTRE=COST[:LEAST[:MOST]], shares 0–1. Nothing is written without `keep`."""
    house.prepare()
    from pledgeline.capacity.actions import allocations

    asked = dict(_terms(one) for one in terms)
    found = allocations.proposed(forecast=forecast, terms=asked)
    number = allocations.share(forecast=forecast, terms=asked, by=None).number if keep else None
    _print(
        {
            "forecast": forecast,
            "kept_as": number,
            "contacts": {centre: round(n, 1) for centre, n in found.contacts.items()},
            "cost": round(found.cost, 2),
            "left": round(found.left, 2),
        }
    )


def _terms(text: str) -> tuple[str, Any]:
    from pledgeline.capacity.actions.allocations import Terms

    centre, equals, numbers = text.partition("=")
    try:
        values = [float(one) for one in numbers.split(":")]
        if not (centre and equals and 1 <= len(values) <= 3):
            raise ValueError(text)
        return centre, Terms(*values)
    except ValueError as wrong:
        raise Problem("option.pair", field="--centre", value=text) from wrong


def accuracy(forecast: str) -> None:
    house.prepare()
    from pledgeline.capacity.queries import forecasting

    page = forecasting.forecast_whole(forecast)
    found = forecasting.accuracy(page)
    _print(
        {
            "forecast": forecast,
            "levels": {one.level.value: {"wape": one.wape, "naive": one.naive, "n": one.n} for one in found.errors}
            if found
            else {},
            "bias": found.bias if found else None,
            "coverage": found.coverage if found else None,
            "coverage_day": found.coverage_day if found else None,
            "days": [asdict(one) | {"day": one.day.isoformat()} for one in found.days] if found else [],
        }
    )


def whatif(code: str, *, day: str | None, campaign_days: int, with_others: bool, **change: Any) -> None:
    """`change` are the fields of `core.whatif.Change`. Without a day the plan's weakest one is taken."""
    house.prepare()
    from dataclasses import replace

    from pledgeline.capacity.core.whatif import Change, compare, figures
    from pledgeline.capacity.queries.plans import plan_whole, record_whole
    from pledgeline.capacity.queries.whatif import setting

    page, record = plan_whole(code), record_whole(code)
    which = _day(day) if day else min(page.chances, key=lambda one: (page.chances[one], one), default=None)
    if which is None or not page.row.first_day <= which <= page.row.last_day:
        raise Problem("plan.day_outside", plan=code, day=str(which or page.row.first_day))
    basis = page.reckoned.basis if page.reckoned else {}
    target, limit_s = basis.get("share", 0.8), basis.get("limit_s", 60.0)
    base, moved = (
        setting(record, page, which, limit_s=limit_s, with_others=with_others, campaign_days=days)
        for days in (0, campaign_days)
    )
    before = base.day.own.contacts.sum()
    asked = Change(**change)
    asked = replace(asked, volume=asked.volume * (moved.day.own.contacts.sum() / before if before else 1.0))
    found = compare(base.day, asked)
    own = base.day.own.centre
    _print(
        {
            "plan": code,
            "day": which.isoformat(),
            "target": target,
            "limit_s": limit_s,
            "replications": found.base.replications,
            "base": figures(found.base, own),
            "changed": figures(found.changed, own),
            "difference": asdict(found.difference),
            "chance_kept": {
                name: asdict(one) for name, one in zip(("base", "changed"), found.chance(target), strict=True)
            },
            "prior": list(base.prior),
        }
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Problem("option.day", field="--day", value=text) from wrong
