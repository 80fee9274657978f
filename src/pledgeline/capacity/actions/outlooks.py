"""Working out what a plan requires, and how likely its staff keeps the promise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from pledgeline.capacity.actions import plans
from pledgeline.capacity.core.erlang import Target
from pledgeline.capacity.core.needed import Needed, Work, kept_share, needed
from pledgeline.capacity.core.outlook import Chance, Span, outlook
from pledgeline.capacity.core.staffing import Shrinkage
from pledgeline.capacity.core.stages import Stage
from pledgeline.capacity.models import Outlook, StaffedDay, StaffingPlan
from pledgeline.capacity.queries.volumes import Volumes, volumes
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import audit

METHOD = "formula/1"


@dataclass(frozen=True)
class Asked:
    """With what a plan is worked out: the promise as a target, handling time and patience (seconds), shrinkage."""

    target: Target
    aht_s: float
    patience_s: float
    shrinkage: Shrinkage = field(default_factory=Shrinkage)

    def work(self, interval_min: int) -> Work:
        return Work(self.aht_s, self.patience_s, interval_min)

    def basis(self, found: Volumes) -> dict[str, Any]:
        """The same as an outlook keeps it; a patience without end is None."""
        return {
            "forecast": found.forecast,
            "part": round(found.share, 4),
            "reading": self.target.reading.value,
            "share": self.target.share,
            "limit_s": self.target.limit_s,
            "aht_s": self.aht_s,
            "patience_s": self.patience_s if np.isfinite(self.patience_s) else None,
            "method": METHOD,
        }


@transaction.atomic
def require(*, code: str, asked: Asked, request: bool = False, by: Any, at: datetime | None = None) -> Needed:
    """Writes the agents that the plan's part of the forecast needs; with `request` the centre is asked for them too.

    Raises Problem `plan.unknown`, `plan.locked`, `plan.target_beyond_reach` and those of `volumes`.
    """
    plan = _plan(code)
    found = volumes(plan)
    mean, low, high = (found.square(one) for one in (found.mean, found.low, found.high))
    answer = needed(mean, low, high, asked.work(plan.interval_min), asked.target, asked.shrinkage)
    days = {
        day: [float(one) for one in answer.agents[row, : len(found.mean[row])]] for row, day in enumerate(found.days)
    }
    for stage in (Stage.REQUIRED, *([Stage.REQUESTED] if request else [])):
        plans.state(code=code, stage=stage, days=days, by=by, at=at)
    return answer


@transaction.atomic
def reckon(*, code: str, asked: Asked, stage: Stage = Stage.COMMITTED, by: Any, at: datetime | None = None) -> Outlook:
    """Writes how likely the agents of `stage` keep the promise on each day, week and month of the plan.

    Days of which the stage says nothing are left out. Raises Problem `plan.unknown`, `plan.nothing_stated` and those of
    `volumes`.
    """
    plan = _plan(code)
    stated = {one.day: one for one in StaffedDay.objects.filter(plan=plan, stage=stage.value).order_by("number")}
    if not stated:
        raise Problem("plan.nothing_stated", plan=code)
    found = volumes(plan)
    chances = chances_of(found, {day: one.agents for day, one in stated.items()}, asked, plan.interval_min)
    last = Outlook.objects.filter(plan=plan, stage=stage.value).aggregate(n=Max("number"))["n"] or 0
    made = Outlook.objects.create(
        plan=plan,
        stage=stage.value,
        number=last + 1,
        reckoned_at=at or timezone.now(),
        reckoned_by=by,
        basis=asked.basis(found),
        days={one.first.isoformat(): _day(one, stated[one.first].number) for one in chances if one.span is Span.DAY},
        spans=[_span(one) for one in chances if one.span is not Span.DAY],
    )
    data = {"stage": stage.value, "number": made.number, "forecast": found.forecast}
    audit.record(room="capacity", action="plan.reckoned", subject=("plan", code), by=by, data=data)
    return made


def chances_of(found: Volumes, agents: Mapping[date, Any], asked: Asked, interval_min: int) -> list[Chance]:
    """Days, weeks and months of which `agents` speaks."""
    rows = [row for row, day in enumerate(found.days) if day in agents]
    contacts = found.square(tuple(found.mean[row] for row in rows))
    staff = found.square(tuple(np.array(agents[found.days[row]], dtype=float) for row in rows))
    # A day's agents may have more intervals than the contacts of its like: both are as wide as the widest.
    width = max(contacts.shape[1], staff.shape[1])
    contacts, staff = (np.pad(one, ((0, 0), (0, width - one.shape[1]))) for one in (contacts, staff))
    return outlook(
        [found.days[row] for row in rows],
        contacts,
        found.day_sd[rows],
        staff,
        kept_share(asked.work(interval_min), asked.target),
        target=asked.target.share,
    )


def _plan(code: str) -> StaffingPlan:
    plan = StaffingPlan.objects.select_related("forecast").filter(code=code).first()
    if plan is None:
        raise Problem("plan.unknown", plan=code)
    return plan


def _day(one: Chance, number: int) -> dict[str, Any]:
    return {"number": number, "expected": round(one.expected, 5), "chance": round(one.chance, 5)}


def _span(one: Chance) -> dict[str, Any]:
    return {
        "span": one.span.value,
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "contacts": round(one.contacts, 1),
        "expected": round(one.expected, 5),
        "chance": round(one.chance, 5),
    }
