"""Writing plans. Every figure is a new row: what was asked for and promised on any day stays readable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from pledgeline.capacity.core.stages import AGREED, Stage, checked_agents, intervals_of
from pledgeline.capacity.models import INTERVALS, ForecastRecord, StaffedDay, StaffingPlan
from pledgeline.kernel.codes import checked_code
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.organisation.actions import audit
from pledgeline.organisation.core.calendar import OpeningHours


@transaction.atomic
def open_plan(
    *,
    code: str,
    centre: str,
    service: str,
    channel: str,
    first_day: date,
    last_day: date,
    interval_min: int,
    locks_on: date,
    by: Any,
    at: datetime | None = None,
) -> StaffingPlan:
    """A new plan without figures.

    Raises Problem `plan.code_taken`, `plan.period_empty`, `plan.interval_unfit`, or `plan.not_engaged` where the
    centre does not serve the service over the channel on every day of the plan.
    """
    checked_code(code, field="code")
    if last_day < first_day:
        raise Problem("plan.period_empty", field="last_day", plan=code)
    if interval_min not in INTERVALS:
        raise Problem("plan.interval_unfit", field="interval_min", value=interval_min)
    period = Period.from_days(first_day, last_day)
    if not any(
        (one.centre, one.service) == (centre, service) and channel in one.channels and one.period.covers(period)
        for one in organisation.engagements(during=period)
    ):
        raise Problem("plan.not_engaged", centre=centre, service=service, channel=channel)
    if StaffingPlan.objects.filter(code=code).exists():
        raise Problem("plan.code_taken", field="code", plan=code)
    plan = StaffingPlan.objects.create(
        code=code,
        centre=centre,
        service=service,
        channel=channel,
        first_day=first_day,
        last_day=last_day,
        interval_min=interval_min,
        locks_on=locks_on,
        created_at=at or timezone.now(),
    )
    _record("plan.opened", plan, by, {"centre": centre, "first_day": str(first_day), "last_day": str(last_day)})
    return plan


@transaction.atomic
def hand_over(*, code: str, forecast: str, by: Any, at: datetime | None = None) -> StaffingPlan:
    """Gives the centre the forecast its plan rests on. Raises Problem `forecast.unknown` or `forecast.unfit`."""
    plan = _locked(code)
    record = ForecastRecord.objects.filter(code=forecast).first()
    if record is None:
        raise Problem("forecast.unknown", forecast=forecast)
    covers = record.first_day <= plan.first_day and plan.last_day <= record.last_day
    if not covers or (record.service, record.channel) != (plan.service, plan.channel):
        raise Problem("forecast.unfit", forecast=forecast, plan=code)
    plan.forecast = record
    plan.handed_over_on = timezone.localdate(at or timezone.now())
    plan.save()
    _record("plan.forecast_handed_over", plan, by, {"forecast": forecast, "on": str(plan.handed_over_on)})
    return plan


@transaction.atomic
def state(
    *,
    code: str,
    stage: Stage,
    days: Mapping[date, Sequence[float]],
    chances: Mapping[date, float] | None = None,
    by: Any,
    at: datetime | None = None,
) -> int:
    """Writes agents per interval for `days` at a stage; days that say the same as before are left alone.

    Gives the number of days written. Raises Problem `plan.unknown`, `plan.locked`, `plan.day_outside`,
    `plan.day_closed`, or one of `checked_agents`: then nothing is written.
    """
    plan = _locked(code)
    moment = at or timezone.now()
    if stage in AGREED and timezone.localdate(moment) >= plan.locks_on:
        raise Problem("plan.locked", plan=code, locks_on=plan.locks_on.isoformat())
    zone = organisation.service_zones()[plan.service]
    hours = organisation.opening_hours().get(plan.service)
    known = {one.day: one for one in plan.days.filter(stage=stage).order_by("number")}
    written = []
    for day, agents in sorted(days.items()):
        if not plan.first_day <= day <= plan.last_day:
            raise Problem("plan.day_outside", plan=code, day=day.isoformat())
        checked = checked_agents(agents, expected=intervals_of(day, zone, plan.interval_min), day=day)
        if any(checked) and hours is not None and not _opens(hours, day):
            raise Problem("plan.day_closed", service=plan.service, day=day.isoformat())
        chance, before = (chances or {}).get(day), known.get(day)
        if before is not None and before.agents == checked and before.chance == chance:
            continue
        written.append(
            StaffedDay(
                plan=plan,
                stage=stage,
                day=day,
                number=before.number + 1 if before else 1,
                agents=checked,
                chance=chance,
                recorded_at=moment,
                recorded_by=by,
            )
        )
    StaffedDay.objects.bulk_create(written)
    if written:
        _record(f"plan.{stage.value}", plan, by, {"days": [str(one.day) for one in written]})
    return len(written)


def _locked(code: str) -> StaffingPlan:
    plan = StaffingPlan.objects.select_for_update().filter(code=code).first()
    if plan is None:
        raise Problem("plan.unknown", plan=code)
    return plan


def _record(action: str, plan: StaffingPlan, by: Any, data: Mapping[str, Any]) -> None:
    audit.record(room="capacity", action=action, subject=("plan", plan.code), by=by, data=data)


def _opens(hours: OpeningHours, day: date) -> bool:
    """Whether any hour of `day` may be open: its own, or what runs over midnight from the day before."""
    return bool(hours.openings_on(day)) or any(
        one.crosses_midnight for one in hours.openings_on(day - timedelta(days=1))
    )
