"""A scenario worked out: which queues there are, which team works on which, and the timetable of the day."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import lcm
from typing import NamedTuple

from pledgeline.capacity.core.simulation import loop
from pledgeline.capacity.core.simulation.contact_class import ContactClass
from pledgeline.capacity.core.simulation.scenario import Scenario, Skill, Team
from pledgeline.kernel.problem import Problem

# A team of another centre comes after every team of one's own.
_ELSEWHERE = 1_000
_MOST_UNITS = 120


class Queue(NamedTuple):
    contact_class: int
    place: int


class Entry(NamedTuple):
    """One skill of one team on one queue; an agent who is free looks for the smallest `order` first."""

    team: int
    queue: int
    order: tuple[int, int, int]
    preference: int
    after_s: float
    weight: int
    factor: float


class Line(NamedTuple):
    at_s: float
    kind: int
    team: int
    agents: int
    rest_s: float


@dataclass(frozen=True)
class Drawing:
    """`teams` carry the place of their centre; `entries` are sorted by team, and in a team by `order`. A team takes up
    a contact of weight w with w of its `units`."""

    scenario: Scenario
    teams: tuple[tuple[int, Team], ...]
    queues: tuple[Queue, ...]
    units: tuple[int, ...]
    entries: tuple[Entry, ...]
    watches: tuple[tuple[int, float], ...]
    lines: tuple[Line, ...]

    @property
    def places(self) -> int:
        """Each centre, and the shared queues as the last."""
        return len(self.scenario.centres) + 1

    @property
    def cells(self) -> tuple[int, int, int]:
        return self.scenario.intervals, len(self.scenario.classes), self.places

    def before(self, queue: int) -> list[int]:
        """Queues that a team which serves this one at once takes first, or in turn with it (itself among them)."""
        mine = {entry.team: entry.order for entry in self.entries if entry.queue == queue and not entry.after_s}
        found = {entry.queue for entry in self.entries if not entry.after_s and entry.order <= mine.get(entry.team, ())}
        return sorted(found)

    def eager(self) -> list[bool]:
        """Queues of which it matters when somebody leaves: for the next redial, or for an expected wait."""
        classes = [self.scenario.classes[queue.contact_class] for queue in self.queues]
        asked = [one.callback is not None and one.callback.expected_wait_s is not None for one in classes]
        watched = {other for queue, wanted in enumerate(asked) if wanted for other in self.before(queue)}
        return [one.redial is not None or queue in watched for queue, one in enumerate(classes)]


def draw(scenario: Scenario) -> Drawing:
    """Raises Problem `simulation.units` where a team's concurrencies have no common measure that is small enough."""
    place_of = {centre.code: place for place, centre in enumerate(scenario.centres)}
    teams = tuple((place_of[centre.code], team) for centre, team in scenario.teams())
    queues = _queues(scenario)
    units = tuple(_units(scenario, team) for _place, team in teams)
    entries = tuple(
        entry
        for number, (place, team) in enumerate(teams)
        for entry in _entries(scenario, queues, number, team, place, units[number])
    )
    watches = tuple(sorted({(entry.queue, entry.after_s) for entry in entries if entry.after_s > 0}))
    return Drawing(scenario, teams, queues, units, entries, watches, _lines(scenario, teams))


def _queues(scenario: Scenario) -> tuple[Queue, ...]:
    found = []
    for number, one in enumerate(scenario.classes):
        if one.shared:
            found.append(Queue(number, len(scenario.centres)))
        else:
            used = scenario.shares_of(one).max(axis=1) > 0
            found += [Queue(number, place) for place in range(len(scenario.centres)) if used[place]]
    return tuple(found)


def _units(scenario: Scenario, team: Team) -> int:
    concurrency = {one.code: one.concurrency for one in scenario.classes}
    units = lcm(*(concurrency[skill.of] for skill in team.skills))
    if units > _MOST_UNITS:
        raise Problem("simulation.units", field=team.code, units=units, most=_MOST_UNITS)
    return units


def _entries(
    scenario: Scenario, queues: tuple[Queue, ...], number: int, team: Team, place: int, units: int
) -> list[Entry]:
    skills = {skill.of: skill for skill in team.skills}
    found = []
    for q, queue in enumerate(queues):
        one = scenario.classes[queue.contact_class]
        own = queue.place in (place, len(scenario.centres))
        if one.code in skills and (own or one.overflow_after_s is not None):
            found.append(_entry(one, skills[one.code], number, q, own, units))
    return sorted(found, key=lambda entry: (entry.order, entry.queue))


def _entry(one: ContactClass, skill: Skill, team: int, queue: int, own: bool, units: int) -> Entry:
    preference = skill.preference + (0 if own else _ELSEWHERE)
    after_s = skill.after_s if own else max(skill.after_s, one.overflow_after_s or 0.0)
    order = (int(one.deferred), one.priority, preference)
    return Entry(team, queue, order, preference, after_s, units // one.concurrency, skill.handling)


def _lines(scenario: Scenario, teams: tuple[tuple[int, Team], ...]) -> tuple[Line, ...]:
    """Only what changes: staff that stays the same makes no line."""
    end_s = scenario.intervals * scenario.interval_s
    found = [Line(0.0, loop.LINE_BACKLOG, 0, 0, 0.0), Line(end_s, loop.LINE_CLOSE, 0, 0, 0.0)]
    found += [Line(i * scenario.interval_s, loop.LINE_INTERVAL, 0, 0, 0.0) for i in range(1, scenario.intervals)]
    for number, (_place, team) in enumerate(teams):
        found.append(Line(0.0, loop.LINE_STAFF, number, int(team.agents[0]), 0.0))
        found += [
            Line(i * scenario.interval_s, loop.LINE_STAFF, number, after, 0.0)
            for i, (before, after) in enumerate(pairwise(team.agents.tolist()), start=1)
            if before != after
        ]
        found += [
            Line(one.at_s, loop.LINE_BREAK, number, one.agents, one.duration_s)
            for one in team.breaks
            if one.at_s < end_s
        ]
    return tuple(sorted(found))
