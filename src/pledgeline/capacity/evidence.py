"""Facts this room can show: what each plan asks and is given, and how each engagement's checklist stands."""

from __future__ import annotations

from datetime import date, timedelta

from pledgeline.capacity import queries
from pledgeline.capacity.core.resources import completeness
from pledgeline.capacity.core.stages import Stage
from pledgeline.kernel.fact import Fact
from pledgeline.kernel.interval import Period


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


def slot(
    *, centre: str, service: str, first_day: date, last_day: date, minimum_share: float
) -> tuple[str, dict[str, object]]:
    """A campaign gate's question: is this centre staffed for these days? (`covered`, `short` or `unknown`, figures).

    `unknown` where no plan with required staff speaks of every one of the days.
    """
    days = {first_day + timedelta(days=n) for n in range((last_day - first_day).days + 1)}
    intervals = covered = 0
    told: set[date] = set()
    for page in queries.plans_during(Period.from_days(first_day, last_day)):
        if (page.row.centre, page.row.service) != (centre, service):
            continue
        for day in days & page.agents[Stage.REQUIRED].keys():
            told.add(day)
            required = page.agents[Stage.REQUIRED][day]
            committed = page.agents[Stage.COMMITTED].get(day, (0.0,) * len(required))
            pairs = [(need, have) for need, have in zip(required, committed, strict=True) if need > 0]
            intervals += len(pairs)
            covered += sum(have >= need for need, have in pairs)
    figures: dict[str, object] = {"intervals": intervals, "covered": covered, "days_untold": len(days - told)}
    if days - told or not intervals:
        return "unknown", figures
    return ("covered" if covered >= minimum_share * intervals else "short"), figures
