"""Setting the organisation's own numbers: from a day on, with a reason, never for days that are past."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import audit
from pledgeline.organisation.core import parameters as core
from pledgeline.organisation.models import ParameterSetting

LONGEST_REASON = 2_000


@transaction.atomic
def set_value(
    *, code: str, value: float, valid_from: date, reason: str, by: Any, at: datetime | None = None
) -> ParameterSetting:
    """From `valid_from` on the number `code` is `value` (a share 0–1). Figures of days before keep theirs.

    Raises Problem `number.unknown`, `number.bounds`, `number.reason`, `number.past`, or `number.unchanged` where it
    would hold on that day anyway.
    """
    parameter = core.parameter(code)
    moment = at if at is not None else timezone.now()
    if not parameter.allows(value):
        raise Problem(
            "number.bounds", field="value", code=code, least=parameter.minimum, most=parameter.maximum, value=value
        )
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Problem("number.reason", field="reason", longest=LONGEST_REASON)
    today = timezone.localdate(moment)
    if valid_from < today:
        raise Problem("number.past", field="valid_from", today=today.isoformat())
    before = core.in_force([one.as_core() for one in ParameterSetting.objects.filter(code=code)], valid_from)
    if (before.value if before else parameter.default) == value:
        raise Problem("number.unchanged", field="value", code=code, day=valid_from.isoformat())
    made = ParameterSetting.objects.create(
        code=code, value=value, valid_from=valid_from, reason=reason.strip(), set_at=moment, set_by=by
    )
    data = {
        "from": before.value if before else parameter.default,
        "to": value,
        "valid_from": valid_from.isoformat(),
        "reason": made.reason,
    }
    audit.record(room="organisation", action="number.set", subject=("number", code), by=by, data=data)
    return made
