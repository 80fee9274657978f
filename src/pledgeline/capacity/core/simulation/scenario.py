"""What is simulated: kinds of contact, centres with their teams, and a day cut into intervals.

All times are seconds from the beginning of the day that is simulated; `arrivals` and `agents` have one value an
interval. Nothing here is random: the seed is an argument of `simulate`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pledgeline.capacity.core.simulation.contact_class import ContactClass
from pledgeline.capacity.core.simulation.given import Given
from pledgeline.capacity.core.simulation.ranges import at_least, not_negative, unlike
from pledgeline.kernel.problem import Problem
from pledgeline.kernel.units import SECONDS_PER_MINUTE

Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]

MOST_AGENTS = 50_000
# A quarter of a year by half-hours.
MOST_INTERVALS = 4_500
MOST_CLASSES = 60
MOST_TEAMS = 200


@dataclass(frozen=True)
class Skill:
    """What a team can do. A contact goes to the idle team that names it with the smallest `preference`; an agent who
    is free takes the best priority first, then the smallest preference. `after_s`: this team helps only with who has
    waited so long. `handling` stretches the handling time of this team (1.2: a fifth longer)."""

    of: str
    preference: int = 1
    after_s: float = 0.0
    handling: float = 1.0

    def __post_init__(self) -> None:
        not_negative(self.after_s, f"{self.of}.after_s")
        at_least(self.handling, 1e-3, f"{self.of}.handling")


@dataclass(frozen=True)
class Break:
    """So many agents of a team rest for `duration_s` each, from `at_s` on or from the end of the contact in hand."""

    at_s: float
    duration_s: float
    agents: int = 1

    def __post_init__(self) -> None:
        not_negative(self.at_s, "at_s")
        at_least(self.duration_s, 1e-3, "duration_s")
        if not 1 <= self.agents <= MOST_AGENTS:
            raise Problem("simulation.out_of_range", field="agents", value=self.agents, least=1, most=MOST_AGENTS)


@dataclass(frozen=True, eq=False)
class Team:
    """`agents` on duty in each interval. Who must go finishes the contact in hand first, and takes no other."""

    code: str
    agents: Integers
    skills: tuple[Skill, ...]
    breaks: tuple[Break, ...] = ()
    reserve: int = 0

    def __post_init__(self) -> None:
        given = np.asarray(self.agents, float)
        if given.ndim != 1 or not np.isfinite(given).all() or (given < 0).any() or (given > MOST_AGENTS).any():
            raise Problem("simulation.agents", field=f"{self.code}.agents")
        if (given != np.floor(given)).any():
            raise Problem("simulation.agents", field=f"{self.code}.agents")
        object.__setattr__(self, "agents", given.astype(np.int64))
        if not self.skills:
            raise Problem("simulation.no_skill", field=self.code)
        if self.reserve < 0:
            raise Problem("simulation.not_negative", field=f"{self.code}.reserve", value=self.reserve)


@dataclass(frozen=True)
class Centre:
    code: str
    teams: tuple[Team, ...]


@dataclass(frozen=True)
class Scenario:
    """A day (or any stretch of time) in equal intervals. After its end nobody arrives; live contacts that still wait
    are served by the agents of the last interval, and deferred ones are left."""

    interval_min: float
    classes: tuple[ContactClass, ...]
    centres: tuple[Centre, ...]

    def __post_init__(self) -> None:
        at_least(self.interval_min, 1e-3, "interval_min")
        if not 1 <= len(self.classes) <= MOST_CLASSES:
            raise Problem(
                "simulation.out_of_range", field="classes", value=len(self.classes), least=1, most=MOST_CLASSES
            )
        teams = [team for _centre, team in self.teams()]
        if not 1 <= len(teams) <= MOST_TEAMS:
            raise Problem("simulation.out_of_range", field="teams", value=len(teams), least=1, most=MOST_TEAMS)
        if not 1 <= self.intervals <= MOST_INTERVALS:
            raise Problem(
                "simulation.out_of_range", field="arrivals", value=self.intervals, least=1, most=MOST_INTERVALS
            )
        unlike([one.code for one in self.classes], "classes")
        unlike([one.code for one in self.centres], "centres")
        unlike([one.code for one in teams], "teams")
        self._check_lengths()
        self._check_names()
        for one in self.classes:
            if one.given is not None:
                self._check_given(one, one.given)

    @property
    def intervals(self) -> int:
        return len(self.classes[0].arrivals) if self.classes else 0

    @property
    def interval_s(self) -> float:
        return self.interval_min * SECONDS_PER_MINUTE

    def teams(self) -> Iterator[tuple[Centre, Team]]:
        for centre in self.centres:
            for team in centre.teams:
                yield centre, team

    def shares_of(self, one: ContactClass) -> Numbers:
        """Share of each centre (rows) in each interval; equal among the centres that can do it where none is given."""
        if one.shares:
            given = [
                np.broadcast_to(np.asarray(one.shares.get(c.code, 0.0), float), self.intervals) for c in self.centres
            ]
            return np.array(given)
        able = np.array([any(skill.of == one.code for team in c.teams for skill in team.skills) for c in self.centres])
        return np.repeat((able / max(able.sum(), 1))[:, None], self.intervals, axis=1)

    def _check_lengths(self) -> None:
        lengths = {f"{one.code}.arrivals": len(one.arrivals) for one in self.classes}
        lengths |= {f"{team.code}.agents": len(team.agents) for _centre, team in self.teams()}
        for name, found in lengths.items():
            if found != self.intervals:
                raise Problem("simulation.intervals_differ", field=name, found=found, expected=self.intervals)

    def _check_names(self) -> None:
        known = {one.code for one in self.classes}
        skilled = {skill.of for _centre, team in self.teams() for skill in team.skills}
        for _centre, team in self.teams():
            unlike([skill.of for skill in team.skills], f"{team.code}.skills")
        for name in sorted(skilled - known):
            raise Problem("simulation.class_unknown", field="skills", value=name)
        for name in sorted(known - skilled):
            raise Problem("simulation.nobody_can", field="skills", value=name)
        centres = {one.code for one in self.centres}
        for one in self.classes:
            for name in sorted(set(one.shares) - centres):
                raise Problem("simulation.centre_unknown", field=f"{one.code}.shares", value=name)
            shares = self.shares_of(one)
            if (shares < 0).any() or (abs(shares.sum(axis=0) - 1.0) > 1e-6).any():
                raise Problem("simulation.shares_of_one", field=f"{one.code}.shares")
            self._check_somebody_can(one, shares)

    def _check_given(self, one: ContactClass, given: Given) -> None:
        """Every greeting must end within the day, and in a centre that has a queue for it."""
        field = f"{one.code}.given"
        if given.n and float((given.at_s + given.column("greeting_s")).max()) >= self.intervals * self.interval_s:
            raise Problem("simulation.given_outside", field=field)
        if not np.array_equal(given.arrivals(self.intervals, self.interval_min), one.arrivals):
            raise Problem("simulation.given_differ", field=field)
        if given.centre is not None:
            used = np.flatnonzero(self.shares_of(one).max(axis=1) > 0)
            if not np.isin(given.centre, used).all():
                raise Problem("simulation.given_unfit", field=f"{one.code}.centre")

    def _check_somebody_can(self, one: ContactClass, shares: Numbers) -> None:
        if one.shared or one.overflow_after_s is not None:
            return
        for centre, share in zip(self.centres, shares, strict=True):
            if share.max() > 0 and not any(skill.of == one.code for team in centre.teams for skill in team.skills):
                raise Problem("simulation.nobody_can", field=f"{centre.code}.teams", value=one.code)
