"""Reading a promise's figures: how they move, when they are weakest, and which part decides the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from pledgeline.experience.core.promise import Direction
from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Judgement, Reason, Verdict, worst

# A share is judged, and an hour called weak, from this many contacts on: one contact less moves a share of thirty by
# more than three points. The same default as the catalogue's criteria (a test holds them equal).
FEWEST = 30
# A single hour of a single day seldom has thirty contacts; at twenty, one contact moves its share by five points.
FEWEST_IN_AN_HOUR = 20
WORST_HOURS = 10

T = TypeVar("T")


@dataclass(frozen=True)
class Share:
    """A share of one place or time: `value` among `n`; None where there is nothing to divide by."""

    value: float | None
    n: int


@dataclass(frozen=True)
class Decided:
    """The judgement of a whole, and the part (a centre) that decided it; None where there is no part."""

    judgement: Judgement
    by: str | None


def weakest_decides(parts: Sequence[tuple[str, Judgement]]) -> Decided:
    """A customer is served by one centre and not by the average of them: the weakest decides.

    Among parts of the same verdict the first one given decides.
    """
    if not parts:
        return Decided(Judgement(Verdict.NOT_DEMONSTRATED, Reason("no_data", {"n": 0})), None)
    decisive = worst([judgement for _, judgement in parts])
    return Decided(decisive, next(name for name, judgement in parts if judgement is decisive))


def weakest(
    parts: Iterable[T], share: Callable[[T], Share], *, direction: Direction, fewest: int, beyond: float | None = None
) -> list[T]:
    """Parts with at least `fewest` contacts, weakest first; with `beyond`, only those on the wrong side of it.

    Of two equally weak ones the one with more contacts comes first: more customers met it.
    """
    sign = 1 if direction is Direction.AT_LEAST else -1
    known: list[tuple[float, int, int, T]] = []
    for part in parts:
        found = share(part)
        if found.value is None or found.n < fewest or (beyond is not None and sign * (found.value - beyond) >= 0):
            continue
        known.append((sign * found.value, -found.n, len(known), part))
    return [part for *_, part in sorted(known, key=lambda row: row[:3])]


def starts(period: Period, step: str) -> list[date]:
    """First days of every `day` or `week` (its Monday) that has a day in a closed `period`, gaps included."""
    if period.start is None or period.end is None:
        raise ValueError("a course needs a first and a last day")
    length = timedelta(days=7 if step == "week" else 1)
    first = period.start - timedelta(days=period.start.weekday()) if step == "week" else period.start
    found = []
    while first < period.end:
        found.append(first)
        first += length
    return found
