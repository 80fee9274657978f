"""Ways in for people without an account: a link for one person, one version and one purpose, once, for some days."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from pledgeline.briefing.actions import _checks, acknowledgements, understanding
from pledgeline.briefing.core.roster import has_to_know_by
from pledgeline.briefing.models import Draw, Link
from pledgeline.briefing.queries.links import Opened
from pledgeline.kernel.problem import Problem

VALID_DAYS = 7
TOKEN_BYTES = 32


@dataclass(frozen=True)
class Issued:
    """A link just made. The token exists here and in the hands of whoever is given it, and nowhere else."""

    person: str
    name: str
    token: str
    expires_at: datetime


def hashed(token: str) -> str:
    """How a token is kept. It holds 256 bits of chance, so that a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


@transaction.atomic
def issue(
    *,
    briefing: str,
    number: int,
    centre: str,
    people: Iterable[str],
    by: Any,
    purpose: str = "acknowledge",
    valid_days: int = VALID_DAYS,
    at: datetime | None = None,
) -> list[Issued]:
    """A fresh link for each person. Earlier unused ones of the same purpose expire now: one door at a time.

    Raises Problem `briefing.superseded`, or LinesRejected as `acknowledge` does.
    """
    _checks.own_centre(centre, by)
    version = _checks.standing(_checks.briefing(briefing), number)
    _checks.reaches(version, centre)
    moment = _checks.moment(at)
    named = [_checks.Named(code) for code in people]
    wanted = _checks.concerned(version, centre, named, moment)
    Link.objects.filter(version=version, member__in=wanted, purpose=purpose, used_at__isnull=True).filter(
        expires_at__gt=moment, issued_at__lt=moment
    ).update(expires_at=moment)
    made = []
    for member in wanted:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        expires_at = moment + timedelta(days=valid_days)
        Link.objects.create(
            token_hash=hashed(token),
            version=version,
            member=member,
            purpose=purpose,
            issued_at=moment,
            issued_by=by,
            expires_at=expires_at,
        )
        made.append(Issued(member.code, member.name, token, expires_at))
    data = {"number": version.number, "centre": centre, "purpose": purpose, "people": [one.person for one in made]}
    _checks.record("briefing.links_issued", "briefing", briefing, by, data)
    return made


@transaction.atomic
def use(*, token: str, answers: Sequence[int | None] | None = None, at: datetime | None = None) -> Link:
    """Acknowledges, or answers the check, for the person of the link, and closes it for good.

    Raises Problem `link.unknown`, `link.used`, `link.expired`, `briefing.superseded`, `link.person_gone` or
    `check.answers_missing`; the link then stays as it was.
    """
    moment = _checks.moment(at)
    code = Link.objects.filter(token_hash=hashed(token)).values_list("version__briefing__code", flat=True).first()
    if code is None:
        raise Problem("link.unknown")
    # The briefing before the link, as everywhere; what the link says is read once both are held.
    found = _checks.briefing(code)
    link = (
        Link.objects.select_for_update(of=("self",)).select_related("member", "version").get(token_hash=hashed(token))
    )
    refuse_dead(link, moment)
    version = _checks.standing(found, link.version.number)
    member = _checks.members(link.member.centre, [link.member.code])[link.member.code]
    if not has_to_know_by(member.as_core(), version.audience, _checks.local_day(moment)):
        raise Problem("link.person_gone")
    if link.purpose == Link.Purpose.ACKNOWLEDGE:
        acknowledgements.written(version, [member], "link", moment, None)
    if version.questions and (answers is not None or link.purpose == Link.Purpose.CHECK):
        draw = Draw.objects.filter(version=version, centre=member.centre).first()
        understanding.written(version, member, answers or (), draw, moment, None)
    link.used_at = moment
    link.save(update_fields=["used_at"])
    data = {"number": version.number, "centre": member.centre, "person": member.code, "purpose": link.purpose}
    _checks.record("briefing.link_used", "briefing", found.code, None, data)
    return link


def refuse_dead(link: Link | Opened, at: datetime) -> None:
    """Raises the Problem that says why a link opens nothing (any more)."""
    if link.used_at is not None:
        raise Problem("link.used", day=_checks.local_day(link.used_at).isoformat())
    if link.expires_at <= at:
        raise Problem("link.expired", day=_checks.local_day(link.expires_at).isoformat())
