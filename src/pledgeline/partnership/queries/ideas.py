"""Reads: ideas with their clocks, and thanks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator

from pledgeline.experience.core.contract import Side
from pledgeline.kernel.interval import Period
from pledgeline.organisation import queries as organisation
from pledgeline.partnership.core import ideas as core
from pledgeline.partnership.models import Idea, IdeaLink, Recognition

PAGE_ROWS = 25


@dataclass(frozen=True)
class IdeaRow:
    idea: core.Idea
    text: str
    signed: str
    answer: Mapping[str, str]
    late: bool


def idea_list(user: Any, *, day: date, number: int = 1, only_open: bool = False) -> tuple[Page[Any], list[IdeaRow]]:
    """A page of the ideas `user` may see; those that wait come with the one due first."""
    found = Idea.objects.visible_to(user)
    if only_open:
        found = found.filter(answered_on__isnull=True).order_by("due_on", "number")
    page = Paginator(found, PAGE_ROWS).get_page(number)
    return page, [_row(one, day) for one in page.object_list]


def idea(number: int, *, user: Any, day: date) -> IdeaRow | None:
    found = Idea.objects.visible_to(user).filter(number=number).first()
    return _row(found, day) if found is not None else None


def ideas_sent(period: Period, *, centres: Collection[str] | None = None) -> list[core.Idea]:
    """Ideas sent on a day of `period`, whoever asks: for facts, never for a page."""
    found = Idea.objects.order_by("number")
    if centres is not None:
        found = found.filter(centre__in=centres)
    if period.start is not None:
        found = found.filter(sent_on__gte=period.start)
    if period.end is not None:
        found = found.filter(sent_on__lt=period.end)
    return [_core(one) for one in found]


def _row(one: Idea, day: date) -> IdeaRow:
    known = _core(one)
    return IdeaRow(known, one.text, one.signed, {"en": one.answer_en, "zh": one.answer_zh}, known.late_on(day))


def _core(one: Idea) -> core.Idea:
    outcome = core.Outcome(one.outcome) if one.outcome else None
    return core.Idea(one.number, one.centre, Side(one.side), one.sent_on, one.due_on, one.answered_on, outcome)


# --- a link -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OpenedIdea:
    """What a link leads to: a place to write, or what became of what was written."""

    centre_name: str
    expires_on: date
    row: IdeaRow | None


def opened_idea(token_hash: str, *, day: date) -> OpenedIdea | None:
    link = IdeaLink.objects.select_related("idea").filter(token_hash=token_hash).first()
    if link is None:
        return None
    centres, _services = organisation.names_for_files()
    row = _row(link.idea, day) if link.idea is not None else None
    return OpenedIdea(centres.get(link.centre, link.centre), link.expires_on, row)


# --- thanks -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ThanksRow:
    number: int
    centre: str
    side: Side
    by: str
    thanked: str
    text: str
    day: date


def recognition_list(user: Any, *, number: int = 1) -> tuple[Page[Any], list[ThanksRow]]:
    """A page of the thanks `user` may see, the newest first."""
    found = Recognition.objects.visible_to(user).select_related("created_by")
    page = Paginator(found, PAGE_ROWS).get_page(number)
    return page, [
        ThanksRow(
            one.number,
            one.centre,
            Side(one.side),
            (one.created_by.get_full_name() or one.created_by.username) if one.created_by else "",
            one.thanked,
            one.text,
            one.day,
        )
        for one in page.object_list
    ]
