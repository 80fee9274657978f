"""What may stand in capacity's addresses: a plan and checklist items of each centre, a forecast of the client's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.planned import FIRST, a_forecast, a_plan, figures

Examples = dict[str, Mapping[str, Mapping[str, Any]]]
PLACES = {"A": "north", "B": "south"}


def examples() -> Examples:
    from pledgeline.capacity.actions import resources
    from pledgeline.capacity.core.resources import Area, Side

    a_forecast()
    for label, centre in PLACES.items():
        a_plan(f"plan-{label.lower()}", centre)
        figures(f"plan-{label.lower()}", "required", 4.0)
        for side in Side:
            resources.require(
                code=f"item-{label.lower()}-{side.value}",
                centre=centre,
                service="cards",
                area=Area.SYSTEMS,
                title_en="Access",
                title_zh="系统权限",
                side=side,
                due_on=FIRST,
                by=None,
            )
    plans: dict[str, dict[str, Any]] = {label: {"code": f"plan-{label.lower()}"} for label in PLACES}
    plans["unknown"] = {"code": "no-such-plan"}
    day = {"day": FIRST.isoformat()}
    items = {
        f"{label} ({side})": {"code": f"item-{label.lower()}-{side}"}
        for label in PLACES
        for side in ("client", "centre")
    }
    forecasts = {"client": {"code": "june-cards"}, "unknown": {"code": "no-such-forecast"}}
    at = "capacity/plans/<str:code>/"
    return {
        **{f"{at}{place}": plans for place in ("", "hand-over/", "require/", "reckon/", "what-if/", "sheet/")},
        f"{at}commit/<str:day>/": {label: parts | day for label, parts in plans.items()},
        "capacity/resources/<str:code>/": {**items, "unknown": {"code": "no-such-item"}},
        **{f"capacity/forecasts/<str:code>/{place}": forecasts for place in ("", "share-out/")},
    }


def many(n: int) -> None:
    """Forecasts, plans of the north centre with a day of each, and items of its checklist."""
    from django.utils import timezone

    from pledgeline.capacity.models import Allocation, ForecastRecord, Outlook, ResourceItem, StaffedDay, StaffingPlan
    from tests.planned import shared_out
    from tests.web.growth import more

    if not Allocation.objects.exists():
        shared_out()
        basis = {"forecast": "june-cards", "reading": "served_within", "part": 0.75, "share": 0.8, "limit_s": 60}
        Outlook.objects.create(
            plan=StaffingPlan.objects.get(code="plan-a"), stage="committed", number=1, reckoned_at=timezone.now(),
            basis=basis | {"aht_s": 240.0, "patience_s": 180.0, "method": "formula/1"}, days={}, spans=[],
        )  # fmt: skip
    forecasts = more(ForecastRecord.objects.get(code="june-cards"), n, code="more-{n}")
    more(Allocation.objects.earliest("pk"), n, forecast=forecasts)
    plans = more(StaffingPlan.objects.get(code="plan-a"), n, code="more-{n}")
    day = StaffedDay.objects.filter(plan__code="plan-a").earliest("pk")
    more(day, n, plan=plans)
    outlook = Outlook.objects.earliest("pk")
    more(outlook, n, plan=plans)
    more(ResourceItem.objects.get(code="item-a-client"), n, code="more-{n}")
