"""A plan's figures as a register: one row an interval."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from pledgeline.capacity.core.stages import Stage
from pledgeline.capacity.queries.plans import PlanPage
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
