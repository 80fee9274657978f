"""The simulation against exact Erlang-A with ten million contacts a case: the table of `docs/explanation/capacity.md`.

python -m benchmarks.exactness [--contacts 1e7] [--write]
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pledgeline.capacity.core.erlang import Traffic, measures
from pledgeline.capacity.core.simulation import (
    Centre,
    ContactClass,
    Estimate,
    Exponential,
    Scenario,
    Skill,
    Team,
    loop,
    simulate,
)

PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "capacity.md"
BEGIN, END = "<!-- exactness -->", "<!-- end of exactness -->"
MOST_Z = 4.0
INTERVALS, LIMIT_S = 48, 60.0
# Load in erlangs, handling time, patience, agents.
CASES = (
    (30.0, 240.0, 180.0, 30),
    (30.0, 240.0, 180.0, 20),
    (5.0, 200.0, 100.0, 6),
    (80.0, 300.0, 300.0, 82),
    (300.0, 360.0, 120.0, 290),
    (1_000.0, 300.0, 300.0, 1_000),
)


@dataclass(frozen=True)
class Case:
    load: float
    aht_s: float
    patience_s: float
    agents: int
    contacts: int
    served: float
    served_z: float
    abandoned: float
    abandoned_z: float

    @property
    def holds(self) -> bool:
        return abs(self.served_z) <= MOST_Z and abs(self.abandoned_z) <= MOST_Z


def case(load: float, aht_s: float, patience_s: float, agents: int, contacts: float) -> Case:
    """Days of constant traffic; each begins empty, so its first intervals, five handling times, do not count."""
    an_interval = load / aht_s * 1_800.0
    skip = int(np.ceil(5.0 * aht_s / 1_800.0)) + 1
    # A hundredth more, so that chance leaves no case below what was asked.
    days = max(2, int(np.ceil(1.01 * contacts / an_interval / (INTERVALS - skip))))
    calls = ContactClass("calls", np.full(INTERVALS, an_interval), Exponential(aht_s), Exponential(patience_s))
    team = Team("phone", np.full(INTERVALS, agents), (Skill("calls"),))
    found = simulate(Scenario(30.0, (calls,), (Centre("north", (team,)),)), replications=days, seed=2026)
    later = found.each[:, skip:].sum(axis=(1, 2, 3), dtype=np.int64).astype(float)
    exact = measures(Traffic(load / aht_s * 3_600.0, aht_s, patience_s), agents, limit_s=LIMIT_S)
    arrived = later[:, loop.KEPT_ARRIVED]
    served = Estimate.ratio(later[:, loop.KEPT_MET], arrived)
    abandoned = Estimate.ratio(later[:, loop.KEPT_ABANDONED], arrived)
    return Case(
        load,
        aht_s,
        patience_s,
        agents,
        int(arrived.sum()),
        exact.p_served_le_T,
        _z(served, exact.p_served_le_T),
        exact.p_abandon,
        _z(abandoned, exact.p_abandon),
    )


def _z(found: Estimate, exact: float) -> float:
    return (found.value - exact) / ((found.high - found.low) / (2 * 1.96))


def table(cases: list[Case]) -> str:
    head = (
        "| erlangs | handling s | patience s | agents | contacts | served ≤ 60 s | z | abandoned | z |\n"
        + "|---" * 9
        + "|\n"
    )
    rows = (
        f"| {one.load:g} | {one.aht_s:g} | {one.patience_s:g} | {one.agents} | {one.contacts:,} "
        f"| {one.served:.6f} | {one.served_z:+.2f} | {one.abandoned:.6f} | {one.abandoned_z:+.2f} |\n"
        for one in cases
    )
    return head + "".join(rows)


def write(text: str) -> None:
    page = PAGE.read_text("utf-8")
    before, rest = page.split(BEGIN, 1)
    after = rest.split(END, 1)[1] if END in rest else rest
    PAGE.write_text(f"{before}{BEGIN}\n{text}{END}{after}", "utf-8")


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.exactness")
    arguments.add_argument("--contacts", type=float, default=1e7)
    arguments.add_argument("--write", action="store_true")
    chosen = arguments.parse_args()
    cases = []
    for given in CASES:
        cases.append(case(*given, chosen.contacts))
        print(cases[-1], flush=True)
    print("\n" + table(cases))
    if chosen.write:
        write(table(cases))
    sys.exit(0 if all(one.holds for one in cases) else 1)


if __name__ == "__main__":
    main()
