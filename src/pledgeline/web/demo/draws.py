"""What contacts bring with them: everything that is decided before the queue sees them.

All in whole seconds, as the platforms record them: what the simulator counts is then what a reader of the files must
find.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from pledgeline.web.demo.happened import Bools, Ints
from pledgeline.web.demo.story import DAY_S, Handling, Plot, Pool

Floats = NDArray[np.float64]

# An agent who does not pick up: so long it rings before the next one is tried.
UNANSWERED_RING_S = 12


def _log_normal(rng: np.random.Generator, mean: Floats | float, cv: float, size: int) -> Floats:
    sigma = np.sqrt(np.log1p(cv**2))
    return mean * np.exp(sigma * rng.standard_normal(size) - sigma**2 / 2)


def _whole(seconds: Floats, at_least: float = 0.0) -> Ints:
    return np.maximum(np.rint(seconds), at_least).astype(np.int64)


@dataclass(frozen=True)
class Draws:
    """What a pool's contacts bring with them, one value each, in whole seconds since the first midnight or long."""

    service: NDArray[np.str_]
    arrived: Ints
    front_s: Ints
    leaves_front: Bools
    patience_s: Ints
    talk_s: Ints
    hold_s: Ints
    wrapup_s: Ints

    @property
    def entered(self) -> Ints:
        """When it asks for a person, if it does not leave before."""
        return self.arrived + self.front_s

    @classmethod
    def joined(cls, parts: Sequence[Draws]) -> Draws:
        """All contacts together, by arrival."""
        every = cls(*(np.concatenate([getattr(part, column.name) for part in parts]) for column in fields(cls)))
        return every.take(np.argsort(every.arrived, kind="stable"))

    def take(self, rows: NDArray[np.intp] | Bools) -> Draws:
        return Draws(*(getattr(self, column.name)[rows] for column in fields(self)))


@dataclass(frozen=True)
class Fate:
    """What else is decided before the queue sees a contact that asks for a person; one value each, seconds long.

    `leave_s`: after how long it goes if nobody has answered; `out` or `fails` say why, else patience is at an end.
    """

    offer_s: Floats
    accepts: Bools
    reached: Bools
    reaction_s: Ints
    greeting_s: Ints
    vain: Bools
    ring_s: Ints
    leave_s: Ints
    out: Bools
    fails: Bools


def draw(plot: Plot, service: str, work: Handling, arrived: Floats, rng: np.random.Generator) -> Draws:
    n = arrived.size
    door = plot.front_door(work.channel)
    slower = np.ones(len(plot.days))
    for row, date in enumerate(plot.days):
        for episode in plot.episodes:
            if episode.holds(date):
                slower[row] *= episode.handling
    day = (arrived // DAY_S).astype(np.intp)
    leaves_front = rng.random(n) < door.abandon_share
    front_s = door.median_s * np.exp(door.sigma * rng.standard_normal(n))
    return Draws(
        service=np.full(n, service),
        arrived=np.floor(arrived).astype(np.int64),
        # Who gives up in the menu does so sooner than it takes to get through it.
        front_s=np.where(leaves_front, _whole(front_s * 0.6, 2.0), _whole(front_s, 6.0)),
        leaves_front=leaves_front,
        patience_s=_whole(work.patience_s * np.exp(work.patience_sigma * rng.standard_normal(n)), 1.0),
        talk_s=_whole(_log_normal(rng, work.talk_s * slower[day], work.talk_cv, n), 8.0),
        hold_s=_whole(np.where(rng.random(n) < work.hold_share, _log_normal(rng, work.hold_s, 0.8, n), 0.0)),
        wrapup_s=_whole(_log_normal(rng, work.wrapup_s * slower[day], 0.7, n)),
    )


def _offers(plot: Plot, pool: Pool, asked: Draws, rng: np.random.Generator) -> tuple[Floats, Bools, Ints]:
    """After how long each contact is offered a callback (inf: never), whether it accepts, how long that takes."""
    n = asked.entered.size
    after, reaction_s, accepts = rng.gamma(2.0, 0.5, n), _whole(3.0 + rng.gamma(2.0, 2.5, n)), rng.random(n)
    offer = pool.offer
    if offer is None:
        return np.full(n, np.inf), np.zeros(n, dtype=np.bool_), reaction_s
    hour = (asked.entered % DAY_S) / 3_600
    days_without = np.array([any(e.holds(d) and not e.offers for e in plot.episodes) for d in plot.days] + [True])
    prompted = np.isin(asked.service, offer.services) & (hour >= offer.from_hour) & (hour < offer.to_hour)
    prompted &= ~days_without[np.minimum(asked.entered // DAY_S, len(plot.days))]
    offer_s = np.where(prompted, np.rint(offer.after_s + offer.spread_s * after), np.inf)
    return offer_s, accepts < offer.accept_share, reaction_s


def fate(plot: Plot, pool: Pool, asked: Draws, rng: np.random.Generator) -> Fate:
    n = asked.entered.size
    offer_s, accepts, reaction_s = _offers(plot, pool, asked, rng)
    failures = np.full(len(plot.days) + 1, pool.failures)
    for row, day in enumerate(plot.days):
        failures[row] += sum(episode.failures for episode in plot.episodes if episode.holds(day))
    ring_s = _whole(pool.ring_s * np.exp(0.50 * rng.standard_normal(n)), 1.0)
    vain = rng.random(n) < pool.no_answer_share
    fails = rng.random(n) < failures[asked.entered // DAY_S]
    # A line that fails does so while the greeting plays: before anybody could have answered.
    fails_after_s = 1 + np.floor(rng.random(n) * pool.greeting_s).astype(np.int64)
    moves_s = pool.overflow.after_s if pool.overflow is not None and pool.overflow.to == "out" else np.inf
    stays_s = np.minimum(asked.patience_s, moves_s)
    return Fate(
        offer_s=offer_s,
        accepts=accepts,
        reached=rng.random((n, plot.callback.attempts)) < plot.callback.reached_share,
        reaction_s=reaction_s,
        # For the customer a vain ring is as if the greeting were longer.
        greeting_s=np.where(vain, pool.greeting_s + UNANSWERED_RING_S, pool.greeting_s).astype(np.int64),
        vain=vain,
        ring_s=ring_s,
        leave_s=np.where(fails, np.minimum(stays_s, fails_after_s), stays_s).astype(np.int64),
        out=asked.patience_s >= moves_s,
        fails=fails & (fails_after_s <= stays_s),
    )
