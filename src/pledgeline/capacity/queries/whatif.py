"""A day of a plan as the what-if sees it: contacts and agents from the plan, the rest as the contacts taught it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import isfinite
from typing import Any

import numpy as np

from pledgeline.capacity.core.simulation import Callback, Distribution, Exponential, Observed
from pledgeline.capacity.core.stages import Stage
from pledgeline.capacity.core.wall import starts
from pledgeline.capacity.core.whatif import Day, Place, usual_handling
from pledgeline.capacity.models import ForecastRecord, StaffingPlan
from pledgeline.capacity.queries.learned import WorkLearned, work
from pledgeline.capacity.queries.plans import PlanPage, plans_during
from pledgeline.capacity.queries.volumes import volumes
from pledgeline.contacts.core.patience import PatienceCurve
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation

# Where no contact teaches anything yet: named on the page, and to be replaced by the first weeks of data.
PRIOR_AHT_S, PRIOR_PATIENCE_S = 240.0, 300.0
# From this wait on another centre may take a contact, where overflow is asked for without saying when.
USUAL_OVERFLOW_S = 30.0


@dataclass(frozen=True)
class Setting:
    """A day ready to be changed. `stage` is whose agents are on duty; `prior` names what no contact has taught yet."""

    day: Day
    date: date
    stage: Stage
    clocks: tuple[str, ...]
    learned: WorkLearned | None
    prior: tuple[str, ...]
    campaigns: tuple[str, ...]


def setting(
    plan: StaffingPlan, page: PlanPage, day: date, *, limit_s: float, with_others: bool, campaign_days: int = 0
) -> Setting:
    """The committed staff of a day, or what is required where nothing is committed; `campaign_days` moves the campaigns
    of its forecast so many days later (or, below 0, sooner).

    Raises Problem `whatif.nothing_stated` and those of `volumes`.
    """
    stage = next((one for one in (Stage.COMMITTED, Stage.REQUIRED) if page.agents[one].get(day)), None)
    if stage is None:
        raise Problem("whatif.nothing_stated", day=day.isoformat())
    found = volumes(plan)
    factor, campaigns = _moved(plan.forecast, day, campaign_days)
    zone = organisation.service_zones()[plan.service]
    begins = starts(day, zone, plan.interval_min)
    row = found.days.index(day)
    taught = _taught(plan)
    handling, patience, callback, prior = _from(taught, [one.hour for one in begins])
    others = _others(plan, day, len(begins), limit=with_others)
    return Setting(
        Day(
            plan.interval_min,
            Place(plan.centre, found.mean[row] * factor, np.array(page.agents[stage][day], dtype=float)),
            handling,
            patience,
            limit_s=limit_s,
            day_sd=float(found.day_sd[row]),
            callback=callback,
            others=others,
        ),
        day,
        stage,
        tuple(f"{one:%H:%M}" for one in begins),
        taught,
        prior,
        campaigns,
    )


def _taught(plan: StaffingPlan) -> WorkLearned | None:
    """What the centre's own contacts teach, else those of all centres; None before the first delivery."""
    try:
        own = work(service=plan.service, channel=plan.channel, centre=plan.centre)
        return own or work(service=plan.service, channel=plan.channel)
    except Problem:
        return None


def _from(
    taught: WorkLearned | None, hours: list[int]
) -> tuple[Any, Distribution | PatienceCurve | None, Callback | None, tuple[str, ...]]:
    """(handling, patience, callback, what is a prior)."""
    if taught is None:
        return usual_handling(PRIOR_AHT_S), Exponential(PRIOR_PATIENCE_S), None, ("handling", "patience")
    blocks = {block: Observed(np.array(values)) for block, values in taught.blocks.items()}
    usual = usual_handling(taught.mean_s)
    handling = tuple(blocks.get(hour // 3, usual) for hour in hours)
    prior: tuple[str, ...] = ()
    patience: Distribution | PatienceCurve
    if taught.patience is not None:
        patience = taught.patience
    elif isfinite(taught.mean_patience_s) and taught.mean_patience_s > 0:
        patience = Exponential(taught.mean_patience_s)
    else:
        patience, prior = Exponential(PRIOR_PATIENCE_S), ("patience",)
    callback = None
    if taught.callback_after_s is not None:
        callback = Callback(after_s=taught.callback_after_s, accepted=taught.callback_accepted)
    return handling, patience, callback, prior


def _others(plan: StaffingPlan, day: date, intervals: int, *, limit: bool) -> tuple[Place, ...]:
    """The other centres' part of the same contacts, with the staff they committed; only for who may see them."""
    if not limit:
        return ()
    found = []
    for page in plans_during(Period.from_days(day, day)):
        row = page.row
        agents = page.agents[Stage.COMMITTED].get(day)
        same = (row.service, row.channel) == (plan.service, plan.channel) and row.centre != plan.centre
        if not same or agents is None or len(agents) != intervals:
            continue
        other = StaffingPlan.objects.select_related("forecast").get(code=row.code)
        try:
            theirs = volumes(other)
        except Problem:
            continue
        contacts = theirs.mean[theirs.days.index(day)]
        found.append(Place(row.centre, contacts, np.array(agents, dtype=float)))
    return tuple(found)


def _moved(record: ForecastRecord | None, day: date, later: int) -> tuple[float, tuple[str, ...]]:
    """By what a day's contacts change when campaigns come so many days later, and the campaigns that concerns."""
    if record is None:
        return 1.0, ()
    here, before = _on_top(record.values, day), _on_top(record.values, day - timedelta(days=later))
    concerned = tuple(sorted({*here, *before}))
    total = float(sum(record.values[day.isoformat()]["mean"]))
    if not later or not total:
        return 1.0, concerned
    return max((total - sum(here.values()) + sum(before.values())) / total, 0.0), concerned


def _on_top(values: Mapping[str, Any], day: date) -> Mapping[str, float]:
    """Campaign → contacts it is taken to bring on a day; nothing beyond the forecast's days."""
    found: Mapping[str, float] = values.get(day.isoformat(), {}).get("on_top", {})
    return found
