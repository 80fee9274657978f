"""Writes `reference.csv`: what the queue formulas must give, from arithmetic of 50 digits and by two routes.

    python -m tests.oracle.capacity.reference

Every row is computed by `by_states` and by `by_integral` (without leaving: by a sum over states and by the incomplete
gamma function), and written only where both agree to 40 digits (20 for the one that is a numerical derivative).
The smallest numbers of agents are found by halving, each step by the first route, the last two steps by the second
too. Takes some minutes; nothing of the product is called.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import mpmath as mp

from tests.oracle.capacity import slow_erlang
from tests.oracle.capacity.slow_erlang import DIGITS, NAMES

TABLE = Path(__file__).parent / "reference.csv"
INPUTS = ("calls_per_hour", "aht_s", "patience_s", "agents", "limit_s")
REQUIRED = {
    "n_req80_served": ("p_served_le_T", "0.80"), "n_req95_served": ("p_served_le_T", "0.95"),
    "n_req95_wait": ("p_wait_le_T", "0.95"), "n_req95_offered": ("p_offered_le_T", "0.95"),
}  # fmt: skip
NEVER = ""  # nobody leaves

Case = tuple[str, str, str, int, str]
# calls/h, aht, patience, agents, T. The loads run from 0.003 to 20,000 erlangs, load / agents to 2.
CASES: tuple[Case, ...] = (
    # nobody leaves
    ("0.06", "180", NEVER, 1, "20"), ("12", "180", NEVER, 2, "60"), ("30", "300", NEVER, 3, "20"),
    ("69", "240", NEVER, 5, "45"), ("120", "285", NEVER, 11, "30"), ("450", "240", NEVER, 31, "20"),
    ("450", "240", NEVER, 36, "60"), ("960", "300", NEVER, 81, "60"), ("2400", "300", NEVER, 215, "10"),
    ("12000", "300", NEVER, 1003, "60"), ("60000", "300", NEVER, 5040, "20"), ("240000", "300", NEVER, 20050, "60"),
    # some leave
    ("0.06", "180", "120", 1, "20"), ("12", "300", "180", 1, "60"), ("12", "300", "1", 2, "10"),
    ("60", "240", "60", 5, "0"), ("69", "240", "90", 4, "30"), ("120", "285", "600", 9, "20"),
    ("450", "240", "180", 30, "60"), ("450", "240", "180", 20, "60"), ("450", "240", "180", 15, "60"),
    ("450", "240", "180", 40, "5"), ("450", "240", "36000000", 32, "20"), ("960", "300", "300", 82, "60"),
    ("960", "300", "6000", 84, "20"), ("960", "300", "45", 70, "60"), ("2400", "300", "240", 200, "10"),
    ("12000", "300", "300", 1000, "60"), ("12000", "300", "60", 900, "20"), ("12000", "300", "300", 500, "60"),
    ("60000", "300", "120", 5000, "60"), ("60000", "300", "900", 4800, "30"), ("240000", "300", "180", 19800, "60"),
    # edges: nobody comes, nobody serves, as much work as agents, more work than agents
    ("0", "300", "180", 3, "60"), ("120", "300", "180", 0, "60"), ("12", "300", NEVER, 1, "60"),
    ("24", "300", NEVER, 1, "60"),
)  # fmt: skip


def without_leaving(way: str, calls: str, aht: str, agents: int, limit: str) -> dict[str, Any]:
    """Erlang-C; `way` is `states` (the sum over free agents) or `integral` (the incomplete gamma function)."""
    with mp.workdps(DIGITS + 20):
        load, n, handling, t = mp.mpf(calls) * mp.mpf(aht) / 3600, mp.mpf(agents), mp.mpf(aht), mp.mpf(limit)
        if load >= n:  # the queue grows without end
            return dict(zip(NAMES, (1, 0, 0, 0, 0, mp.inf, mp.inf, 1, mp.inf), strict=True))
        if way == "states":
            loss = 1 / (1 + n / load * slow_erlang.free(load, agents))
        else:
            loss = mp.exp(-load) * load**n / mp.gamma(n + 1) / mp.gammainc(n + 1, load, regularized=True)
        waits = loss / (1 - load / n * (1 - loss))
        within = 1 - waits * mp.exp(-(n - load) * t / handling)
        mean = waits * handling / (n - load)
        return dict(
            zip(NAMES, (waits, within, within, within, mp.mpf(0), mean, mean, load / n, load * mean / handling),
                strict=True)
        )  # fmt: skip


def nobody_serves(patience: str, limit: str, calls: str) -> dict[str, Any]:
    """Everybody waits until patience ends, on average its mean."""
    with mp.workdps(DIGITS + 20):
        mean, t = mp.mpf(patience), mp.mpf(limit)
        return dict(
            zip(NAMES, (1, 0, 1 - mp.exp(-t / mean), 0, 1, mean, mp.nan, 0, mp.mpf(calls) / 3600 * mean), strict=True)
        )


def nobody_comes() -> dict[str, Any]:
    """Whoever came would find an agent free; shares are those of that one."""
    return dict(zip(NAMES, (0, 1, 1, 1, 0, 0, 0, 0, 0), strict=True))


@cache
def slow(way: str, calls: str, aht: str, patience: str, agents: int, limit: str) -> dict[str, Any]:
    """The measures of one case by one way."""
    if mp.mpf(calls) == 0 and agents > 0:
        return nobody_comes()
    if patience == NEVER:
        return without_leaving(way, calls, aht, agents, limit)
    if agents == 0:
        return nobody_serves(patience, limit, calls)
    route: Callable[..., dict[str, Any]] = slow_erlang.by_states if way == "states" else slow_erlang.by_integral
    return route(calls, aht, patience, agents, limit)


def smallest(case: Case, name: str, share: str) -> int:
    """By halving; each measure only grows with the agents."""
    calls, aht, patience, _, limit = case
    if mp.mpf(calls) == 0:
        return 0

    def reached(agents: int, way: str = "states") -> bool:
        if agents == 0 and patience == NEVER:
            return False
        return bool(slow(way, calls, aht, patience, agents, limit)[name] >= mp.mpf(share))

    # From the load outwards: far below it, patience of months makes queues of millions, and as many states.
    at = int(mp.mpf(calls) * mp.mpf(aht) / 3600)
    step = 1
    if reached(at):
        low, high = at, at
        while low > 0 and reached(low):
            low, high, step = max(low - step, 0), low, step * 2
        if reached(low):
            return 0
    else:
        low, high = at, at + 1
        while not reached(high):
            low, high, step = high, high + step, step * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    if not reached(high, "integral") or (low > 0 and reached(low, "integral")):
        raise AssertionError(f"the two ways disagree: {case} {name}")
    return high


def row(case: Case) -> dict[str, str]:
    """One line of the table; raises AssertionError where the two ways differ."""
    states, integral = slow("states", *case), slow("integral", *case)
    for name in NAMES:
        digits = mp.mpf(10) ** (-20 if name == "mean_wait_served_s" else -40)
        same = states[name] == integral[name] or (mp.isnan(states[name]) and mp.isnan(integral[name]))
        # A share of 1e-33 is a difference of two near 1: of its 70 digits 37 are left.
        if not same and not abs(states[name] - integral[name]) <= digits * max(abs(states[name]), mp.mpf("1e-20")):
            raise AssertionError(f"the two ways disagree: {case} {name} {states[name]} {integral[name]}")
    found = {name: mp.nstr(mp.mpf(states[name]), 25) for name in NAMES}
    found |= {column: str(smallest(case, *asked)) for column, asked in REQUIRED.items()}
    return dict(zip(INPUTS, map(str, case), strict=True)) | found


def main() -> None:
    """Writes what the table lacks; remove the file to have all of it anew."""
    written: dict[tuple[str, ...], dict[str, str]] = {}
    if TABLE.exists():
        with TABLE.open(encoding="utf-8", newline="") as file:
            written = {tuple(one[name] for name in INPUTS): one for one in csv.DictReader(file)}
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, (*INPUTS, *NAMES, *REQUIRED), lineterminator="\n")
        writer.writeheader()
        for number, case in enumerate(CASES, 1):
            writer.writerow(written.get(tuple(map(str, case))) or row(case))
            file.flush()
            print(f"{number}/{len(CASES)} {case}", file=sys.stderr)


if __name__ == "__main__":
    main()
