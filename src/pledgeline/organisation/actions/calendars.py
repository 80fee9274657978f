from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import _checks, audit
from pledgeline.organisation.core import calendar as core
from pledgeline.organisation.models import Opening, OpeningCalendar, SpecialDay, SpecialOpening, User


@transaction.atomic
def define(
    *,
    code: str,
    name_en: str,
    name_zh: str,
    zone: str,
    weekly: Mapping[int, tuple[core.Opening, ...]],
    special: Mapping[date, core.SpecialDay] | None = None,
    by: User | None,
) -> OpeningCalendar:
    """The calendar exactly as given, new or in place of the one with this code; no trace where nothing differs.

    `weekly` maps 0 (Monday) to 6 to openings; a weekday left out is closed. Raises the Problems of
    `core.calendar.checked`, `code.malformed` and `name.missing`; the old calendar then stands unchanged.
    """
    names = _checks.named(code, name_en, name_zh)
    _checks.zone(zone)
    hours = core.checked(core.OpeningHours(zone, weekly, special or {}))
    calendar = OpeningCalendar.objects.select_for_update().filter(code=code).first()
    if calendar is not None and _is_already(calendar, names, hours):
        return calendar
    action = "calendar.changed" if calendar else "calendar.defined"
    if calendar is None:
        calendar = OpeningCalendar(**names)
    else:
        calendar.openings.all().delete()
        calendar.special_days.all().delete()
        calendar.name_en, calendar.name_zh = names["name_en"], names["name_zh"]
    calendar.zone = zone
    calendar.save()
    _write(calendar, hours)
    data = {**names, "zone": zone, **_spoken(hours)}
    audit.record(room="organisation", action=action, subject=("calendar", code), by=by, data=data)
    return calendar


@transaction.atomic
def begin(*, code: str, by: User | None, **said: Any) -> OpeningCalendar:
    """A new calendar, said as in `define`. Raises Problem `calendar.exists` where the code is taken."""
    if OpeningCalendar.objects.filter(code=code).exists():
        raise Problem("calendar.exists", field="code", value=code)
    return define(code=code, **said, by=by)


@transaction.atomic
def set_special_day(*, code: str, day: date, kind: core.SpecialDay, by: User | None) -> OpeningCalendar:
    """One day of a calendar that is there; its week and its other special days stay. Raises Problem `calendar.unknown`
    and those of `define`."""
    calendar = _checks.known_calendar(code)
    hours = calendar.hours()
    return define(
        code=code,
        name_en=calendar.name_en,
        name_zh=calendar.name_zh,
        zone=hours.zone,
        weekly=hours.weekly,
        special={**hours.special, day: kind},
        by=by,
    )


def _is_already(calendar: OpeningCalendar, names: dict[str, str], hours: core.OpeningHours) -> bool:
    return all(getattr(calendar, field) == name for field, name in names.items()) and calendar.hours() == hours


def _write(calendar: OpeningCalendar, hours: core.OpeningHours) -> None:
    Opening.objects.bulk_create(
        Opening(calendar=calendar, weekday=weekday, opens=one.opens, closes=one.closes)
        for weekday, openings in hours.weekly.items()
        for one in openings
    )
    for day, kind in hours.special.items():
        match kind:
            case core.Closed():
                SpecialDay.objects.create(calendar=calendar, day=day, kind=SpecialDay.CLOSED)
            case core.OpensLike(weekday):
                SpecialDay.objects.create(calendar=calendar, day=day, kind=SpecialDay.LIKE_WEEKDAY, weekday=weekday)
            case core.OpensAt(openings):
                special = SpecialDay.objects.create(calendar=calendar, day=day, kind=SpecialDay.OWN_HOURS)
                SpecialOpening.objects.bulk_create(
                    SpecialOpening(special_day=special, opens=one.opens, closes=one.closes) for one in openings
                )


def _spoken(hours: core.OpeningHours) -> dict[str, Any]:
    """The hours as the audit trail keeps them, readable without the program."""

    def texts(openings: tuple[core.Opening, ...]) -> list[str]:
        return [f"{one.opens:%H:%M}-{one.closes:%H:%M}" for one in openings]

    special: dict[str, Any] = {}
    for day, kind in hours.special.items():
        match kind:
            case core.Closed():
                special[day.isoformat()] = "closed"
            case core.OpensLike(weekday):
                special[day.isoformat()] = {"like_weekday": weekday}
            case core.OpensAt(openings):
                special[day.isoformat()] = texts(openings)
    return {"weekly": {str(weekday): texts(openings) for weekday, openings in hours.weekly.items()}, "special": special}
