"""Thanks that are written down."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from pledgeline.experience.core.contract import Side
from pledgeline.partnership.actions import _people, told_people
from pledgeline.partnership.models import Recognition

LONGEST = 1_000
LONGEST_NAME = 200


@transaction.atomic
def thank(
    *,
    centre: str,
    side: str,
    thanked: str,
    text: str,
    by: Any,
    number: int | None = None,
    at: datetime | None = None,
) -> Recognition:
    """`side` thanks a person or a team of the other side for something; `number` None is the next free one. Raises
    Problem `partnership.missing`, `partnership.too_long`, `partnership.word_unknown` or `partnership.centre_unknown`.
    """
    _people.own_centre(centre, by)
    _people.word(Side, side, field="side")
    (whom,) = _people.said(longest=LONGEST_NAME, thanked=thanked)
    (words,) = _people.said(longest=LONGEST, text=text)
    now = _people.moment(at)
    made = Recognition.objects.create(
        number=number or _people.next_number(Recognition),
        centre=centre,
        side=side,
        thanked=whom,
        text=words,
        day=_people.local_day(now),
        created_by=by,
        created_at=now,
    )
    told_people.thanked(made)
    _people.record("recognition.given", "recognition", str(made.number), by, {"centre": centre, "side": side})
    return made
