"""Was a centre told in time? From the days on which something takes effect and on which it was told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Telling:
    """One published version: which briefing, told on which day, taking effect from which day."""

    briefing: str
    number: int
    published_on: date
    effective_from: date


@dataclass(frozen=True)
class Lead:
    """The telling that counts for an event, and the whole days between it and the event (negative: too late)."""

    telling: Telling
    days: int


def lead(event_day: date, tellings: Sequence[Telling], *, after: date | None = None) -> Lead | None:
    """How early the event of `event_day` was told: by the earliest telling that speaks of it.

    A telling speaks of the event when what it tells takes effect no later than the event does; one published on or
    before `after` (the day the version before came into force) spoke of that earlier one. None: nobody was told.
    """
    speaking = [
        one for one in tellings if one.effective_from <= event_day and (after is None or one.published_on > after)
    ]
    # Told only after the event, effective on the spot: late, and still told.
    speaking = speaking or [one for one in tellings if one.published_on > event_day]
    if not speaking:
        return None
    first = min(speaking, key=lambda one: (one.published_on, one.briefing, one.number))
    return Lead(first, (event_day - first.published_on).days)
