"""From the plot to contacts: what every customer did and met, in whole seconds, as the platforms will record it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pledgeline.contacts.core.vocabulary import Outcome
from pledgeline.web.demo import arrivals, queueing
from pledgeline.web.demo.happened import NEVER, Bools, CallbackMade, Contacts, Ints, PoolStory, Shift
from pledgeline.web.demo.story import HALF_HOUR_S, HALF_HOURS, Handling, Plot, Pool

Floats = NDArray[np.float64]

DAY_S = 86_400
_PRIORITY = {"loss": 0, "card": 1, "instalment": 1}
_CUSTOMERS = 120_000


def staffing(plot: Plot, pool: Pool) -> Ints:
    """People for each half-hour, shape (days, 48): load + margin x sqrt(load) on the demand that was foreseen."""
    load = np.zeros((len(plot.days), HALF_HOURS))
    for demand in plot.demand:
        if demand.channel == pool.channel and pool.centre in demand.shares:
            calls = arrivals.expected(plot, demand, as_planned=True) * demand.shares[pool.centre]
            busy_s = plot.work(demand.service, demand.channel).mean_s + pool.ring_s
            load += calls * busy_s / HALF_HOUR_S / pool.slots
    people = np.ceil(load + pool.margin * np.sqrt(load))
    is_open = load > 0
    # Whoever still waits when the doors close is served: a last shift stays for one half-hour more.
    lingers = np.concatenate([[False], is_open.ravel()[:-1]]).reshape(is_open.shape)
    people = np.where(is_open | lingers, np.maximum(people, pool.floor), 0)
    for row, day in enumerate(plot.days):
        for episode in plot.episodes:
            if episode.holds(day):
                people[row] *= episode.staff
    for gap in pool.gaps:
        people[:, [k for k in range(HALF_HOURS) if gap.holds(k)]] *= gap.staff
    return np.where(people > 0, np.maximum(np.rint(people), 1), 0).astype(np.int64)


def _log_normal(rng: np.random.Generator, mean: Floats | float, cv: float, size: int) -> Floats:
    sigma = np.sqrt(np.log1p(cv**2))
    return mean * np.exp(sigma * rng.standard_normal(size) - sigma**2 / 2)


@dataclass(frozen=True)
class _Draws:
    """Every random number of a pool's contacts, drawn at arrival."""

    service: NDArray[np.str_]
    arrived: Floats
    front_s: Floats
    leaves_front: Bools
    patience_s: Floats
    talk_s: Floats
    hold_s: Floats
    wrapup_s: Floats

    def take(self, rows: NDArray[np.intp] | Bools) -> _Draws:
        return _Draws(*(getattr(self, column.name)[rows] for column in fields(self)))


def _draw(plot: Plot, service: str, work: Handling, arrived: Floats, rng: np.random.Generator) -> _Draws:
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
    return _Draws(
        service=np.full(n, service),
        arrived=arrived,
        # Who gives up in the menu does so sooner than it takes to get through it.
        front_s=np.where(leaves_front, np.maximum(front_s * 0.6, 2.0), np.maximum(front_s, 6.0)),
        leaves_front=leaves_front,
        patience_s=work.patience_s * np.exp(work.patience_sigma * rng.standard_normal(n)),
        talk_s=np.maximum(_log_normal(rng, work.talk_s * slower[day], work.talk_cv, n), 8.0),
        hold_s=np.where(rng.random(n) < work.hold_share, _log_normal(rng, work.hold_s, 0.8, n), 0.0),
        wrapup_s=_log_normal(rng, work.wrapup_s * slower[day], 0.7, n),
    )


def _offers(plot: Plot, pool: Pool, draws: _Draws, entered: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """When each contact would be offered a callback, and would accept it (inf: never), if it still waits then."""
    n = entered.size
    never = np.full(n, np.inf)
    after = rng.gamma(2.0, 0.5, n)
    reaction_s = 3.0 + rng.gamma(2.0, 2.5, n)
    accepts = rng.random(n)
    if pool.offer is None:
        return never, never
    offer = pool.offer
    hour = (entered % DAY_S) / 3_600
    days_without = np.array([any(e.holds(d) and not e.offers for e in plot.episodes) for d in plot.days] + [True])
    asked = np.isin(draws.service, offer.services) & (hour >= offer.from_hour) & (hour < offer.to_hour)
    asked &= ~days_without[np.minimum((entered // DAY_S).astype(np.intp), len(plot.days))]
    offered = np.where(asked, entered + offer.after_s + offer.spread_s * after, np.inf)
    return offered, np.where(accepts < offer.accept_share, offered + reaction_s, np.inf)


def simulate(plot: Plot, seed: int) -> list[PoolStory]:
    """Every pool's contacts. The same plot and seed give the same contacts."""
    streams = np.random.SeedSequence(seed).spawn(1 + len(plot.pools))
    found = arrivals.demand_arrivals(plot, np.random.default_rng(streams[0]))
    return [
        _pool_story(plot, pool, found, np.random.default_rng(stream))
        for pool, stream in zip(plot.pools, streams[1:], strict=True)
    ]


def _pool_story(
    plot: Plot, pool: Pool, found: dict[tuple[str, str, str], Floats], rng: np.random.Generator
) -> PoolStory:
    parts = [
        _draw(plot, service, plot.work(service, channel), times, rng)
        for (centre, service, channel), times in found.items()
        if (centre, channel) == (pool.centre, pool.channel)
    ]
    draws = _Draws(*(np.concatenate([getattr(part, column.name) for part in parts]) for column in fields(_Draws)))
    draws = draws.take(np.argsort(draws.arrived, kind="stable"))
    served, waiting, rows, offered_at = _run(plot, pool, draws, rng)
    contacts = _contacts(plot, pool, draws, served, waiting, rows, offered_at, rng)
    start = plot.start_s
    row_of = np.flatnonzero(rows)[np.argsort(_entered(draws)[rows], kind="stable")]
    callbacks = tuple(
        CallbackMade(
            origin=int(row_of[one.origin]),
            attempt=one.attempt,
            requested=start + int(one.requested),
            dialled=start + int(one.dialled),
            answered=None if one.answered is None else start + int(one.answered),
            released=start + int(one.released),
            agent=one.agent,
        )
        for one in sorted(served.callbacks, key=lambda one: (one.dialled, one.origin))
    )
    shifts = tuple(Shift(one.agent, start + int(one.joined), start + int(one.left)) for one in served.sessions)
    return PoolStory(pool, contacts, callbacks, shifts, staffing(plot, pool))


def _entered(draws: _Draws) -> Floats:
    return draws.arrived + draws.front_s


def _run(
    plot: Plot, pool: Pool, draws: _Draws, rng: np.random.Generator
) -> tuple[queueing.Served, queueing.Waiting, Bools, Floats]:
    """Send those who ask for a person through the queue; rows of the result are in order of queue entry."""
    rows = ~draws.leaves_front
    asking = draws.take(rows)
    asking = asking.take(np.argsort(_entered(asking), kind="stable"))
    entered = _entered(asking)
    n = entered.size
    hang_up = entered + asking.patience_s
    offered, accepts = _offers(plot, pool, asking, entered, rng)
    moved_out = np.full(n, np.inf)
    if pool.overflow is not None and pool.overflow.to == "out":
        moved_out = entered + pool.overflow.after_s
    ways = np.stack([hang_up, accepts, moved_out])
    failures = np.full(len(plot.days) + 1, pool.failures)
    for row, day in enumerate(plot.days):
        failures[row] += sum(episode.failures for episode in plot.episodes if episode.holds(day))
    waiting = queueing.Waiting(
        entered=entered,
        eligible=entered + pool.greeting_s,
        priority=np.array([_PRIORITY[one] for one in asking.service.tolist()], dtype=np.int64),
        leave_at=ways.min(axis=0),
        leave_why=ways.argmin(axis=0),
        hang_up_at=hang_up,
        ring_s=np.maximum(pool.ring_s * np.exp(0.50 * rng.standard_normal(n)), 1.0),
        work_s=asking.talk_s + asking.hold_s,
        wrapup_s=asking.wrapup_s,
        unanswered_ring=rng.random(n) < pool.no_answer_share,
        fails=rng.random(n) < failures[(entered // DAY_S).astype(np.intp)],
        reached=rng.random(n) < plot.callback.reached_share,
        reached_again=rng.random(n) < plot.callback.reached_share,
    )
    staff = np.concatenate([staffing(plot, pool).ravel(), [0]])
    return queueing.serve(waiting, staff, pool.slots, plot.callback), waiting, rows, offered


def _contacts(
    plot: Plot,
    pool: Pool,
    draws: _Draws,
    served: queueing.Served,
    waiting: queueing.Waiting,
    rows: Bools,
    offered_at: Floats,
    rng: np.random.Generator,
) -> Contacts:
    """Bring the queue's answers back into order of arrival, in whole epoch seconds."""
    n = draws.arrived.size
    entered = _entered(draws)
    row_of = np.flatnonzero(rows)[np.argsort(entered[rows], kind="stable")]

    def spread(values: Floats | Ints, default: Floats | float = np.nan) -> Floats:
        column = np.full(n, default) if np.isscalar(default) else np.array(default, dtype=np.float64)
        column[row_of] = values
        return column

    def whole(seconds: Floats) -> Ints:
        known = np.isfinite(seconds)
        return np.where(known, np.floor(np.where(known, seconds, 0)) + plot.start_s, NEVER).astype(np.int64)

    answered, rang, released = spread(served.answered), spread(served.rang), spread(served.released, entered)
    got_person = np.isfinite(answered)
    # Prompts, and moves to another queue, happen only to those still in it: neither gone nor ringing somewhere.
    still = np.where(np.isfinite(rang), rang, released)
    offered = spread(offered_at, np.inf)
    outcome = _outcomes(
        draws, answered, rang, spread(served.failed.astype(np.float64), 0.0) > 0, spread(waiting.leave_why, -1)
    )
    overflow_after_s = pool.overflow.after_s if pool.overflow is not None and pool.overflow.to == "queue" else np.inf
    overflowed = np.where(draws.leaves_front, np.inf, entered + overflow_after_s)
    return Contacts(
        service=draws.service,
        customer=np.floor(_CUSTOMERS * rng.power(0.7, n)).astype(np.int64),
        arrived=whole(draws.arrived),
        requested=np.where(draws.leaves_front, NEVER, whole(entered)),
        offered=whole(np.where(offered < still, offered, np.nan)),
        accepted=np.where(outcome == Outcome.CALLBACK_ACCEPTED.value, whole(released), NEVER),
        rang=whole(rang),
        rang_in_vain=whole(spread(served.rang_in_vain_at)),
        in_vain_agent=spread(served.rang_in_vain_agent, -1).astype(np.int64),
        answered=whole(answered),
        released=whole(released),
        wrapup_end=np.where(got_person, whole(released + draws.wrapup_s), NEVER),
        hold_s=np.where(got_person, np.floor(draws.hold_s), 0).astype(np.int64),
        agent=spread(served.agent, -1).astype(np.int64),
        overflowed=whole(np.where(overflowed < still, overflowed, np.nan)),
        transferred=got_person & (rng.random(n) < pool.transfer_share),
        agent_ended=rng.random(n) < 0.24,
        outcome=outcome,
    )


def _outcomes(draws: _Draws, answered: Floats, rang: Floats, failed: Bools, leave_why: Floats) -> NDArray[np.str_]:
    """How each contact ended; the first that applies, in words of the canonical vocabulary."""
    return np.select(
        [
            draws.leaves_front,
            np.isfinite(answered),
            failed,
            np.isfinite(rang),
            leave_why == queueing.ACCEPTED,
            leave_why == queueing.OVERFLOWED,
        ],
        [
            Outcome.ABANDONED_IVR.value,
            Outcome.ANSWERED.value,
            Outcome.FAILED_TECHNICAL.value,
            Outcome.ABANDONED_RING.value,
            Outcome.CALLBACK_ACCEPTED.value,
            Outcome.OVERFLOW_OUT.value,
        ],
        Outcome.ABANDONED_QUEUE.value,
    )


def weeks(plot: Plot) -> list[tuple[int, int]]:
    """Seven-day stretches of the period as epoch seconds, the last one shorter."""
    edges = [*range(0, len(plot.days), 7), len(plot.days)]
    return [(plot.start_s + a * DAY_S, plot.start_s + b * DAY_S) for a, b in pairwise(edges)]
