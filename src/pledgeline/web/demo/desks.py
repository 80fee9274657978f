"""Who sat where: the simulator's agents are desks, at which people take turns; who is idle when it rings in vain."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pledgeline.capacity.core.simulation import Record
from pledgeline.web.demo.happened import Shift

Floats = NDArray[np.float64]

# Who has sat so long is relieved after the contact in hand, unless the desk is given up soon anyway.
SHIFT_S, SOON_S = 4 * 3_600.0, 3_600.0
_END, _BEGIN = 0, 1


@dataclass(frozen=True)
class Turn:
    """One person at one desk, in seconds from the first midnight."""

    desk: int
    begins: float
    ends: float


class Desks:
    def __init__(self, done: Record) -> None:
        """Who is still there when all is done goes home then."""
        self._busy = _busy(done)
        joined, left = done.stints.joined_s, done.stints.left_s
        over = max((ends[-1] for _, ends in self._busy.values() if ends), default=0.0)
        scenario = done.outcome.scenario
        over = max(over, scenario.intervals * scenario.interval_s)
        stints = zip(
            done.stints.agent.tolist(), joined.tolist(), np.where(np.isnan(left), over, left).tolist(), strict=True
        )
        self._turns = [turn for desk, joined, left in stints for turn in self._relieved(desk, joined, left)]
        self._people = _people(self._turns, desks=done.team.size)
        self._of_desk: dict[int, list[int]] = {}
        for number in sorted(range(len(self._turns)), key=lambda one: self._turns[one].begins):
            self._of_desk.setdefault(self._turns[number].desk, []).append(number)
        self._begins = {
            desk: [self._turns[number].begins for number in numbers] for desk, numbers in self._of_desk.items()
        }

    def shifts(self, start_s: int) -> tuple[Shift, ...]:
        """In the order in which people came."""
        found = [
            Shift(person, start_s + int(turn.begins), start_s + int(turn.ends))
            for turn, person in zip(self._turns, self._people, strict=True)
        ]
        return tuple(sorted(found, key=lambda one: (one.joined, one.agent)))

    def person(self, desk: int, at: float) -> int:
        """Who sits at a desk at the moment a contact is taken there."""
        return self._people[self._of_desk[desk][bisect_right(self._begins[desk], at) - 1]]

    def idle(self, since: float, until: float) -> int | None:
        """Somebody who is there with nothing to do all that time, who is busy from now on; None: there is nobody."""
        for desk, begins in self._begins.items():
            place = bisect_right(begins, since) - 1
            if place < 0 or self._turns[self._of_desk[desk][place]].ends < until:
                continue
            starts, ends = self._busy[desk]
            after = bisect_left(starts, until)
            if after and ends[after - 1] > since:
                continue
            starts.insert(after, since)
            ends.insert(after, until)
            return self._people[self._of_desk[desk][place]]
        return None

    def _relieved(self, desk: int, joined: float, left: float) -> list[Turn]:
        """The turns into which a stretch of duty falls: each ends when its person has nothing in hand."""
        starts, ends = self._busy[desk]
        turns, begins = [], joined
        while begins + SHIFT_S + SOON_S < left:
            at = begins + SHIFT_S
            before = bisect_left(starts, at) - 1
            if before >= 0:
                at = max(at, ends[before])
            if at + SOON_S >= left:
                break
            turns.append(Turn(desk, begins, at))
            begins = at
        return [*turns, Turn(desk, begins, left)]


def _busy(done: Record) -> dict[int, tuple[list[float], list[float]]]:
    """For each desk when it begins and ends to be busy, contacts side by side run together."""
    taken = np.isfinite(done.rang_s)
    desk = np.concatenate([done.agent[taken], done.attempts.agent])
    begins = np.concatenate([done.rang_s[taken], done.attempts.dialled_s])
    ends = np.concatenate([done.free_s[taken], done.attempts.free_s])
    found = {}
    for one in range(done.team.size):
        mine = np.flatnonzero(desk == one)
        mine = mine[np.lexsort((ends[mine], begins[mine]))]
        found[one] = _run_together(begins[mine], ends[mine])
    return found


def _run_together(begins: Floats, ends: Floats) -> tuple[list[float], list[float]]:
    """Stretches that overlap as one; those that only touch stay two, since somebody may go in between."""
    if not begins.size:
        return [], []
    latest = np.maximum.accumulate(ends)
    first = np.concatenate([[True], begins[1:] >= latest[:-1]])
    last = np.concatenate([first[1:], [True]])
    return begins[first].tolist(), latest[last].tolist()


def _people(turns: list[Turn], desks: int) -> list[int]:
    """Who takes each turn: whoever has been away longest."""
    roster, found = deque(range(2 * desks + 4)), [-1] * len(turns)
    moments = [(turn.begins, _BEGIN, number) for number, turn in enumerate(turns)]
    moments += [(turn.ends, _END, number) for number, turn in enumerate(turns)]
    for _, kind, number in sorted(moments):
        if kind == _BEGIN:
            found[number] = roster.popleft()
        else:
            roster.append(found[number])
    return found
