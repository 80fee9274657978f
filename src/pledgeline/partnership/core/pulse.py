"""What a staff pulse may show: no group small enough to know a person by, nor one that subtraction would reveal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Fewer answers than these are never shown: the smallest group in which a voice stays anonymous.
SMALLEST = 5

Answer = tuple[int, int, int]


@dataclass(frozen=True)
class Shown:
    """`n` answers and the mean of each of the three questions (1–5)."""

    n: int
    means: tuple[float, float, float]


@dataclass(frozen=True)
class Pulse:
    """`whole` is None while too few answered. `hidden` names the teams not shown."""

    whole: Shown | None
    teams: Mapping[str, Shown]
    hidden: tuple[str, ...]


def pulse(answers: Mapping[str, Sequence[Answer]], *, smallest: int = SMALLEST) -> Pulse:
    """The centre as a whole and by team.

    A team below `smallest` is hidden. Because the whole is shown too, the hidden teams together could be found by
    subtraction: while they are fewer than `smallest` answers, the smallest team still shown is hidden with them.
    """
    counts = {team: len(given) for team, given in answers.items() if given}
    if sum(counts.values()) < smallest:
        return Pulse(None, {}, tuple(sorted(counts)))
    hidden = {team for team, n in counts.items() if n < smallest}
    while hidden and sum(counts[team] for team in hidden) < smallest:
        hidden.add(min((team for team in counts if team not in hidden), key=lambda team: (counts[team], team)))
    everyone = [answer for given in answers.values() for answer in given]
    teams = {team: _shown(answers[team]) for team in sorted(counts) if team not in hidden}
    return Pulse(_shown(everyone), teams, tuple(sorted(hidden)))


def _shown(given: Sequence[Answer]) -> Shown:
    first, second, third = (sum(answer[i] for answer in given) / len(given) for i in range(3))
    return Shown(len(given), (first, second, third))
