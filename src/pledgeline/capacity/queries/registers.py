"""The lists of this room that travel: plans, commitments, the checklist; and a plan to fill in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from pledgeline.capacity.core.resources import Area, Side
from pledgeline.capacity.core.stages import Stage
from pledgeline.capacity.models import ResourceItem, StaffingPlan
from pledgeline.capacity.queries.plans import PlanPage, plans_during
from pledgeline.kernel.channels import Channel
from pledgeline.kernel.interval import Period
from pledgeline.ui.sheets import Column, Register

STAFF = Register(
    "staff",
    (
        Column("plan", "code"),
        Column("day", "date"),
        Column("interval", "integer"),
        Column("starts", "text"),
        Column("requested", "number"),
        Column("committed", "number"),
    ),
)

PLANS = Register(
    "plans",
    (
        Column("code", "code"),
        Column("centre", "code"),
        Column("service", "code"),
        Column("channel", "code", tuple(Channel)),
        Column("first_day", "date"),
        Column("last_day", "date"),
        Column("interval_min", "integer"),
        Column("locks_on", "date"),
    ),
)
# Of each day the committed agents that hold, one row an interval; `interval` counts from 1 at midnight.
COMMITMENTS = Register(
    "commitments",
    (Column("plan", "code"), Column("day", "date"), Column("interval", "integer"), Column("agents", "number")),
    key=("plan", "day", "interval"),
)
RESOURCES = Register(
    "resources",
    (
        Column("code", "code"),
        Column("centre", "code"),
        Column("service", "code"),
        Column("area", "code", tuple(Area)),
        Column("title_en", "text"),
        Column("title_zh", "text"),
        Column("side", "code", tuple(Side)),
        Column("due_on", "date"),
        Column("in_place_on", "date"),
        Column("evidence", "text"),
        Column("expires_on", "date"),
    ),
)
_REGISTERS = {one.name: one for one in (PLANS, COMMITMENTS, RESOURCES)}


def registers() -> Mapping[str, Register]:
    return _REGISTERS


def export_rows(name: str) -> list[dict[str, Any]]:
    """The rows of a register in the order of their codes."""
    if name == PLANS.name:
        return [
            {column.name: getattr(one, column.name) for column in PLANS.columns}
            for one in StaffingPlan.objects.order_by("code")
        ]
    if name == COMMITMENTS.name:
        return [
            {"plan": page.row.code, "day": day, "interval": place, "agents": agents}
            for page in sorted(plans_during(Period()), key=lambda page: page.row.code)
            for day, row in sorted(page.agents[Stage.COMMITTED].items())
            for place, agents in enumerate(row, start=1)
        ]
    return [
        {column.name: getattr(one, column.name) or None for column in RESOURCES.columns}
        for one in ResourceItem.objects.order_by("code")
    ]


def staff_rows(page: PlanPage) -> list[Mapping[str, Any]]:
    """The days that were requested (else required), with what is committed so far (else empty).

    `interval` counts from 1 at midnight; `starts` is there to be read and is not read back.
    """
    asked = page.agents[Stage.REQUESTED] or page.agents[Stage.REQUIRED]
    committed = page.agents[Stage.COMMITTED]
    return [
        {
            "plan": page.row.code,
            "day": day,
            "interval": place + 1,
            "starts": _starts(day, place, page.interval_min),
            "requested": number,
            "committed": committed[day][place] if day in committed else None,
        }
        for day, agents in sorted(asked.items())
        for place, number in enumerate(agents)
    ]


def _starts(day: date, place: int, interval_min: int) -> str:
    return (datetime.combine(day, time()) + timedelta(minutes=place * interval_min)).strftime("%H:%M")
