"""Facts this room can show: what each plan asks and is given, and how each engagement's checklist stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from pledgeline.briefing.core.gate import Capacity
from pledgeline.briefing.queries import Planned
from pledgeline.capacity import queries
from pledgeline.capacity.core.resources import completeness
from pledgeline.capacity.core.stages import Stage
from pledgeline.capacity.queries import PlanPage
from pledgeline.kernel.fact import Fact
from pledgeline.kernel.interval import Period
from pledgeline.organisation import queries as organisation

# One interval in twenty may be a person short: a break moved, a sick note at seven in the morning.
COVERED_SHARE = 0.95


def plans(period: Period) -> list[Fact]:
    """One fact a plan with a day in `period`.

    `values`: `centre`, `service`, `channel`; `intervals`, `covered`, `share`, `short_agents` of committed against
    required; `days` required, `days_reckoned` with a chance, `weakest_chance` and its `weakest_day`; `lead_days`
    between handing the forecast over and the first day (None: not handed over).
    """
    facts = []
    for page in queries.plans_during(period):
        found = page.gap(Stage.REQUIRED, Stage.COMMITTED)
        asked = [day for day, agents in page.agents[Stage.REQUIRED].items() if any(agents)]
        chances = {day: page.chances[day] for day in asked if day in page.chances}
        weakest = min(chances, key=lambda day: (chances[day], day), default=None)
        row = page.row
        values = {
            "centre": row.centre,
            "service": row.service,
            "channel": row.channel,
            "intervals": found.intervals,
            "covered": found.covered,
            "share": found.share,
            "short_agents": found.short_agents,
            "days": len(asked),
            "days_reckoned": len(chances),
            "weakest_chance": chances[weakest] if weakest else None,
            "weakest_day": weakest.isoformat() if weakest else None,
            "lead_days": (row.first_day - row.handed_over_on).days if row.handed_over_on else None,
        }
        stretch = Period.from_days(row.first_day, row.last_day)
        facts.append(Fact("plan", row.code, stretch, "records", found.intervals, values))
    return facts


def checklists(day: date) -> dict[tuple[str, str], Fact]:
    """(centre, service) → how its checklist stands on `day`; absent where no item was ever written."""
    facts = {}
    for (centre, service), items in queries.checklists().items():
        found = completeness(items, day)
        values = {
            "centre": centre,
            "service": service,
            "items": found.items,
            "in_place": found.in_place,
            "missing": [area.value for area in found.missing],
            "failing_client": found.failing_client,
            "failing_centre": found.failing_centre,
            "due_later": found.due_later,
            "complete": found.complete,
        }
        period = Period.from_days(day, day)
        facts[centre, service] = Fact("checklist", f"{centre}.{service}", period, "records", found.items, values)
    return facts


def for_campaigns(campaigns: Sequence[Planned], minimum_share: float = COVERED_SHARE) -> dict[str, dict[str, Capacity]]:
    """The gates' question: is each centre staffed for a campaign's days? Campaign's code → centre → answer.

    A centre is answered for where plans say of every day of the campaign, for each of its services that the centre
    serves, how many people are required; otherwise it is left out. It is staffed where at least `minimum_share` of
    those intervals are committed in full; `required` and `staffed` are agents in its scarcest interval. The chance of
    the weakest day is told where every day was reckoned. Plans and engagements are read once for all campaigns.
    """
    pages = queries.plans_during(_whole([one.period for one in campaigns]))
    engagements = organisation.engagements()
    found: dict[str, dict[str, Capacity]] = {}
    for one in campaigns:
        answers = found[one.code] = {}
        for centre, services in _serving(one, engagements).items():
            mine = [page for page in pages if page.row.centre == centre and page.row.service in services]
            answer = _staffed(mine, services, _days(one.period), minimum_share)
            if answer is not None:
                answers[centre] = answer
    return found


def _staffed(pages: Sequence[PlanPage], services: set[str], days: set[date], minimum_share: float) -> Capacity | None:
    pairs: list[tuple[float, float]] = []
    chances: list[float | None] = []
    told = set()
    for page in pages:
        for day in days & page.agents[Stage.REQUIRED].keys():
            told.add((page.row.service, day))
            required = page.agents[Stage.REQUIRED][day]
            committed = page.agents[Stage.COMMITTED].get(day, (0.0,) * len(required))
            pairs += [(need, have) for need, have in zip(required, committed, strict=True) if need > 0]
            if any(required):
                chances.append(page.chances.get(day))
    if not pairs or len(told) < len(services) * len(days):
        return None
    need, have = min(pairs, key=lambda pair: (pair[1] / pair[0], -pair[0]))
    known = [chance for chance in chances if chance is not None]
    weakest = min(known) if len(known) == len(chances) else None
    return Capacity(sum(have >= need for need, have in pairs) >= minimum_share * len(pairs), need, have, weakest)


def _whole(periods: Sequence[Period]) -> Period:
    """From the first day of any to the last day of any; open where one of them is."""
    starts, ends = [one.start for one in periods], [one.end for one in periods]
    known_starts, known_ends = [day for day in starts if day], [day for day in ends if day]
    return Period(
        min(known_starts) if len(known_starts) == len(starts) else None,
        max(known_ends) if len(known_ends) == len(ends) else None,
    )


def _days(period: Period) -> set[date]:
    if period.start is None or period.last is None:
        return set()
    return {period.start + timedelta(days=n) for n in range((period.last - period.start).days + 1)}


def _serving(planned: Planned, engagements: Sequence[organisation.Serving]) -> dict[str, set[str]]:
    """The centres a campaign concerns, each with those of its services that it serves on one of its days."""
    found: dict[str, set[str]] = {}
    for one in engagements:
        if planned.centres and one.centre not in planned.centres:
            continue
        if planned.services and one.service not in planned.services:
            continue
        if one.period.overlaps(planned.period):
            found.setdefault(one.centre, set()).add(one.service)
    return found
