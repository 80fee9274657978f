"""How the client did its part towards each centre, case by case, from the records of the rooms below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pledgeline.briefing import evidence as briefing
from pledgeline.capacity import queries as capacity
from pledgeline.experience import queries as experience
from pledgeline.experience.core.promise import Scope
from pledgeline.kernel.fact import Fact
from pledgeline.kernel.interval import Period
from pledgeline.organisation import queries as organisation
from pledgeline.organisation.queries import Serving
from pledgeline.partnership.core.measure import Case, Measure
from pledgeline.partnership.core.mirror import Item, Limits, Scorecard

# The worst come first; the page shows them all.
MOST_CASES = 20

Found = Iterator[tuple[str, Item, Case]]


def scorecards(
    period: Period, *, day: date, centres: Collection[str] | None = None, limits: Limits | None = None
) -> dict[str, Scorecard]:
    """Centre → the client's duties that fell due in `period`, as known on `day`; centres with an engagement in the
    period only. The number of queries does not depend on the number of centres or cases."""
    within = limits or Limits()
    serving = [one for one in organisation.engagements(during=period) if centres is None or one.centre in centres]
    wanted = sorted({one.centre for one in serving})
    cases: dict[str, dict[Item, list[Case]]] = {centre: defaultdict(list) for centre in wanted}
    for centre, item, case in _cases(period, day, serving, within):
        if centre in cases:
            cases[centre][item].append(case)
    return {
        centre: Scorecard(centre, {item: Measure.of(cases[centre][item]) for item in Item}, within) for centre in wanted
    }


def mirror(
    period: Period, *, day: date, centres: Collection[str] | None = None, limits: Limits | None = None
) -> list[tuple[Scorecard, Mapping[Item, Fact]]]:
    """Each scorecard with a fact for each of its items: `values` hold `centre`, `item`, `good`, `share`, `limit_days`,
    `target_share` and the `cases`, the missed ones first."""
    return [
        (card, {item: _fact(card, item, period) for item in Item})
        for card in scorecards(period, day=day, centres=centres, limits=limits).values()
    ]


def _fact(card: Scorecard, item: Item, period: Period) -> Fact:
    found = card.items[item]
    values: dict[str, Any] = {
        "centre": card.centre,
        "item": item.value,
        "good": found.good,
        "share": found.share,
        "limit_days": card.limits.days(item),
        "target_share": card.limits.target_share,
        "cases": [
            {"key": one.key, "day": one.day.isoformat(), "value": one.value, "good": one.good}
            for one in sorted(found.cases, key=lambda one: (one.good, one.day, one.key))[:MOST_CASES]
        ],
    }
    return Fact("mirror", item.value, period, "records", found.n, values)


def _cases(period: Period, day: date, serving: Sequence[Serving], limits: Limits) -> Found:
    centres = sorted({one.centre for one in serving})
    yield from _forecasts(period, day, limits.forecast_days)
    yield from _notices(period, day, serving, limits.notice_days)
    yield from _definitions(period, day, serving, limits.definition_days)
    for fact in briefing.questions_asked(period, day=day, centres=centres):
        values = fact.values
        if values["answered_at"] is None and not values["late"]:
            continue
        hours = values["open_s"] / 3600 if values["open_s"] is not None else None
        asked = date.fromisoformat(values["asked_at"][:10])
        yield values["centre"], Item.REPLY, Case(fact.key, asked, not values["late"], hours)


def _forecasts(period: Period, day: date, limit_days: int) -> Found:
    """One case for each plan that begins in the period: how many days before it the forecast was handed over."""
    for plan in capacity.plans_beginning(period):
        first, handed_over = plan.first_day, plan.handed_over_on
        # Handed over after `day`: on that day it was not there yet.
        lead = (first - handed_over).days if handed_over is not None and handed_over <= day else None
        case = _ahead(plan.code, first, lead, limit_days, day)
        if case is not None:
            yield plan.centre, Item.FORECAST, case


def _notices(period: Period, day: date, serving: Sequence[Serving], limit_days: int) -> Found:
    centres = sorted({one.centre for one in serving})
    events = [(Item.CAMPAIGN_NOTICE, one) for one in briefing.campaigns_begun(period, centres=centres)]
    events += [(Item.CHANGE_NOTICE, one) for one in _changes(period, serving)]
    leads = briefing.leads([event for _, event in events], day=day)
    items = {(event.kind, event.code, event.day): item for item, event in events}
    for event, centre, found in leads:
        case = _ahead(event.code, event.day, found.days if found is not None else None, limit_days, day)
        if case is not None:
            yield centre, items[event.kind, event.code, event.day], case


def _changes(period: Period, serving: Sequence[Serving]) -> list[briefing.Event]:
    """Versions of promises whose first day lies in the period, with the centres they bind."""
    bound: dict[Scope, tuple[str, ...]] = {}
    events = []
    for one in experience.starts_in(period):
        if one.scope not in bound:
            bound[one.scope] = _bound(one.scope, serving)
        if bound[one.scope]:
            events.append(briefing.Event("promise", one.code, one.day, bound[one.scope], after=one.before))
    return events


def _bound(scope: Scope, serving: Sequence[Serving]) -> tuple[str, ...]:
    centres = {
        held.centre
        for held in serving
        if scope.covers(service=held.service, centre=held.centre)
        and (not scope.channels or set(scope.channels) & set(held.channels))
    }
    return tuple(sorted(centres))


def _definitions(period: Period, day: date, serving: Sequence[Serving], limit_days: int) -> Found:
    """Days between the approval of an experience definition and its first day, for each centre that serves it."""
    for one in experience.approvals_to_begin(period):
        lead = (one.effective_from - one.approved_on).days if one.approved_on <= day else None
        for centre in sorted({held.centre for held in serving if held.service == one.service}):
            case = _ahead(f"{one.service}-{one.number}", one.effective_from, lead, limit_days, day)
            if case is not None:
                yield centre, Item.DEFINITION_NOTICE, case


def _ahead(key: str, first: date, lead_days: int | None, limit_days: int, day: date) -> Case | None:
    """A duty that had to be done `limit_days` before `first`; None while there is still time and nothing was done."""
    if lead_days is None and (first - day).days >= limit_days:
        return None
    return Case(key, first, lead_days is not None and lead_days >= limit_days, lead_days)
