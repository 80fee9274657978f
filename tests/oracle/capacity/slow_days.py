"""The days of the simulation once more, with SimPy: every contact a process that lives through what happens to it.

Written from the rules in `capacity/core/simulation/scenario.py`, not from the compiled loop: customers really wait,
lose patience and redial; agents are objects; chance comes from one ordinary generator, in the order of events.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import simpy

from pledgeline.capacity.core.simulation import ContactClass, Scenario, Skill, Team
from pledgeline.capacity.core.simulation.distributions import patience_quantiles
from pledgeline.contacts.core.patience import PatienceCurve

Found = Counter[tuple[str, str]]


@dataclass(eq=False)
class Agent:
    in_hand: float = 0.0
    wanted: bool = True
    rest_s: float = 0.0
    resting: bool = False


@dataclass(eq=False)
class Crew:
    """A team at work."""

    team: Team
    centre: str
    skills: dict[str, Skill]
    agents: list[Agent] = field(default_factory=list)
    target: int = 0

    def free(self, part: float) -> Agent | None:
        able = [one for one in self.agents if one.wanted and not one.rest_s and one.in_hand <= 1.0 - part + 1e-9]
        return min(able, key=lambda one: one.in_hand, default=None)

    @property
    def idle(self) -> int:
        return sum(one.wanted and not one.rest_s and one.in_hand == 0 for one in self.agents)


@dataclass(eq=False)
class Contact:
    kind: ContactClass
    place: str
    arrived: float
    taken: Any
    redials: int = 0
    offered_after: float | None = None
    accepted: bool = False
    attempt: int = 0
    gone: bool = False


class Day:
    """One day; `found` counts (class, what)."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.scenario, self.env, self.rng = scenario, simpy.Environment(), np.random.default_rng(seed)
        self.found: Found = Counter()
        self.waiting: list[Contact] = []
        self.end_s = scenario.intervals * scenario.interval_s
        self.crews = [
            Crew(team, centre.code, {skill.of: skill for skill in team.skills}) for centre, team in scenario.teams()
        ]
        normal = self.rng.standard_normal()
        for crew in self.crews:
            self.env.process(self.staff(crew))
            for one in crew.team.breaks:
                self.env.process(self.rest(crew, one.at_s, one.agents, one.duration_s))
        for kind in scenario.classes:
            sigma = math.sqrt(math.log1p(kind.day_sd**2))
            self.env.process(self.arrivals(kind, math.exp(sigma * normal - sigma**2 / 2)))

    def run(self) -> Found:
        self.env.run()
        for one in self.waiting:
            self.count(one, "unfinished")
            if one.attempt == 0:
                offered = one.offered_after is not None and one.offered_after <= one.kind.limit_s
                self.count(one, "met_by_offer" if offered else "undecided")
        return self.found

    def count(self, one: Contact, what: str) -> None:
        self.found[(one.kind.code, what)] += 1

    def drawn(self, distribution: Any) -> float:
        u = np.array([self.rng.random()])
        if isinstance(distribution, PatienceCurve):
            return float(patience_quantiles(distribution, u)[0])
        return float(distribution.quantiles(u)[0])

    @property
    def interval(self) -> int:
        return min(int(self.env.now // self.scenario.interval_s), self.scenario.intervals - 1)

    # Customers

    def arrivals(self, kind: ContactClass, factor: float) -> Iterator[Any]:
        yield self.env.timeout(1e-6)  # staff first
        for _ in range(kind.backlog):
            self.env.process(self.customer(kind, self.place_of(kind), 0))
        for i in range(self.scenario.intervals):
            start = i * self.scenario.interval_s
            times = self.rng.random(self.rng.poisson(kind.arrivals[i] * factor)) * self.scenario.interval_s + start
            for at in np.sort(times):
                yield self.env.timeout(max(at - self.env.now, 0.0))
                self.env.process(self.customer(kind, self.place_of(kind), 0))

    def place_of(self, kind: ContactClass) -> str:
        if kind.shared:
            return ""
        shares = self.scenario.shares_of(kind)[:, self.interval]
        return self.scenario.centres[int(self.rng.choice(len(shares), p=shares / shares.sum()))].code

    def customer(self, kind: ContactClass, place: str, redials: int) -> Iterator[Any]:
        one = Contact(kind, place, self.env.now, self.env.event(), redials)
        self.count(one, "arrived")
        expected = self.expected_wait(one)
        self.waiting.append(one)
        self.match()
        if one.taken.triggered:
            return
        patience = math.inf if kind.patience is None else self.drawn(kind.patience)
        rule, offer = kind.callback, math.inf
        if rule is not None:
            offer = rule.after_s if rule.after_s is not None else math.inf
            if rule.expected_wait_s is not None and expected > rule.expected_wait_s:
                offer = 0.0
        self.env.process(self.ripen(one))
        if offer < patience:
            yield one.taken | self.env.timeout(offer)
            if one.taken.triggered:
                return
            self.count(one, "offered")
            one.offered_after = offer
            if self.rng.random() < rule.accepted:
                one.accepted = True
                return
        if patience < math.inf:
            yield one.taken | self.env.timeout(max(patience - (self.env.now - one.arrived), 0.0))
            if not one.taken.triggered:
                self.hang_up(one, patience)

    def hang_up(self, one: Contact, patience: float) -> None:
        self.waiting.remove(one)
        self.count(one, "abandoned")
        self.judge(one, patience, answered=False)
        again = one.kind.redial
        if again is not None and one.redials < again.attempts and self.rng.random() < again.share:
            pause = self.rng.exponential(again.after_s)
            if self.env.now + pause < self.end_s:
                self.env.process(self.redial(one, pause))

    def redial(self, one: Contact, pause: float) -> Iterator[Any]:
        yield self.env.timeout(pause)
        self.count(one, "redialled")
        yield from self.customer(one.kind, one.place, one.redials + 1)

    def judge(self, one: Contact, wait: float, *, answered: bool) -> None:
        limit = one.kind.limit_s
        if answered and wait <= limit:
            self.count(one, "met_by_answer")
        elif one.offered_after is not None and one.offered_after <= limit:
            self.count(one, "met_by_offer")
        else:
            self.count(one, "not_met" if answered or wait > limit else "left_before_limit")

    def expected_wait(self, one: Contact) -> float:
        """Work of those who would go first in the newcomer's own teams, and of itself, by the agents of these teams."""
        mine = [(crew, skill) for crew in self.crews if (skill := self.usable(crew, one, 0.0)) is not None]

        def first(other: Contact) -> bool:
            for crew, skill in mine:
                theirs = self.usable(crew, other, 0.0)
                if theirs is not None and self.order(crew, other, theirs) <= self.order(crew, one, skill):
                    return True
            return False

        work = sum(other.kind.handling_of(self.interval).mean_s for other in self.waiting if first(other))
        servers = sum(sum(not a.resting for a in crew.agents) * one.kind.concurrency for crew, _skill in mine)
        return (work + one.kind.handling_of(self.interval).mean_s) / servers if servers else math.inf

    # Who takes whom

    def usable(self, crew: Crew, one: Contact, waited: float) -> Skill | None:
        skill = crew.skills.get(one.kind.code)
        if skill is None or waited < skill.after_s - 1e-9:
            return None
        if one.place in ("", crew.centre):
            return skill
        after = one.kind.overflow_after_s
        return skill if after is not None and waited >= after - 1e-9 else None

    def order(self, crew: Crew, one: Contact, skill: Skill) -> tuple[bool, int, bool, int]:
        return one.kind.deferred, one.kind.priority, one.place not in ("", crew.centre), skill.preference

    def match(self) -> None:
        """Pairs waiting contacts and agents until no pair is left, the best contact of every crew first."""
        while True:
            pairs = []
            for crew in self.crews:
                for one in self.waiting:
                    skill = self.usable(crew, one, self.env.now - one.arrived)
                    if skill is None or crew.free(1.0 / one.kind.concurrency) is None:
                        continue
                    if one.kind.deferred and (self.env.now >= self.end_s or crew.idle <= crew.team.reserve):
                        continue
                    order = self.order(crew, one, skill)
                    pairs.append((order, one.arrived, order[2:], -crew.idle, id(one), crew, one, skill))
            if not pairs:
                return
            *_, crew, one, skill = min(pairs, key=lambda pair: pair[:4])
            self.waiting.remove(one)
            agent = crew.free(1.0 / one.kind.concurrency)
            assert agent is not None
            agent.in_hand += 1.0 / one.kind.concurrency
            self.env.process(self.serve(crew, agent, one, skill))
            if not one.taken.triggered:
                one.taken.succeed()

    def ripen(self, one: Contact) -> Iterator[Any]:
        """Looks again when a further team may take this contact."""
        delays = {skill.after_s for crew in self.crews for skill in crew.skills.values() if skill.of == one.kind.code}
        delays |= {one.kind.overflow_after_s or 0.0}
        for delay in sorted(delays - {0.0}):
            yield self.env.timeout(max(one.arrived + delay - self.env.now, 0.0))
            self.match()

    def serve(self, crew: Crew, agent: Agent, one: Contact, skill: Skill) -> Iterator[Any]:
        wait = self.env.now - one.arrived
        lasts = self.drawn(one.kind.handling_of(int(min(one.arrived, self.end_s - 1) // self.scenario.interval_s)))
        lasts *= skill.handling
        rule = one.kind.callback
        if one.accepted:
            assert rule is not None
            if one.attempt == 0:
                in_time = one.offered_after is not None and one.offered_after <= one.kind.limit_s
                self.count(one, "met_by_offer" if in_time else "not_met")
            one.attempt += 1
            if self.rng.random() < rule.reached:
                self.count(one, "called_back")
                lasts += rule.dial_s
            else:
                lasts = rule.unreached_s
                if one.attempt >= rule.attempts:
                    self.count(one, "callback_failed")
                else:
                    self.env.process(self.retry(one, lasts + rule.retry_after_s))
        else:
            self.count(one, "answered")
            self.judge(one, wait, answered=True)
        yield self.env.timeout(lasts)
        agent.in_hand = round(agent.in_hand - 1.0 / one.kind.concurrency, 9)
        self.freed(crew, agent)
        self.match()

    def retry(self, one: Contact, after: float) -> Iterator[Any]:
        yield self.env.timeout(after)
        self.waiting.append(one)
        self.match()

    # Agents

    def freed(self, crew: Crew, agent: Agent) -> None:
        if agent.in_hand == 0:
            if not agent.wanted:
                crew.agents.remove(agent)
            elif agent.rest_s and not agent.resting:
                self.env.process(self.have_rest(crew, agent))

    def staff(self, crew: Crew) -> Iterator[Any]:
        for i, target in enumerate(crew.team.agents.tolist()):
            yield self.env.timeout(i * self.scenario.interval_s - self.env.now)
            while crew.target < target:
                leaving = [one for one in crew.agents if not one.wanted]
                if leaving:
                    leaving[0].wanted = True
                else:
                    crew.agents.append(Agent())
                crew.target += 1
            while crew.target > target:
                here = [one for one in crew.agents if one.wanted and not one.rest_s] or [
                    one for one in crew.agents if one.wanted
                ]
                out = min(here, key=lambda one: one.in_hand)
                out.wanted = False
                if not out.resting:
                    self.freed(crew, out)
                crew.target -= 1
            self.match()

    def rest(self, crew: Crew, at_s: float, agents: int, duration_s: float) -> Iterator[Any]:
        yield self.env.timeout(at_s + 1e-7)  # after a change of staff
        for _ in range(agents):
            here = [one for one in crew.agents if one.wanted and not one.rest_s]
            if here:
                out = min(here, key=lambda one: one.in_hand)
                out.rest_s = duration_s
                self.freed(crew, out)

    def have_rest(self, crew: Crew, agent: Agent) -> Iterator[Any]:
        agent.resting = True
        yield self.env.timeout(agent.rest_s)
        agent.resting, agent.rest_s = False, 0.0
        if agent.wanted:
            self.match()
        else:
            crew.agents.remove(agent)
