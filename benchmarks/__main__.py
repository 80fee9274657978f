"""`make bench`: every budget as a ratio in one run, printed as the table of `docs/performance.md`.

python -m benchmarks                 the budgets' own sizes: 5 million rows and events, 20 million contacts
python -m benchmarks --scale 0.1     a quick look
python -m benchmarks --write         also renews docs/performance.md
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import ibis

from benchmarks import made_data, made_lake
from benchmarks.measure import in_turns
from benchmarks.metric_reference import REFERENCE

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
MIB_ALLOWED = 2048


@dataclass(frozen=True)
class Row:
    """One line of the table; `limit` is the budget that `value` must not pass."""

    work: str
    reference: str
    value: float
    limit: float
    unit: str
    detail: str

    @property
    def holds(self) -> bool:
        return self.value <= self.limit

    def cells(self) -> str:
        sign = "yes" if self.holds else "**no**"
        return f"| {self.work} | {self.reference} | {self.value:.2f} {self.unit} | {self.limit:.1f} {self.unit} | {sign} | {self.detail} |"  # noqa: E501


def _ratio(work: str, reference: str, limit: float, ours: list[str], other: list[str], turns: int) -> tuple[Row, float]:
    pair = in_turns(ours, other, turns=turns)
    own = sorted(run.seconds for run in pair.ours)[len(pair.ours) // 2]
    base = sorted(run.seconds for run in pair.reference)[len(pair.reference) // 2]
    print(f"{work}: {pair.ratio:.2f} × ({own:.2f} s against {base:.2f} s, {pair.peak_mib:.0f} MiB)", flush=True)
    return Row(work, reference, pair.ratio, limit, "×", f"{own:.2f} s / {base:.2f} s"), pair.peak_mib


def measure(scale: float, turns: int) -> list[Row]:
    """Every row, in the order of the budget table; data are made first where they are missing."""
    rows, events, contacts = (str(int(size * scale)) for size in (5_000_000, 5_000_000, 20_000_000))
    print("making data …", flush=True)
    made_data.contacts_csv(int(rows))
    made_data.queue_log(int(events))
    made_lake.lake(int(contacts))
    found: list[Row] = []
    peaks: dict[str, float] = {}

    def add(work: str, reference: str, limit: float, ours: list[str], other: list[str]) -> None:
        row, peaks[work] = _ratio(work, reference, limit, ours, other, turns)
        found.append(row)

    add(
        f"ingest {int(rows):,} delimited contacts",
        "DuckDB copying the same file to Parquet",
        2.0,
        ["ingest_csv", rows],
        ["copy_csv", rows],
    )
    add(
        f"ingest queue_log, {int(events):,} events",
        "DuckDB reading the same file and one window pass by call",
        2.5,
        ["ingest_queue_log", events],
        ["window_queue_log", events],
    )
    for name in REFERENCE:
        add(
            f"{name} over {int(contacts):,} contacts by centre × day",
            "hand-written DuckDB SQL for the same numbers",
            1.3,
            ["metric", name, contacts],
            ["metric_sql", name, contacts],
        )
    highest = max(peaks, key=lambda work: peaks[work])
    found.append(Row("peak memory of all above", "–", peaks[highest], MIB_ALLOWED, "MiB", highest))
    return found


def table(rows: list[Row]) -> str:
    names = ("work", "reference in the same run", "measured", "at most", "holds", "medians / where")
    head = f"| {' | '.join(names)} |\n|{'---|' * len(names)}\n"
    return head + "\n".join(row.cells() for row in rows) + "\n"


def page(rows: list[Row], scale: float, turns: int) -> str:
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    return (
        "# Performance\n\n"
        "Ratios in one run: our way and the reference as processes of their own, taking turns; the ratio is the\n"
        "median of the turns. Printed by `make bench`, nothing typed by hand. What each piece of work does is in\n"
        "`benchmarks/work.py`; the data are made from a seed by `benchmarks/made_data.py` and `made_lake.py`.\n\n"
        f"Measured on {datetime.now(UTC).date().isoformat()}: {machine}, "
        f"DuckDB {duckdb.__version__}, Ibis {ibis.__version__}; "
        f"{turns} turns, scale {scale:g}.\n\n" + table(rows)
    )


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks")
    arguments.add_argument("--scale", type=float, default=1.0)
    arguments.add_argument("--turns", type=int, default=3)
    arguments.add_argument("--write", action="store_true")
    chosen = arguments.parse_args()
    rows = measure(chosen.scale, chosen.turns)
    print("\n" + table(rows))
    if chosen.write:
        PAGE.write_text(page(rows, chosen.scale, chosen.turns), "utf-8")
    sys.exit(0 if all(row.holds for row in rows) else 1)


if __name__ == "__main__":
    main()
