"""Centres rate the client, quarter by quarter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from pledgeline.kernel.problem import Problem
from pledgeline.partnership.actions import _people, told_people
from pledgeline.partnership.core.mirror import NEEDS_COMMENT, RATED, SCORES
from pledgeline.partnership.core.quarter import Quarter
from pledgeline.partnership.models import MirrorRating

LONGEST = 1_000


@transaction.atomic
def rate(
    *,
    centre: str,
    quarter: Quarter,
    scores: Mapping[str, tuple[int, str]],
    by: Any,
    at: datetime | None = None,
) -> list[MirrorRating]:
    """Item → (1–5, comment), for the items of `RATED` that a centre wishes to rate; each once a quarter.

    Raises Problem `rating.quarter`, `rating.item_unknown`, `rating.score`, `rating.comment_missing`,
    `rating.nothing` or `rating.rated`.
    """
    _people.own_centre(centre, by)
    now = _people.moment(at)
    day = _people.local_day(now)
    if not quarter.may_be_rated_on(day):
        raise Problem("rating.quarter", field="quarter", quarter=str(quarter))
    if not scores:
        raise Problem("rating.nothing", field="quarter")
    checked = {item: _checked(item, score, comment) for item, (score, comment) in scores.items()}
    rated = MirrorRating.objects.filter(centre=centre, quarter=str(quarter), item__in=list(checked)).first()
    if rated is not None:
        raise Problem("rating.rated", field=rated.item, quarter=str(quarter))
    made = [
        MirrorRating.objects.create(
            centre=centre,
            quarter=str(quarter),
            item=item,
            score=score,
            comment=comment,
            day=day,
            created_by=by,
            created_at=now,
        )
        for item, (score, comment) in sorted(checked.items())
    ]
    told_people.rated(centre, quarter, made)
    data = {"quarter": str(quarter), "scores": {one.item: one.score for one in made}}
    _people.record("client.rated", "centre", centre, by, data)
    return made


def _checked(item: str, score: int, comment: str) -> tuple[int, str]:
    if item not in RATED:
        raise Problem("rating.item_unknown", field="item", value=item[:80], known=", ".join(RATED))
    if score not in SCORES:
        raise Problem("rating.score", field=item)
    comment = _people.not_too_long(comment.strip(), field=f"{item}_comment", longest=LONGEST)
    if score <= NEEDS_COMMENT and not comment:
        raise Problem("rating.comment_missing", field=f"{item}_comment")
    return score, comment
