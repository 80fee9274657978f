"""The reply clock: it runs only while the service is open, for a question asked at night cannot be answered then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta


def due_at(asked_at: datetime, limit_s: int, openings: Sequence[tuple[datetime, datetime]]) -> datetime | None:
    """The moment at which `limit_s` of opening time have passed since `asked_at`.

    `openings` are UTC stretches [start, end), ascending and apart. None where they do not hold that much time.
    """
    left = timedelta(seconds=limit_s)
    for start, end in openings:
        begins = max(start, asked_at)
        if begins >= end:
            continue
        if end - begins >= left:
            return begins + left
        left -= end - begins
    return None


def open_seconds(start: datetime, end: datetime, openings: Sequence[tuple[datetime, datetime]]) -> float:
    """Opening time between two moments, in seconds: how long an answer really took."""
    spans = ((max(start, opens), min(end, closes)) for opens, closes in openings)
    return sum((closes - opens).total_seconds() for opens, closes in spans if closes > opens)
