"""The rosters as the core sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from pledgeline.briefing.core.roster import Cover, Person
from pledgeline.briefing.models import Member, ShiftCover


def roster(*, centres: Collection[str] | None = None) -> list[Person]:
    """Everybody ever on a roster of `centres` (None: all), with the shifts they take over. Two queries."""
    found, covers = Member.objects.order_by("centre", "code"), ShiftCover.objects.all()
    if centres is not None:
        found, covers = found.filter(centre__in=centres), covers.filter(member__centre__in=centres)
    taken: dict[int, list[Cover]] = defaultdict(list)
    for member, service, channels, first, last in covers.values_list(
        "member", "service", "channels", "first_day", "last_day"
    ):
        taken[member].append(Cover(service, tuple(channels), first, last))
    # Ten thousand rows as records would take four times as long as the rows themselves.
    return [
        Person(
            centre,
            code,
            name,
            tuple(services),
            tuple(channels),
            language,
            duty,
            shift,
            joined,
            left,
            tuple(taken.get(pk, ())),
        )
        for pk, centre, code, name, services, channels, language, duty, shift, joined, left in found.values_list(
            "pk", "centre", "code", "name", "services", "channels", "language", "duty", "shift", "joined_on", "left_on"
        )
    ]


def own_row(user: Any) -> Person | None:
    """The roster row that says it is this user, if any."""
    username = getattr(user, "username", "")
    found = Member.objects.covering().visible_to(user).filter(username=username).first() if username else None
    return found.as_core() if found is not None else None
