"""This room's registers for exchange: opening hours, who serves whom, and the people without their passwords.

For the client's owner and administrator and for the command line, never for a page that a centre's people may open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from pledgeline.kernel.channels import Channel
from pledgeline.organisation.core.notation import WEEKDAY_CODES, day_text, special_text
from pledgeline.organisation.core.roles import CentreKind, Role
from pledgeline.organisation.models import Centre, Engagement, OpeningCalendar, Service, User
from pledgeline.ui.sheets import Column, Register

_NAMED = (Column("code", "code"), Column("name_en", "text"), Column("name_zh", "text"))

REGISTERS: Mapping[str, Register] = {
    # Before the services, which name theirs.
    "calendars": Register(
        "calendars", (*_NAMED, Column("zone", "text"), *(Column(day, "text") for day in WEEKDAY_CODES))
    ),
    "special_days": Register(
        "special_days",
        (Column("calendar", "code"), Column("day", "date"), Column("opens", "text")),
        key=("calendar", "day"),
    ),
    "centres": Register("centres", (*_NAMED, Column("kind", "code", tuple(CentreKind)), Column("zone", "text"))),
    "services": Register("services", (*_NAMED, Column("zone", "text"), Column("calendar", "code"))),
    "engagements": Register(
        "engagements",
        (
            Column("centre", "code"),
            Column("service", "code"),
            Column("first_day", "date"),
            Column("last_day", "date"),
            Column("channels", "codes", tuple(Channel)),
        ),
        key=("centre", "service", "first_day"),
    ),
    "people": Register(
        "people",
        (
            Column("username", "code"),
            Column("name", "text"),
            Column("role", "code", tuple(Role)),
            Column("centre", "code"),
            Column("language", "code", ("en", "zh-hans")),
            Column("active", "yes_no"),
        ),
    ),
}
# What names a row; every other column may change.
KEYS: Mapping[str, tuple[str, ...]] = {name: one.row_key for name, one in REGISTERS.items()}


def registers() -> Mapping[str, Register]:
    return REGISTERS


def export_rows(name: str) -> list[dict[str, Any]]:
    """Every row of the register, in a steady order. KeyError for a name that is not in `registers()`."""
    return _READERS[name]()


def _calendars() -> list[dict[str, Any]]:
    found = []
    for one in OpeningCalendar.objects.with_hours():
        weekly = one.hours().weekly
        hours = {code: day_text(weekly.get(day, ())) or None for day, code in enumerate(WEEKDAY_CODES)}
        found.append({"code": one.code, "name_en": one.name_en, "name_zh": one.name_zh, "zone": one.zone, **hours})
    return found


def _special_days() -> list[dict[str, Any]]:
    return [
        {"calendar": one.code, "day": day, "opens": special_text(kind)}
        for one in OpeningCalendar.objects.with_hours()
        for day, kind in sorted(one.hours().special.items())
    ]


def _centres() -> list[dict[str, Any]]:
    return [dict(one) for one in Centre.objects.values("code", "name_en", "name_zh", "kind", "zone")]


def _services() -> list[dict[str, Any]]:
    return [
        {
            "code": one.code,
            "name_en": one.name_en,
            "name_zh": one.name_zh,
            "zone": one.zone,
            "calendar": one.calendar.code if one.calendar else None,
        }
        for one in Service.objects.select_related("calendar")
    ]


def _engagements() -> list[dict[str, Any]]:
    return [
        {
            "centre": one.centre.code,
            "service": one.service.code,
            "first_day": one.valid_from,
            "last_day": one.valid_to - timedelta(days=1) if one.valid_to else None,
            "channels": sorted(served.channel for served in one.channels.all()),
        }
        for one in Engagement.objects.select_related("centre", "service").prefetch_related("channels")
    ]


def _people() -> list[dict[str, Any]]:
    return [
        {
            "username": one.username,
            "name": one.name or None,
            "role": one.role,
            "centre": one.centre.code if one.centre else None,
            "language": one.language or None,
            "active": one.is_active,
        }
        for one in User.objects.select_related("centre")
    ]


_READERS: Mapping[str, Callable[[], list[dict[str, Any]]]] = {
    "calendars": _calendars,
    "special_days": _special_days,
    "centres": _centres,
    "services": _services,
    "engagements": _engagements,
    "people": _people,
}
