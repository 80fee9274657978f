"""Pieces of work of the capacity table; each is a process of its own and prints its seconds."""

from __future__ import annotations

import math
import random
from heapq import heappop, heappush
from itertools import count
from statistics import median
from typing import Any

import numpy as np

from benchmarks.measure import Stopwatch

AHT_S, CV, PATIENCE_S, SLOT_S = 240.0, 1.2, 180.0, 1_800.0


# --- the queue formulas ----------------------------------------------------------------------------------------------


def _cases(n: int, most: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(calls an hour, handling time, patience) of mixed intervals of `most` erlangs at most; the same every time."""
    chance = np.random.default_rng(20_261)
    load = np.exp(chance.uniform(0.0, math.log(most), n))
    aht_s, patience_s = chance.uniform(180.0, 600.0, n), chance.uniform(60.0, 600.0, n)
    return load * 3_600.0 / aht_s, aht_s, patience_s


def erlang_searches(n: str, most: str, patience: str) -> float:
    """Seconds of `n` searches for 95 % served within 60 s on one core; `patience`: with or without."""
    from pledgeline.capacity.core.erlang import Reading, Target, required_each

    calls, aht_s, patience_s = _cases(int(n), float(most))
    leave = patience_s if patience == "with" else math.inf
    target = Target(Reading.SERVED_WITHIN, 0.95, 60.0)
    required_each(calls[:10], aht_s[:10], patience_s[:10] if patience == "with" else math.inf, target)
    with Stopwatch() as watch:
        required_each(calls, aht_s, leave, target)
    return watch.seconds


def pyworkforce_searches(n: str, most: str, patience: str) -> float:
    """The reference, on the first `n` of the same intervals, one after the other as its interface has it."""
    from pyworkforce import queuing

    calls, aht_s, patience_s = _cases(10_000, float(most))
    with Stopwatch() as watch:
        for place in range(int(n)):
            given = {
                "transactions": calls[place], "aht": aht_s[place], "asa": 60.0, "interval": 3_600.0, "shrinkage": 0.0,
            }  # fmt: skip
            if patience == "with":
                erlang = queuing.ErlangA(**given, patience=patience_s[place])
            else:
                erlang = queuing.ErlangC(**given)
            erlang.required_positions(service_level=0.95, max_occupancy=1.0)
    return watch.seconds


# --- the forecast ----------------------------------------------------------------------------------------------------


def forecast_fits(days: str, fits: str) -> float:
    """Median seconds of one fit with calendar terms and calibration, on `days` workdays of 28 half-hours."""
    from benchmarks import made_days
    from pledgeline.capacity.core.forecast import forecast

    series, ahead, calendar = made_days.workdays(int(days))
    forecast(series, ahead, calendar)
    seconds = []
    for _fit in range(int(fits)):
        with Stopwatch() as watch:
            forecast(series, ahead, calendar)
        seconds.append(watch.seconds)
    return median(seconds)


# --- the simulation --------------------------------------------------------------------------------------------------


def simulate_days(which: str, days: str, threads: str) -> float:
    """Seconds a contact."""
    from benchmarks import made_days
    from pledgeline.capacity.core.simulation import simulate

    scenario = getattr(made_days, which)()
    simulate(scenario, replications=2, threads=1)
    with Stopwatch() as watch:
        found = simulate(scenario, replications=int(days), threads=int(threads))
    return watch.seconds / found.count("arrived")


def staff_a_day(replications: str) -> float:
    """Seconds to find the agents of every half-hour of a day for 90 % kept, on one core."""
    from benchmarks import made_days
    from pledgeline.capacity.core.simulation import warm_up
    from pledgeline.capacity.core.simulation.search import staff

    warm_up()
    with Stopwatch() as watch:
        staff(made_days.plain(), "phone", share=0.9, replications=int(replications), threads=1)
    return watch.seconds


def _plain_day() -> tuple[list[float], list[int]]:
    from benchmarks import made_days

    scenario = made_days.plain()
    team = next(scenario.teams())[1]
    return scenario.classes[0].arrivals.tolist(), team.agents.tolist()


def simpy_days(days: str) -> float:
    """The plain day by SimPy, with a dispatcher written by hand for it: seconds a contact."""
    import simpy

    arrivals, agents = _plain_day()
    sigma = math.sqrt(math.log1p(CV**2))
    mu = math.log(AHT_S) - sigma**2 / 2

    class Floor:
        def __init__(self, chance: random.Random) -> None:
            self.env, self.chance = simpy.Environment(), chance
            self.idle, self.target, self.present = 0, 0, 0
            self.queue: list[tuple[float, int, float]] = []
            self.numbers, self.arrived, self.served_in_time = count(), 0, 0
            self.env.process(self.staff())
            self.env.process(self.arrive())

        def arrive(self) -> Any:
            for i, expected in enumerate(arrivals):
                rate, end = expected / SLOT_S, (i + 1) * SLOT_S
                gap = self.chance.expovariate(rate)
                while self.env.now + gap < end:
                    yield self.env.timeout(gap)
                    self.arrived += 1
                    leaves = self.env.now + self.chance.expovariate(1.0 / PATIENCE_S)
                    heappush(self.queue, (self.env.now, next(self.numbers), leaves))
                    self.serve()
                    gap = self.chance.expovariate(rate)
                yield self.env.timeout(end - self.env.now)

        def serve(self) -> None:
            while self.idle and self.queue:
                arrived, _, leaves = heappop(self.queue)
                if leaves > self.env.now:
                    self.idle -= 1
                    self.served_in_time += self.env.now - arrived <= 60.0
                    self.env.process(self.talk())

        def talk(self) -> Any:
            yield self.env.timeout(self.chance.lognormvariate(mu, sigma))
            if self.present > self.target:
                self.present -= 1
            else:
                self.idle += 1
                self.serve()

        def staff(self) -> Any:
            for target in agents:
                self.target = target
                if target > self.present:
                    self.idle += target - self.present
                    self.present = target
                going = min(self.idle, self.present - target)
                self.idle -= going
                self.present -= going
                self.serve()
                yield self.env.timeout(SLOT_S)

    total = 0
    with Stopwatch() as watch:
        for day in range(int(days)):
            floor = Floor(random.Random(day))
            floor.env.run()
            total += floor.arrived
    return watch.seconds / total


def ciw_days(days: str) -> float:
    """The plain day by Ciw, as its manual has it: a schedule of servers, reneging, arrivals by interval."""
    import ciw

    arrivals, agents = _plain_day()
    sigma = math.sqrt(math.log1p(CV**2))
    mu = math.log(AHT_S) - sigma**2 / 2
    ends = [(i + 1) * SLOT_S for i in range(len(agents))]
    network = ciw.create_network(
        arrival_distributions=[
            ciw.dists.PoissonIntervals(
                rates=[one / SLOT_S for one in arrivals], endpoints=ends, max_sample_date=ends[-1]
            )
        ],
        service_distributions=[ciw.dists.Lognormal(mu, sigma)],
        number_of_servers=[ciw.Schedule(numbers_of_servers=agents, shift_end_dates=ends)],
        reneging_time_distributions=[ciw.dists.Exponential(1.0 / PATIENCE_S)],
    )
    total = 0
    with Stopwatch() as watch:
        for day in range(int(days)):
            ciw.seed(day)
            simulated = ciw.Simulation(network)
            simulated.simulate_until_max_time(ends[-1])
            total += sum(one.record_type in ("service", "renege") for one in simulated.get_all_records())
    return watch.seconds / total


WORK = (erlang_searches, pyworkforce_searches, forecast_fits, simulate_days, staff_a_day, simpy_days, ciw_days)
