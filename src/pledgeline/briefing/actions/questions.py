"""Questions from a centre to the client: asked with a clock, answered for everybody or by a new version."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from pledgeline.briefing.actions import _checks, told
from pledgeline.briefing.core.reply import due_at
from pledgeline.briefing.models import BriefingVersion, Question
from pledgeline.briefing.queries.numbers import own_numbers
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.organisation.core.calendar import always_open, open_intervals

LONGEST = 4_000
# Days looked ahead for opening hours; a service closed for longer is taken to run round the clock again.
AHEAD_DAYS = 60


@transaction.atomic
def ask(
    *,
    briefing: str,
    number: int,
    centre: str,
    text: str,
    service: str = "",
    by: Any,
    limit_s: int | None = None,
    at: datetime | None = None,
) -> Question:
    """A question about the version that holds. Its reply clock runs in the opening hours of `service`, for as long as
    the organisation's own number says where `limit_s` does not.

    Without `service` the first one that the centre serves and the briefing speaks of sets the clock; a service whose
    hours are not known is open round the clock. Raises Problem `question.empty`, `question.too_long`,
    `briefing.superseded`, or `question.no_service` where the centre serves none that the briefing speaks of.
    """
    _checks.own_centre(centre, by)
    version = _checks.standing(_checks.briefing(briefing), number)
    _checks.reaches(version, centre)
    if not text.strip():
        raise Problem("question.empty", field="text")
    if len(text) > LONGEST:
        raise Problem("question.too_long", field="text", longest=LONGEST)
    moment = _checks.moment(at)
    clock = _service(version, centre, service)
    if limit_s is None:
        limit_s = own_numbers(_checks.local_day(moment)).reply_limit_s
    question = Question.objects.create(
        number=(Question.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        version=version,
        centre=centre,
        service=clock,
        text=text.strip(),
        asked_at=moment,
        asked_by=by,
        due_at=_due(clock, moment, limit_s),
    )
    told.asked(question)
    data = {"briefing": briefing, "version": number, "centre": centre, "due": question.due_at.isoformat()}
    _checks.record("question.asked", "question", str(question.number), by, data)
    return question


@transaction.atomic
def answer(
    *,
    number: int,
    outcome: str,
    answer_en: str,
    answer_zh: str,
    question_en: str = "",
    question_zh: str = "",
    by: Any,
    at: datetime | None = None,
) -> Question:
    """Answers for good: as FAQ everybody concerned reads it beside the briefing; as a new version, it says so there.

    The question is put in the client's own words in both languages, so that no centre can be told from it; without
    them a FAQ shows the question as it was asked. Raises Problem `question.unknown`, `question.answered`,
    `question.answer_missing`, `question.outcome`, or `question.no_new_version` where the briefing has none since.
    """
    question = Question.objects.select_for_update().filter(number=number).first()
    if question is None:
        raise Problem("question.unknown", number=number)
    if question.answered_at is not None:
        raise Problem("question.answered", number=number)
    for name, words in (("answer_en", answer_en), ("answer_zh", answer_zh)):
        if not words.strip():
            raise Problem("question.answer_missing", field=name)
    if outcome not in ("faq", "new_version"):
        raise Problem("question.outcome", field="outcome")
    newest = question.version.briefing.versions.order_by("-number")[0]
    if outcome == "new_version" and newest.number <= question.version.number:
        raise Problem("question.no_new_version", field="outcome", briefing=question.version.briefing.code)
    question.outcome = outcome
    question.answer_en, question.answer_zh = answer_en.strip(), answer_zh.strip()
    question.question_en = question_en.strip() or question.text
    question.question_zh = question_zh.strip() or question.text
    question.answered_at, question.answered_by = _checks.moment(at), by
    question.save()
    told.answered(question)
    data = {"outcome": outcome, "in_time": question.answered_at <= question.due_at}
    _checks.record("question.answered", "question", str(number), by, data)
    return question


def _service(version: BriefingVersion, centre: str, wanted: str) -> str:
    served = {one.service for one in organisation.engagements() if one.centre == centre}
    possible = sorted(code for code in served if not version.services or code in version.services)
    if wanted and wanted not in possible:
        raise Problem("briefing.service_unknown", field="service", value=wanted)
    if not possible:
        raise Problem("question.no_service", centre=centre)
    return wanted or possible[0]


def _due(service: str, asked_at: datetime, limit_s: int) -> datetime:
    hours = organisation.opening_hours().get(service)
    zone = organisation.service_zones()[service]
    # Local days around the moment, whatever the zone: a day earlier does no harm.
    days = Period(asked_at.date() - timedelta(days=1), asked_at.date() + timedelta(days=AHEAD_DAYS))
    if hours is not None:
        due = due_at(asked_at, limit_s, open_intervals(hours, days))
        if due is not None:
            return due
    round_the_clock = due_at(asked_at, limit_s, open_intervals(always_open(zone), days))
    assert round_the_clock is not None
    return round_the_clock
