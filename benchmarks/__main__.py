"""`make bench`: every budget as a ratio in one run, printed as the table of `docs/performance.md`.

python -m benchmarks                 the budgets' own sizes: 5 million rows and events, 20 million contacts
python -m benchmarks --scale 0.1     a quick look
python -m benchmarks --only capacity the second table alone: queue formulas and simulation
python -m benchmarks --write         also renews docs/performance.md (with --only its table alone)
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
import numba
import numpy

from benchmarks import capacity, made_data, made_lake
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


# What stands in front of each table; `--only` renews one and leaves the other as it is.
HEADINGS = {"contacts": "## Contacts", "capacity": "## Capacity"}
OPENING = """# Performance

Ratios in one run: our way and the reference as processes of their own, taking turns; the ratio is the
median of the turns. Printed by `make bench`, nothing typed by hand. What each piece of work does is in
`benchmarks/work.py` and `capacity_work.py`; the data are made from a seed by `benchmarks/made_data.py`,
`made_lake.py` and `made_days.py`.
"""


def sections(text: str) -> dict[str, str]:
    """The two sections of a page as it stands; a page from before there were two is all contacts."""
    found = {}
    for name, heading in HEADINGS.items():
        if heading in text:
            rest = text.split(heading, 1)[1]
            found[name] = rest.split("\n## ", 1)[0].strip()
    if "contacts" not in found and "Measured on" in text:
        found["contacts"] = text[text.index("Measured on") :].split("\n## ", 1)[0].strip()
    return found


def section(table_text: str, scale: float, turns: int, *engines: str) -> str:
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    day = datetime.now(UTC).date().isoformat()
    return (
        f"Measured on {day}: {machine}, {', '.join(engines)}; {turns} turns, scale {scale:g}.\n\n{table_text}".strip()
    )


def page(parts: dict[str, str]) -> str:
    return OPENING + "".join(f"\n{HEADINGS[name]}\n\n{parts[name]}\n" for name in HEADINGS if name in parts)


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks")
    arguments.add_argument("--scale", type=float, default=1.0)
    arguments.add_argument("--turns", type=int, default=3)
    arguments.add_argument("--write", action="store_true")
    arguments.add_argument("--only", choices=list(HEADINGS))
    chosen = arguments.parse_args()
    parts, holds = sections(PAGE.read_text("utf-8")), True
    if chosen.only != "capacity":
        rows = measure(chosen.scale, chosen.turns)
        engines = (f"DuckDB {duckdb.__version__}", f"Ibis {ibis.__version__}")
        parts["contacts"] = section(table(rows), chosen.scale, chosen.turns, *engines)
        holds = all(row.holds for row in rows)
    if chosen.only != "contacts":
        budgets = capacity.measure(chosen.scale, chosen.turns)
        engines = (f"Numba {numba.__version__}", f"NumPy {numpy.__version__}")
        parts["capacity"] = section(capacity.table(budgets), chosen.scale, chosen.turns, *engines)
        holds = holds and all(budget.holds for budget in budgets)
    for name in ("contacts", "capacity"):
        if chosen.only in (None, name):
            print("\n" + parts[name])
    if chosen.write:
        PAGE.write_text(page(parts), "utf-8")
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()
