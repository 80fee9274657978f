"""From the plot to contacts: who comes, with what; what the simulator of `capacity` does with them.

`draws.py` decides what they bring, `told.py` words what became of them as the platforms do.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from pledgeline.capacity.core.simulation import (
    Callback,
    Centre,
    ContactClass,
    Given,
    LogNormal,
    Record,
    Scenario,
    Skill,
    Team,
    record,
)
from pledgeline.web.demo import arrivals, told
from pledgeline.web.demo.desks import Desks
from pledgeline.web.demo.draws import Draws, Fate, Floats, draw, fate
from pledgeline.web.demo.happened import Ints, PoolStory
from pledgeline.web.demo.story import DAY_S, HALF_HOUR_S, HALF_HOURS, Plot, Pool
from pledgeline.web.demo.told import Asked

_PRIORITY = {"loss": 0, "card": 1, "instalment": 1}
_MINUTES = HALF_HOUR_S / 60


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
        draw(plot, service, plot.work(service, channel), times, rng)
        for (centre, service, channel), times in found.items()
        if (centre, channel) == (pool.centre, pool.channel)
    ]
    everybody = Draws.joined(parts)
    rows = np.flatnonzero(~everybody.leaves_front)
    asked = everybody.take(rows)
    fated = fate(plot, pool, asked, rng)
    staff = staffing(plot, pool)
    plan = scenario(plot, pool, asked, fated, staff)
    done = record(plan)
    met = Asked.of(rows, asked, fated, done, _whose(asked, plan, done))
    desks = Desks(done)
    return PoolStory(
        pool=pool,
        contacts=told.contacts(plot, pool, everybody, met, desks, rng),
        callbacks=told.callbacks(plot, met, desks),
        shifts=desks.shifts(plot.start_s),
        staff=staff,
        rule={one.code: done.outcome.rule(contact_class=one.code) for one in plan.classes},
    )


def _whose(asked: Draws, plan: Scenario, done: Record) -> Ints:
    """Which of those who asked each contact of the record is: the simulator numbers each class by itself."""
    found = np.empty(done.n, np.int64)
    for number, one in enumerate(plan.classes):
        mine = done.contact_class == number
        found[mine] = np.flatnonzero(asked.service == one.code)[done.given[mine]]
    return found


def scenario(plot: Plot, pool: Pool, asked: Draws, fated: Fate, staff: Ints) -> Scenario:
    """The pool as the simulator knows it: its services are the classes, its people one team, half-hour by half-hour.

    A last half-hour after the period serves those who still wait; nobody else comes.
    """
    on_duty = np.append(staff.ravel(), staff.ravel()[-1])
    services = [one.service for one in plot.demand if one.channel == pool.channel and pool.centre in one.shares]
    classes = tuple(_class(plot, pool, service, asked, fated, on_duty.size) for service in services)
    team = Team("people", on_duty, tuple(Skill(service) for service in services))
    return Scenario(_MINUTES, classes, (Centre(pool.centre, (team,)),))


def _class(plot: Plot, pool: Pool, service: str, asked: Draws, fated: Fate, intervals: int) -> ContactClass:
    mine = asked.service == service
    rule, work = plot.callback, plot.work(service, pool.channel)
    came = Given(
        at_s=asked.entered[mine],
        handling_s=(asked.talk_s + asked.hold_s + asked.wrapup_s)[mine],
        patience_s=fated.leave_s[mine],
        offer_s=fated.offer_s[mine],
        accepts=fated.accepts[mine],
        reached=fated.reached[mine],
        greeting_s=fated.greeting_s[mine],
        ring_s=fated.ring_s[mine],
    )
    callback = Callback(
        after_s=0.0 if pool.offer is None else pool.offer.after_s,
        attempts=rule.attempts,
        unreached_s=rule.unreached_s,
        retry_after_s=rule.retry_s,
        dial_s=rule.dial_s,
    )
    return ContactClass(
        service,
        came.arrivals(intervals, _MINUTES),
        LogNormal(work.mean_s, work.talk_cv),
        priority=_PRIORITY[service],
        concurrency=pool.slots,
        callback=callback,
        given=came,
    )


def weeks(plot: Plot) -> list[tuple[int, int]]:
    """Seven-day stretches of the period as epoch seconds, the last one shorter."""
    edges = [*range(0, len(plot.days), 7), len(plot.days)]
    return [(plot.start_s + a * DAY_S, plot.start_s + b * DAY_S) for a, b in pairwise(edges)]
