"""A scenario as the arrays that the compiled loop reads, and the room it works in."""

from __future__ import annotations

from itertools import pairwise
from math import inf, lcm
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pledgeline.capacity.core.patience import Patience
from pledgeline.capacity.core.simulation import loop
from pledgeline.capacity.core.simulation.distributions import Distribution, Exponential, patience_quantiles
from pledgeline.capacity.core.simulation.scenario import ContactClass, Scenario, Skill, Team
from pledgeline.kernel.problem import Problem

Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]

# The edges of the histogram of waits: seconds to two minutes, then coarser; the last bin is an hour and more.
WAIT_EDGES_S: Integers = np.concatenate(
    [np.arange(121), np.arange(125, 301, 5), np.arange(330, 901, 30), np.arange(1_200, 3_601, 300)]
).astype(np.int64)
BINS = WAIT_EDGES_S.size

# A team of another centre comes after every team of one's own.
_ELSEWHERE = 1_000
_MOST_UNITS = 120
_SHARES = np.concatenate(
    [
        np.linspace(0.0, loop.TAIL, loop.CELLS, endpoint=False),
        np.linspace(loop.TAIL, loop.FAR_TAIL, loop.CELLS, endpoint=False),
        np.linspace(loop.FAR_TAIL, 1.0, loop.CELLS + 1),
    ]
)
# No table goes to the end of a distribution without one: its last cell ends where one contact in 100 million lies.
_SHARES[-1] = 1.0 - 1e-8


class _Queue(NamedTuple):
    contact_class: int
    place: int


class _Entry(NamedTuple):
    """One skill of one team on one queue."""

    team: int
    queue: int
    order: tuple[int, int, int]
    preference: int
    after_s: float
    weight: int
    factor: float


def pack(scenario: Scenario) -> loop.Plan:
    """Raises Problem `simulation.units` where a team's concurrencies have no common measure that is small enough."""
    teams = list(scenario.teams())
    place_of = {centre.code: place for place, centre in enumerate(scenario.centres)}
    places = len(place_of) + 1
    queues = _queues(scenario, places)
    units = [_units(scenario, team) for _centre, team in teams]
    entries = [
        entry
        for t, (centre, team) in enumerate(teams)
        for entry in _entries(scenario, queues, t, team, place_of[centre.code], units[t], places)
    ]
    by_queue = sorted(range(len(entries)), key=lambda e: (entries[e].queue, entries[e].after_s > 0, entries[e].preference))
    ranks = {order: rank for rank, order in enumerate(sorted({entry.order for entry in entries}))}
    watches = sorted({(entry.queue, entry.after_s) for entry in entries if entry.after_s > 0})
    shares = np.stack([scenario.shares_of(one) for one in scenario.classes])  # c, p, i
    tables = _Tables()
    service_of = np.array(
        [[tables.row(one.handling_of(i)) for i in range(scenario.intervals)] for one in scenario.classes]
    )
    patience_of = np.array([-1 if one.patience is None else tables.row(one.patience) for one in scenario.classes])
    means = np.array(tables.means)
    before = _before(queues, entries, ranks)
    lines = _lines(scenario, teams)
    agents = [int(max(team.agents, default=0)) for _centre, team in teams]
    return loop.Plan(
        interval_s=scenario.interval_s,
        rate=np.array([one.arrivals for one in scenario.classes]) / scenario.interval_s,
        day_sigma=np.sqrt(np.log1p(np.array([one.day_sd for one in scenario.classes]) ** 2)),
        service_of=service_of,
        patience_of=patience_of,
        exponential=np.array(tables.exponential),
        means=means,
        tables=np.array(tables.tables),
        limit=np.array([one.limit_s for one in scenario.classes], float),
        backlog=_whole([one.backlog for one in scenario.classes]),
        deferred=_whole([one.deferred for one in scenario.classes]),
        redial=np.array([_redial(one) for one in scenario.classes], float),
        callback=np.array([_callback(one) for one in scenario.classes], float),
        shares=_cumulative(shares, places),
        only_place=_whole([_only_place(one, shares[c], places) for c, one in enumerate(scenario.classes)]),
        queue_of=_queue_of(queues, len(scenario.classes), places),
        q_class=_whole([queue.contact_class for queue in queues]),
        q_place=_whole([queue.place for queue in queues]),
        q_eager=_eager(scenario, queues, before),
        q_mean=np.array([means[service_of[queue.contact_class]] for queue in queues]),
        q_before=before,
        q_skills=_starts([entries[e].queue for e in by_queue], len(queues)),
        by_queue=_whole(by_queue),
        t_skills=_starts([entry.team for entry in entries], len(teams)),
        e_team=_whole([entry.team for entry in entries]),
        e_queue=_whole([entry.queue for entry in entries]),
        e_rank=_whole([ranks[entry.order] for entry in entries]),
        e_preference=_whole([entry.preference for entry in entries]),
        e_after=np.array([entry.after_s for entry in entries], float),
        e_weight=_whole([entry.weight for entry in entries]),
        e_factor=np.array([entry.factor for entry in entries], float),
        t_units=_whole(units),
        t_reserve=_whole([team.reserve for _centre, team in teams]),
        t_place=_whole([place_of[centre.code] for centre, _team in teams]),
        t_agents=_whole(np.concatenate([[0], np.cumsum(agents)])),
        a_team=_whole(np.repeat(np.arange(len(teams)), agents)),
        w_queue=_whole([queue for queue, _after in watches]),
        w_after=np.array([after for _queue, after in watches], float),
        q_watches=_starts([queue for queue, _after in watches], len(queues)),
        line_at=np.array([line[0] for line in lines], float),
        line_kind=_whole([line[1] for line in lines]),
        line_team=_whole([line[2] for line in lines]),
        line_amount=np.array([line[3] for line in lines], float),
        line_s=np.array([line[4] for line in lines], float),
        bins=_whole(np.searchsorted(WAIT_EDGES_S, np.arange(loop.BIN_MOST_S + 1), side="right") - 1),
    )


def room(plan: loop.Plan, slots: int) -> loop.Floor:
    """A floor that holds so many waiting contacts; pages that are never touched cost nothing."""
    agents, teams, queues, classes = plan.a_team.size, plan.t_units.size, plan.q_class.size, plan.rate.shape[0]
    events = slots + agents + plan.w_queue.size + 16

    def whole(size: int) -> Integers:
        return np.zeros(size, np.int64)

    def waiting() -> Integers:
        return np.empty(slots, np.int64)

    return loop.Floor(
        n=whole(loop.SCALARS), heap_at=np.empty(events), heap_what=np.empty(events, np.int64),
        s_arrived=np.empty(slots), s_patience=np.empty(slots), s_offer=np.empty(slots), s_key=np.empty(slots, np.uint64),
        s_queue=waiting(), s_interval=waiting(), s_accepts=waiting(), s_dead=waiting(), s_attempt=waiting(),
        s_redials=waiting(), s_next=waiting(), s_turn=waiting(),
        q_head=whole(queues), q_tail=whole(queues), q_again=whole(queues), q_again_tail=whole(queues),
        q_live=whole(queues), w_slot=whole(plan.w_queue.size), w_pending=whole(plan.w_queue.size),
        c_next=np.zeros(classes), c_number=np.zeros(classes, np.uint64), c_base=np.zeros(classes, np.uint64),
        c_key=np.zeros(classes, np.uint64), c_interval=whole(classes), c_factor=np.zeros(classes),
        t_target=whole(teams), t_on=whole(teams), t_idle=whole(teams), t_leaving=whole(teams), t_owed=whole(teams),
        t_since=np.zeros(teams), level=np.zeros((teams, int(plan.t_units.max()) + 1), np.int64),
        a_next=whole(agents), a_prev=whole(agents), a_used=whole(agents), a_status=whole(agents),
        a_rest_s=np.zeros(agents),
    )  # fmt: skip


def slots_for(scenario: Scenario) -> int:
    """Contacts that could wait at once, if hardly anybody were served: a guess that is doubled where it falls short."""
    needed = 0.0
    for one in scenario.classes:
        expected = float(one.arrivals.sum()) * np.exp(5.0 * one.day_sd)
        times = 1 + (one.redial.attempts if one.redial else 0)
        needed += (expected + 8.0 * np.sqrt(expected)) * times + one.backlog
    return int(needed) + 64


def empty_tally(plan: loop.Plan, replications: int) -> loop.Tally:
    classes, intervals = plan.rate.shape
    places, teams = plan.queue_of.shape[1], plan.t_units.size
    cells = (intervals, classes, places)
    return loop.Tally(
        day=np.zeros((*cells, loop.COUNTS), np.int64),
        total=np.zeros((*cells, loop.COUNTS), np.int64),
        waits=np.zeros((*cells, 2, BINS), np.int64),
        busy_us=np.zeros((intervals + 1, teams), np.int64),
        duty_us=np.zeros((intervals + 1, teams), np.int64),
        each=np.zeros((replications, *cells, loop.KEPT), np.int32),
    )


class _Tables:
    """Each distribution once, however many intervals use it."""

    def __init__(self) -> None:
        self.rows: dict[int, int] = {}
        self.kept: list[Distribution | Patience] = []  # an id is only unique while its object lives
        self.tables: list[Numbers] = []
        self.means: list[float] = []
        self.exponential: list[int] = []

    def row(self, one: Distribution | Patience) -> int:
        if id(one) not in self.rows:
            self.rows[id(one)] = len(self.tables)
            self.kept.append(one)
            self.exponential.append(int(isinstance(one, Exponential)))
            if isinstance(one, Patience):
                table = patience_quantiles(one, _SHARES)
                self.means.append(0.0)
            else:
                table = one.quantiles(_SHARES)
                # Straight lines between quantiles lie above a convex curve: the mean is put right (about 1 in 10,000).
                table *= one.mean_s / float(((table[1:] + table[:-1]) / 2 * np.diff(_cell_edges())).sum())
                self.means.append(one.mean_s)
            self.tables.append(table)
        return self.rows[id(one)]


def _cell_edges() -> Numbers:
    """Where the cells lie on the unit interval: the last one reaches 1."""
    edges = _SHARES.copy()
    edges[-1] = 1.0
    return edges


def _queues(scenario: Scenario, places: int) -> list[_Queue]:
    found = []
    for c, one in enumerate(scenario.classes):
        if one.shared:
            found.append(_Queue(c, places - 1))
        else:
            used = scenario.shares_of(one).max(axis=1) > 0
            found += [_Queue(c, p) for p in range(places - 1) if used[p]]
    return found


def _queue_of(queues: list[_Queue], classes: int, places: int) -> Integers:
    found = np.full((classes, places), -1, np.int64)
    for q, queue in enumerate(queues):
        found[queue] = q
    return found


def _units(scenario: Scenario, team: Team) -> int:
    concurrency = {one.code: one.concurrency for one in scenario.classes}
    units = lcm(*(concurrency[skill.of] for skill in team.skills))
    if units > _MOST_UNITS:
        raise Problem("simulation.units", field=team.code, units=units, most=_MOST_UNITS)
    return units


def _entries(
    scenario: Scenario, queues: list[_Queue], t: int, team: Team, place: int, units: int, places: int
) -> list[_Entry]:
    """The queues a team works on, in the order in which a free agent looks at them."""
    number = {one.code: c for c, one in enumerate(scenario.classes)}
    found = []
    for skill in team.skills:
        one = scenario.classes[number[skill.of]]
        for q, queue in enumerate(queues):
            if queue.contact_class != number[skill.of]:
                continue
            own = queue.place in (place, places - 1)
            if own or one.overflow_after_s is not None:
                found.append(_entry(one, skill, t, q, own, units))
    return sorted(found, key=lambda entry: (entry.order, entry.queue))


def _entry(one: ContactClass, skill: Skill, t: int, q: int, own: bool, units: int) -> _Entry:
    preference = skill.preference + (0 if own else _ELSEWHERE)
    after_s = skill.after_s if own else max(skill.after_s, one.overflow_after_s or 0.0)
    order = (int(one.deferred), one.priority, preference)
    return _Entry(t, q, order, preference, after_s, units // one.concurrency, skill.handling)


def _before(queues: list[_Queue], entries: list[_Entry], ranks: dict[tuple[int, int, int], int]) -> Integers:
    """before[q, r]: a team that serves q at once takes r first, or in turn with it."""
    found = np.zeros((len(queues), len(queues)), np.int64)
    for mine in entries:
        for other in entries:
            if mine.team == other.team and not mine.after_s and not other.after_s:
                found[mine.queue, other.queue] |= ranks[other.order] <= ranks[mine.order]
    return found


def _eager(scenario: Scenario, queues: list[_Queue], before: Integers) -> Integers:
    classes = [scenario.classes[queue.contact_class] for queue in queues]
    asked = np.array([one.callback is not None and one.callback.expected_wait_s is not None for one in classes])
    redialled = np.array([one.redial is not None for one in classes])
    return _whole(redialled | (before[asked].any(axis=0) if asked.any() else False))


def _redial(one: ContactClass) -> tuple[float, float, float]:
    return (one.redial.share, one.redial.after_s, one.redial.attempts) if one.redial else (0.0, 1.0, 0.0)


def _callback(one: ContactClass) -> tuple[float, ...]:
    rule = one.callback
    if rule is None:
        return inf, inf, 0.0, 0.0, 0.0, 0.0, 0.0
    after_s = inf if rule.after_s is None else rule.after_s
    expected_s = inf if rule.expected_wait_s is None else rule.expected_wait_s
    return (
        after_s, expected_s, rule.accepted, rule.reached, rule.attempts, rule.unreached_s, rule.retry_after_s,
    )  # fmt: skip


def _cumulative(shares: Numbers, places: int) -> Numbers:
    """c, i, p: the uniform number below which a contact goes to this place or one before it."""
    found = np.ones((shares.shape[0], shares.shape[2], places))
    found[:, :, :-1] = np.cumsum(shares, axis=1).transpose(0, 2, 1)
    # Rounding must not send the last contact of a million to a centre without a queue.
    found[found > 1.0 - 1e-6] = 1.0
    return found


def _only_place(one: ContactClass, shares: Numbers, places: int) -> int:
    if one.shared:
        return places - 1
    used = np.flatnonzero(shares.max(axis=1) > 0)
    return int(used[0]) if used.size == 1 else -1


_Line = tuple[float, int, int, float, float]


def _lines(scenario: Scenario, teams: list[tuple[object, Team]]) -> list[_Line]:
    """The timetable: only what changes. Staff that stays the same makes no line."""
    found: list[_Line] = [(0.0, loop.LINE_BACKLOG, 0, 0.0, 0.0)]
    for i in range(1, scenario.intervals + 1):
        kind = loop.LINE_CLOSE if i == scenario.intervals else loop.LINE_INTERVAL
        found.append((i * scenario.interval_s, kind, 0, 0.0, 0.0))
    for t, (_centre, team) in enumerate(teams):
        found.append((0.0, loop.LINE_STAFF, t, float(team.agents[0]), 0.0))
        found += [
            (i * scenario.interval_s, loop.LINE_STAFF, t, float(after), 0.0)
            for i, (before, after) in enumerate(pairwise(team.agents.tolist()), start=1)
            if before != after
        ]
        found += [(one.at_s, loop.LINE_BREAK, t, float(one.agents), one.duration_s) for one in team.breaks]
    return sorted(line for line in found if line[0] <= scenario.intervals * scenario.interval_s)


def _starts(of: list[int], groups: int) -> Integers:
    """Where each group begins in a sorted list of group numbers, and where the last one ends."""
    return _whole(np.searchsorted(np.array(of, np.int64), np.arange(groups + 1)))


def _whole(values: object) -> Integers:
    return np.ascontiguousarray(values, dtype=np.int64)
