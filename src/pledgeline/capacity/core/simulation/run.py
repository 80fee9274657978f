"""Runs replications, on as many threads as are wanted; the answer does not depend on how many."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue

import numpy as np
from numpy.typing import NDArray

from pledgeline.capacity.core.simulation import loop
from pledgeline.capacity.core.simulation.block import MOST_BYTES, Block, slots_for
from pledgeline.capacity.core.simulation.drawing import draw
from pledgeline.capacity.core.simulation.outcome import Outcome
from pledgeline.capacity.core.simulation.records import Record, read
from pledgeline.capacity.core.simulation.scenario import Scenario
from pledgeline.kernel.problem import Problem

MOST_REPLICATIONS = 100_000
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
    # Three numbers of every cell of every replication are kept.
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
        return list(_work(blank, _word(seed), chunks, each))

    if workers == 1:
        blocks = work()
    else:
        with ThreadPoolExecutor(workers) as pool:
            blocks = [block for one in [pool.submit(work) for _ in range(workers)] for block in one.result()]
    return _outcome(scenario, seed, blocks, each)


def record(scenario: Scenario, *, replication: int = 0, seed: int = 1) -> Record:
    """One day, contact by contact: what `simulate` with this seed counts in its day number `replication`.

    A contact takes about a sixth longer than when it is only counted, and 80 bytes (120 where callbacks are offered).
    """
    if not 0 <= replication < MOST_REPLICATIONS:
        raise Problem("simulation.replications", field="replication", value=replication, most=MOST_REPLICATIONS)
    block = Block(draw(scenario), slots_for(scenario), recorded=True)
    each = np.zeros((1, int(np.prod(block.drawing.cells)), loop.KEPT), np.int32)
    while not loop.run(_word(seed), replication, replication + 1, block.k.ctypes.data, each):
        block = block.larger()
    return read(block, _outcome(scenario, seed, [block], each))


def _word(seed: int) -> int:
    return int(np.uint64(seed % 2**64).astype(np.int64))


def _outcome(scenario: Scenario, seed: int, blocks: list[Block], each: NDArray[np.int32]) -> Outcome:
    return Outcome(
        scenario=scenario,
        replications=len(each),
        seed=seed,
        counts=np.sum([block.totals for block in blocks], axis=0),
        waits=np.sum([block.waits for block in blocks], axis=0),
        busy_s=np.sum([block.busy_us for block in blocks], axis=0) / 1e6,
        duty_s=np.sum([block.duty_us for block in blocks], axis=0) / 1e6,
        each=each.reshape(len(each), *blocks[0].drawing.cells, loop.KEPT),
    )


def is_compiled() -> bool:
    """Whether the next simulation starts at once: compiled in this process, or kept on the disk by an earlier one."""
    if loop.run.signatures:
        return True
    kept = Path(loop.run.stats.cache_path or "/nowhere")
    newest = max((file.stat().st_mtime for file in kept.glob("loop.run-*.nbc")), default=0.0)
    return newest > Path(loop.__file__).stat().st_mtime


def warm_up() -> None:
    """Compiles, or reads from the disk what was compiled before: 20 to 60 seconds the first time, else below one."""
    from pledgeline.capacity.core.simulation.contact_class import ContactClass
    from pledgeline.capacity.core.simulation.distributions import Exponential
    from pledgeline.capacity.core.simulation.scenario import Centre, Skill, Team

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
            blank = blank.larger()
            block = blank.copy()
        yield block


def _chunks(replications: int, workers: int) -> Iterator[tuple[int, int]]:
    size = max(1, -(-replications // (workers * (_CHUNKS_A_THREAD if workers > 1 else 1))))
    for first in range(0, replications, size):
        yield first, min(first + size, replications)
