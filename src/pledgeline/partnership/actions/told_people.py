"""What both sides are told of pulses, ideas, thanks and ratings. Called inside the action that it is about.

Nobody is told of an answer to a pulse: when it came is nobody's to know.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pledgeline.experience.core.contract import Side
from pledgeline.organisation import queries as organisation
from pledgeline.organisation.actions import notifications
from pledgeline.organisation.core.roles import CENTRE_ROLES, Role
from pledgeline.organisation.queries.notifications import people_in
from pledgeline.partnership.core.quarter import Quarter
from pledgeline.partnership.models import Idea, MirrorRating, PulseRound, Recognition
from pledgeline.partnership.wording import people as wording

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SHORT = 200


def pulse_opened(found: PulseRound) -> None:
    _tell(
        _centre_people(found.centre),
        "pulse.opened",
        _("Staff pulse from %(day)s"),
        _("Hand a link to each of your people; what they answer stays anonymous."),
        reverse("partnership:pulse_round", args=[found.code]),
        ("pulse", found.code),
        at=found.created_at,
        day=found.opens_on.isoformat(),
    )


def idea_sent(idea: Idea) -> None:
    """Whoever is to answer: the client, or the centre itself where its people asked their own house."""
    to_client = idea.side == Side.CLIENT
    _tell(
        _client_people() if to_client else _centre_people(idea.centre),
        "idea.sent",
        _("An idea from %(centre)s: answer by %(day)s")
        if to_client
        else _("An idea from your own people: answer by %(day)s"),
        _("%(text)s"),
        reverse("partnership:idea", args=[idea.number]),
        ("idea", str(idea.number)),
        at=idea.created_at,
        centre=organisation.centre_in_both(idea.centre),
        day=idea.due_on.isoformat(),
        text=idea.text[:SHORT],
    )


def idea_answered(idea: Idea, at: datetime) -> None:
    _tell(
        _centre_people(idea.centre),
        "idea.answered",
        _("An idea of your centre is answered"),
        _("%(text)s"),
        reverse("partnership:idea", args=[idea.number]),
        ("idea", str(idea.number)),
        at=at,
        text=idea.text[:SHORT],
    )


def thanked(one: Recognition) -> None:
    _tell(
        _centre_people(one.centre) if one.side == Side.CLIENT else _client_people(),
        "recognition.given",
        _("Thanks to %(thanked)s"),
        _("%(text)s"),
        reverse("partnership:recognitions"),
        ("recognition", str(one.number)),
        at=one.created_at,
        thanked=one.thanked,
        text=one.text[:SHORT],
    )


def rated(centre: str, quarter: Quarter, rows: Sequence[MirrorRating]) -> None:
    _tell(
        _client_people(),
        "client.rated",
        _("%(centre)s has rated you for %(quarter)s"),
        _("%(n)s items, from 1 to 5; the lowest is %(lowest)s."),
        reverse("partnership:mirror_of", args=[centre]) + f"?quarter={quarter}",
        ("centre", centre),
        at=rows[0].created_at,
        centre=organisation.centre_in_both(centre),
        quarter=quarter,
        n=len(rows),
        lowest=min(one.score for one in rows),
    )


def _client_people() -> Any:
    return people_in((Role.OWNER, Role.MANAGER))


def _centre_people(centre: str) -> Any:
    return people_in(CENTRE_ROLES, centres=[centre])


def _tell(
    to: Any,
    kind: str,
    heading: StrPromise,
    body: StrPromise,
    path: str,
    subject: tuple[str, str],
    *,
    at: datetime,
    **words: Any,
) -> None:
    notifications.notify(
        to=list(to),
        kind=kind,
        title=wording.in_both(heading, **words),
        body=wording.in_both(body, **words),
        path=path,
        subject=subject,
        at=at,
    )
