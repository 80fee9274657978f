"""Reads: questions with their clocks, and the answers everybody concerned may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone

from pledgeline.briefing.core.reply import open_seconds
from pledgeline.briefing.models import Question
from pledgeline.briefing.models.questions import Outcome
from pledgeline.kernel.interval import Period
from pledgeline.organisation import queries as organisation
from pledgeline.organisation.core.calendar import OpeningHours, always_open, open_intervals

PAGE_ROWS = 25


@dataclass(frozen=True)
class QuestionRow:
    number: int
    briefing: str
    version: int
    title: Mapping[str, str]
    centre: str
    service: str
    text: str
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None
    outcome: str
    answer: Mapping[str, str]
    late: bool


@dataclass(frozen=True)
class Faq:
    """A question in the client's words and its answer; nothing of it tells which centre asked."""

    question: Mapping[str, str]
    answer: Mapping[str, str]
    at: datetime | None


def question_list(
    user: Any, *, now: datetime, number: int = 1, only_open: bool = False, briefing: str = ""
) -> tuple[Page[Any], list[QuestionRow]]:
    """A page of the questions `user` may see, the newest first."""
    found = Question.objects.visible_to(user).select_related("version__briefing").order_by("-number")
    if only_open:
        found = found.filter(answered_at__isnull=True)
    if briefing:
        found = found.filter(version__briefing__code=briefing)
    page = Paginator(found, PAGE_ROWS).get_page(number)
    return page, [_row(one, now) for one in page.object_list]


def question(number: int, *, user: Any, now: datetime) -> QuestionRow | None:
    found = Question.objects.visible_to(user).select_related("version__briefing").filter(number=number).first()
    return _row(found, now) if found is not None else None


def _row(one: Question, now: datetime) -> QuestionRow:
    return QuestionRow(
        one.number,
        one.version.briefing.code,
        one.version.number,
        {"en": one.version.title_en, "zh": one.version.title_zh},
        one.centre,
        one.service,
        one.text,
        one.asked_at,
        one.due_at,
        one.answered_at,
        one.outcome,
        {"en": one.answer_en, "zh": one.answer_zh},
        (one.answered_at or now) > one.due_at,
    )


def faq(briefing: str, *, number: int = 1) -> Page[Any]:
    """A page of Faq: what was asked about any version of a briefing and answered for everybody, the newest first."""
    found = Question.objects.filter(version__briefing__code=briefing, outcome=Outcome.FAQ)
    page: Page[Any] = Paginator(found.order_by("-answered_at", "-number"), PAGE_ROWS).get_page(number)
    rows: Any = [
        Faq(
            {"en": one.question_en, "zh": one.question_zh},
            {"en": one.answer_en, "zh": one.answer_zh},
            one.answered_at,
        )
        for one in page.object_list
    ]
    page.object_list = rows
    return page


@dataclass(frozen=True)
class Reply:
    """How long one answer took in opening hours of its service; None seconds: still open."""

    number: int
    centre: str
    briefing: str
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None
    open_s: float | None


def replies(period: Period) -> list[Reply]:
    """Questions asked on a day of `period`, whoever asked: for facts, never for a page."""
    hours = organisation.opening_hours()
    zones = organisation.service_zones()
    asked = Question.objects.order_by("number")
    if period.start is not None:
        asked = asked.filter(asked_at__gte=_midnight(period.start))
    if period.end is not None:
        asked = asked.filter(asked_at__lt=_midnight(period.end))
    found = []
    taken: dict[tuple[str, datetime, datetime], float] = {}
    for number, centre, briefing, service, at, due_at, answered_at in asked.values_list(
        "number", "centre", "version__briefing__code", "service", "asked_at", "due_at", "answered_at"
    ):
        open_s = None
        if answered_at is not None:
            stretch = service, at, answered_at
            if stretch not in taken:
                known = hours.get(service) or always_open(zones.get(service, "UTC"))
                taken[stretch] = _open_seconds(known, at, answered_at)
            open_s = taken[stretch]
        found.append(Reply(number, centre, briefing, at, due_at, answered_at, open_s))
    return found


def _midnight(day: date) -> datetime:
    """The first moment of a day of the house."""
    return timezone.make_aware(datetime.combine(day, time()))


def _open_seconds(hours: OpeningHours, start: datetime, end: datetime) -> float:
    days = Period(start.date() - timedelta(days=1), end.date() + timedelta(days=2))
    return open_seconds(start, end, open_intervals(hours, days))
