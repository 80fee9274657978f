"""Erlang-A against two slow routes of 50 digits, and Erlang-C against textbook sums."""

from __future__ import annotations

import mpmath as mp
import pytest

from pledgeline.capacity.core.erlang import Reading, Target, Traffic, measures, required
from tests.oracle.capacity import slow_erlang

# calls/h, aht, patience, agents, T
CASES = [
    ("0.06", "180", "120", 1, "20"),
    ("12", "300", "180", 1, "60"),
    ("12", "300", "1", 2, "10"),
    ("60", "240", "60", 5, "0"),
    ("450", "240", "180", 30, "60"),
    ("450", "240", "180", 20, "60"),
    ("450", "240", "180", 15, "60"),
    ("450", "240", "180", 40, "5"),
    ("960", "300", "300", 82, "60"),
    ("960", "300", "6000", 84, "20"),
]


@pytest.mark.parametrize("case", CASES)
def test_every_measure_agrees_with_both_slow_routes_to_nine_digits(case: tuple[str, str, str, int, str]) -> None:
    states, integral = slow_erlang.by_states(*case), slow_erlang.by_integral(*case)
    calls, aht, patience, agents, limit = case
    ours = measures(Traffic(float(calls), float(aht), float(patience)), agents, limit_s=float(limit))
    for name in slow_erlang.NAMES:
        digits = mp.mpf(10) ** (-20 if name == "mean_wait_served_s" else -40)  # that one is a numerical derivative
        assert abs(states[name] - integral[name]) <= digits * max(abs(states[name]), mp.mpf(10) ** -30), name
        assert getattr(ours, name) == pytest.approx(float(states[name]), rel=1e-9, abs=0), name


@pytest.mark.parametrize("case", [("450", "240", 31, "20"), ("12", "180", 2, "60"), ("240000", "300", 20050, "60")])
def test_without_leaving_it_is_erlangs_own_formula(case: tuple[str, str, int, str]) -> None:
    calls, aht, agents, limit = case
    with mp.workdps(50):
        load = mp.mpf(calls) * mp.mpf(aht) / 3600
        blocking = mp.exp(-load) * load**agents / mp.gamma(agents + 1) / mp.gammainc(agents + 1, load, regularized=True)
        waits = blocking / (1 - load / agents * (1 - blocking))
        within = 1 - waits * mp.exp(-(agents - load) * mp.mpf(limit) / mp.mpf(aht))
        mean = waits * mp.mpf(aht) / (agents - load)
    ours = measures(Traffic(float(calls), float(aht)), agents, limit_s=float(limit))
    assert ours.p_wait == pytest.approx(float(waits), rel=1e-9)
    assert ours.p_served_le_T == ours.p_wait_le_T == ours.p_offered_le_T == pytest.approx(float(within), rel=1e-9)
    assert ours.mean_wait_all_s == ours.mean_wait_served_s == pytest.approx(float(mean), rel=1e-9)


@pytest.mark.parametrize(
    ("load", "aht_s", "patience_s", "served", "offered", "waited"),
    [
        (30, 240, 180, 34, 32, 31),
        (80, 240, 300, 82, 79, 78),
        (1_000, 300, 300, 951, 867, 864),
        (5_000, 300, 120, 4_751, 3_178, 3_156),
    ],
)
def test_one_target_has_as_many_answers_as_readings(
    load: float, aht_s: float, patience_s: float, served: int, offered: int, waited: int
) -> None:
    """The published table gives load, patience and answers; the handling time is the one of 180, 240, 300, 360 and
    600 s that yields its row, so this tests the readings against each other more than the formulas."""
    traffic = Traffic(load * 3_600 / aht_s, aht_s, patience_s)
    found = {name: required(traffic, Target(name, 0.95, 60.0)) for name in Reading}
    assert found[Reading.SERVED_WITHIN] == served
    assert found[Reading.OFFERED_WITHIN] == offered
    assert found[Reading.WAITED_WITHIN] == waited
