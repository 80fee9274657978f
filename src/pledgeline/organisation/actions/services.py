from __future__ import annotations

from typing import Any

from django.db import transaction

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import _checks, audit
from pledgeline.organisation.models import Service, User


@transaction.atomic
def register(
    *, code: str, name_en: str, name_zh: str, zone: str, calendar: str | None = None, by: User | None
) -> Service:
    """A new service; `calendar` is the code of a defined one, None while its hours are not known.

    Raises Problem `service.exists`, `calendar.unknown` or `zone.unknown`.
    """
    fields = _fields(code, name_en, name_zh, zone, calendar)
    if Service.objects.filter(code=code).exists():
        raise Problem("service.exists", field="code", value=code)
    service = Service.objects.create(**fields)
    data = {**fields, "calendar": calendar}
    audit.record(room="organisation", action="service.registered", subject=("service", code), by=by, data=data)
    return service


@transaction.atomic
def ensure(
    *, code: str, name_en: str, name_zh: str, zone: str, calendar: str | None = None, by: User | None
) -> Service:
    """The service as described: registered, changed where it differs, or left alone without a trace."""
    service = Service.objects.select_for_update().filter(code=code).first()
    if service is None:
        return register(code=code, name_en=name_en, name_zh=name_zh, zone=zone, calendar=calendar, by=by)
    if changes := _checks.apply_changes(service, _fields(code, name_en, name_zh, zone, calendar)):
        audit.record(room="organisation", action="service.changed", subject=("service", code), by=by, data=changes)
    return service


def _fields(code: str, name_en: str, name_zh: str, zone: str, calendar: str | None) -> dict[str, Any]:
    return {
        **_checks.named(code, name_en, name_zh),
        "zone": _checks.zone(zone),
        "calendar": _checks.calendar(calendar),
    }
