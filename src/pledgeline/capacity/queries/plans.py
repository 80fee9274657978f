"""Plans with what holds at each stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from pledgeline.capacity.core.staffing import Gap, gap
from pledgeline.capacity.core.stages import Stage
from pledgeline.capacity.models import ForecastRecord, StaffedDay, StaffingPlan
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem


@dataclass(frozen=True)
class PlanRow:
    code: str
    centre: str
    service: str
    channel: str
    first_day: date
    last_day: date
    locks_on: date
    handed_over_on: date | None


@dataclass(frozen=True)
class PlanPage:
    """`agents[stage][day]` and `chances[day]` (of the committed staff) are what holds now."""

    row: PlanRow
    interval_min: int
    agents: Mapping[Stage, Mapping[date, tuple[float, ...]]]
    chances: Mapping[date, float]

    def gap(self, asked: Stage, given: Stage) -> Gap:
        """`given` against `asked` over the days that `asked` speaks of; a day not given has nobody."""
        pairs = [
            (agents, self.agents[given].get(day, (0.0,) * len(agents))) for day, agents in self.agents[asked].items()
        ]
        required = np.array([one for agents, _ in pairs for one in agents])
        return gap(required, np.array([one for _, agents in pairs for one in agents]))

    def days(self) -> list[date]:
        return sorted({day for stage in self.agents.values() for day in stage})


def plan_list(user: Any, *, most: int = 200) -> list[PlanRow]:
    """The newest plans that `user` may see."""
    return [_row(one) for one in StaffingPlan.objects.visible_to(user)[:most]]


def plan(code: str, *, user: Any) -> PlanPage | None:
    """None where there is no such plan, or none that `user` may see."""
    found = StaffingPlan.objects.visible_to(user).filter(code=code).first()
    return _pages([found])[0] if found is not None else None


def plan_whole(code: str) -> PlanPage:
    """The plan, whoever asks: for the command line, never for a page. Raises Problem `plan.unknown`."""
    found = StaffingPlan.objects.filter(code=code).first()
    if found is None:
        raise Problem("plan.unknown", plan=code)
    return _pages([found])[0]


def forecast_values(code: str) -> tuple[int, dict[str, Any]]:
    """Minutes of an interval and the values by day of a frozen forecast, for the command line.

    Raises Problem `forecast.unknown`.
    """
    found = ForecastRecord.objects.filter(code=code).first()
    if found is None:
        raise Problem("forecast.unknown", forecast=code)
    return found.interval_min, dict(sorted(found.values.items()))


def plans_during(period: Period) -> list[PlanPage]:
    """Every plan with a day in `period`, whoever asks: for facts and checks, never for a page."""
    found = StaffingPlan.objects.order_by("centre", "service", "channel", "first_day")
    if period.end is not None:
        found = found.filter(first_day__lt=period.end)
    if period.start is not None:
        found = found.filter(last_day__gte=period.start)
    return _pages(found)


def _pages(plans: Iterable[StaffingPlan]) -> list[PlanPage]:
    wanted = list(plans)
    holding: dict[int, dict[Stage, dict[date, StaffedDay]]] = {}
    # In the order of their numbers, so that the last one written is the one that stays.
    for one in StaffedDay.objects.filter(plan__in=wanted).order_by("day", "number"):
        holding.setdefault(one.plan_id, {}).setdefault(Stage(one.stage), {})[one.day] = one
    pages = []
    for each in wanted:
        stages = holding.get(each.pk, {})
        agents = {stage: {day: tuple(one.agents) for day, one in stages.get(stage, {}).items()} for stage in Stage}
        committed = stages.get(Stage.COMMITTED, {})
        chances = {day: one.chance for day, one in committed.items() if one.chance is not None}
        pages.append(PlanPage(_row(each), each.interval_min, agents, chances))
    return pages


def _row(one: StaffingPlan) -> PlanRow:
    return PlanRow(
        one.code, one.centre, one.service, one.channel, one.first_day, one.last_day, one.locks_on, one.handed_over_on
    )
