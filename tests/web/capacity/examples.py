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
