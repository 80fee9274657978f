"""Lays a scenario out in the one block of memory that `loop.py` works in, and reads the sums it leaves there."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

import numpy as np
from numpy.typing import NDArray

from pledgeline.capacity.core.simulation import loop, tables
from pledgeline.capacity.core.simulation.contact_class import ContactClass
from pledgeline.capacity.core.simulation.distributions import Distribution, Exponential
from pledgeline.capacity.core.simulation.drawing import Drawing
from pledgeline.capacity.core.simulation.given import Given
from pledgeline.capacity.core.simulation.scenario import Scenario
from pledgeline.contacts.core.patience import PatienceCurve
from pledgeline.kernel.problem import Problem

Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]

# The edges of the histogram of waits: seconds to two minutes, then coarser; the last bin is an hour and more.
WAIT_EDGES_S: Integers = np.concatenate(
    [np.arange(121), np.arange(125, 301, 5), np.arange(330, 901, 30), np.arange(1_200, 3_601, 300)]
).astype(np.int64)
BINS = WAIT_EDGES_S.size
# Of a block, and of what a run keeps of its replications. An event has 28 bits for a place: 2 GB.
MOST_BYTES = 1_500_000_000


def slots_for(scenario: Scenario) -> int:
    """Contacts that could wait at once, if hardly anybody were served: a guess that is doubled where it falls short."""
    needed = 0.0
    for one in scenario.classes:
        expected = float(one.arrivals.sum()) * np.exp(5.0 * one.day_sd)
        times = 1 + (one.redial.attempts if one.redial else 0)
        needed += (expected + 8.0 * np.sqrt(expected)) * times + one.backlog
    return int(needed) + 64


class Block:
    """`f` and `k` are the same memory, as real and as whole numbers; pages never touched cost nothing.

    With `recorded` there is room to write down what becomes of each contact, which given ones need as well.
    """

    def __init__(self, drawing: Drawing, slots: int, *, recorded: bool = False) -> None:
        self.drawing = drawing
        self.slots = slots
        self.recorded = recorded
        self.closely = recorded or any(one.given is not None for one in drawing.scenario.classes)
        self.given_at: dict[int, tuple[int, Integers]] = {}
        self.used = loop.HEADER
        words = self._words(drawing, slots) + self._words_of_records()
        if 8 * words > MOST_BYTES:
            raise Problem("simulation.too_large", field="intervals", megabytes=8 * words // 1_000_000)
        self.k = np.zeros(words, np.int64)
        self.f = self.k.view(np.float64)
        self.tables: dict[int, int] = {}
        self._lay_out(slots)

    def larger(self) -> Block:
        """The same with twice the room for contacts."""
        return Block(self.drawing, 2 * self.slots, recorded=self.recorded)

    def copy(self) -> Block:
        """Another one of its kind, for another worker; only what is laid out is copied, not the room for contacts."""
        made = object.__new__(Block)
        made.__dict__.update(self.__dict__)
        made.k = np.zeros(self.k.size, np.int64)
        made.f = made.k.view(np.float64)
        laid_out = int(self.k[loop.HEAP])
        made.k[:laid_out] = self.k[:laid_out]
        return made

    @property
    def totals(self) -> Integers:
        """interval, class, place, count"""
        return self._region(loop.TOTAL, (*self.drawing.cells, loop.COUNTS))

    @property
    def waits(self) -> Integers:
        """interval, class, place, (answered, abandoned), bin"""
        return self._region(loop.WAITS, (*self.drawing.cells, 2, BINS))

    @property
    def busy_us(self) -> Integers:
        """interval (and one after the end), team"""
        return self._region(loop.BUSY, (self.drawing.cells[0] + 1, len(self.drawing.teams)))

    @property
    def duty_us(self) -> Integers:
        return self._region(loop.DUTY, (self.drawing.cells[0] + 1, len(self.drawing.teams)))

    def written(self, start: int, end: int, width: int) -> tuple[Integers, Numbers]:
        """Rows of a record, whose first word and whose end stand at these places of the head; as whole and as real."""
        first, last = int(self.k[start]), int(self.k[end])
        return self.k[first:last].reshape(-1, width), self.f[first:last].reshape(-1, width)

    def given_places(self, where: Integers) -> Integers:
        """Where in the block given contacts lie → their places in what was given; −1 for 0."""
        found = np.full(where.size, -1, np.int64)
        for start, order in self.given_at.values():
            mine = (where >= start) & (where < start + order.size * loop.GIVEN)
            found[mine] = order[(where[mine] - start) // loop.GIVEN]
        return found

    def _region(self, header: int, shape: tuple[int, ...]) -> Integers:
        start = int(self.k[header])
        return self.k[start : start + int(np.prod(shape))].reshape(shape)

    @staticmethod
    def _words(drawing: Drawing, slots: int) -> int:
        intervals, classes, places = drawing.cells
        teams, queues = len(drawing.teams), len(drawing.queues)
        agents = sum(int(team.agents.max()) for _place, team in drawing.teams)
        cells = intervals * classes * places
        laws = len(tables.of(drawing.scenario)) * (loop.D_TABLE + tables.SIZE)
        outputs = cells * 2 * (loop.COUNTS + BINS) + 2 * (intervals + 1) * teams
        of_classes = classes * (loop.CLASS + intervals * (2 + places) + places + loop.AHEAD * loop.NEWCOMER)
        of_queues = queues * (loop.QUEUE + intervals + queues) + len(drawing.entries) * (loop.SKILL + 1)
        of_teams = teams * (loop.TEAM + 1) + sum(drawing.units) + agents * loop.AGENT
        of_time = len(drawing.watches) * loop.WATCH + len(drawing.lines) * loop.LINE
        contacts = (slots + 4) * loop.SLOT + (2 + loop.NODE) * (slots + agents + len(drawing.watches) + 16)
        contacts += loop.BUCKET_WORDS + loop.BUCKETS
        contacts += loop.GIVEN * sum(one.given.n for one in drawing.scenario.classes if one.given is not None)
        fixed = loop.HEADER + loop.BIN_MOST_S + 1
        return fixed + outputs + of_classes + of_queues + of_teams + of_time + laws + contacts

    def _records(self) -> tuple[tuple[int, int], ...]:
        """(place in the head, words) of each record; slots are a high guess of contacts, doubled if need be."""
        scenario = self.drawing.scenario
        if not self.closely:
            return (loop.ROWS, 0), (loop.TRIES, 0), (loop.STINTS, 0)
        tries = self.slots if any(one.callback is not None for one in scenario.classes) else 0
        # Who comes: with a step up of the staff (the first is from nobody), or back from a rest.
        stints = 1
        for _place, team in self.drawing.teams:
            stints += int(np.maximum(np.diff(team.agents, prepend=0), 0).sum()) + sum(one.agents for one in team.breaks)
        return (loop.ROWS, self.slots * loop.ROW), (loop.TRIES, tries * loop.TRY), (loop.STINTS, stints * loop.STINT)

    def _words_of_records(self) -> int:
        return sum(words for _header, words in self._records())

    def _take(self, words: int) -> int:
        start = self.used
        self.used += words
        assert self.used <= self.k.size
        return start

    def _write(self, values: Sequence[float] | Numbers) -> int:
        start = self._take(len(values))
        self.f[start : self.used] = values
        return start

    def _write_whole(self, values: Sequence[int] | Integers) -> int:
        start = self._take(len(values))
        self.k[start : self.used] = values
        return start

    def _lay_out(self, slots: int) -> None:
        k, drawing = self.k, self.drawing
        intervals, classes, places = drawing.cells
        teams = len(drawing.teams)
        self.f[loop.INTERVAL_S] = drawing.scenario.interval_s
        k[loop.INTERVALS] = intervals
        k[loop.DAY_STRIDE], k[loop.WAITS_STRIDE] = classes * places * loop.COUNTS, classes * places * 2 * BINS
        k[loop.DAY] = self._take(intervals * classes * places * loop.COUNTS)
        k[loop.TOTAL] = self._take(intervals * classes * places * loop.COUNTS)
        k[loop.WAITS] = self._take(intervals * classes * places * 2 * BINS)
        k[loop.BUSY], k[loop.DUTY] = self._take((intervals + 1) * teams), self._take((intervals + 1) * teams)
        k[loop.BINS_N] = BINS
        bins = np.searchsorted(WAIT_EDGES_S, np.arange(loop.BIN_MOST_S + 1), side="right") - 1
        k[loop.BIN_OF] = self._write_whole(bins)
        self._place(loop.CLASSES, classes, loop.CLASS)
        self._place(loop.QUEUES, len(drawing.queues), loop.QUEUE)
        self._place(loop.TEAMS, teams, loop.TEAM)
        self._place(loop.AGENTS, sum(int(team.agents.max()) for _place, team in drawing.teams), loop.AGENT)
        self._place(loop.WATCHES, len(drawing.watches), loop.WATCH)
        self._place(loop.LINES, len(drawing.lines), loop.LINE)
        skills = self._take(len(drawing.entries) * loop.SKILL)
        self._teams(skills)
        self._skills(skills)
        self._queues(skills)
        self._classes()
        self._watches_and_lines()
        k[loop.WHEEL] = self._take(loop.BUCKET_WORDS + loop.BUCKETS)
        self.f[loop.PER_S] = self._buckets_a_second()
        k[loop.HEAP_MOST] = slots + k[loop.AGENTS_N] + len(drawing.watches) + 8
        k[loop.HEAP] = self._take(2 * int(k[loop.HEAP_MOST]) + 2)
        k[loop.NODES] = self._take(loop.NODE * int(k[loop.HEAP_MOST]))
        k[loop.NODES_END] = self.used
        k[loop.SLOTS] = self._take((slots + 2) * loop.SLOT)
        k[loop.SLOTS_END] = self.used
        k[loop.CLOSELY] = self.closely
        for header, words in self._records():
            k[header] = k[header + 1] = self._take(words)
            k[header + 2] = self.used

    def _buckets_a_second(self) -> float:
        """About one contact of the busiest interval for each, but a turn of the wheel outlasts most contacts."""
        scenario = self.drawing.scenario
        busiest = float(np.sum([one.arrivals for one in scenario.classes], axis=0).max())
        longest_s = max(one.handling_of(i).mean_s for one in scenario.classes for i in range(scenario.intervals))
        return min(max(busiest, 1.0) / scenario.interval_s, loop.BUCKETS / max(4.0 * longest_s, 1.0))

    def _place(self, header: int, number: int, words: int) -> None:
        """Reserves room for so many things; how many there are stands behind where they begin."""
        self.k[header], self.k[header + 1] = self._take(number * words), number

    def _thing(self, header: int, number: int, words: int) -> int:
        return int(self.k[header]) + number * words

    def _teams(self, skills: int) -> None:
        k, agent = self.k, int(self.k[loop.AGENTS])
        for number, (place, team) in enumerate(self.drawing.teams):
            at = self._thing(loop.TEAMS, number, loop.TEAM)
            mine = [e for e, entry in enumerate(self.drawing.entries) if entry.team == number]
            k[at + loop.T_UNITS], k[at + loop.T_RESERVE] = self.drawing.units[number], team.reserve
            k[at + loop.T_PLACE] = place
            for entry in (self.drawing.entries[e] for e in mine):
                k[at + loop.T_BITS] |= _bit(entry.queue)
                if not self._class_of(entry.queue).deferred:
                    k[at + loop.T_LIVE_BITS] |= _bit(entry.queue)
            k[at + loop.T_AGENTS], k[at + loop.T_AGENTS_N] = agent, int(team.agents.max())
            k[at + loop.T_SKILLS], k[at + loop.T_SKILLS_N] = skills + min(mine, default=0) * loop.SKILL, len(mine)
            k[at + loop.T_LEVELS] = self._take(self.drawing.units[number] + 1)
            k[at + loop.T_BUSY], k[at + loop.T_DUTY] = k[loop.BUSY] + number, k[loop.DUTY] + number
            for _ in range(int(team.agents.max())):
                k[agent + loop.A_TEAM] = at
                agent += loop.AGENT

    def _class_of(self, queue: int) -> ContactClass:
        return self.drawing.scenario.classes[self.drawing.queues[queue].contact_class]

    def _skills(self, skills: int) -> None:
        k, f = self.k, self.f
        ranks = {order: rank for rank, order in enumerate(sorted({entry.order for entry in self.drawing.entries}))}
        for number, entry in enumerate(self.drawing.entries):
            at = skills + number * loop.SKILL
            k[at + loop.E_TEAM] = self._thing(loop.TEAMS, entry.team, loop.TEAM)
            k[at + loop.E_QUEUE] = self._thing(loop.QUEUES, entry.queue, loop.QUEUE)
            if entry.queue < 63:
                k[k[at + loop.E_TEAM] + loop.T_SKILL_OF + entry.queue] = at
            k[at + loop.E_RANK], k[at + loop.E_PREFERENCE] = ranks[entry.order], entry.preference
            k[at + loop.E_WEIGHT], f[at + loop.E_AFTER] = entry.weight, entry.after_s
            f[at + loop.E_FACTOR], f[at + loop.E_PART] = entry.factor, entry.weight / self.drawing.units[entry.team]

    def _queues(self, skills: int) -> None:
        k, drawing, eager = self.k, self.drawing, self.drawing.eager()
        for number, queue in enumerate(drawing.queues):
            at = self._thing(loop.QUEUES, number, loop.QUEUE)
            one = drawing.scenario.classes[queue.contact_class]
            mine = [
                (entry.after_s > 0, entry.preference, e)
                for e, entry in enumerate(drawing.entries)
                if entry.queue == number
            ]
            watches = [w for w, (watched, _after) in enumerate(drawing.watches) if watched == number]
            cell = queue.contact_class * drawing.places + queue.place
            before = [self._thing(loop.QUEUES, other, loop.QUEUE) for other in drawing.before(number)]
            k[at + loop.Q_CLASS] = self._thing(loop.CLASSES, queue.contact_class, loop.CLASS)
            shared = queue.place == drawing.places - 1  # answered by whom it may be
            k[at + loop.Q_PLACE], k[at + loop.Q_EAGER] = -1 if shared else queue.place, eager[number]
            k[at + loop.Q_MEANS] = self._write([one.handling_of(i).mean_s for i in range(drawing.scenario.intervals)])
            k[at + loop.Q_BEFORE], k[at + loop.Q_BEFORE_N] = self._write_whole(before), len(before)
            k[at + loop.Q_SKILLS] = self._write_whole([skills + e * loop.SKILL for _late, _liking, e in sorted(mine)])
            k[at + loop.Q_SKILLS_N] = len(mine)
            k[at + loop.Q_WATCHES] = self._thing(loop.WATCHES, min(watches, default=0), loop.WATCH)
            k[at + loop.Q_WATCHES_N] = len(watches)
            k[at + loop.Q_BIT] = _bit(number)
            k[at + loop.Q_DAY], k[at + loop.Q_WAITS] = k[loop.DAY] + cell * loop.COUNTS, k[loop.WAITS] + cell * 2 * BINS

    def _classes(self) -> None:
        k, f, scenario, places = self.k, self.f, self.drawing.scenario, self.drawing.places
        for number, one in enumerate(scenario.classes):
            at = self._thing(loop.CLASSES, number, loop.CLASS)
            mine = {
                q.place: self._thing(loop.QUEUES, n, loop.QUEUE)
                for n, q in enumerate(self.drawing.queues)
                if q.contact_class == number
            }
            f[at + loop.C_SIGMA], f[at + loop.C_LIMIT] = np.sqrt(np.log1p(one.day_sd**2)), one.limit_s
            k[at + loop.C_BACKLOG], k[at + loop.C_DEFERRED] = one.backlog, one.deferred
            k[at + loop.C_PATIENCE] = 0 if one.patience is None else self._table(one.patience)
            k[at + loop.C_RATES] = self._write(one.arrivals / scenario.interval_s)
            services = [self._table(one.handling_of(i)) for i in range(scenario.intervals)]
            k[at + loop.C_SERVICES] = self._write_whole(services)
            k[at + loop.C_SHARES] = self._write(self._cumulative(scenario.shares_of(one)).ravel())
            k[at + loop.C_ONLY_QUEUE] = next(iter(mine.values())) if len(mine) == 1 else 0
            k[at + loop.C_QUEUES] = self._write_whole([mine.get(place, 0) for place in range(places)])
            k[at + loop.C_PLACES] = places
            k[at + loop.C_AHEAD] = self._take(loop.AHEAD * loop.NEWCOMER)
            if one.given is not None:
                k[at + loop.C_GIVEN], k[at + loop.C_GIVEN_N] = self._given(number, one, one.given, mine), one.given.n
            if one.redial:
                f[at + loop.C_REDIAL], f[at + loop.C_REDIAL_S] = one.redial.share, one.redial.after_s
                k[at + loop.C_REDIALS] = one.redial.attempts
            rule = one.callback
            f[at + loop.C_OFFER_S] = inf if rule is None or rule.after_s is None else rule.after_s
            expected_s = None if rule is None else rule.expected_wait_s
            f[at + loop.C_OFFER_EXPECTED_S] = inf if expected_s is None else expected_s
            if rule:
                f[at + loop.C_ACCEPTED], f[at + loop.C_REACHED] = rule.accepted, rule.reached
                f[at + loop.C_UNREACHED_S], f[at + loop.C_RETRY_S] = rule.unreached_s, rule.retry_after_s
                f[at + loop.C_DIAL_S] = rule.dial_s
                k[at + loop.C_ATTEMPTS] = rule.attempts

    def _given(self, number: int, one: ContactClass, given: Given, queues: dict[int, int]) -> int:
        """Lays out given contacts in the order in which their greetings end; answers where."""
        start = self._take(given.n * loop.GIVEN)
        whole, real = (memory[start : self.used].reshape(-1, loop.GIVEN) for memory in (self.k, self.f))
        begins = given.at_s + given.column("greeting_s")
        order = np.argsort(begins, kind="stable")
        columns = (
            (loop.G_AT, given.at_s),
            (loop.G_BEGINS, begins),
            (loop.G_LASTS, given.column("handling_s")),
            (loop.G_PATIENCE, given.column("patience_s")),
            (loop.G_RING, given.column("ring_s")),
            (loop.G_OFFER, given.column("offer_s")),
        )
        for place, values in columns:
            real[:, place] = values[order]
        whole[:, loop.G_ACCEPTS] = -1 if given.accepts is None else given.accepts[order]
        whole[:, loop.G_REACHED] = -1
        if given.reached is not None:
            whole[:, loop.G_REACHED] = given.reached[order] @ (1 << np.arange(given.reached.shape[1]))
        if given.centre is not None:
            whole[:, loop.G_QUEUE] = [queues[place] for place in given.centre[order].tolist()]
        self.given_at[number] = start, order
        return start

    def _cumulative(self, shares: Numbers) -> Numbers:
        """interval, place: the uniform number below which a contact goes to this place or one before it."""
        found = np.ones((shares.shape[1], self.drawing.places))
        found[:, :-1] = np.cumsum(shares, axis=0).T
        # Rounding must not send the last contact of a million to a centre without a queue.
        found[found > 1.0 - 1e-6] = 1.0
        return found

    def _watches_and_lines(self) -> None:
        k, f = self.k, self.f
        for number, (queue, after_s) in enumerate(self.drawing.watches):
            at = self._thing(loop.WATCHES, number, loop.WATCH)
            k[at + loop.W_QUEUE] = self._thing(loop.QUEUES, queue, loop.QUEUE)
            f[at + loop.W_AFTER] = after_s
        for number, line in enumerate(self.drawing.lines):
            at = self._thing(loop.LINES, number, loop.LINE)
            f[at + loop.L_AT], k[at + loop.L_KIND], k[at + loop.L_AMOUNT] = line.at_s, line.kind, line.agents
            k[at + loop.L_TEAM] = self._thing(loop.TEAMS, line.team, loop.TEAM)
            f[at + loop.L_REST_S] = line.rest_s

    def _table(self, one: Distribution | PatienceCurve) -> int:
        """Where a distribution lies; each once, however many intervals use it."""
        if id(one) not in self.tables:
            at = self._take(loop.D_TABLE + tables.SIZE)
            self.tables[id(one)] = at
            self.k[at + loop.D_EXPONENTIAL] = isinstance(one, Exponential)
            self.f[at + loop.D_MEAN] = 0.0 if isinstance(one, PatienceCurve) else one.mean_s
            self.f[at + loop.D_TABLE : self.used] = tables.quantiles(one)
        return self.tables[id(one)]


def _bit(queue: int) -> int:
    return 1 << queue if queue < 63 else loop.MANY_QUEUES
