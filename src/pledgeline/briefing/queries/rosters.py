"""Reads: a centre's roster as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from pledgeline.briefing.core.roster import Person
from pledgeline.briefing.models import Member, ShiftCover
from pledgeline.kernel.channels import Channel
from pledgeline.kernel.interval import Period
from pledgeline.organisation import queries as organisation

PAGE_ROWS = 50
MOST_COVERS = 100
COVER_DAYS_AHEAD = 60


@dataclass(frozen=True)
class RosterRow:
    """One centre in the list of rosters, with the number of people on it on a day."""

    centre: str
    name: str
    people: int


def rosters(user: Any, *, day: date, number: int = 1) -> Page[Any]:
    """A page of RosterRow, one a centre that `user` may see. Two queries."""
    page: Page[Any] = Paginator(list(organisation.centre_names(user).items()), PAGE_ROWS).get_page(number)
    on_roster = Member.objects.visible_to(user).on_roster(day).filter(centre__in=[code for code, _name in page])
    counted = dict(on_roster.order_by().values_list("centre").annotate(n=Count("pk")))
    rows: Any = [RosterRow(code, name, counted.get(code, 0)) for code, name in page]
    page.object_list = rows
    return page


def roster_page(
    user: Any, *, centre: str, day: date, number: int = 1, text: str = ""
) -> tuple[Page[Any], list[Person]]:
    """A page of a centre's roster, by code."""
    found = Member.objects.covering().visible_to(user).filter(centre=centre)
    if text:
        found = found.filter(Q(code__icontains=text) | Q(name__icontains=text))
    page = Paginator(found.order_by("code"), PAGE_ROWS).get_page(number)
    return page, [one.as_core() for one in page.object_list]


@dataclass(frozen=True)
class CoverRow:
    """A shift taken over, running or to come."""

    person: str
    name: str
    service: str
    channels: tuple[str, ...]
    first_day: date
    last_day: date


def covers(user: Any, *, centre: str, day: date) -> list[CoverRow]:
    """Those of a centre that hold on `day` or later, the first to begin first."""
    found = ShiftCover.objects.visible_to(user).filter(member__centre=centre, last_day__gte=day)
    return [
        CoverRow(one.member.code, one.member.name, one.service, tuple(one.channels), one.first_day, one.last_day)
        for one in found.select_related("member").order_by("first_day", "member__code", "service")[:MOST_COVERS]
    ]


@dataclass(frozen=True)
class CoverChoices:
    """Who can take over what at a centre: the people there on a day, and what it serves in the days ahead."""

    people: tuple[tuple[str, str], ...]
    """Code and name, by name."""
    services: tuple[str, ...]
    channels: tuple[str, ...]


def cover_choices(user: Any, *, centre: str, day: date) -> CoverChoices:
    people = Member.objects.visible_to(user).on_roster(day).filter(centre=centre).order_by("name", "code")
    ahead = organisation.engagements(during=Period(day, day + timedelta(days=COVER_DAYS_AHEAD)))
    serving = [one for one in ahead if one.centre == centre]
    served = {channel for one in serving for channel in one.channels}
    return CoverChoices(
        tuple(people.values_list("code", "name")),
        tuple(sorted({one.service for one in serving})),
        tuple(channel.value for channel in Channel if channel.value in served),
    )
