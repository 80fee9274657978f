"""Recording what shows that a centre meets Part 1."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from pledgeline.kernel.codes import checked_code
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import audit as trail
from pledgeline.organisation.queries import known_codes
from pledgeline.partnership.core import outline
from pledgeline.partnership.core.standing import Severity
from pledgeline.partnership.models import Audit, Certificate, Gap


@transaction.atomic
def record_certificate(
    *,
    centre: str,
    number: str,
    body: str,
    services: Sequence[str] = (),
    valid_from: date,
    valid_to: date,
    by: Any,
    at: datetime | None = None,
) -> Certificate:
    """A certificate as the body wrote it. Raises Problem `certificate.period_empty`, `certificate.number_taken`,
    `partnership.missing`, `partnership.centre_unknown` or `partnership.service_unknown`."""
    _known_centre(centre)
    for service in services:
        if service not in known_codes().services:
            raise Problem("partnership.service_unknown", field="services", service=service)
    _said(number=number, body=body)
    if valid_to < valid_from:
        raise Problem("certificate.period_empty", field="valid_to", number=number)
    if Certificate.objects.filter(centre=centre, number=number).exists():
        raise Problem("certificate.number_taken", field="number", number=number)
    made = Certificate.objects.create(
        centre=centre,
        number=number.strip(),
        body=body.strip(),
        services=sorted(set(services)),
        valid_from=valid_from,
        valid_to=valid_to,
        created_by=by,
        created_at=at or timezone.now(),
    )
    data = {"number": number, "valid_from": valid_from.isoformat(), "valid_to": valid_to.isoformat()}
    _record("certificate.recorded", centre, by, data)
    return made


@transaction.atomic
def record_audit(*, code: str, centre: str, day: date, auditor: str, by: Any, at: datetime | None = None) -> Audit:
    """The client's own audit. Raises Problem `audit.code_taken`, `audit.in_the_future` or one of the above."""
    checked_code(code, field="code")
    _known_centre(centre)
    _said(auditor=auditor)
    moment = at or timezone.now()
    if day > timezone.localdate(moment):
        raise Problem("audit.in_the_future", field="day", code=code)
    if Audit.objects.filter(code=code).exists():
        raise Problem("audit.code_taken", field="code", code=code)
    made = Audit.objects.create(
        code=code, centre=centre, day=day, auditor=auditor.strip(), created_by=by, created_at=moment
    )
    _record("audit.recorded", centre, by, {"code": code, "day": day.isoformat()})
    return made


@transaction.atomic
def record_gap(*, audit: str, heading: str, severity: Severity, found: str, by: Any, at: datetime | None = None) -> Gap:
    """The next gap of an audit. Raises Problem `audit.unknown`, `gap.heading_unknown` or `partnership.missing`."""
    of = _audit(audit)
    if heading not in outline.headings():
        raise Problem("gap.heading_unknown", field="heading", heading=heading)
    _said(found=found)
    made = Gap.objects.create(
        audit=of,
        centre=of.centre,
        number=of.gaps.count() + 1,
        heading=heading,
        severity=Severity(severity).value,
        found=found.strip(),
        created_by=by,
        created_at=at or timezone.now(),
    )
    _record("gap.recorded", of.centre, by, {"audit": audit, "number": made.number, "severity": made.severity})
    return made


@transaction.atomic
def plan_gap(*, audit: str, number: int, plan: str, due: date, by: Any) -> Gap:
    """Who will do what until when. Raises Problem `gap.unknown`, `gap.closed` or `partnership.missing`."""
    gap = _open_gap(audit, number)
    _said(plan=plan)
    gap.plan, gap.due = plan.strip(), due
    gap.save()
    _record("gap.planned", gap.centre, by, {"audit": audit, "number": number, "due": due.isoformat()})
    return gap


@transaction.atomic
def close_gap(*, audit: str, number: int, closed: date, by: Any) -> Gap:
    """Raises Problem `gap.unknown`, `gap.closed`, or `gap.closed_early` for a day before the audit."""
    gap = _open_gap(audit, number)
    if closed < gap.audit.day:
        raise Problem("gap.closed_early", field="closed", audit=audit, number=number)
    gap.closed = closed
    gap.save()
    _record("gap.closed", gap.centre, by, {"audit": audit, "number": number, "closed": closed.isoformat()})
    return gap


def _audit(code: str) -> Audit:
    found: Audit | None = Audit.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise Problem("audit.unknown", audit=code)
    return found


def _open_gap(audit: str, number: int) -> Gap:
    gap = _audit(audit).gaps.filter(number=number).first()
    if gap is None:
        raise Problem("gap.unknown", audit=audit, number=number)
    if gap.closed is not None:
        raise Problem("gap.closed", audit=audit, number=number)
    return gap


def _known_centre(centre: str) -> None:
    if centre not in known_codes().centres:
        raise Problem("partnership.centre_unknown", field="centre", centre=centre)


def _said(**texts: str) -> None:
    for name, text in texts.items():
        if not text.strip():
            raise Problem("partnership.missing", field=name)


def _record(action: str, centre: str, by: Any, data: dict[str, Any]) -> None:
    trail.record(room="partnership", action=action, subject=("centre", centre), by=by, data=data)
