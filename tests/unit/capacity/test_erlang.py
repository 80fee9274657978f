"""The edges of the queue formulas: each has its answer, and none raises."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pledgeline.capacity.core.erlang import (
    Caps,
    Reading,
    Target,
    Traffic,
    measures,
    measures_each,
    reading,
    required,
    required_each,
)
from pledgeline.kernel.problem import Problem

SERVED = Target(Reading.SERVED_WITHIN, 0.95, 60.0)


def test_no_traffic_needs_nobody_and_fails_nobody() -> None:
    found = measures(Traffic(0, 300, 120), 3)
    assert (found.p_served_le_T, found.p_abandon, found.lq) == (1, 0, 0)
    assert required(Traffic(0, 300), SERVED) == 0


def test_without_agents_who_can_leave_leaves() -> None:
    found = measures(Traffic(100, 300, 120), 0, limit_s=60)
    assert (found.p_wait, found.p_served_le_T, found.p_abandon, found.mean_wait_all_s) == (1, 0, 1, 120)
    assert found.p_wait_le_T == pytest.approx(1 - math.exp(-0.5))
    assert math.isnan(found.mean_wait_served_s)


@pytest.mark.parametrize("agents", [9, 10])
def test_a_queue_nobody_leaves_and_too_few_serve_grows_without_end(agents: int) -> None:
    found = measures(Traffic(120, 300), agents)
    assert (found.p_wait, found.p_served_le_T, found.occupancy) == (1, 0, 1)
    assert math.isinf(found.mean_wait_all_s)
    assert math.isinf(found.lq)


def test_who_leaves_at_once_makes_it_the_loss_formula() -> None:
    found = measures(Traffic(24, 300, 0), 2)  # load 2, two agents: Erlang-B is 2/5
    assert found.p_abandon == pytest.approx(0.4)
    assert found.p_served_le_T == pytest.approx(0.6)


def test_almost_infinite_patience_is_infinite_patience() -> None:
    without, almost = measures(Traffic(450, 240), 31), measures(Traffic(450, 240, 1e13), 31)
    assert almost.p_served_le_T == pytest.approx(without.p_served_le_T, rel=1e-7)
    assert almost.mean_wait_served_s == pytest.approx(without.mean_wait_served_s, rel=1e-7)


@pytest.mark.parametrize("name", list(Reading))
@pytest.mark.parametrize("patience_s", [60.0, 600.0, math.inf])
@pytest.mark.parametrize("load", [0.003, 4.6, 30.0, 400.0])
def test_the_smallest_number_reaches_the_target_and_one_fewer_does_not(
    name: Reading, patience_s: float, load: float
) -> None:
    traffic, target = Traffic(load * 12, 300, patience_s), Target(name, 0.9, 30.0)
    found = required(traffic, target)
    assert found is not None
    assert reading(traffic, found, target) >= 0.9
    assert found == 0 or reading(traffic, found - 1, target) < 0.9


def test_caps_are_kept_too() -> None:
    traffic = Traffic(960, 300, 300)
    for caps in (Caps(abandonment=0.01), Caps(occupancy=0.85)):
        found = required(traffic, SERVED, caps=caps)
        assert found is not None
        at, before = measures(traffic, found), measures(traffic, found - 1)
        assert at.p_abandon <= caps.abandonment
        assert at.occupancy <= caps.occupancy
        assert before.p_abandon > caps.abandonment or before.occupancy > caps.occupancy


def test_chance_leaves_no_number_that_serves_everybody() -> None:
    assert required(Traffic(100, 300, 120), Target(Reading.SERVED_WITHIN, 1.0, 60)) is None


def test_arrays_answer_as_single_cases_do() -> None:
    calls, patience = np.array([[10.0], [400.0], [0.0]]), np.array([60.0, math.inf])
    needed = required_each(calls, 300.0, patience, SERVED)
    each = measures_each(calls, 300.0, patience, needed)
    assert needed.shape == each.lq.shape == (3, 2)
    for i, j in np.ndindex(3, 2):
        traffic = Traffic(calls[i, 0], 300.0, patience[j])
        assert needed[i, j] == required(traffic, SERVED)
        assert each.p_wait[i, j] == measures(traffic, int(needed[i, j])).p_wait


@pytest.mark.parametrize("text", ["served_within", "quick=0.9@60", "served_within=1.2@60", "served_within=0.9@-1"])
def test_a_target_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(Problem):
        Target.parse(text)


@pytest.mark.parametrize("wrong", [(-1, 300, 60), (1, math.nan, 60), (1, 300, -5), (math.inf, 300, 60)])
def test_absurd_rates_are_refused(wrong: tuple[float, float, float]) -> None:
    with pytest.raises(Problem, match=r"erlang\.not_positive"):
        Traffic(*wrong)
    with pytest.raises(Problem, match=r"erlang\.not_positive"):
        required_each(*wrong, SERVED)
