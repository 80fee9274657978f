"""Saying which clocks apply to a service."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from pledgeline.experience.core import clocks
from pledgeline.experience.models import AppliedClock
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import audit
from pledgeline.organisation.queries import known_codes


@transaction.atomic
def apply(
    *, service: str, clock: str, since: date, by: Any, note: str = "", at: datetime | None = None
) -> AppliedClock:
    """The clock applies to the service from a day on. Raises Problem `clock.unknown`, `clock.service_unknown`, or
    `clock.applies_already`."""
    profile = clocks.clock(clock)
    if service not in known_codes().services:
        raise Problem("clock.service_unknown", field="service", service=service)
    running = AppliedClock.objects.select_for_update().filter(service=service, clock=clock, until=None).exists()
    if running or profile.always:
        raise Problem("clock.applies_already", field="clock", clock=clock, service=service)
    applied = AppliedClock.objects.create(
        service=service, clock=clock, since=since, note=note.strip(), decided_by=by, decided_at=at or timezone.now()
    )
    _record("clock.applied", applied, by, {"since": since.isoformat(), "note": applied.note})
    return applied


@transaction.atomic
def lift(*, service: str, clock: str, until: date, by: Any) -> AppliedClock:
    """The clock no longer applies from day `until`. Raises Problem `clock.not_applied` or `clock.period_empty`."""
    applied = AppliedClock.objects.select_for_update().filter(service=service, clock=clock, until=None).first()
    if applied is None:
        raise Problem("clock.not_applied", field="clock", clock=clock, service=service)
    if until <= applied.since:
        raise Problem("clock.period_empty", field="until", clock=clock)
    applied.until = until
    applied.save()
    _record("clock.lifted", applied, by, {"until": until.isoformat()})
    return applied


def _record(action: str, applied: AppliedClock, by: Any, data: dict[str, Any]) -> None:
    subject = ("clock", f"{applied.service}/{applied.clock}")
    audit.record(room="experience", action=action, subject=subject, by=by, data=data)
