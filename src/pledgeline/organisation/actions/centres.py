from __future__ import annotations

from django.db import transaction

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import _checks, audit
from pledgeline.organisation.core.roles import CentreKind
from pledgeline.organisation.models import Centre, User


@transaction.atomic
def register(*, code: str, name_en: str, name_zh: str, kind: str, zone: str, by: User | None) -> Centre:
    """A new centre; `kind` is in_house or outsourced. Raises Problem `centre.exists` where the code is taken."""
    fields = {
        **_checks.named(code, name_en, name_zh),
        "kind": _checks.word(CentreKind, kind, field="kind"),
        "zone": _checks.zone(zone),
    }
    if Centre.objects.filter(code=code).exists():
        raise Problem("centre.exists", field="code", value=code)
    centre = Centre.objects.create(**fields)
    audit.record(room="organisation", action="centre.registered", subject=("centre", code), by=by, data=fields)
    return centre


@transaction.atomic
def ensure(*, code: str, name_en: str, name_zh: str, kind: str, zone: str, by: User | None) -> Centre:
    """The centre as described: registered, changed where it differs, or left alone without a trace."""
    centre = Centre.objects.select_for_update().filter(code=code).first()
    if centre is None:
        return register(code=code, name_en=name_en, name_zh=name_zh, kind=kind, zone=zone, by=by)
    fields = {
        **_checks.named(code, name_en, name_zh),
        "kind": _checks.word(CentreKind, kind, field="kind"),
        "zone": _checks.zone(zone),
    }
    if changes := _checks.apply_changes(centre, fields):
        audit.record(room="organisation", action="centre.changed", subject=("centre", code), by=by, data=changes)
    return centre
