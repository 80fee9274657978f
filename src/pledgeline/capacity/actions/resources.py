"""Writing the checklist of other means."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from pledgeline.capacity.core.resources import Area, Side
from pledgeline.capacity.models import ResourceItem
from pledgeline.kernel.codes import checked_code
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.organisation.actions import audit


@transaction.atomic
def require(
    *,
    code: str,
    centre: str,
    service: str,
    area: Area,
    title_en: str,
    title_zh: str,
    side: Side,
    due_on: date,
    by: Any,
) -> ResourceItem:
    """A new line of the checklist. Raises Problem `resource.code_taken`, `resource.title_missing` or
    `plan.not_engaged`."""
    checked_code(code, field="code")
    if not title_en.strip() or not title_zh.strip():
        raise Problem("resource.title_missing", field="title")
    if not any((one.centre, one.service) == (centre, service) for one in organisation.engagements(during=Period())):
        raise Problem("plan.not_engaged", centre=centre, service=service, channel="")
    item, new = ResourceItem.objects.get_or_create(
        code=code,
        defaults={
            "centre": centre,
            "service": service,
            "area": area.value,
            "title_en": title_en,
            "title_zh": title_zh,
            "side": side.value,
            "due_on": due_on,
        },
    )
    if not new:
        raise Problem("resource.code_taken", field="code", resource=code)
    _record("resource.required", item, by, {"area": area.value, "side": side.value, "due_on": due_on.isoformat()})
    return item


@transaction.atomic
def put_in_place(*, code: str, evidence: str, on: date, expires_on: date | None = None, by: Any) -> ResourceItem:
    """Says since when an item is in place and what shows it. Raises Problem `resource.unknown`,
    `resource.evidence_missing` or `resource.expires_before_start`."""
    item = ResourceItem.objects.select_for_update().filter(code=code).first()
    if item is None:
        raise Problem("resource.unknown", resource=code)
    if not evidence.strip():
        raise Problem("resource.evidence_missing", field="evidence", resource=code)
    if expires_on is not None and expires_on < on:
        raise Problem("resource.expires_before_start", field="expires_on", resource=code)
    item.evidence, item.in_place_on, item.expires_on = evidence, on, expires_on
    item.save()
    data = {"on": on.isoformat(), "evidence": evidence, "expires_on": expires_on and expires_on.isoformat()}
    _record("resource.put_in_place", item, by, data)
    return item


def _record(action: str, item: ResourceItem, by: Any, data: dict[str, Any]) -> None:
    audit.record(room="capacity", action=action, subject=("resource", item.code), by=by, data=data)
