"""Plans with what holds at each stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Max, QuerySet, Window

from pledgeline.capacity.core.staffing import Gap, gap
from pledgeline.capacity.core.stages import Stage
from pledgeline.capacity.models import ForecastRecord, Outlook, StaffedDay, StaffingPlan
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem

# A plan brings its days and intervals with it.
PAGE_ROWS = 25


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
class Reckoned:
    """The outlook that holds: with what it was reckoned, and its weeks and months as they were written."""

    at: datetime
    by: str
    basis: Mapping[str, Any]
    days: Mapping[date, Mapping[str, Any]]
    spans: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class PlanPage:
    """`agents[stage][day]` and `chances[day]` (of the committed staff) are what holds now.

    A chance that was reckoned before the day was committed anew is none any more: its day is in `outdated`.
    """

    row: PlanRow
    interval_min: int
    agents: Mapping[Stage, Mapping[date, tuple[float, ...]]]
    chances: Mapping[date, float]
    forecast: str = ""
    reckoned: Reckoned | None = None
    outdated: frozenset[date] = field(default_factory=frozenset)

    def gap(self, asked: Stage, given: Stage) -> Gap:
        """`given` against `asked` over the days that `asked` speaks of; a day not given has nobody."""
        return self._gap(asked, given, self.agents[asked])

    def adherence(self, asked: Stage, given: Stage) -> Gap:
        """`given` against `asked` over the days of which both speak: what has not been told yet was not missed."""
        return self._gap(asked, given, self.agents[asked].keys() & self.agents[given].keys())

    def _gap(self, asked: Stage, given: Stage, days: Iterable[date]) -> Gap:
        pairs = [
            (agents, self.agents[given].get(day, (0.0,) * len(agents)))
            for day, agents in ((day, self.agents[asked][day]) for day in sorted(days))
        ]
        required = np.array([one for agents, _ in pairs for one in agents])
        return gap(required, np.array([one for _, agents in pairs for one in agents]))

    def days(self) -> list[date]:
        return sorted({day for stage in self.agents.values() for day in stage})


@dataclass(frozen=True)
class Version:
    """One writing of a stage: who wrote when, how many days, and whether they were written for the first time."""

    stage: Stage
    at: datetime
    by: str
    days: int
    first: bool


def plan_list(user: Any, *, number: int = 1) -> tuple[Page[StaffingPlan], list[PlanPage]]:
    """A page of the plans that `user` may see, the newest first, with their figures."""
    # The code last: plans of the same days keep their place from one page to the next.
    found = StaffingPlan.objects.visible_to(user).select_related("forecast")
    page = Paginator(found.order_by("-first_day", "centre", "service", "channel", "code"), PAGE_ROWS).get_page(number)
    return page, _pages(page.object_list)


def plan(code: str, *, user: Any) -> PlanPage | None:
    """None where there is no such plan, or none that `user` may see."""
    found = StaffingPlan.objects.visible_to(user).select_related("forecast").filter(code=code).first()
    return _pages([found])[0] if found is not None else None


def record(code: str, *, user: Any) -> StaffingPlan | None:
    """The plan's own record, for what reads its forecast; None like `plan`."""
    return StaffingPlan.objects.visible_to(user).select_related("forecast").filter(code=code).first()


def versions(code: str, *, user: Any, number: int = 1) -> tuple[Page[Any], list[Version]]:
    """A page of the writings of the plan's figures that `user` may see, the newest first."""
    written = (
        StaffedDay.objects.filter(plan__in=StaffingPlan.objects.visible_to(user).filter(code=code))
        .values("recorded_at", "stage", "recorded_by__name", "recorded_by__username")
        .annotate(days=Count("pk"), last=Max("number"))
        .order_by("-recorded_at", "stage")
    )
    page: Page[Any] = Paginator(written, PAGE_ROWS).get_page(number)
    return page, [
        Version(
            Stage(one["stage"]),
            one["recorded_at"],
            one["recorded_by__name"] or one["recorded_by__username"] or "",
            one["days"],
            one["last"] == 1,
        )
        for one in page.object_list
    ]


def plan_whole(code: str) -> PlanPage:
    """The plan, whoever asks: for the command line, never for a page. Raises Problem `plan.unknown`."""
    found = StaffingPlan.objects.select_related("forecast").filter(code=code).first()
    if found is None:
        raise Problem("plan.unknown", plan=code)
    return _pages([found])[0]


def record_whole(code: str) -> StaffingPlan:
    """The plan's own record, whoever asks: for the command line. Raises Problem `plan.unknown`."""
    found = StaffingPlan.objects.select_related("forecast").filter(code=code).first()
    if found is None:
        raise Problem("plan.unknown", plan=code)
    return found


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
    found = StaffingPlan.objects.select_related("forecast").order_by("centre", "service", "channel", "first_day")
    if period.end is not None:
        found = found.filter(first_day__lt=period.end)
    if period.start is not None:
        found = found.filter(last_day__gte=period.start)
    return _pages(found)


def plans_beginning(period: Period) -> list[PlanRow]:
    """Plans whose first day lies in `period`, without their figures, whoever asks: for facts. One query."""
    found = StaffingPlan.objects.order_by("centre", "service", "channel", "first_day")
    if period.start is not None:
        found = found.filter(first_day__gte=period.start)
    if period.end is not None:
        found = found.filter(first_day__lt=period.end)
    return [_row(one) for one in found]


def _pages(plans: Iterable[StaffingPlan]) -> list[PlanPage]:
    wanted = list(plans)
    holding: dict[int, dict[Stage, dict[date, StaffedDay]]] = {}
    for one in _last(StaffedDay.objects.filter(plan__in=wanted), "plan", "stage", "day").order_by("day"):
        holding.setdefault(one.plan_id, {}).setdefault(Stage(one.stage), {})[one.day] = one
    made = Outlook.objects.filter(plan__in=wanted, stage=Stage.COMMITTED.value).select_related("reckoned_by")
    outlooks = {one.plan_id: one for one in _last(made, "plan")}
    return [_page(each, holding.get(each.pk, {}), outlooks.get(each.pk)) for each in wanted]


def _last(rows: QuerySet[Any], *of: str) -> QuerySet[Any]:
    """Of what was written again and again, the last; the database leaves the rest where it is."""
    return rows.annotate(last=Window(Max("number"), partition_by=[F(name) for name in of])).filter(number=F("last"))


def _page(each: StaffingPlan, stages: Mapping[Stage, Mapping[date, StaffedDay]], made: Outlook | None) -> PlanPage:
    agents = {stage: {day: tuple(one.agents) for day, one in stages.get(stage, {}).items()} for stage in Stage}
    committed = stages.get(Stage.COMMITTED, {})
    chances = {day: one.chance for day, one in committed.items() if one.chance is not None}
    reckoned = _reckoned(made)
    outdated = set()
    for day, said in reckoned.days.items() if reckoned else ():
        if day in committed and committed[day].number == said["number"]:
            chances[day] = said["chance"]
        else:
            outdated.add(day)
    forecast = each.forecast.code if each.forecast is not None else ""
    return PlanPage(_row(each), each.interval_min, agents, chances, forecast, reckoned, frozenset(outdated))


def _reckoned(made: Outlook | None) -> Reckoned | None:
    if made is None:
        return None
    by = made.reckoned_by.get_full_name() if made.reckoned_by else ""
    days = {date.fromisoformat(day): said for day, said in made.days.items()}
    return Reckoned(made.reckoned_at, by, made.basis, days, made.spans)


def _row(one: StaffingPlan) -> PlanRow:
    return PlanRow(
        one.code, one.centre, one.service, one.channel, one.first_day, one.last_day, one.locks_on, one.handed_over_on
    )
