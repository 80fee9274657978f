"""Acknowledging a briefing: by oneself, by a team lead for the people of a roster, or by a sheet that came back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from pledgeline.briefing.actions import _checks
from pledgeline.briefing.models import Acknowledgement, BriefingVersion, Member
from pledgeline.kernel.problem import Problem


@dataclass(frozen=True)
class Taken:
    """How many acknowledged now, and how many had before."""

    new: int
    before: int


@transaction.atomic
def acknowledge(
    *,
    briefing: str,
    number: int,
    centre: str,
    people: Iterable[str | _checks.Named],
    by: Any,
    way: str = "lead",
    at: datetime | None = None,
    file: str | None = None,
) -> Taken:
    """The people named have acknowledged the version. All or none; whoever had before stays as they were.

    Raises Problem `briefing.superseded`, and LinesRejected where somebody is not on the centre's roster
    (`roster.person_unknown`) or does not have to know it (`roster.person_not_concerned`).
    """
    _checks.own_centre(centre, by)
    version = _checks.standing(_checks.briefing(briefing), number)
    _checks.reaches(version, centre)
    moment = _checks.moment(at)
    named = [one if isinstance(one, _checks.Named) else _checks.Named(one) for one in people]
    wanted = _checks.concerned(version, centre, named, moment, file=file)
    return written(version, wanted, way, moment, by)


@transaction.atomic
def acknowledge_together(
    *, named: Mapping[tuple[str, int], Iterable[str]], centre: str, by: Any, at: datetime | None = None
) -> Taken:
    """Several versions at once: (briefing, number) → people. All or none, in the order of their codes."""
    new = before = 0
    for (briefing, number), people in sorted(named.items()):
        taken = acknowledge(briefing=briefing, number=number, centre=centre, people=people, by=by, at=at)
        new, before = new + taken.new, before + taken.before
    return Taken(new, before)


@transaction.atomic
def acknowledge_own(*, briefing: str, number: int, by: Any, at: datetime | None = None) -> Taken:
    """The signed-in person, for themselves. Raises Problem `roster.not_on_it` where no roster names them."""
    member = Member.objects.covering().filter(username=by.username).first() if by.username else None
    if member is None:
        raise Problem("roster.not_on_it")
    return acknowledge(
        briefing=briefing, number=number, centre=member.centre, people=[member.code], by=by, way="self", at=at
    )


def written(version: BriefingVersion, wanted: Sequence[Member], way: str, at: datetime, by: Any) -> Taken:
    """For callers that hold the briefing's lock: nobody can supersede the version or acknowledge beside us."""
    before = set(version.acknowledgements.filter(member__in=wanted).values_list("member", flat=True))
    new = [one for one in wanted if one.pk not in before]
    Acknowledgement.objects.bulk_create(
        Acknowledgement(version=version, member=one, way=way, at=at, by=by) for one in new
    )
    if new:
        data = {
            "number": version.number,
            "centre": new[0].centre,
            "way": way,
            "people": [one.code for one in new],
        }
        _checks.record("briefing.acknowledged", "briefing", version.briefing.code, by, data)
    return Taken(len(new), len(before))
