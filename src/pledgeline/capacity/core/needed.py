"""Agents that a forecast needs, by the exact formulas, and the share kept that a number of agents gives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pledgeline.capacity.core.erlang import Reading, Target, measures_each, required_each
from pledgeline.capacity.core.staffing import KeptShare, Numbers, Shrinkage, checked_aht_s
from pledgeline.kernel.problem import Problem


@dataclass(frozen=True)
class Needed:
    """Agents on contacts for the mean and the ends of the 80 % interval, and people to pay for the mean."""

    agents: Numbers
    low: Numbers
    high: Numbers
    people: Numbers


@dataclass(frozen=True)
class Work:
    aht_s: float
    patience_s: float
    interval_min: int

    def __post_init__(self) -> None:
        checked_aht_s(self.aht_s)

    def an_hour(self, contacts: Numbers) -> Numbers:
        return np.asarray(contacts * (60.0 / self.interval_min))


def needed(mean: Numbers, low: Numbers, high: Numbers, work: Work, target: Target, shrinkage: Shrinkage) -> Needed:
    """Raises Problem `plan.target_beyond_reach` where no number of agents reaches the target."""
    agents, fewest, most = (
        np.asarray(required_each(work.an_hour(contacts), work.aht_s, work.patience_s, target), dtype=float)
        for contacts in (mean, low, high)
    )
    if (agents < 0).any() or (most < 0).any():
        raise Problem("plan.target_beyond_reach", share=target.share)
    return Needed(agents, fewest, most, shrinkage.people(agents))


def kept_share(work: Work, target: Target) -> KeptShare:
    """What `chance_kept` asks: the share under the target's reading.

    A callback that is offered at the limit keeps everybody who still waits: those readings need a simulation.
    """
    figure = _FIGURES.get(target.reading)
    if figure is None:
        raise Problem("plan.reading_without_share", reading=target.reading.value)

    def share(contacts: Numbers, agents: Numbers) -> Numbers:
        found = measures_each(
            work.an_hour(contacts), work.aht_s, work.patience_s, np.floor(agents).astype(int), target.limit_s
        )
        return np.asarray(getattr(found, figure))

    return share


_FIGURES = {
    Reading.SERVED_WITHIN: "p_served_le_T",
    Reading.WAITED_WITHIN: "p_wait_le_T",
    Reading.OFFERED_WITHIN: "p_offered_le_T",
}
