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
from pledgeline.capacity.core.erlang import Reading, Target
from pledgeline.capacity.core.needed import Needed, Work, kept_share, needed
from pledgeline.capacity.core.outlook import Chance, Span, outlook
from pledgeline.capacity.core.outlook import chances_of as tied
from pledgeline.capacity.core.simulation import Callback, Exponential
from pledgeline.capacity.core.staffing import Shrinkage
from pledgeline.capacity.core.stages import Stage
from pledgeline.capacity.core.whatif import Day, Place, day_shares, usual_handling
from pledgeline.capacity.models import Outlook, StaffedDay, StaffingPlan
from pledgeline.capacity.queries.volumes import Volumes, volumes
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import audit

# Formulas see each interval by itself; the simulation hands the queue on, offers callbacks, and has lucky and bad days.
FORMULA, SIMULATION = "formula/1", "simulation/1"
SIMULATED = (Reading.SERVED_WITHIN, Reading.HUMAN_OR_CALLBACK_WITHIN)
REPLICATIONS = 200


@dataclass(frozen=True)
class Asked:
    """With what a plan is worked out: the promise as a target, handling time and patience (seconds), shrinkage.

    `callback_after_s` counts with the reading `human_or_callback_within` only: when an offer is made, and what share of
    customers accepts it.
    """

    target: Target
    aht_s: float
    patience_s: float
    callback_after_s: float | None = None
    callback_accepted: float = 0.4
    shrinkage: Shrinkage = field(default_factory=Shrinkage)

    def work(self, interval_min: int) -> Work:
        """Raises Problem `plan.aht_unlikely`, which asks whether minutes were meant."""
        return Work(self.aht_s, self.patience_s, interval_min)

    @property
    def callback(self) -> Callback | None:
        if self.target.reading is not Reading.HUMAN_OR_CALLBACK_WITHIN:
            return None
        after = self.target.limit_s if self.callback_after_s is None else self.callback_after_s
        return Callback(after_s=after, accepted=self.callback_accepted)

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
            "callback_after_s": self.callback.after_s if self.callback else None,
            "method": SIMULATION if self.target.reading in SIMULATED else FORMULA,
        }


@transaction.atomic
def require(*, code: str, asked: Asked, request: bool = False, by: Any, at: datetime | None = None) -> Needed:
    """Writes the agents that the plan's part of the forecast needs; with `request` the centre is asked for them too.

    Raises Problem `plan.unknown`, `plan.locked`, `plan.reading_not_staffed`, `plan.target_beyond_reach` and those of
    `volumes`.
    """
    if asked.target.reading is Reading.HUMAN_OR_CALLBACK_WITHIN:
        # An offer to everyone who still waits keeps the promise with nobody at all: it is no yardstick for staff.
        raise Problem("plan.reading_not_staffed", field="reading")
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
    asked.work(plan.interval_min)
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
    days = [found.days[row] for row in rows]
    if asked.target.reading in SIMULATED:
        contacts = np.array([[found.mean[row].sum()] for row in rows])
        shares = day_shares(
            [_day_of(found, row, agents[found.days[row]], asked, interval_min) for row in rows],
            replications=REPLICATIONS,
        )
        return tied(days, contacts, shares, target=asked.target.share)
    contacts = found.square(tuple(found.mean[row] for row in rows))
    staff = found.square(tuple(np.array(agents[day], dtype=float) for day in days))
    kept = kept_share(asked.work(interval_min), asked.target)
    return outlook(days, contacts, found.day_sd[rows], staff, kept, target=asked.target.share)


def _day_of(found: Volumes, row: int, agents: Any, asked: Asked, interval_min: int) -> Day:
    """A day with handling times and patience of the usual shapes, around the means that were given."""
    patience = Exponential(asked.patience_s) if np.isfinite(asked.patience_s) else None
    return Day(
        interval_min,
        Place("own", found.mean[row], np.array(agents, dtype=float)),
        usual_handling(asked.aht_s),
        patience,
        limit_s=asked.target.limit_s,
        day_sd=float(found.day_sd[row]),
        callback=asked.callback,
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
