"""Reads: a centre's roster as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q

from pledgeline.briefing.core.roster import Person
from pledgeline.briefing.models import Member
from pledgeline.organisation import queries as organisation

PAGE_ROWS = 50


@dataclass(frozen=True)
class RosterRow:
    """One centre in the list of rosters, with the number of people on it on a day."""

    centre: str
    name: str
    people: int


def rosters(user: Any, *, day: date) -> list[RosterRow]:
    """One row a centre that `user` may see. Two queries."""
    counted: dict[str, int] = {}
    for centre in Member.objects.visible_to(user).on_roster(day).values_list("centre", flat=True):
        counted[centre] = counted.get(centre, 0) + 1
    return [RosterRow(code, name, counted.get(code, 0)) for code, name in organisation.centre_names(user).items()]


def roster_page(
    user: Any, *, centre: str, day: date, number: int = 1, text: str = ""
) -> tuple[Page[Any], list[Person]]:
    """A page of a centre's roster, by code."""
    found = Member.objects.covering().visible_to(user).filter(centre=centre)
    if text:
        found = found.filter(Q(code__icontains=text) | Q(name__icontains=text))
    page = Paginator(found.order_by("code"), PAGE_ROWS).get_page(number)
    return page, [one.as_core() for one in page.object_list]
