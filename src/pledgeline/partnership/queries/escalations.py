"""Reads: escalations and the levels they went through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator

from pledgeline.experience.core.contract import Side
from pledgeline.kernel.problem import Problem
from pledgeline.partnership.core.escalation import rising_hindrance
from pledgeline.partnership.models import Escalation, EscalationStep

PAGE_ROWS = 50


@dataclass(frozen=True)
class LevelRow:
    level: int
    text: str
    raised_at: datetime
    due_at: datetime
    answer: str
    answered_at: datetime | None
    late: bool


@dataclass(frozen=True)
class EscalationRow:
    number: int
    centre: str
    side: Side
    title: str
    closed_at: datetime | None
    levels: tuple[LevelRow, ...]
    may_rise: bool

    @property
    def last(self) -> LevelRow:
        return self.levels[-1]

    @property
    def waits(self) -> bool:
        """Whether the other side still owes an answer."""
        return self.closed_at is None and self.last.answered_at is None


def escalation_list(user: Any, *, number: int, now: datetime) -> tuple[Page[Escalation], list[EscalationRow]]:
    """A page of the escalations `user` may see, the newest first."""
    found = Escalation.objects.visible_to(user).order_by("-number").prefetch_related("steps")
    page = Paginator(found, PAGE_ROWS).get_page(number)
    return page, [_row(one, now) for one in page.object_list]


def escalations_open(user: Any, *, now: datetime, most: int) -> list[EscalationRow]:
    found = Escalation.objects.visible_to(user).filter(closed_at__isnull=True).order_by("-number")
    return [_row(one, now) for one in found.prefetch_related("steps")[:most]]


def escalation(number: int, *, user: Any, now: datetime) -> EscalationRow:
    """Raises Problem `escalation.unknown`."""
    one = Escalation.objects.visible_to(user).filter(number=number).prefetch_related("steps").first()
    if one is None:
        raise Problem("escalation.unknown", number=number)
    return _row(one, now)


def _row(one: Escalation, now: datetime) -> EscalationRow:
    steps: list[EscalationStep] = sorted(one.steps.all(), key=lambda step: step.level)
    core = [step.as_core() for step in steps]
    return EscalationRow(
        one.number,
        one.centre,
        Side(one.side),
        one.title,
        one.closed_at,
        tuple(
            LevelRow(
                step.level,
                step.text,
                step.raised_at,
                step.due_at,
                step.answer,
                step.answered_at,
                plain.late(now if one.closed_at is None else one.closed_at),
            )
            for step, plain in zip(steps, core, strict=True)
        ),
        one.closed_at is None and rising_hindrance(core, now=now) is None,
    )
