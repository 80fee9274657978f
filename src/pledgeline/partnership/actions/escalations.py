"""Escalations: raised by one side, answered by the other against a clock, taken up a level, closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from pledgeline.experience.core.contract import Side
from pledgeline.kernel.problem import Problem
from pledgeline.partnership.actions import _checks, told
from pledgeline.partnership.core import escalation as core
from pledgeline.partnership.models import Escalation, EscalationStep


@transaction.atomic
def raise_one(
    *, centre: str, title: str, text: str, by: Any, side: Side | None = None, at: datetime | None = None
) -> Escalation:
    """A matter for the other side, at the first level. The house itself (`by` None) names the side. Raises Problem
    `partnership.centre_unknown`, `partnership.no_side` or `partnership.missing`."""
    if not _checks.may_see(by, _checks.centre(centre)):
        raise Problem("partnership.centre_unknown", field="centre", centre=centre)
    speaks = _checks.side(by, side)
    moment = _checks.moment(at)
    made = Escalation.objects.create(
        number=(Escalation.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        centre=centre,
        side=speaks.value,
        **_checks.said(200, title=title),
        created_by=by,
        created_at=moment,
    )
    _step(made, 1, text, by, moment)
    return made


@transaction.atomic
def answer(*, number: int, text: str, by: Any, at: datetime | None = None) -> EscalationStep:
    """The other side's answer to the level it is on, for good. Raises Problem `escalation.unknown`,
    `escalation.own_side`, `escalation.closed`, `escalation.answered` or `partnership.missing`."""
    found = _open(number, by)
    if by is not None and _checks.side(by).value == found.side:
        raise Problem("escalation.own_side", number=number)
    step: EscalationStep = found.steps.order_by("-level")[0]
    if step.answered_at is not None:
        raise Problem("escalation.answered", number=number, level=step.level)
    step.answer = _checks.said(text=text)["text"]
    step.answered_at, step.answered_by = _checks.moment(at), by
    step.save()
    _record("escalation.answered", found, by, {"level": step.level, "late": step.as_core().late(step.answered_at)})
    told.escalation_answered(found, step)
    return step


@transaction.atomic
def take_up(*, number: int, text: str, by: Any, at: datetime | None = None) -> EscalationStep:
    """Up a level, by the side that raised it. Raises Problem `escalation.unknown`, `escalation.other_side`,
    `escalation.closed`, `escalation.has_time` or `escalation.highest`."""
    found = _open(number, by)
    if by is not None and _checks.side(by).value != found.side:
        raise Problem("escalation.other_side", number=number)
    moment = _checks.moment(at)
    steps = [one.as_core() for one in found.steps.order_by("level")]
    _checks.hinders(core.rising_hindrance(steps, now=moment))
    return _step(found, steps[-1].level + 1, text, by, moment)


@transaction.atomic
def close(*, number: int, by: Any, at: datetime | None = None) -> Escalation:
    """Settled, says the side that raised it. Raises Problem `escalation.unknown`, `escalation.other_side` or
    `escalation.closed`."""
    found = _open(number, by)
    if by is not None and _checks.side(by).value != found.side:
        raise Problem("escalation.other_side", number=number)
    found.closed_at = _checks.moment(at)
    found.save()
    _record("escalation.closed", found, by, {})
    return found


def _step(found: Escalation, level: int, text: str, by: Any, at: datetime) -> EscalationStep:
    made = EscalationStep.objects.create(
        escalation=found,
        level=level,
        text=_checks.said(text=text)["text"],
        raised_at=at,
        raised_by=by,
        due_at=core.due_at(level, at),
    )
    due = made.due_at.isoformat(timespec="minutes")
    _record("escalation.raised", found, by, {"level": level, "due": due, "side": found.side})
    told.escalated(found, made)
    return made


def _open(number: int, by: Any) -> Escalation:
    found: Escalation | None = Escalation.objects.select_for_update().filter(number=number).first()
    if found is None or not _checks.may_see(by, found.centre):
        raise Problem("escalation.unknown", number=number)
    if found.closed_at is not None:
        raise Problem("escalation.closed", number=number)
    return found


def _record(action: str, found: Escalation, by: Any, data: Mapping[str, Any]) -> None:
    _checks.record(action, ("escalation", str(found.number)), found.centre, by, data)
