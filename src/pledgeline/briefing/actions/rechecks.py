"""Drawing the samples that are due: checks age, and what was shown once has to be shown again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from django.db import transaction

from pledgeline.briefing import queries
from pledgeline.briefing.actions import _checks, understanding
from pledgeline.briefing.models import Draw


def new_seed() -> str:
    """Nobody can know beforehand who will be drawn; afterwards the seed stands beside the sample."""
    return token_hex(8)


@transaction.atomic
def arrange(*, by: Any, at: datetime | None = None, seeds: Callable[[], str] = new_seed) -> list[Draw]:
    """One sample for each briefing in effect × centre that is due today (`core/recheck`). The same call again draws
    nothing: what was drawn is not due for some days."""
    moment = _checks.moment(at)
    day: date = _checks.local_day(moment)
    return [
        understanding.draw(
            briefing=row.version.code, number=row.version.number, centre=row.centre, seed=seeds(), by=by, at=moment
        )
        for row in queries.rechecks_due(day=day)
    ]
