"""The fewest agents that keep a promise, interval by interval, judged by simulation.

Erlang-A gives the first guess and then has no say: breaks, priorities, overflow, callbacks, what is left over from the
interval before are all in the simulated days. Every step meets the same customers, so steps compare without noise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pledgeline.capacity.core.erlang import Reading, Target, required_each
from pledgeline.capacity.core.simulation import loop
from pledgeline.capacity.core.simulation.contact_class import ContactClass
from pledgeline.capacity.core.simulation.distributions import patience_quantiles
from pledgeline.capacity.core.simulation.outcome import Outcome
from pledgeline.capacity.core.simulation.run import simulate
from pledgeline.capacity.core.simulation.scenario import MOST_AGENTS, Centre, Scenario, Team
from pledgeline.contacts.core.patience import PatienceCurve
from pledgeline.kernel.problem import Problem
from pledgeline.kernel.units import SECONDS_PER_HOUR

Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]

# How often staff is raised until every interval keeps its share, and how often it is trimmed afterwards.
_MOST_RAISES = 40
_TRIMS = 3
# Neighbouring intervals feel each other's staff; every third one can be trimmed in one simulation.
_APART = 3


@dataclass(frozen=True, eq=False)
class Staffed:
    """`agents` of the team in each interval; `outcome` is what they give; `simulations` is what finding them took."""

    agents: Integers
    outcome: Outcome
    simulations: int


def staff(
    scenario: Scenario,
    team: str,
    *,
    share: float,
    contact_class: str | None = None,
    replications: int = 100,
    seed: int = 1,
    threads: int | None = None,
) -> Staffed:
    """The agents of one team with which every interval keeps `share` of the contacts (of one class, else of all), the
    other teams being as they are. No interval can give up an agent and still keep it; one without contacts has nobody.

    After 100 replications chance leaves about one point in an interval's share. Raises Problem
    `simulation.team_unknown`, or `plan.target_beyond_reach` where more agents do not help, so that something else is
    short.
    """
    search = _Search(scenario, team, share, contact_class, replications, seed, threads)
    agents = search.raised(search.first_guess())
    agents = search.trimmed(agents)
    return Staffed(agents, search.outcome(agents), search.simulations)


def with_agents(scenario: Scenario, team: str, agents: Integers) -> Scenario:
    """The same scenario with other staff in one team."""
    if team not in {one.code for _centre, one in scenario.teams()}:
        raise Problem("simulation.team_unknown", field="team", value=team)
    return replace(
        scenario,
        centres=tuple(
            Centre(
                centre.code,
                tuple(replace(one, agents=agents) if one.code == team else one for one in centre.teams),
            )
            for centre in scenario.centres
        ),
    )


class _Search:
    def __init__(
        self,
        scenario: Scenario,
        team: str,
        share: float,
        contact_class: str | None,
        replications: int,
        seed: int,
        threads: int | None,
    ) -> None:
        if not 0 < share < 1:
            raise Problem("simulation.share", field="share", value=share)
        self.scenario, self.team, self.share, self.contact_class = scenario, team, share, contact_class
        self.replications, self.seed, self.threads = replications, seed, threads
        self.simulations = 0
        self.known: dict[bytes, Outcome] = {}
        with_agents(scenario, team, np.zeros(scenario.intervals, np.int64))

    def outcome(self, agents: Integers) -> Outcome:
        if agents.tobytes() not in self.known:
            self.simulations += 1
            tried = with_agents(self.scenario, self.team, agents)
            self.known[agents.tobytes()] = simulate(
                tried, replications=self.replications, seed=self.seed, threads=self.threads
            )
        return self.known[agents.tobytes()]

    def shares(self, agents: Integers) -> Numbers:
        """Share kept in each interval of arrival; 1 where nobody arrives."""
        chosen = self.outcome(agents)
        cells = chosen.each[(slice(None), *chosen.place(None, self.contact_class, None))].sum(axis=(0, 2, 3))
        arrived = cells[:, loop.KEPT_ARRIVED]
        return np.where(arrived > 0, cells[:, loop.KEPT_MET] / np.maximum(arrived, 1), 1.0)

    def first_guess(self) -> Integers:
        """Erlang-A interval by interval, on the classes of this team and the part of them that is its own."""
        per_interval_s = self.scenario.interval_s
        own: Team = next(one for _centre, one in self.scenario.teams() if one.code == self.team)
        hour, work, patience = (np.zeros(self.scenario.intervals) for _ in range(3))
        for one in self.scenario.classes:
            part = self._part(one, own)
            if part is None or one.deferred:
                continue
            calls = one.arrivals * part * SECONDS_PER_HOUR / per_interval_s
            means = np.array([one.handling_of(i).mean_s for i in range(self.scenario.intervals)]) / one.concurrency
            hour += calls
            work += calls * means
            patience += calls * min(_mean_patience_s(one), SECONDS_PER_HOUR)
        busy = np.maximum(hour, 1e-12)
        limit_s = min(one.limit_s for one in self.scenario.classes)
        target = Target(Reading.SERVED_WITHIN, self.share, limit_s)
        found = required_each(
            hour, np.where(hour > 0, work / busy, 1.0), np.where(hour > 0, patience / busy, 1.0), target
        )
        return np.maximum(found, 0)

    def _part(self, one: ContactClass, own: Team) -> Numbers | None:
        """The share of a class that this team may have to serve: of its centre's, an equal part among able teams."""
        for centre, shares in zip(self.scenario.centres, self.scenario.shares_of(one), strict=True):
            able = [team.code for team in centre.teams if one.code in {skill.of for skill in team.skills}]
            if own.code in able:
                return np.asarray(shares / len(able))
        return None

    def raised(self, agents: Integers) -> Integers:
        """Adds where the share is missed, faster while it is missed by much, until it is missed nowhere."""
        for step in range(_MOST_RAISES):
            missed = self.share - self.shares(agents)
            if (missed <= 0).all():
                return agents
            wanted = np.where(missed > 0, np.maximum(1, np.ceil(missed * np.sqrt(agents + 1.0))), 0)
            # Whom an interval cannot help, the one before may: its leftovers are what is late.
            if step >= _MOST_RAISES // 2:
                wanted = np.maximum(wanted, np.append(wanted[1:], 0))
            agents = agents + wanted.astype(np.int64)
            if agents.max() > MOST_AGENTS:
                break
        raise Problem("plan.target_beyond_reach", share=self.share)

    def trimmed(self, agents: Integers) -> Integers:
        """Takes agents away wherever every interval still keeps its share without them."""
        for _ in range(_TRIMS):
            before = agents
            for first in range(_APART):
                agents = self._trim(agents, np.arange(first, agents.size, _APART))
            if (agents == before).all():
                break
        return self._last_look(agents)

    def _trim(self, agents: Integers, places: Integers) -> Integers:
        """One fewer at all these places at once; where that misses, the place and its neighbours take theirs back."""
        places = places[agents[places] > 0]
        while places.size:
            tried = agents.copy()
            tried[places] -= 1
            missed = self.shares(tried) < self.share
            guilty = missed | np.append(missed[1:], False) | np.append(False, missed[:-1])
            if not missed.any():
                agents = tried
                places = places[agents[places] > 0]
                continue
            kept = places[~guilty[places]]
            if kept.size == places.size:  # the fault lies further away than a neighbour
                return agents
            places = kept
        return agents

    def _last_look(self, agents: Integers) -> Integers:
        """Each interval alone: what no trimming in company could settle."""
        settled = False
        while not settled:
            settled = True
            for place in range(agents.size):
                if not agents[place]:
                    continue
                tried = agents.copy()
                tried[place] -= 1
                if (self.shares(tried) >= self.share).all():
                    agents, settled = tried, False
        return agents


def _mean_patience_s(one: ContactClass) -> float:
    if one.patience is None:
        return float("inf")
    if isinstance(one.patience, PatienceCurve):
        return float(patience_quantiles(one.patience, np.linspace(0.005, 0.995, 100)).mean())
    return one.patience.mean_s
