"""What a staff pulse may show: no group small enough to know a person by, nor one that subtraction would reveal.

Answers are kept as tallies only, so what is here is what there is: how often each answer was given in a team.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pledgeline.contacts.core.estimates import wilson

# Fewer answers than these are never shown: the smallest group in which a voice stays anonymous.
SMALLEST = 5
# From "not at all" to "fully"; whoever gives one of the two highest is counted as favourable.
ANSWERS = (1, 2, 3, 4, 5)
FAVOURABLE = 4
FEWEST_QUESTIONS, MOST_QUESTIONS = 3, 5

Counts = tuple[int, int, int, int, int]


class RoundState(StrEnum):
    """Results exist only once a round is closed: while it is open, two looks would subtract to one person."""

    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"


def round_state(day: date, *, opens_on: date, closes_on: date) -> RoundState:
    """`closes_on` is the last day on which a link is taken."""
    if day < opens_on:
        return RoundState.COMING
    return RoundState.OPEN if day <= closes_on else RoundState.CLOSED


@dataclass(frozen=True)
class Tally:
    """Question → how often 1, 2, 3, 4 and 5 were answered. Everybody answers every question.

    Raises ValueError where the questions were not answered equally often.
    """

    counts: Mapping[str, Counts]

    def __post_init__(self) -> None:
        if len({sum(counts) for counts in self.counts.values()}) > 1:
            raise ValueError("every answer speaks to every question")

    @property
    def n(self) -> int:
        return next((sum(counts) for counts in self.counts.values()), 0)


@dataclass(frozen=True)
class Said:
    """One question: `mean` from 1 to 5, the share that answered 4 or 5, and its 95 % Wilson interval."""

    mean: float
    favourable: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Shown:
    """`n` people's answers by question. Taken together, the questions weigh the same; the interval of the whole is the
    mean of theirs, exact where a person answers all alike and otherwise too wide, never too narrow."""

    n: int
    questions: Mapping[str, Said]

    @property
    def favourable(self) -> float:
        return _mean(one.favourable for one in self.questions.values())

    @property
    def lower(self) -> float:
        return _mean(one.lower for one in self.questions.values())

    @property
    def upper(self) -> float:
        return _mean(one.upper for one in self.questions.values())


@dataclass(frozen=True)
class Pulse:
    """`whole` is None while too few answered. `hidden` names the teams not shown."""

    whole: Shown | None
    teams: Mapping[str, Shown]
    hidden: tuple[str, ...]


def pulse(tallies: Mapping[str, Tally], *, smallest: int = SMALLEST) -> Pulse:
    """The centre as a whole and by team. Raises ValueError for a `smallest` below 5: it may only be raised."""
    if smallest < SMALLEST:
        raise ValueError(f"a group is shown from {SMALLEST} answers on, or from more")
    counts = {team: tally.n for team, tally in tallies.items() if tally.n}
    if sum(counts.values()) < smallest:
        return Pulse(None, {}, tuple(sorted(counts)))
    hidden = hidden_groups(counts, smallest=smallest)
    teams = {team: shown(tallies[team]) for team in sorted(counts) if team not in hidden}
    return Pulse(shown(together(tallies[team] for team in counts)), teams, tuple(sorted(hidden)))


def hidden_groups(counts: Mapping[str, int], *, smallest: int) -> frozenset[str]:
    """The groups that cannot be shown beside their sum.

    A group below `smallest` is hidden. Because the sum is shown too, the hidden ones together could be found by
    subtraction: while they are fewer than `smallest`, the smallest group still shown is hidden with them.
    """
    hidden = {group for group, n in counts.items() if n < smallest}
    while hidden and sum(counts[group] for group in hidden) < smallest and len(hidden) < len(counts):
        hidden.add(min((group for group in counts if group not in hidden), key=lambda group: (counts[group], group)))
    return frozenset(hidden)


def together(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies over the same questions."""
    found: dict[str, list[int]] = {}
    for tally in tallies:
        for question, counts in tally.counts.items():
            mine = found.setdefault(question, [0, 0, 0, 0, 0])
            for place, n in enumerate(counts):
                mine[place] += n
    return Tally({question: (a, b, c, d, e) for question, (a, b, c, d, e) in found.items()})


def shown(tally: Tally) -> Shown:
    """What the tally comes to; whether it may be shown at all is asked of `pulse`."""
    return Shown(tally.n, {question: _said(counts) for question, counts in tally.counts.items()})


def _said(counts: Counts) -> Said:
    n = sum(counts)
    good = sum(counts[FAVOURABLE - 1 :])
    lower, upper = wilson(good, n)
    return Said(sum(answer * k for answer, k in zip(ANSWERS, counts, strict=True)) / n, good / n, lower, upper)


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found)
