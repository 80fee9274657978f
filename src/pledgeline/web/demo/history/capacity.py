"""How the demo's November was planned, from the contacts delivered before: forecast, sharing out, what was required,
asked, committed and brought, and how likely it keeps the promise. And the checklist of other means."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from math import isfinite
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth import get_user_model
from django.db import transaction

from pledgeline.capacity import queries
from pledgeline.capacity.actions import allocations, forecasts, outlooks, plans, resources
from pledgeline.capacity.core.erlang import Reading, Target
from pledgeline.capacity.core.resources import Area, Side
from pledgeline.capacity.core.stages import Stage
from pledgeline.capacity.queries import forecasting
from pledgeline.capacity.queries.learned import work
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation

# 10:00 in Shanghai.
MORNING = time(2, tzinfo=UTC)


@transaction.atomic
def write(*, today: date) -> None:
    """Nothing where a checklist is there already. Plans need contacts: those not delivered yet are not planned from."""
    if queries.checklists():
        return
    found = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    _checklists(found, today)
    for service, wanted in found["plans"]["services"].items():
        _service(service, wanted, found["plans"], today)


def _at(day: date) -> datetime:
    return datetime.combine(day, MORNING)


def _person(username: str) -> Any:
    return get_user_model().objects.filter(username=username).first()


def _service(service: str, wanted: Mapping[str, Any], said: Mapping[str, Any], today: date) -> None:
    code, channel = f"{service}-{said['first']:%Y-%m}", said["channel"]
    days = (said["last"] - said["first"]).days + 1
    try:
        prepared = forecasting.prepare(
            service=service, channel=channel, days=days, first_day=said["first"], until=said["made"]
        )
    except Problem:
        # Fewer contacts than a forecast needs, as in a demo made very small: then there is nothing to plan from.
        return
    manager = _person("zhou.heng")
    what = {"service": service, "channel": channel}
    forecasts.freeze_prepared(code=code, **what, prepared=prepared, by=manager, at=_at(said["made"]))
    terms = {centre: allocations.Terms(said["cost"][centre], part, part) for centre, part in wanted["parts"].items()}
    allocations.share(forecast=code, terms=terms, by=manager, at=_at(said["handed_over"]))
    seen = work(**what)
    if seen is None:
        return
    patience_s = float(round(seen.mean_patience_s)) if isfinite(seen.mean_patience_s) else seen.mean_patience_s
    asked = {
        name: outlooks.Asked(
            Target(Reading.SERVED_WITHIN, wanted[name], wanted["limit_s"]), round(seen.mean_s), patience_s
        )
        for name in ("aim", "share")
    }
    for centre in wanted["parts"]:
        _plan(f"{code}-{centre}", code, {**what, "centre": centre}, asked, said, manager, today)


def _plan(
    code: str,
    forecast: str,
    place: Mapping[str, str],
    asked: Mapping[str, Any],
    said: Mapping[str, Any],
    manager: Any,
    today: date,
) -> None:
    plans.open_plan(
        code=code,
        **place,
        first_day=said["first"],
        last_day=said["last"],
        interval_min=60,
        locks_on=said["locks_on"],
        by=manager,
        at=_at(said["made"]),
    )
    plans.hand_over(code=code, forecast=forecast, by=manager, at=_at(said["handed_over"]))
    outlooks.require(code=code, asked=asked["aim"], request=True, by=manager, at=_at(said["handed_over"]))
    own = said["centres"][place["centre"]]
    requested = queries.plans.plan_whole(code).agents[Stage.REQUESTED]
    committed = {day: _committed(agents, own) for day, agents in requested.items()}
    by = get_user_model().objects.filter(role="centre_manager", centre__code=place["centre"]).first() or manager
    plans.state(code=code, stage=Stage.COMMITTED, days=committed, by=by, at=_at(said["committed"]))
    brought = {
        day: [float(round(one * own["brings"])) for one in agents] for day, agents in committed.items() if day < today
    }
    if brought:
        plans.state(code=code, stage=Stage.DELIVERED, days=brought, by=by, at=_at(today))
    outlooks.reckon(code=code, asked=asked["share"], by=manager, at=_at(said["locks_on"]))


def _committed(agents: Any, own: Mapping[str, Any]) -> list[float]:
    gap = own.get("gaps", {"from": 0, "to": 0, "commits": 1.0})
    return [
        float(round(one * (gap["commits"] if gap["from"] <= hour < gap["to"] else own["commits"])))
        for hour, one in enumerate(agents)
    ]


def _checklists(found: Mapping[str, Any], today: date) -> None:
    owner = _person("lin.yue")
    exceptions = {(one["centre"], one["service"], one["area"]): one for one in found["exceptions"]}
    for engaged in organisation.engagements(during=Period.from_days(today, today)):
        for line in found["checklist"]:
            place = (engaged.centre, engaged.service, line["area"])
            differs = exceptions.get(place)
            one = line if differs is None else {**_bare(line), **differs}
            _item("-".join(place), engaged, one, today, owner)


def _bare(line: Mapping[str, Any]) -> dict[str, Any]:
    """What an exception does not say over again: a thing it says nothing of being in place is not."""
    return {name: line[name] for name in ("area", "side", "title", "due")}


def _item(code: str, engaged: organisation.Serving, one: Mapping[str, Any], today: date, owner: Any) -> None:
    resources.require(
        code=code,
        centre=engaged.centre,
        service=engaged.service,
        area=Area(one["area"]),
        title_en=one["title"]["en"],
        title_zh=one["title"]["zh"],
        side=Side(one["side"]),
        due_on=today - timedelta(days=one["due"]),
        by=owner,
    )
    if "in_place" in one:
        resources.put_in_place(
            code=code,
            evidence=one["evidence"],
            on=today - timedelta(days=one["in_place"]),
            expires_on=today + timedelta(days=one["expires"]) if "expires" in one else None,
            by=owner,
        )
