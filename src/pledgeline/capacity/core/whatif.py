"""One day of a plan simulated, and the same day with something changed, for the same customers.

What the formulas cannot hold is in here: the queue that an interval hands on to the next, handling times and patience
as they were measured, callbacks that are offered, and teams of other centres that help.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from pledgeline.capacity.core.simulation import (
    Callback,
    Centre,
    ContactClass,
    Difference,
    Distribution,
    Estimate,
    LogNormal,
    Observed,
    Outcome,
    Scenario,
    Skill,
    Team,
    simulate,
)
from pledgeline.capacity.core.staffing import Numbers
from pledgeline.contacts.core.patience import PatienceCurve
from pledgeline.kernel.problem import Problem

CALLS = "calls"
# Handling times of real centres spread about as far as their mean (a coefficient of variation of 0.8 to 1.5).
USUAL_CV = 1.0
REPLICATIONS = 400
SEED = 20260101


@dataclass(frozen=True, eq=False)
class Place:
    """A centre's part of a day: contacts and agents by interval."""

    centre: str
    contacts: Numbers
    agents: Numbers


@dataclass(frozen=True, eq=False)
class Day:
    """A day as it is planned. `own` is the centre asked about; `others` are there to help it, if overflow is on.

    `handling` is one distribution, or one an interval; `day_sd` the relative spread of the day's volume.
    """

    interval_min: float
    own: Place
    handling: Distribution | tuple[Distribution, ...]
    patience: Distribution | PatienceCurve | None
    limit_s: float = 60.0
    day_sd: float = 0.0
    callback: Callback | None = None
    others: tuple[Place, ...] = field(default_factory=tuple)
    overflow_after_s: float | None = None


@dataclass(frozen=True)
class Change:
    """What is otherwise: factors on contacts and handling time, agents more (or less) in every interval in which
    somebody is on duty, callbacks offered after so many seconds (0: never; None: as planned), and whether other centres
    help with who has waited `overflow_after_s` (None: as planned, 0: they do not)."""

    volume: float = 1.0
    handling: float = 1.0
    agents: int = 0
    callback_after_s: float | None = None
    callback_accepted: float = 0.4
    overflow_after_s: float | None = None

    def __post_init__(self) -> None:
        for name in ("volume", "handling"):
            if not 0.05 <= getattr(self, name) <= 20:
                raise Problem("whatif.factor", field=name, value=getattr(self, name))


@dataclass(frozen=True)
class Compared:
    """Both days and their difference in the share kept, customer by customer the same luck."""

    base: Outcome
    changed: Outcome
    difference: Difference

    def chance(self, target: float) -> tuple[Estimate, Estimate]:
        """How likely each of the two days reaches the target."""
        own = self.base.scenario.centres[0].code
        return self.base.chance_kept(target, centre=own), self.changed.chance_kept(target, centre=own)


def compare(day: Day, change: Change, *, replications: int = REPLICATIONS, seed: int = SEED) -> Compared:
    base = simulate(scenario(day), replications=replications, seed=seed)
    changed = simulate(scenario(changed_day(day, change)), replications=replications, seed=seed)
    return Compared(base, changed, changed.against(base, centre=day.own.centre))


def changed_day(day: Day, change: Change) -> Day:
    callback = day.callback
    if change.callback_after_s is not None:
        given = Callback(after_s=change.callback_after_s, accepted=change.callback_accepted)
        callback = given if change.callback_after_s > 0 else None
    overflow = day.overflow_after_s if change.overflow_after_s is None else (change.overflow_after_s or None)
    on_duty = day.own.agents > 0
    agents = np.where(on_duty, np.maximum(day.own.agents + change.agents, 0.0), day.own.agents)
    return replace(
        day,
        own=replace(day.own, contacts=day.own.contacts * change.volume, agents=agents),
        handling=stretched(day.handling, change.handling),
        callback=callback,
        overflow_after_s=overflow,
    )


def stretched(
    handling: Distribution | tuple[Distribution, ...], factor: float
) -> Distribution | tuple[Distribution, ...]:
    """Every handling time times a factor."""
    if factor == 1.0:
        return handling
    if isinstance(handling, tuple):
        kinds: dict[int, Distribution] = {}
        for one in handling:
            kinds.setdefault(id(one), _stretched(one, factor))
        return tuple(kinds[id(one)] for one in handling)
    return _stretched(handling, factor)


def _stretched(one: Distribution, factor: float) -> Distribution:
    if isinstance(one, Observed):
        return Observed(one.seconds * factor)
    if isinstance(one, LogNormal):
        return LogNormal(one.mean_s * factor, one.cv)
    return replace(one, **{name: getattr(one, name) * factor for name in one.__dataclass_fields__})


def scenario(day: Day) -> Scenario:
    """The day as the simulation reads it. Without other centres nobody helps."""
    places = (day.own, *day.others)
    contacts = np.sum([one.contacts for one in places], axis=0)
    whole = np.where(contacts > 0, contacts, 1.0)
    alone = np.eye(len(places))[0]
    shares: dict[str, float | Numbers] = {
        one.centre: np.where(contacts > 0, one.contacts / whole, alone[row]) for row, one in enumerate(places)
    }
    calls = ContactClass(
        CALLS,
        contacts,
        day.handling,
        day.patience,
        limit_s=day.limit_s,
        callback=day.callback,
        shares=shares,
        overflow_after_s=day.overflow_after_s if day.others else None,
        day_sd=day.day_sd,
    )
    centres = tuple(
        Centre(one.centre, (Team(f"{one.centre}.team", np.floor(one.agents), (Skill(CALLS),)),)) for one in places
    )
    return Scenario(day.interval_min, (calls,), centres)


def day_shares(days: Sequence[Day], *, replications: int, seed: int = SEED) -> Numbers:
    """Share kept on each day (rows) in each replication, the best first; a day without contacts keeps its promise."""
    rows = []
    for number, day in enumerate(days):
        found = simulate(scenario(day), replications=replications, seed=seed + number)
        rows.append(np.nan_to_num(found.day_shares(centre=day.own.centre), nan=1.0))
    return -np.sort(-np.array(rows), axis=1)


def usual_handling(mean_s: float) -> LogNormal:
    """Where only a mean is known."""
    return LogNormal(mean_s, USUAL_CV)


def interval_shares(outcome: Outcome, centre: str) -> list[Estimate]:
    """Share kept of the contacts that arrived in each interval."""
    return [outcome.kept(centre=centre, interval=place) for place in range(outcome.scenario.intervals)]


def figures(outcome: Outcome, centre: str) -> Mapping[str, float]:
    """What a page sets side by side, shares of all arrivals; occupancy over the whole day."""
    own = [row for row, (place, _team) in enumerate(outcome.scenario.teams()) if place.code == centre]
    duty = float(outcome.duty_s[:, own].sum())
    arrived = max(outcome.count("arrived", centre=centre), 1)
    return {
        "contacts": outcome.count("arrived", centre=centre) / outcome.replications,
        "kept": outcome.kept(centre=centre).value,
        "offered": outcome.count("offered", centre=centre) / arrived,
        "abandoned": outcome.abandoned(centre=centre).value,
        "mean_wait_s": outcome.mean_wait_s(centre=centre),
        "occupancy": float(outcome.busy_s[:, own].sum()) / duty if duty else float("nan"),
    }
