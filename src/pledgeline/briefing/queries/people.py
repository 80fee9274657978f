"""The rosters as the core sees them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from pledgeline.briefing.core.roster import Person
from pledgeline.briefing.models import Member


def roster(*, centres: Collection[str] | None = None) -> list[Person]:
    """Everybody ever on a roster of `centres` (None: all), with the shifts they take over. Two queries."""
    found: Iterable[Member] = Member.objects.covering()
    if centres is not None:
        found = Member.objects.covering().filter(centre__in=centres)
    return [one.as_core() for one in found]


def own_row(user: Any) -> Person | None:
    """The roster row that says it is this user, if any."""
    username = getattr(user, "username", "")
    found = Member.objects.covering().visible_to(user).filter(username=username).first() if username else None
    return found.as_core() if found is not None else None
