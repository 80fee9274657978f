"""Ideas of a centre's people, with a reply clock; sent by a signed-in person or by link, answered once with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from pledgeline.experience.core.contract import Side
from pledgeline.kernel.problem import Problem
from pledgeline.partnership.actions import _people, told_people
from pledgeline.partnership.core.ideas import REPLY_DAYS, Outcome, due_on
from pledgeline.partnership.models import Idea, IdeaLink

VALID_DAYS = 30
LONGEST_NAME = 100


@dataclass(frozen=True)
class Issued:
    """The tokens exist here and in the hands of whoever is given them, and nowhere else."""

    centre: str
    tokens: tuple[str, ...]
    expires_on: date


@transaction.atomic
def send(
    *,
    centre: str,
    side: str,
    text: str,
    signed: str = "",
    by: Any,
    reply_days: int = REPLY_DAYS,
    number: int | None = None,
    at: datetime | None = None,
) -> Idea:
    """An idea whose answer is asked of `side`; `number` None is the next free one. Raises Problem
    `partnership.missing`, `partnership.too_long`, `partnership.word_unknown`, `partnership.centre_unknown` or
    `idea.due_before_sent`."""
    _people.own_centre(centre, by)
    return _sent(centre, side, text, signed, by, reply_days, _people.moment(at), number=number)


@transaction.atomic
def issue_links(*, centre: str, n: int, by: Any, valid_days: int = VALID_DAYS, at: datetime | None = None) -> Issued:
    """`n` links that each take one idea for `valid_days` and show its answer for good. Raises Problem `links.count`."""
    _people.own_centre(centre, by)
    tokens = _people.fresh_tokens(n)
    now = _people.moment(at)
    expires_on = _people.local_day(now) + timedelta(days=valid_days)
    IdeaLink.objects.bulk_create(
        IdeaLink(centre=centre, token_hash=one, expires_on=expires_on, created_by=by, created_at=now)
        for one in sorted(map(_people.hashed, tokens))
    )
    _people.record("idea.links_issued", "centre", centre, by, {"n": n, "expires_on": expires_on.isoformat()})
    return Issued(centre, tuple(tokens), expires_on)


@transaction.atomic
def send_by_link(
    *,
    token: str,
    side: str,
    text: str,
    signed: str = "",
    reply_days: int = REPLY_DAYS,
    at: datetime | None = None,
) -> Idea:
    """Sends the one idea of a link. Raises Problem `link.unknown`, `idea_link.used`, `idea_link.expired`, or one of
    `send`; the link then stays as it was."""
    link = IdeaLink.objects.select_for_update().filter(token_hash=_people.hashed(token)).first()
    if link is None:
        raise Problem("link.unknown")
    now = _people.moment(at)
    if link.idea_id is not None:
        raise Problem("idea_link.used")
    if link.expires_on < _people.local_day(now):
        raise Problem("idea_link.expired", day=link.expires_on.isoformat())
    link.idea = _sent(link.centre, side, text, signed, None, reply_days, now)
    link.save()
    return link.idea


def _sent(
    centre: str, side: str, text: str, signed: str, by: Any, reply_days: int, now: datetime, number: int | None = None
) -> Idea:
    _people.word(Side, side, field="side")
    (words,) = _people.said(text=text)
    if reply_days < 0:
        raise Problem("idea.due_before_sent", field="due_on")
    day = _people.local_day(now)
    made = Idea.objects.create(
        number=number or _people.next_number(Idea),
        centre=centre,
        side=side,
        text=words,
        signed=_people.not_too_long(signed.strip(), field="signed", longest=LONGEST_NAME),
        sent_on=day,
        due_on=due_on(day, reply_days),
        created_by=by,
        created_at=now,
    )
    told_people.idea_sent(made)
    data = {"centre": centre, "side": side, "due_on": made.due_on.isoformat()}
    _people.record("idea.sent", "idea", str(made.number), by, data)
    return made


@transaction.atomic
def answer(*, number: int, outcome: str, answer_en: str, answer_zh: str, by: Any, at: datetime | None = None) -> Idea:
    """Adopted or not, with the reason in both languages, for good. Raises Problem `idea.unknown`, `idea.answered`,
    `partnership.word_unknown`, `partnership.missing` or `partnership.too_long`."""
    idea = Idea.objects.select_for_update().filter(number=number).first()
    if idea is None:
        raise Problem("idea.unknown", number=number)
    _people.own_centre(idea.centre, by)
    if idea.answered_on is not None:
        raise Problem("idea.answered", number=number)
    _people.word(Outcome, outcome, field="outcome")
    idea.answer_en, idea.answer_zh = _people.said(answer_en=answer_en, answer_zh=answer_zh)
    idea.outcome, idea.answered_by = outcome, by
    moment = _people.moment(at)
    idea.answered_on = _people.local_day(moment)
    idea.save()
    told_people.idea_answered(idea, moment)
    data = {"centre": idea.centre, "outcome": outcome, "in_time": idea.answered_on <= idea.due_on}
    _people.record("idea.answered", "idea", str(number), by, data)
    return idea
