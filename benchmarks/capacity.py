"""The second table of `docs/performance.md`: queue formulas and simulation against what else there is."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from statistics import median

from benchmarks.measure import run

# The searches by the reference that are timed: all 10,000 would take an hour.
SAMPLE_C, SAMPLE_A = 400, 40


@dataclass(frozen=True)
class Budget:
    """One line; `value` holds where it is at least (or, `most`, at most) `limit`. None: could not be measured."""

    work: str
    reference: str
    value: float | None
    limit: float
    unit: str
    detail: str
    most: bool = False

    @property
    def holds(self) -> bool:
        return self.value is None or (self.value <= self.limit if self.most else self.value >= self.limit)

    def cells(self) -> str:
        bound = f"{'≤' if self.most else '≥'} {self.limit:g} {self.unit}"
        if self.value is None:
            return f"| {self.work} | {self.reference} | not measured | {bound} | – | {self.detail} |"
        shown = f"{self.value:,.0f}" if self.value >= 100 else f"{self.value:.2f}"
        sign = "yes" if self.holds else "**no**"
        return f"| {self.work} | {self.reference} | {shown} {self.unit} | {bound} | {sign} | {self.detail} |"


def _in_turns(turns: int, ours: list[str], other: list[str]) -> tuple[float, float, float]:
    """(median of the turns' ratios other / ours, median of ours, median of the other)."""
    pairs = [(run(*other).seconds, run(*ours).seconds) for _turn in range(turns)]
    return (
        median(base / own for base, own in pairs),
        median(own for _base, own in pairs),
        median(base for base, _own in pairs),
    )


def measure(scale: float, turns: int) -> list[Budget]:
    """Every line; references that are not installed are named as not measured (`pip install .[bench]`)."""
    days = max(4, int(200 * scale))
    found = [*_formulas(turns), *_engines(days, turns), *_own(days, turns), _forecast(turns)]
    for one in found:
        print(one.cells(), flush=True)
    return found


def _formulas(turns: int) -> list[Budget]:
    found = []
    own_a = median(run("erlang_searches", "10000", "1000", "with").seconds for _turn in range(turns))
    for name, patience, most, sample, limit in (
        ("Erlang-C", "without", "1000", SAMPLE_C, 100.0),
        ("Erlang-A", "with", "50", SAMPLE_A, 10_000.0),
    ):
        work = f"10,000 {name} searches, 1 to {most} erlangs"
        reference = f"pyworkforce on {sample} of them, scaled up"
        missing = _missing(name)
        if missing:
            found.append(Budget(work, reference, None, limit, "×", missing))
            continue
        _, own, base = _in_turns(
            turns,
            ["erlang_searches", "10000", most, patience],
            ["pyworkforce_searches", str(sample), most, patience],
        )
        all_of_them = base * 10_000 / sample
        found.append(Budget(work, reference, all_of_them / own, limit, "×", f"{own:.4f} s / {all_of_them:.1f} s"))
    found.append(Budget("10,000 Erlang-A searches, 1 to 1000 erlangs", "one core", own_a, 0.15, "s", "", most=True))
    return found


def _missing(name: str) -> str:
    if find_spec("pyworkforce") is None:
        return "pyworkforce is not installed"
    from pyworkforce import queuing

    return (
        "" if hasattr(queuing, name.replace("-", "")) else "this pyworkforce has no Erlang-A (0.5.4 has, Python 3.12)"
    )


def _engines(days: int, turns: int) -> list[Budget]:
    found = []
    for module, name, work, few, limit in (
        ("simpy", "SimPy, dispatcher by hand", "simpy_days", max(2, days // 40), 50.0),
        ("ciw", "Ciw", "ciw_days", max(2, days // 100), 150.0),
    ):
        title = "a plain day of 5,000 contacts, simulated on one core"
        if find_spec(module) is None:
            found.append(Budget(title, name, None, limit, "×", f"{module} is not installed"))
            continue
        ratio, own, base = _in_turns(turns, ["simulate_days", "plain", str(days), "1"], [work, str(few)])
        found.append(Budget(title, name, ratio, limit, "×", f"{own * 1e9:.0f} ns / {base * 1e6:.1f} µs a contact"))
    return found


def _own(days: int, turns: int) -> list[Budget]:
    ratio, _two, one = _in_turns(
        turns, ["simulate_days", "every_rule", str(4 * days), "2"], ["simulate_days", "every_rule", str(4 * days), "1"]
    )
    staffing = median(run("staff_a_day", "100").seconds for _turn in range(turns))
    return [
        Budget("a day with every rule, one core", "contacts a second", 1e-6 / one, 5.0, "M/s", f"{one * 1e9:.0f} ns"),
        Budget("the same on two threads", "one thread", ratio, 1.8, "×", ""),
        Budget("agents of a day found by simulation", "24 half-hours, one core", staffing, 5.0, "s", "", most=True),
    ]


def _forecast(turns: int) -> Budget:
    seconds = median(run("forecast_fits", "164", "9").seconds for _turn in range(turns))
    return Budget(
        "a forecast fitted", "164 days of 28 half-hours", seconds, 0.02, "s", f"{1e3 * seconds:.1f} ms", most=True
    )


def table(rows: list[Budget]) -> str:
    names = ("work", "reference in the same run", "measured", "budget", "holds", "medians")
    return f"| {' | '.join(names)} |\n|{'---|' * len(names)}\n" + "\n".join(row.cells() for row in rows) + "\n"
