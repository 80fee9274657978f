"""Reads: what a link opens, for somebody without an account. Nothing is found but through the token itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pledgeline.briefing.core.briefing import State, Version
from pledgeline.briefing.models import Link
from pledgeline.briefing.queries import briefings
from pledgeline.briefing.queries.briefings import Difference


@dataclass(frozen=True)
class Opened:
    """The version a link leads to, whom it names, and what state the link is in."""

    version: Version
    difference: Difference | None
    person: str
    purpose: str
    expires_at: datetime
    used_at: datetime | None
    superseded: bool
    newest: int


def opened(token_hash: str) -> Opened | None:
    """None where there is no such link."""
    link = Link.objects.select_related("version__briefing", "member").filter(token_hash=token_hash).first()
    if link is None:
        return None
    version = link.version
    history = version.briefing.versions.order_by("-number")
    newest = history.exclude(state=State.DRAFT).values_list("number", flat=True).first()
    return Opened(
        version.as_core(),
        briefings.against_the_one_before(version, list(history.filter(number__lt=version.number)[:1])),
        link.member.name,
        link.purpose,
        link.expires_at,
        link.used_at,
        version.state == State.SUPERSEDED,
        newest or version.number,
    )
