"""Declaring the windows that an exclusion of the signed terms takes out of a month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pledgeline.kernel.problem import Problem
from pledgeline.partnership import queries
from pledgeline.partnership.actions import _checks, told
from pledgeline.partnership.actions.terms import locked
from pledgeline.partnership.core.exclusion import declared_in_time
from pledgeline.partnership.core.terms import Agreed
from pledgeline.partnership.models import ExclusionWindow, Terms


@transaction.atomic
def declare(
    *,
    code: str,
    exclusion: str,
    first_day: date,
    last_day: date,
    reason_en: str,
    reason_zh: str,
    by: Any,
    from_hour: int = 0,
    to_hour: int = 24,
    services: Sequence[str] = (),
    channels: Sequence[str] = (),
    at: datetime | None = None,
) -> ExclusionWindow:
    """Hours of some days that an exclusion of the signed terms takes out.

    Raises Problem `terms.none_in_force`, `window.exclusion_unknown`, `window.period_empty`, `window.hours`,
    `window.late` (declared later than the terms allow) or `window.settled` (a month of it is frozen already).
    """
    terms = locked(code)
    moment = _checks.moment(at)
    agreed = _in_force(terms, first_day)
    known = agreed.exclusion(exclusion)
    if known is None:
        raise Problem("window.exclusion_unknown", field="exclusion", exclusion=exclusion, terms=code)
    if last_day < first_day:
        raise Problem("window.period_empty", field="last_day")
    if not 0 <= from_hour < to_hour <= 24:
        raise Problem("window.hours", field="to_hour")
    day = _checks.local_day(moment)
    in_time = declared_in_time(known.days_before, first_day=first_day, last_day=last_day, declared_on=day)
    if not in_time:
        raise Problem("window.late", field="first_day", exclusion=exclusion, days=known.days_before)
    _not_settled(terms, first_day, last_day)
    _checks.services(services)
    window = ExclusionWindow.objects.create(
        terms=terms,
        centre=terms.centre,
        number=terms.windows.count() + 1,
        exclusion=exclusion,
        first_day=first_day,
        last_day=last_day,
        from_hour=from_hour,
        to_hour=to_hour,
        services=sorted(set(services)),
        channels=sorted(set(channels)),
        **_checks.said(reason_en=reason_en, reason_zh=reason_zh),
        created_by=by,
        created_at=moment,
    )
    data = {"number": window.number, "exclusion": exclusion, "from": first_day, "to": last_day}
    _checks.record("window.declared", ("terms", code), terms.centre, by, data)
    told.window_declared(window, agreed.title)
    return window


@transaction.atomic
def withdraw(*, code: str, number: int, by: Any, at: datetime | None = None) -> ExclusionWindow:
    """A window that was declared by mistake counts no longer; it stays to be read. Raises Problem `window.unknown`,
    `window.withdrawn` or `window.settled`."""
    terms = locked(code)
    window: ExclusionWindow | None = terms.windows.filter(number=number).first()
    if window is None:
        raise Problem("window.unknown", number=number, terms=code)
    if window.withdrawn_at is not None:
        raise Problem("window.withdrawn", number=number, terms=code)
    _not_settled(terms, window.first_day, window.last_day)
    window.withdrawn_at = _checks.moment(at)
    window.save()
    _checks.record("window.withdrawn", ("terms", code), terms.centre, by, {"number": number})
    return window


def _not_settled(terms: Terms, first_day: date, last_day: date) -> None:
    frozen = terms.statements.filter(state="frozen", first_day__lte=last_day, last_day__gte=first_day).first()
    if frozen is not None:
        raise Problem("window.settled", field="first_day", statement=frozen.code)


def _in_force(terms: Terms, day: date) -> Agreed:
    version = queries.version_on(terms, day)
    if version is None:
        raise Problem("terms.none_in_force", terms=terms.code, day=day.isoformat())
    return Agreed.model_validate(version.agreed)
