"""Reads: what is to be told at a centre by tomorrow, to whom, and what one person still has to acknowledge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from pledgeline.briefing.core.briefing import Version
from pledgeline.briefing.core.roster import (
    AHEAD_DAYS,
    Person,
    Share,
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
# Versions looked through for it, the latest first: what is older was told to everybody, or is found in the list.
LOOKED_THROUGH = 500


@dataclass(frozen=True)
class ToTell:
    """One briefing a team lead has to bring to the team: what is new in it, and who has not acknowledged yet."""

    version: Version
    difference: Difference | None
    missing: tuple[Person, ...]
    share: Share
    overdue: bool


def to_tell(user: Any, *, centre: str, day: date, own_queues: bool = False) -> list[ToTell]:
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
    acknowledged_by = shares.done(versions, centres=[centre])
    missing = {
        one.pk: outstanding(people, one.audience, acknowledged_by.get(one.pk, {}), day=day, ahead_days=AHEAD_DAYS)
        for one in versions
    }
    open_ones = [one for one in versions if missing[one.pk]][:MOST_TO_TELL]
    by_version = shares.acknowledged_shares(open_ones, day=day, centres=[centre], people=people)
    history = _histories(open_ones)
    return [
        ToTell(
            one.as_core(),
            against_the_one_before(one, history[one.briefing_id]),
            tuple(missing[one.pk]),
            by_version[one.pk].get(centre, Share(0, 0)),
            one.acknowledge_by < day,
        )
        for one in open_ones
    ]


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


def _histories(versions: Sequence[BriefingVersion]) -> dict[int, list[BriefingVersion]]:
    history: dict[int, list[BriefingVersion]] = {one.briefing_id: [] for one in versions}
    for one in BriefingVersion.objects.filter(briefing__in=history).order_by("-number"):
        history[one.briefing_id].append(one)
    return history


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


def concerned(shown: BriefingVersion, *, centre: str, day: date) -> list[PersonRow]:
    """Everybody of `centre` who has to know on `day` or the day after, those missing first."""
    at = shares.done([shown], centres=[centre]).get(shown.pk, {})
    told_on = shares.published_on(shown)
    joiner_days = own_numbers(day).joiner_days
    found = [
        PersonRow(
            one,
            at.get((one.centre, one.code)),
            deadline(one, acknowledge_by=shown.acknowledge_by, published_on=told_on, joiner_days=joiner_days),
            is_late_joiner(one, told_on),
            is_covering(one, shown.audience),
            not has_to_know(one, shown.audience, day),
        )
        for one in roster(centres=[centre])
        if has_to_know_by(one, shown.audience, day)
    ]
    return sorted(found, key=lambda row: (row.acknowledged_at is not None, row.person.shift, row.person.code))
