"""Asking again by sample: when a centre is due, how many people it takes, and among whom they are drawn.

Checks age (`core/understanding`): what was shown once is shown no longer after some time, so a few people are asked
again. A sample is due when the last check or draw is `every_days` old, or at once when the lower end of what is
understood has sunk below the limit and those drawn last had their week to answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pledgeline.briefing.core.understanding import Understanding, in_small_team
from pledgeline.contacts.core.estimates import wilson

# As long as a link is valid: whoever is on early shift this week can answer next week.
ANSWER_DAYS = 7


@dataclass(frozen=True)
class Asked:
    """What was asked at one centre of one version; days are None where that never happened."""

    last_check: date | None = None
    last_draw: date | None = None


def due_on(asked: Asked, found: Understanding, *, day: date, limit: float, every_days: int) -> date | None:
    """The day from which a sample is due, `day` at the latest for what is due now; None: nobody is concerned.

    Where nobody was ever asked it is due at once.
    """
    if not found.concerned:
        return None
    last = max((one for one in (asked.last_check, asked.last_draw) if one is not None), default=None)
    if last is None:
        return day
    regular = last + timedelta(days=every_days)
    if found.lower is not None and found.lower >= limit:
        return regular
    if asked.last_draw is not None:
        return min(regular, asked.last_draw + timedelta(days=ANSWER_DAYS))
    return min(regular, day)


def sample_size(concerned: int, limit: float) -> int:
    """The fewest people who, all right, show on the day that at least `limit` of `concerned` understand.

    In a small team that may be everybody: of four people three say little about the fourth.
    """
    for n in range(1, concerned):
        informative = in_small_team(float(n), concerned)
        if informative is not None and wilson(informative, informative)[0] >= limit:
            return n
    return concerned


def pool(
    concerned: Collection[tuple[str, str]],
    last_asked: Mapping[tuple[str, str], date],
    *,
    day: date,
    every_days: int,
    size: int,
) -> tuple[tuple[str, str], ...]:
    """Among whom `size` people are drawn: whoever was not asked within `every_days`, so that in time everybody is; all
    of the people concerned where those are too few. By chance from there (`understanding.draw`)."""
    since = day - timedelta(days=every_days)
    rested = sorted(one for one in concerned if last_asked.get(one, date.min) <= since)
    return tuple(rested) if len(rested) >= size else tuple(sorted(concerned))
