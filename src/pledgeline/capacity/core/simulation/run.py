"""Runs replications, on as many threads as are wanted; the answer does not depend on how many."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue

import numpy as np
from numpy.typing import NDArray

from pledgeline.capacity.core.simulation import loop
from pledgeline.capacity.core.simulation.block import Block, slots_for
from pledgeline.capacity.core.simulation.drawing import draw
from pledgeline.capacity.core.simulation.outcome import Outcome
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
    drawing = draw(scenario)
    intervals, classes, places = drawing.cells
    asked = replications * intervals * classes * places * loop.KEPT * 4
    if asked > MOST_BYTES:
        raise Problem("simulation.too_large", field="replications", megabytes=asked // 1_000_000)
    workers = max(1, min(threads or os.cpu_count() or 1, replications))
    each = np.zeros((replications, intervals * classes * places, loop.KEPT), np.int32)
    blank = Block(drawing, slots_for(scenario))
    chunks: SimpleQueue[tuple[int, int]] = SimpleQueue()
    for chunk in _chunks(replications, workers):
        chunks.put(chunk)

    def work() -> list[Block]:
        return list(_work(blank, int(np.uint64(seed % 2**64).astype(np.int64)), chunks, each))

    if workers == 1:
        blocks = work()
    else:
        with ThreadPoolExecutor(workers) as pool:
            blocks = [block for one in [pool.submit(work) for _ in range(workers)] for block in one.result()]
    return Outcome(
        scenario=scenario,
        replications=replications,
        seed=seed,
        counts=np.sum([block.totals for block in blocks], axis=0),
        waits=np.sum([block.waits for block in blocks], axis=0),
        busy_s=np.sum([block.busy_us for block in blocks], axis=0) / 1e6,
        duty_s=np.sum([block.duty_us for block in blocks], axis=0) / 1e6,
        each=each.reshape(replications, intervals, classes, places, loop.KEPT),
    )


def warm_up() -> None:
    """Compiles, or reads from the disk what was compiled before: 20 to 60 seconds the first time, else below one."""
    from pledgeline.capacity.core.simulation.distributions import Exponential
    from pledgeline.capacity.core.simulation.scenario import Centre, ContactClass, Skill, Team

    calls = ContactClass("calls", np.array([10.0]), Exponential(60.0), Exponential(60.0))
    team = Team("all", np.array([1]), (Skill("calls"),))
    simulate(Scenario(30.0, (calls,), (Centre("here", (team,)),)), replications=1, threads=1)


def _work(blank: Block, seed: int, chunks: SimpleQueue[tuple[int, int]], each: NDArray[np.int32]) -> Iterator[Block]:
    """Takes chunks of replications as long as there are any, and yields what each left."""
    while True:
        try:
            first, last = chunks.get_nowait()
        except Empty:
            return
        block = blank.copy()
        while not loop.run(seed, first, last, block.k.ctypes.data, each[first:last]):
            blank = Block(blank.drawing, 2 * blank.slots)
            block = blank.copy()
        yield block


def _chunks(replications: int, workers: int) -> Iterator[tuple[int, int]]:
    size = max(1, -(-replications // (workers * (_CHUNKS_A_THREAD if workers > 1 else 1))))
    for first in range(0, replications, size):
        yield first, min(first + size, replications)
