"""Reads: what is to be told at a centre by tomorrow, to whom, and what one person still has to acknowledge."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import nsmallest
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Q, Subquery

from pledgeline.briefing.core.briefing import Version
from pledgeline.briefing.core.roster import (
    AHEAD_DAYS,
    Person,
    Share,
    alike,
    deadline,
    has_to_know,
    has_to_know_by,
    is_covering,
    is_late_joiner,
    outstanding,
    serves,
)
from pledgeline.briefing.models import BriefingVersion
from pledgeline.briefing.queries import shares
from pledgeline.briefing.queries.briefings import Difference, against_the_one_before
from pledgeline.briefing.queries.numbers import own_numbers
from pledgeline.briefing.queries.people import own_row, roster

MOST_TO_TELL = 50
# Names to tick of one briefing, and on one sheet.
MOST_NAMED, MOST_TICKS = 60, 120
PAGE_ROWS = 50
# Versions looked through for it, the latest first: what is older was told to everybody, or is found in the list.
LOOKED_THROUGH = 500


@dataclass(frozen=True)
class ToTell:
    """One briefing a team lead has to bring to the team: what is new in it, and who has not acknowledged yet: the
    first MOST_NAMED of them, and how many `more`."""

    version: Version
    difference: Difference | None
    missing: tuple[Person, ...]
    more: int
    share: Share
    overdue: bool


@dataclass(frozen=True)
class Telling:
    """One sheet of what is to be told: as many briefings as MOST_TICKS people fit on, at least one.

    `briefings` and `people` count all sheets together.
    """

    rows: tuple[ToTell, ...]
    sheet: int
    sheets: int
    briefings: int
    people: int


def to_tell(user: Any, *, centre: str, day: date, own_queues: bool = False, sheet: int = 1) -> Telling:
    """What takes effect by tomorrow, or has its last day by then, and is not acknowledged by everybody of `centre` who
    has to know it today or tomorrow; with `own_queues` only what speaks of queues of the reader's own.

    The first to take effect comes first; at most MOST_TO_TELL of the latest LOOKED_THROUGH (the list has the rest).
    """
    due = _due(BriefingVersion.objects.visible_to(user), day).select_related("briefing")
    versions = sorted(due[:LOOKED_THROUGH], key=lambda one: (one.effective_from, one.briefing.code))
    if own_queues:
        reader = own_row(user)
        versions = [one for one in versions if reader is None or serves(reader, one.audience, day)]
    people = roster(centres=[centre])
    groups, by_key = alike(people), {(one.centre, one.code): one for one in people}
    acknowledged_by = shares.done(versions, centres=[centre])
    missing: dict[int, frozenset[tuple[str, str]]] = {}
    open_ones: list[BriefingVersion] = []
    for one in versions:
        told = acknowledged_by.get(one.pk, {})
        missing[one.pk] = outstanding(groups, one.audience, told, day=day, ahead_days=AHEAD_DAYS)
        open_ones += [one] if missing[one.pk] else []
        if len(open_ones) == MOST_TO_TELL:
            break
    sheets = _sheets(open_ones, missing)
    at = min(max(sheet, 1), len(sheets)) if sheets else 1
    shown = sheets[at - 1] if sheets else []
    by_version = shares.acknowledged_shares(shown, day=day, centres=[centre], people=people)
    before = _befores(shown)
    rows = tuple(
        ToTell(
            one.as_core(),
            against_the_one_before(one, before.get(one.briefing_id, [])),
            tuple(by_key[key] for key in nsmallest(MOST_NAMED, missing[one.pk])),
            max(0, len(missing[one.pk]) - MOST_NAMED),
            by_version[one.pk].get(centre, Share(0, 0)),
            one.acknowledge_by < day,
        )
        for one in shown
    )
    everybody = frozenset().union(*(missing[one.pk] for one in open_ones))
    return Telling(rows, at, len(sheets), len(open_ones), len(everybody))


def _sheets(
    versions: Sequence[BriefingVersion], missing: Mapping[int, Collection[tuple[str, str]]]
) -> list[list[BriefingVersion]]:
    """The versions in their order, parted so that no sheet has more than MOST_TICKS names to tick."""
    sheets: list[list[BriefingVersion]] = []
    room = 0
    for one in versions:
        ticks = min(len(missing[one.pk]), MOST_NAMED)
        if ticks > room:
            sheets.append([])
            room = MOST_TICKS
        sheets[-1].append(one)
        room -= ticks
    return sheets


def owed(person: Person, *, day: date) -> list[BriefingVersion]:
    """What that person has to acknowledge by tomorrow, whoever asks: for actions, never for a page."""
    due = _due(BriefingVersion.objects.all(), day).select_related("briefing")[:LOOKED_THROUGH]
    acknowledged_by = shares.done(list(due), centres=[person.centre])
    return [
        one
        for one in due
        if (person.centre, person.code) not in acknowledged_by.get(one.pk, {})
        and has_to_know_by(person, one.audience, day)
    ]


def _due(versions: Any, day: date) -> Any:
    """Published, not over, and in effect or to be acknowledged by tomorrow; the latest first."""
    tomorrow = day + timedelta(days=AHEAD_DAYS)
    return (
        versions.published()
        .filter(Q(effective_to__isnull=True) | Q(effective_to__gt=day))
        .filter(Q(effective_from__lte=tomorrow) | Q(acknowledge_by__lte=tomorrow))
        .order_by("-effective_from", "briefing__code")
    )


def _befores(versions: Sequence[BriefingVersion]) -> dict[int, list[BriefingVersion]]:
    """Briefing → the version before the one given, in a list; nothing of a first version. One query."""
    earlier = BriefingVersion.objects.filter(briefing=OuterRef("briefing"), number__lt=OuterRef("number"))
    given = BriefingVersion.objects.filter(pk__in=[one.pk for one in versions])
    keys = given.annotate(before=Subquery(earlier.order_by("-number").values("pk")[:1])).values("before")
    return {one.briefing_id: [one] for one in BriefingVersion.objects.filter(pk__in=keys)}


@dataclass(frozen=True)
class PersonRow:
    """One person concerned, on the page on which a team lead acknowledges."""

    person: Person
    acknowledged_at: datetime | None
    last_day: date
    late_joiner: bool
    covering: bool
    from_tomorrow: bool
    """Has to know tomorrow and not yet today."""


@dataclass(frozen=True)
class Concerned:
    """A page of PersonRow, those missing first; `missing` counts them, and `names` has everybody by code."""

    page: Page[Any]
    missing: int
    names: Mapping[str, str]

    @property
    def n(self) -> int:
        return len(self.names)


def concerned_page(shown: BriefingVersion, *, centre: str, day: date, number: int = 1) -> Concerned:
    """Everybody of `centre` who has to know on `day` or the day after, a page of them as rows."""
    people, at = _concerned(shown, centre, day)
    page: Page[Any] = Paginator(people, PAGE_ROWS).get_page(number)
    rows: Any = _person_rows(list(page.object_list), shown, at, day)
    page.object_list = rows
    missing = sum(1 for one in people if (one.centre, one.code) not in at)
    return Concerned(page, missing, {one.code: one.name for one in people})


def concerned(shown: BriefingVersion, *, centre: str, day: date) -> list[PersonRow]:
    """All of them, those missing first: for a sheet, or for links."""
    people, at = _concerned(shown, centre, day)
    return _person_rows(people, shown, at, day)


def _concerned(
    shown: BriefingVersion, centre: str, day: date
) -> tuple[list[Person], Mapping[tuple[str, str], datetime]]:
    at = shares.done([shown], centres=[centre]).get(shown.pk, {})
    people = roster(centres=[centre])
    keys = {key for group in alike(people) if has_to_know_by(group.person, shown.audience, day) for key in group.keys}
    found = [one for one in people if (one.centre, one.code) in keys]
    return sorted(found, key=lambda one: ((one.centre, one.code) in at, one.shift, one.code)), at


def _person_rows(
    people: Sequence[Person], shown: BriefingVersion, at: Mapping[tuple[str, str], datetime], day: date
) -> list[PersonRow]:
    told_on = shares.published_on(shown)
    joiner_days = own_numbers(day).joiner_days
    return [
        PersonRow(
            one,
            at.get((one.centre, one.code)),
            deadline(one, acknowledge_by=shown.acknowledge_by, published_on=told_on, joiner_days=joiner_days),
            is_late_joiner(one, told_on),
            is_covering(one, shown.audience),
            not has_to_know(one, shown.audience, day),
        )
        for one in people
    ]
