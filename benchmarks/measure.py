"""Runs pieces of work as processes, in turns, and keeps wall time and peak memory of each."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

MIB = 1024 * 1024


@dataclass(frozen=True)
class Run:
    """`seconds` is what the work says of itself (imports excluded); `peak_mib` the process's greatest resident size."""

    seconds: float
    peak_mib: float


def run(name: str, *arguments: str) -> Run:
    """Runs `benchmarks.work NAME` in a fresh process; raises RuntimeError with its output where it fails."""
    started = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.work", name, *arguments], stdout=subprocess.PIPE, text=True
    )
    printed = started.stdout.read() if started.stdout else ""
    _pid, status, usage = os.wait4(started.pid, 0)
    if status != 0:
        raise RuntimeError(f"{name} ended with status {status}: {printed}")
    return Run(seconds=float(printed.strip().splitlines()[-1]), peak_mib=usage.ru_maxrss * 1024 / MIB)


@dataclass(frozen=True)
class Pair:
    """Our runs beside the reference's; the ratio is the median of the turns' own ratios."""

    ours: Sequence[Run]
    reference: Sequence[Run]

    @property
    def ratio(self) -> float:
        return median(own.seconds / other.seconds for own, other in zip(self.ours, self.reference, strict=True))

    @property
    def peak_mib(self) -> float:
        return max(own.peak_mib for own in self.ours)


def in_turns(ours: Sequence[str], reference: Sequence[str], *, turns: int) -> Pair:
    """Both once to warm the file cache, then `turns` times each, one after the other."""
    run(*reference)
    pairs = [(run(*reference), run(*ours)) for _turn in range(turns)]
    return Pair(ours=[own for _other, own in pairs], reference=[other for other, _own in pairs])


class Stopwatch:
    """`with Stopwatch() as watch: …` then `watch.seconds`."""

    def __enter__(self) -> Stopwatch:
        self._start = time.perf_counter()
        return self

    def __exit__(self, *_error: object) -> None:
        self.seconds = time.perf_counter() - self._start
