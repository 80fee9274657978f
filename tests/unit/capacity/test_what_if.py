"""What-if: the same day with something changed, for the same customers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pledgeline.capacity.core.erlang import Traffic, measures
from pledgeline.capacity.core.simulation import Exponential, LogNormal, Observed
from pledgeline.capacity.core.whatif import (
    CALLS,
    Change,
    Day,
    Place,
    changed_day,
    compare,
    day_shares,
    figures,
    interval_shares,
    scenario,
    stretched,
)
from pledgeline.kernel.problem import Problem

HOURS = 8
DAY = Day(60, Place("north", np.full(HOURS, 120.0), np.full(HOURS, 9.0)), Exponential(240.0), Exponential(180.0))


def test_a_day_as_it_is_planned_gives_what_the_formulas_say() -> None:
    found = compare(DAY, Change(), replications=200)
    exact = measures(Traffic(120, 240, 180), 9, limit_s=60).p_served_le_T
    # The first hour begins with an empty queue, which is worth about a point over a day.
    assert found.base.kept().value == pytest.approx(exact, abs=0.03)
    assert found.difference.value == 0.0


@pytest.mark.parametrize(
    ("change", "better"),
    [
        (Change(agents=1), True),
        (Change(agents=-1), False),
        (Change(volume=1.1), False),
        (Change(handling=0.9), True),
        (Change(callback_after_s=30), True),
    ],
)
def test_each_change_moves_the_share_its_own_way(change: Change, better: bool) -> None:
    found = compare(DAY, change, replications=200).difference
    assert found.low <= found.value <= found.high
    assert (found.low > 0) if better else (found.high < 0)


def test_the_same_customers_make_the_comparison_sharp() -> None:
    assert compare(DAY, Change(agents=1), replications=400).difference.gain > 4


def test_a_centre_that_has_people_to_spare_helps_where_overflow_is_on() -> None:
    spare = Place("south", np.full(HOURS, 20.0), np.full(HOURS, 12.0))
    short = replace(DAY, own=replace(DAY.own, agents=np.full(HOURS, 6.0)), others=(spare,))
    found = compare(short, Change(overflow_after_s=20), replications=100)
    assert found.difference.low > 0.1
    assert found.changed.count("answered_elsewhere", centre="north") > 0
    assert compare(short, Change(overflow_after_s=0), replications=50).difference.value == 0.0


def test_nobody_is_added_where_nobody_is_on_duty() -> None:
    half = replace(DAY, own=replace(DAY.own, agents=np.array([0.0] * 4 + [2.0] * 4)))
    assert changed_day(half, Change(agents=1)).own.agents.tolist() == [0.0] * 4 + [3.0] * 4
    assert changed_day(half, Change(agents=-3)).own.agents.tolist() == [0.0] * 8


def test_handling_times_are_stretched_whatever_they_are_made_of() -> None:
    observed, usual = Observed(np.array([60.0, 120.0])), LogNormal(100.0, 1.0)
    assert stretched(observed, 2.0).mean_s == 180.0
    assert stretched(usual, 0.5).mean_s == 50.0
    assert stretched(Exponential(60.0), 1.5).mean_s == 90.0
    assert [one.mean_s for one in stretched((observed, usual), 2.0)] == [180.0, 200.0]
    assert stretched(usual, 1.0) is usual


def test_days_come_best_first_so_that_they_can_be_tied_together() -> None:
    found = day_shares([DAY, replace(DAY, own=replace(DAY.own, contacts=np.zeros(HOURS)))], replications=50)
    assert found.shape == (2, 50)
    assert (np.diff(found[0]) <= 0).all()
    assert (found[1] == 1.0).all()


def test_figures_and_intervals_speak_of_the_own_centre() -> None:
    found = compare(DAY, Change(), replications=50).base
    said = figures(found, "north")
    assert said["contacts"] == pytest.approx(120 * HOURS, rel=0.05)
    assert 0.5 < said["occupancy"] < 1.0
    assert len(interval_shares(found, "north")) == HOURS
    assert scenario(DAY).classes[0].code == CALLS


@pytest.mark.parametrize("factor", [0.0, -1.0, 100.0])
def test_a_factor_that_cannot_be_is_refused(factor: float) -> None:
    with pytest.raises(Problem) as problem:
        Change(volume=factor)
    assert problem.value.code == "whatif.factor"
