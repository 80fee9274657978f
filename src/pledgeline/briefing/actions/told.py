"""What the people of both sides are told of in their notifications. Called inside the action that it is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pledgeline.briefing import queries, wording
from pledgeline.briefing.core.recheck import ANSWER_DAYS
from pledgeline.briefing.core.roster import Share
from pledgeline.briefing.models import BriefingVersion, Campaign, Draw, Override, Question, ShiftCover
from pledgeline.organisation import queries as organisation
from pledgeline.organisation.actions import notifications
from pledgeline.organisation.core.roles import CENTRE_ROLES, Role
from pledgeline.organisation.queries.notifications import people_in

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ANSWERING = (Role.OWNER, Role.MANAGER)


def published(version: BriefingVersion) -> None:
    words: dict[str, Any] = {"title": _title(version), "day": version.acknowledge_by.isoformat()}
    reached = [code for code in sorted(organisation.known_codes().centres) if version.audience.reaches(code)]
    _tell(
        _centre_people(reached),
        "briefing.published",
        _("New briefing: %(title)s"),
        _("Acknowledge it by %(day)s."),
        _path(version),
        ("briefing", version.briefing.code),
        at=version.published_at,
        **words,
    )


def asked(question: Question) -> None:
    words: dict[str, Any] = {"title": _title(question.version), "text": question.text[:200]}
    _tell(
        people_in(ANSWERING),
        "question.asked",
        _("Question about “%(title)s”"),
        _("%(text)s"),
        reverse("briefing:question", args=[question.number]),
        ("question", str(question.number)),
        at=question.asked_at,
        **words,
    )


def answered(question: Question) -> None:
    _tell(
        _centre_people([question.centre]),
        "question.answered",
        _("Your question about “%(title)s” is answered"),
        _("Read the answer beside the briefing."),
        reverse("briefing:question", args=[question.number]),
        ("question", str(question.number)),
        at=question.answered_at,
        title=_title(question.version),
    )


def reminded(version: BriefingVersion, centre: str, share: Share, at: datetime) -> None:
    _tell(
        _centre_people([centre]),
        "briefing.reminded",
        _("Not yet acknowledged: %(title)s"),
        _("Of your centre, still to acknowledge: %(n)s; the last day is %(day)s."),
        reverse("briefing:people", args=[version.briefing.code, centre]),
        ("briefing", version.briefing.code),
        at=at,
        title=_title(version),
        n=share.missing,
        day=version.acknowledge_by.isoformat(),
    )


def drawn(sample: Draw) -> None:
    _tell(
        _centre_people([sample.centre]),
        "briefing.sample_drawn",
        _("To be asked again: %(title)s"),
        _("Drawn at your centre: %(n)s. Have the three questions answered within %(days)s days."),
        reverse("briefing:people", args=[sample.version.briefing.code, sample.centre]),
        ("briefing", sample.version.briefing.code),
        at=sample.at,
        title=_title(sample.version),
        n=len(sample.drawn),
        days=ANSWER_DAYS,
    )


def covering(cover: ShiftCover, name: str, owed: int, at: datetime) -> None:
    _tell(
        _centre_people([cover.member.centre]),
        "roster.covering",
        _("%(name)s takes over %(service)s"),
        _("From %(first)s to %(last)s; briefings to acknowledge before: %(n)s."),
        reverse("briefing:due"),
        ("roster", cover.member.code),
        at=at,
        name=name,
        service=organisation.service_in_both(cover.service),
        first=cover.first_day.isoformat(),
        last=cover.last_day.isoformat(),
        n=owed,
    )


def overridden(campaign: Campaign, made: Override) -> None:
    _tell(
        people_in(ANSWERING),
        "campaign.overridden",
        _("“%(title)s” may start although its gate is red"),
        _("%(name)s: %(reason)s"),
        reverse("briefing:campaign", args=[campaign.code]),
        ("campaign", campaign.code),
        at=made.at,
        title={"en": campaign.name_en, "zh": campaign.name_zh},
        name=made.name,
        reason=made.reason[:200],
    )


def moved(campaign: Campaign, before: date, at: datetime) -> None:
    _tell(
        _concerned(campaign),
        "campaign.moved",
        _("Campaign moved: %(title)s"),
        _("It begins on %(day)s instead of %(before)s."),
        reverse("briefing:campaign", args=[campaign.code]),
        ("campaign", campaign.code),
        title={"en": campaign.name_en, "zh": campaign.name_zh},
        at=at,
        day=campaign.first_day.isoformat(),
        before=before.isoformat(),
    )


def cancelled(campaign: Campaign) -> None:
    _tell(
        _concerned(campaign),
        "campaign.cancelled",
        _("Campaign called off: %(title)s"),
        _("%(reason)s"),
        reverse("briefing:campaign", args=[campaign.code]),
        ("campaign", campaign.code),
        at=campaign.cancelled_at,
        title={"en": campaign.name_en, "zh": campaign.name_zh},
        reason=campaign.cancelled_because[:200],
    )


def _concerned(campaign: Campaign) -> Any:
    """The people of the centres that were to carry it, and whoever answers for the services."""
    centres = queries.centres_of(queries.planned(campaign), organisation.engagements())
    return _centre_people(centres) | people_in(ANSWERING)


def _title(version: BriefingVersion) -> dict[str, str]:
    return {"en": version.title_en, "zh": version.title_zh}


def _path(version: BriefingVersion) -> str:
    return reverse("briefing:briefing", args=[version.briefing.code])


def _centre_people(centres: Iterable[str]) -> Any:
    return people_in(CENTRE_ROLES, centres=centres)


def _tell(
    to: Any,
    kind: str,
    heading: StrPromise,
    body: StrPromise,
    path: str,
    subject: tuple[str, str],
    *,
    at: datetime | None,
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
