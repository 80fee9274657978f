"""Runs replications, on as many threads as are wanted; the answer does not depend on how many."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue

import numpy as np

from pledgeline.capacity.core.simulation import loop
from pledgeline.capacity.core.simulation.outcome import Outcome
from pledgeline.capacity.core.simulation.packed import empty_tally, pack, room, slots_for
from pledgeline.capacity.core.simulation.scenario import Scenario
from pledgeline.kernel.problem import Problem

MOST_REPLICATIONS = 100_000
# A run keeps three numbers of every cell of every replication.
MOST_BYTES = 1_500_000_000
_CHUNKS_A_THREAD = 4


def simulate(scenario: Scenario, *, replications: int = 200, seed: int = 1, threads: int | None = None) -> Outcome:
    """What `replications` days of this scenario give.

    The same scenario and seed give the same answer whatever `threads` is (None: all processors). Two scenarios with the
    same seed meet the same customers, so `Outcome.against` compares them far better than their own intervals tell.
    Raises Problem `simulation.replications` or `simulation.too_large`.
    """
    if not 1 <= replications <= MOST_REPLICATIONS:
        raise Problem("simulation.replications", field="replications", value=replications, most=MOST_REPLICATIONS)
    plan = pack(scenario)
    asked = replications * plan.rate.size * plan.queue_of.shape[1] * loop.KEPT * 4
    if asked > MOST_BYTES:
        raise Problem("simulation.too_large", field="replications", megabytes=asked // 1_000_000)
    workers = max(1, min(threads or os.cpu_count() or 1, replications))
    found = empty_tally(plan, replications)
    chunks: SimpleQueue[tuple[int, int]] = SimpleQueue()
    for chunk in _chunks(replications, workers):
        chunks.put(chunk)

    def work() -> loop.Tally:
        return _work(plan, slots_for(scenario), np.uint64(seed % 2**64), chunks, found)

    if workers == 1:
        parts = [work()]
    else:
        with ThreadPoolExecutor(workers) as pool:
            parts = [one.result() for one in [pool.submit(work) for _ in range(workers)]]
    for part in parts:
        for name in ("total", "waits", "busy_us", "duty_us"):
            getattr(found, name)[...] += getattr(part, name)
    return Outcome(
        scenario=scenario,
        replications=replications,
        seed=seed,
        counts=found.total,
        waits=found.waits,
        busy_s=found.busy_us / 1e6,
        duty_s=found.duty_us / 1e6,
        each=found.each,
    )


def warm_up() -> None:
    """Compiles, or reads from the disk what was compiled before: 20 to 60 seconds the first time, else below one."""
    from pledgeline.capacity.core.simulation.distributions import Exponential
    from pledgeline.capacity.core.simulation.scenario import Centre, ContactClass, Skill, Team

    calls = ContactClass("calls", np.array([10.0]), Exponential(60.0), Exponential(60.0))
    team = Team("all", np.array([1]), (Skill("calls"),))
    simulate(Scenario(30.0, (calls,), (Centre("here", (team,)),)), replications=1, threads=1)


def _work(
    plan: loop.Plan, slots: int, seed: np.uint64, chunks: SimpleQueue[tuple[int, int]], found: loop.Tally
) -> loop.Tally:
    """Takes chunks of replications as long as there are any; `each` goes straight to its rows of `found`."""
    mine, floor = empty_tally(plan, 0), room(plan, slots)
    while True:
        try:
            first, last = chunks.get_nowait()
        except Empty:  # another thread was faster
            break
        part = empty_tally(plan, 0)._replace(each=found.each[first:last])
        while not loop.run(seed, first, last, plan, floor, part):
            slots *= 2
            floor = room(plan, slots)
            part = empty_tally(plan, 0)._replace(each=found.each[first:last])
        for name in ("total", "waits", "busy_us", "duty_us"):
            getattr(mine, name)[...] += getattr(part, name)
    return mine


def _chunks(replications: int, workers: int) -> Iterator[tuple[int, int]]:
    size = max(1, -(-replications // (workers * _CHUNKS_A_THREAD)))
    for first in range(0, replications, size):
        yield first, min(first + size, replications)
