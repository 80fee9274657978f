"""Reads: the calendar of a month, and the matrix of centres and briefings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils import timezone

from pledgeline.briefing.core.briefing import Version
from pledgeline.briefing.core.roster import Share
from pledgeline.briefing.core.understanding import Understanding
from pledgeline.briefing.models import BriefingVersion, Campaign
from pledgeline.briefing.queries import shares
from pledgeline.briefing.queries.people import roster
from pledgeline.organisation import queries as organisation

ENTRIES_A_DAY = 4
MATRIX_ROWS = 25
WEEK_DAYS = 7


@dataclass(frozen=True)
class Entry:
    """Something of a day: a briefing takes effect or has its last day to acknowledge, a campaign runs."""

    kind: str
    code: str
    words: Mapping[str, str]
    overridden: bool = False


@dataclass
class CalendarDay:
    """A day of the calendar; `more` counts the entries that found no room."""

    day: date
    in_month: bool
    entries: list[Entry] = field(default_factory=list)
    more: int = 0

    def add(self, entry: Entry) -> None:
        if len(self.entries) < ENTRIES_A_DAY:
            self.entries.append(entry)
        else:
            self.more += 1


def calendar(user: Any, *, month: date) -> list[list[CalendarDay]]:
    """The weeks (Monday first) that have a day in the month of `month`; what was called off is left out."""
    first = month.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    start = first - timedelta(days=first.weekday())
    days: dict[date, CalendarDay] = {}
    day = start
    while day < after or day.weekday():
        days[day] = CalendarDay(day, first <= day < after)
        day += timedelta(days=1)
    running = Campaign.objects.visible_to(user).filter(first_day__lt=day, last_day__gte=start)
    for one in running.filter(cancelled_at__isnull=True).prefetch_related("overrides"):
        overridden = any(given.at >= (one.changed_at or given.at) for given in one.overrides.all())
        words = {"en": one.name_en, "zh": one.name_zh}
        for run in days.values():
            if one.first_day <= run.day <= one.last_day:
                run.add(Entry("campaign", one.code, words, overridden))
    for code, effective_from, acknowledge_by, en, zh in (
        BriefingVersion.objects.visible_to(user)
        .published()
        .filter(
            Q(effective_from__gte=start, effective_from__lt=day) | Q(acknowledge_by__gte=start, acknowledge_by__lt=day)
        )
        .order_by("effective_from", "briefing__code")
        .values_list("briefing__code", "effective_from", "acknowledge_by", "title_en", "title_zh")
    ):
        for kind, when in (("effect", effective_from), ("deadline", acknowledge_by)):
            if when in days:
                days[when].add(Entry(kind, code, {"en": en, "zh": zh}))
    ordered = [days[one] for one in sorted(days)]
    return [ordered[n : n + WEEK_DAYS] for n in range(0, len(ordered), WEEK_DAYS)]


@dataclass(frozen=True)
class Cell:
    share: Share
    understanding: Understanding | None
    open_questions: int


@dataclass(frozen=True)
class MatrixRow:
    """One briefing; `cells` are by centre, None where it is not meant for it or nobody there is concerned."""

    version: Version
    cells: tuple[Cell | None, ...]


def matrix(user: Any, *, day: date, number: int = 1) -> tuple[Page[Any], dict[str, str], list[MatrixRow]]:
    """A page of the briefings that hold or are to come, by centre. Queries do not grow with either."""
    centres = organisation.centre_names(user)
    versions = (
        BriefingVersion.objects.visible_to(user)
        .published()
        .filter(Q(effective_to__isnull=True) | Q(effective_to__gt=day))
        .select_related("briefing")
        .order_by("-effective_from", "briefing__code")
    )
    page = Paginator(versions, MATRIX_ROWS).get_page(number)
    shown = list(page.object_list)
    people = roster(centres=list(centres))
    by_version = shares.acknowledged_shares(shown, day=day, centres=list(centres), people=people)
    understood = shares.understandings(shown, day=day, centres=list(centres), people=people)
    questions = shares.open_questions(shown, centres=list(centres))
    found = []
    for one in shown:
        cells: dict[str, Cell] = {}
        for centre, share in by_version[one.pk].items():
            cells[centre] = Cell(
                share, understood.get(one.pk, {}).get(centre), questions.get((one.briefing_id, centre), 0)
            )
        found.append(MatrixRow(one.as_core(), tuple(cells.get(centre) for centre in centres)))
    return page, centres, found


def status(*, day: date | None = None) -> list[dict[str, Any]]:
    """Each briefing in effect or to come × centre as plain values, whoever asks: for commands, never for a page."""
    day = day or timezone.localdate()
    versions = list(
        BriefingVersion.objects.published()
        .filter(Q(effective_to__isnull=True) | Q(effective_to__gt=day))
        .select_related("briefing")
        .order_by("acknowledge_by", "briefing__code")
    )
    by_version = shares.acknowledged_shares(versions, day=day)
    return [
        {
            "briefing": one.briefing.code,
            "number": one.number,
            "centre": centre,
            "done": share.done,
            "needed": share.needed,
            "overdue": share.overdue,
            "acknowledge_by": one.acknowledge_by.isoformat(),
        }
        for one in versions
        for centre, share in sorted(by_version[one.pk].items())
    ]
