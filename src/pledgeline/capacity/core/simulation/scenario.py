"""What is simulated: kinds of contact, centres with their teams, and a day cut into intervals.

All times are seconds from the beginning of the day that is simulated; `arrivals` and `agents` have one value an
interval. Nothing here is random: the seed is an argument of `simulate`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from pledgeline.capacity.core.simulation.distributions import Distribution
from pledgeline.capacity.core.simulation.given import Given
from pledgeline.contacts.core.patience import PatienceCurve
from pledgeline.kernel.problem import Problem
from pledgeline.kernel.units import SECONDS_PER_MINUTE

Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]

MOST_AGENTS = 50_000
# A quarter of a year by half-hours.
MOST_INTERVALS = 4_500
MOST_CLASSES = 60
MOST_TEAMS = 200
MOST_CONCURRENCY = 12


@dataclass(frozen=True)
class Callback:
    """A callback is offered to who still waits after `after_s`, or at arrival where the expected wait exceeds
    `expected_wait_s`; both may be given. Who accepts keeps the place in the queue and never loses patience.

    When the turn comes an agent dials, and `dial_s` later the customer is reached. Not reached (share 1 − `reached`)
    costs `unreached_s` and is tried again `retry_after_s` later, at most `attempts` times in all.
    """

    after_s: float | None = None
    expected_wait_s: float | None = None
    accepted: float = 0.5
    reached: float = 0.8
    attempts: int = 2
    unreached_s: float = 30.0
    retry_after_s: float = 900.0
    dial_s: float = 0.0

    def __post_init__(self) -> None:
        if self.after_s is None and self.expected_wait_s is None:
            raise Problem("simulation.callback_never_offered", field="callback")
        for name in ("after_s", "expected_wait_s", "retry_after_s", "dial_s"):
            value = getattr(self, name)
            if value is not None:
                _not_negative(value, name)
        _at_least(self.unreached_s, 1e-3, "unreached_s")
        _share(self.accepted, "accepted")
        _share(self.reached, "reached")
        if not 1 <= self.attempts <= 20:
            raise Problem("simulation.out_of_range", field="attempts", value=self.attempts, least=1, most=20)


@dataclass(frozen=True)
class Redial:
    """Who hung up tries again with probability `share`, after an exponential time of mean `after_s`; each contact
    leads to at most `attempts` more. A redial is a contact of its own in every count."""

    share: float
    after_s: float = 600.0
    attempts: int = 3

    def __post_init__(self) -> None:
        _share(self.share, "share")
        _at_least(self.after_s, 1e-3, "after_s")
        if not 1 <= self.attempts <= 20:
            raise Problem("simulation.out_of_range", field="attempts", value=self.attempts, least=1, most=20)


@dataclass(frozen=True, eq=False)
class ContactClass:
    """Contacts that are alike: one service over one channel.

    arrivals     expected contacts of each interval; a day's are scaled by a factor of mean 1 and relative spread
                 `day_sd` (log-normal, the same luck for all classes: a bad day is bad everywhere)
    handling     how long an agent is busy, after-contact work included: one distribution, or one an interval (of
                 arrival); with `concurrency` above 1 it is the time at that concurrency
    patience     None: nobody leaves
    priority     smaller is taken first; equal ones by longest wait
    limit_s      limit of the 1-minute rule for this class
    concurrency  so many of these one agent handles at once (chat)
    deferred     behind all live contacts, and only while a team has more idle agents than its `reserve`
    backlog      contacts that wait when the day begins
    shared       one queue for all centres; otherwise one a centre, filled by `shares` (of the day, or an interval each)
    overflow_after_s  from this wait on teams of other centres may take it (own queues only); None: never
    given        its contacts, where they are not to be drawn; `arrivals` are then theirs (`given.arrivals`)
    """

    code: str
    arrivals: Numbers
    handling: Distribution | tuple[Distribution, ...]
    patience: Distribution | PatienceCurve | None = None
    priority: int = 1
    limit_s: float = 60.0
    concurrency: int = 1
    deferred: bool = False
    backlog: int = 0
    callback: Callback | None = None
    redial: Redial | None = None
    shared: bool = False
    shares: Mapping[str, float | Numbers] = field(default_factory=dict)
    overflow_after_s: float | None = None
    day_sd: float = 0.0
    given: Given | None = None

    def __post_init__(self) -> None:
        arrivals = np.asarray(self.arrivals, float)
        object.__setattr__(self, "arrivals", arrivals)
        if arrivals.ndim != 1 or not np.isfinite(arrivals).all() or (arrivals < 0).any():
            raise Problem("simulation.arrivals", field=f"{self.code}.arrivals")
        _not_negative(self.limit_s, f"{self.code}.limit_s")
        _not_negative(self.day_sd, f"{self.code}.day_sd")
        if self.overflow_after_s is not None:
            _not_negative(self.overflow_after_s, f"{self.code}.overflow_after_s")
        if not 1 <= self.concurrency <= MOST_CONCURRENCY:
            raise Problem(
                "simulation.out_of_range",
                field=f"{self.code}.concurrency",
                value=self.concurrency,
                least=1,
                most=MOST_CONCURRENCY,
            )
        if self.backlog < 0:
            raise Problem("simulation.not_negative", field=f"{self.code}.backlog", value=self.backlog)
        if self.deferred and (self.patience is not None or self.callback is not None):
            raise Problem("simulation.deferred_waits", field=self.code)
        if self.given is not None:
            self._check_given(self.given)
        if isinstance(self.handling, tuple) and len(self.handling) != len(arrivals):
            raise Problem(
                "simulation.intervals_differ",
                field=f"{self.code}.handling",
                found=len(self.handling),
                expected=len(arrivals),
            )

    def _check_given(self, given: Given) -> None:
        if self.deferred and given.patience_s is not None:
            raise Problem("simulation.deferred_waits", field=self.code)
        attempts = None if self.callback is None else self.callback.attempts
        for name in ("offer_s", "accepts", "reached"):
            if attempts is None and getattr(given, name) is not None:
                raise Problem("simulation.given_no_callback", field=f"{self.code}.{name}")
        if given.reached is not None and given.reached.shape[1] != attempts:
            found = given.reached.shape[1]
            raise Problem("simulation.given_lengths", field=f"{self.code}.reached", found=found, expected=attempts)
        if self.shared and given.centre is not None:
            raise Problem("simulation.given_unfit", field=f"{self.code}.centre")

    def handling_of(self, interval: int) -> Distribution:
        return self.handling[interval] if isinstance(self.handling, tuple) else self.handling


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
        _not_negative(self.after_s, f"{self.of}.after_s")
        _at_least(self.handling, 1e-3, f"{self.of}.handling")


@dataclass(frozen=True)
class Break:
    """So many agents of a team rest for `duration_s` each, from `at_s` on or from the end of the contact in hand."""

    at_s: float
    duration_s: float
    agents: int = 1

    def __post_init__(self) -> None:
        _not_negative(self.at_s, "at_s")
        _at_least(self.duration_s, 1e-3, "duration_s")
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
        _at_least(self.interval_min, 1e-3, "interval_min")
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
        _unlike([one.code for one in self.classes], "classes")
        _unlike([one.code for one in self.centres], "centres")
        _unlike([one.code for one in teams], "teams")
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
            _unlike([skill.of for skill in team.skills], f"{team.code}.skills")
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


def _not_negative(value: float, field: str) -> None:
    if not (value >= 0 and isfinite(value)):
        raise Problem("simulation.not_negative", field=field, value=value)


def _at_least(value: float, least: float, field: str) -> None:
    if not (value >= least and isfinite(value)):
        raise Problem("simulation.not_positive", field=field, value=value)


def _share(value: float, field: str) -> None:
    if not 0 <= value <= 1:
        raise Problem("simulation.share", field=field, value=value)


def _unlike(codes: list[str], field: str) -> None:
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise Problem("simulation.twice", field=field, value=twice[0])
