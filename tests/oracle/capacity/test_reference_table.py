"""The committed reference table: loads from 0.003 to 20,000 erlangs, load / agents up to 2, every value to nine digits.

`reference.py` writes the table by two routes of 50 digits each; here the product is held against it, and two rows of
the table against both routes again, so that the file cannot drift from its writer.
"""

from __future__ import annotations

import csv
import math

import pytest
from _pytest.mark.structures import ParameterSet

from pledgeline.capacity.core.erlang import Reading, Target, Traffic, measures, measures_each, required
from tests.oracle.capacity import reference
from tests.oracle.capacity.slow_erlang import NAMES

READINGS = {
    "n_req80_served": (Reading.SERVED_WITHIN, 0.80),
    "n_req95_served": (Reading.SERVED_WITHIN, 0.95),
    "n_req95_wait": (Reading.WAITED_WITHIN, 0.95),
    "n_req95_offered": (Reading.OFFERED_WITHIN, 0.95),
}


def rows() -> list[dict[str, str]]:
    with reference.TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def traffic_of(row: dict[str, str]) -> Traffic:
    return Traffic(float(row["calls_per_hour"]), float(row["aht_s"]), float(row["patience_s"] or math.inf))


def named() -> list[ParameterSet]:
    return [pytest.param(row, id="-".join(row[name] or "never" for name in reference.INPUTS)) for row in rows()]


def test_the_table_is_as_wide_as_its_promise() -> None:
    table = rows()
    loads = [traffic_of(row).load for row in table if float(row["calls_per_hour"]) > 0]
    fullest = max(traffic_of(row).load / int(row["agents"]) for row in table if int(row["agents"]) > 0)
    assert [tuple(row[name] for name in reference.INPUTS) for row in table] == [
        tuple(map(str, case)) for case in reference.CASES
    ]
    assert len(table) >= 30
    assert (min(loads), max(loads), fullest) == pytest.approx((0.003, 20_000.0, 2.0))


@pytest.mark.parametrize("row", named())
def test_every_measure_has_nine_digits_of_the_table(row: dict[str, str]) -> None:
    ours = measures(traffic_of(row), int(row["agents"]), limit_s=float(row["limit_s"]))
    for name in NAMES:
        assert getattr(ours, name) == pytest.approx(float(row[name]), rel=1e-9, abs=0, nan_ok=True), name


@pytest.mark.parametrize("row", named())
def test_every_smallest_number_of_agents_is_that_of_the_table(row: dict[str, str]) -> None:
    found = {
        column: required(traffic_of(row), Target(name, share, float(row["limit_s"])))
        for column, (name, share) in READINGS.items()
    }
    assert found == {column: int(row[column]) for column in READINGS}


def test_arrays_answer_as_single_cases_do() -> None:
    table = rows()
    numbers = {name: [float(row[name] or math.inf) for row in table] for name in reference.INPUTS}
    each = measures_each(
        numbers["calls_per_hour"], numbers["aht_s"], numbers["patience_s"], numbers["agents"], numbers["limit_s"]
    )
    for name in NAMES:
        singles = [
            getattr(measures(traffic_of(row), int(row["agents"]), limit_s=float(row["limit_s"])), name) for row in table
        ]
        assert getattr(each, name).tolist() == pytest.approx(singles, rel=1e-14, abs=0, nan_ok=True), name


@pytest.mark.parametrize("number", [3, 16])
def test_the_table_is_what_its_writer_writes(number: int) -> None:
    """One row that nobody leaves and one that some leave; the whole table takes minutes."""
    assert reference.row(reference.CASES[number]) == rows()[number]
