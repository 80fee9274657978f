"""Sharing a forecast out among centres: the cheapest way that keeps agreed shares, skills and hours.

The intervals in which the same centres can take a strand (a service over a channel, perhaps in a language) make a
*pattern*, and within one they are alike. How much each centre takes in all is then a small transport problem with a
floor and a ceiling a centre, solved exactly as a minimum-cost flow by successive shortest paths (Ahuja, Magnanti and
Orlin, Network Flows, 1993, chapter 9). Many ways cost the same; of those the most even one is chosen: each centre's
part of an interval is as near as hours and skills allow to its part of the whole (iterative proportional fitting,
Deming and Stephan 1940).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pledgeline.kernel.problem import Problem

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]

# Shares of the whole below which a flow is a rounding of nothing.
SLACK = 1e-9
MOST_ROUNDS = 2000


@dataclass(frozen=True)
class Taker:
    """A centre: what one contact costs there, and the floor and ceiling of its share of all contacts (0–1).

    `hours` is true for the intervals (day × interval) in which it answers, `skills` names the strands it can take.
    """

    centre: str
    cost: float
    hours: Mask
    skills: frozenset[str]
    least: float = 0.0
    most: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.least <= self.most <= 1:
            raise Problem("allocation.share_range", field="share", centre=self.centre)
        if not self.cost >= 0 or self.cost == float("inf"):
            raise Problem("allocation.cost", field="cost", centre=self.centre, value=self.cost)


@dataclass(frozen=True)
class SharedOut:
    """`shares[strand]` is centre × day × interval, in the order of `centres`; an interval's shares add up to 1, or to 0
    where nobody can take it. `contacts` and `cost` are totals; `left` are contacts in intervals nobody can take."""

    centres: tuple[str, ...]
    shares: Mapping[str, Numbers]
    contacts: Mapping[str, float]
    cost: float
    left: float


def share_out(volumes: Mapping[str, Numbers], takers: Sequence[Taker]) -> SharedOut:
    """`volumes[strand]` are expected contacts by day × interval.

    Raises Problem `allocation.no_taker`, `allocation.centre_twice`, `allocation.least_too_high`,
    `allocation.most_too_low`, or `allocation.hours_forbid` where hours or skills keep a centre below its floor or all
    of them together below the whole.
    """
    _check(takers)
    patterns = _patterns(volumes, takers)
    volume = np.array([one for _, one in patterns.values()])
    able = np.array([key[1] for key in patterns], dtype=bool).reshape(len(patterns), len(takers))
    cheapest = _cheapest(volume, able, takers)
    taken = _spread(volume, _possible(cheapest, able), cheapest.sum(axis=0))
    shares = {strand: np.zeros((len(takers), *contacts.shape)) for strand, contacts in volumes.items()}
    for row, ((strand, _), (mask, total)) in enumerate(patterns.items()):
        shares[strand][:, mask] = (taken[row] / total)[:, None]
    whole = float(sum(contacts.sum() for contacts in volumes.values()))
    contacts = {one.centre: float(taken[:, place].sum()) for place, one in enumerate(takers)}
    cost = sum(one.cost * contacts[one.centre] for one in takers)
    return SharedOut(tuple(one.centre for one in takers), shares, contacts, cost, whole - float(volume.sum()))


def _check(takers: Sequence[Taker]) -> None:
    if not takers:
        raise Problem("allocation.no_taker")
    centres = [one.centre for one in takers]
    twice = next((one for one in centres if centres.count(one) > 1), None)
    if twice is not None:
        raise Problem("allocation.centre_twice", centre=twice)
    if sum(one.least for one in takers) > 1 + SLACK:
        raise Problem("allocation.least_too_high", field="least", share=sum(one.least for one in takers))
    if sum(one.most for one in takers) < 1 - SLACK:
        raise Problem("allocation.most_too_low", field="most", share=sum(one.most for one in takers))


def _patterns(
    volumes: Mapping[str, Numbers], takers: Sequence[Taker]
) -> dict[tuple[str, tuple[bool, ...]], tuple[Mask, float]]:
    """(strand, who is able) → the intervals of that kind and their contacts; those nobody can take are left out."""
    found: dict[tuple[str, tuple[bool, ...]], tuple[Mask, float]] = {}
    for strand, contacts in volumes.items():
        able = np.array([one.hours & (strand in one.skills) for one in takers])
        weights = 1 << np.arange(len(takers))
        kinds = (able * weights[:, None, None]).sum(axis=0)
        for kind in np.unique(kinds[contacts > 0]):
            if kind:
                mask = kinds == kind
                key = (strand, tuple(bool(kind >> place & 1) for place in range(len(takers))))
                found[key] = (mask, float(contacts[mask].sum()))
    return found


def _cheapest(volume: Numbers, able: Mask, takers: Sequence[Taker]) -> Numbers:
    """One of the cheapest ways, pattern × centre: a flow from the patterns through the centres."""
    whole = float(volume.sum())
    flow = _Flow(2 + len(volume) + len(takers))
    first_centre = 1 + len(volume)
    sink = first_centre + len(takers)
    ways = {}
    for row, amount in enumerate(volume):
        flow.arc(0, 1 + row, float(amount), 0.0)
        for place in np.flatnonzero(able[row]):
            ways[row, int(place)] = flow.arc(1 + row, first_centre + int(place), float(amount), 0.0)
    # What must be taken comes first, whatever it costs: its price lies below every other by more than all of them.
    below = 1.0 + 2.0 * sum(one.cost for one in takers)
    ends = []
    for place, one in enumerate(takers):
        must = flow.arc(first_centre + place, sink, one.least * whole, one.cost - below)
        may = flow.arc(first_centre + place, sink, (one.most - one.least) * whole, one.cost)
        ends.append((must, may))
    flow.run(0, sink, SLACK * max(whole, 1.0))
    totals = np.array([flow.sent(must) + flow.sent(may) for must, may in ends])
    for (must, _), one in zip(ends, takers, strict=True):
        if flow.sent(must) < one.least * whole * (1 - 1e-6):
            share = flow.sent(must) / whole
            raise Problem("allocation.hours_forbid", field="least", centre=one.centre, share=share)
    if totals.sum() < whole * (1 - 1e-6):
        raise Problem("allocation.hours_forbid", field="most", centre="", share=float(totals.sum()) / whole)
    taken = np.zeros(able.shape)
    for (row, place), arc in ways.items():
        taken[row, place] = flow.sent(arc)
    return taken


def _possible(taken: Numbers, able: Mask) -> Mask:
    """Where anything can flow at all without changing a total: where it does, and where it could in exchange.

    Without this the fitting below would creep towards zeros that hours force, and not arrive in any number of rounds.
    """
    patterns, centres = able.shape
    # reach[c, d]: what centre c takes more, centre d can take less, by way of the patterns in between.
    reach = np.eye(centres, dtype=bool) | ((taken > 0).T.astype(int) @ able.astype(int) > 0)
    for _ in range(centres):
        reach = reach | (reach.astype(int) @ reach.astype(int) > 0)
    # A pattern gives more to c in exchange for less to another d of its own, if c can hand the same amount on to d.
    exchange = np.array(
        [
            [able[row, c] and bool((reach[c] & (taken[row] > 0)).any()) for c in range(centres)]
            for row in range(patterns)
        ],
        dtype=bool,
    ).reshape(able.shape)
    return np.asarray((taken > 0) | exchange)


def _spread(volume: Numbers, able: Mask, totals: Numbers) -> Numbers:
    """Pattern × centre, with these totals: the most even of all ways."""
    taken = np.where(able, volume[:, None] * totals[None, :] / max(float(totals.sum()), 1e-300), 0.0)
    for _ in range(MOST_ROUNDS):
        columns = taken.sum(axis=0)
        taken = taken * np.divide(totals, columns, out=np.zeros_like(totals), where=columns > 0)
        rows = taken.sum(axis=1)
        taken = taken * np.divide(volume, rows, out=np.zeros_like(volume), where=rows > 0)[:, None]
        if np.abs(taken.sum(axis=0) - totals).max(initial=0.0) <= SLACK * max(float(totals.sum()), 1.0):
            break
    return np.asarray(taken)


class _Flow:
    """A minimum-cost flow by successive shortest paths (Bellman–Ford, for prices may be negative)."""

    def __init__(self, nodes: int) -> None:
        self.nodes = nodes
        self.ends: list[int] = []
        self.starts: list[int] = []
        self.room: list[float] = []
        self.cost: list[float] = []

    def arc(self, start: int, end: int, room: float, cost: float) -> int:
        """The arc's number; the one after it is its way back."""
        for a, b, left, price in ((start, end, room, cost), (end, start, 0.0, -cost)):
            self.starts.append(a)
            self.ends.append(b)
            self.room.append(left)
            self.cost.append(price)
        return len(self.ends) - 2

    def sent(self, arc: int) -> float:
        return self.room[arc + 1]

    def run(self, source: int, sink: int, slack: float) -> None:
        while (path := self._cheapest(source, sink, slack)) is not None:
            amount = min(self.room[arc] for arc in path)
            for arc in path:
                self.room[arc] -= amount
                self.room[arc ^ 1] += amount

    def _cheapest(self, source: int, sink: int, slack: float) -> list[int] | None:
        price = [float("inf")] * self.nodes
        came_by: list[int | None] = [None] * self.nodes
        price[source] = 0.0
        for _ in range(self.nodes):
            changed = False
            for arc, room in enumerate(self.room):
                if room > slack and price[self.starts[arc]] + self.cost[arc] < price[self.ends[arc]] - 1e-12:
                    price[self.ends[arc]] = price[self.starts[arc]] + self.cost[arc]
                    came_by[self.ends[arc]] = arc
                    changed = True
            if not changed:
                break
        path, node = [], sink
        while node != source:
            arc_in = came_by[node]
            if arc_in is None:
                return None
            path.append(arc_in)
            node = self.starts[arc_in]
        return path
