"""The lists of this room that travel as workbooks and JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pledgeline.briefing.core.briefing import Duty
from pledgeline.briefing.core.campaign import days_of
from pledgeline.briefing.models import BriefingVersion, Campaign, Member, ShiftCover
from pledgeline.briefing.queries.campaigns import Planned
from pledgeline.briefing.queries.telling import PersonRow
from pledgeline.kernel.channels import Channel
from pledgeline.ui.sheets import Column, Register

PEOPLE = Register(
    "rosters",
    (
        Column("centre", "code"),
        Column("code", "code"),
        Column("name", "text"),
        Column("services", "codes"),
        Column("channels", "codes", tuple(Channel)),
        Column("language", "code"),
        Column("duty", "code", tuple(Duty)),
        Column("shift", "text"),
        Column("joined_on", "date"),
        Column("left_on", "date"),
        Column("username", "text"),
    ),
    key=("centre", "code"),
)
COVERS = Register(
    "shift_covers",
    (
        Column("centre", "code"),
        Column("person", "code"),
        Column("service", "code"),
        Column("channels", "codes", tuple(Channel)),
        Column("first_day", "date"),
        Column("last_day", "date"),
    ),
    key=("centre", "person", "service", "first_day"),
)
CAMPAIGNS = Register(
    "campaigns",
    (
        Column("code", "code"),
        Column("name_en", "text"),
        Column("name_zh", "text"),
        Column("promises", "codes"),
        Column("centres", "codes"),
        Column("services", "codes"),
        Column("first_day", "date"),
        Column("last_day", "date"),
        Column("briefing", "code"),
        Column("called_off_at", "datetime"),
        Column("called_off_because", "text"),
    ),
)
EXPECTED = Register(
    "campaign_contacts",
    (
        Column("campaign", "code"),
        Column("day", "date"),
        Column("channel", "code", tuple(Channel)),
        Column("contacts", "integer"),
    ),
    key=("campaign", "day", "channel"),
)
# What a team lead takes away, ticks and hands in again; `acknowledged` is the only column to fill in.
SIGNATURES = Register(
    "acknowledgements",
    (
        Column("briefing", "code"),
        Column("number", "integer"),
        Column("centre", "code"),
        Column("person", "code"),
        Column("name", "text"),
        Column("shift", "text"),
        Column("acknowledged", "yes_no"),
    ),
)
_REGISTERS = {one.name: one for one in (PEOPLE, COVERS, CAMPAIGNS, EXPECTED)}


def registers() -> Mapping[str, Register]:
    return _REGISTERS


def export_rows(name: str, *, centre: str | None = None) -> list[dict[str, Any]]:
    """The rows of a register in the order of their codes; `centre` keeps those of one centre."""
    if name == PEOPLE.name:
        people = Member.objects.all() if centre is None else Member.objects.filter(centre=centre)
        return [
            {column.name: getattr(one, column.name) or None for column in PEOPLE.columns}
            | {"services": one.services, "channels": one.channels}
            for one in people
        ]
    if name == COVERS.name:
        covers = ShiftCover.objects.select_related("member")
        return [
            {"centre": one.member.centre, "person": one.member.code}
            | {column: getattr(one, column) for column in ("service", "channels", "first_day", "last_day")}
            for one in (covers if centre is None else covers.filter(member__centre=centre))
        ]
    campaigns = Campaign.objects.select_related("briefing").prefetch_related("expected").order_by("code")
    if name == CAMPAIGNS.name:
        return [
            {column.name: getattr(one, column.name) for column in CAMPAIGNS.columns if hasattr(one, column.name)}
            | {"briefing": one.briefing.code if one.briefing else None}
            | {"called_off_at": one.cancelled_at, "called_off_because": one.cancelled_because or None}
            for one in campaigns
        ]
    return [
        {"campaign": one.code, "day": row.day, "channel": row.channel, "contacts": row.contacts}
        for one in campaigns
        for row in one.expected.all()
    ]


def expected_rows(one: Planned, channels: Sequence[str]) -> list[dict[str, Any]]:
    """Every day of a campaign × channel, empty where nothing is expected: a sheet to fill in."""
    return [
        {"campaign": one.code, "day": day, "channel": channel, "contacts": one.expected.get((day, channel))}
        for day in days_of(one.period)
        for channel in channels
    ]


def signature_rows(shown: BriefingVersion, rows: list[PersonRow]) -> list[dict[str, Any]]:
    """Those of `rows` who have not acknowledged, as the sheet holds them."""
    return [
        {
            "briefing": shown.briefing.code,
            "number": shown.number,
            "centre": row.person.centre,
            "person": row.person.code,
            "name": row.person.name,
            "shift": row.person.shift or None,
            "acknowledged": None,
        }
        for row in rows
        if row.acknowledged_at is None
    ]
