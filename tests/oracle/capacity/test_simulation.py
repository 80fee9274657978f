"""The simulation against exact formulas, against a slow twin, and against itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pledgeline.capacity.core.erlang import Traffic, measures
from pledgeline.capacity.core.simulation import (
    COUNT_NAMES,
    Break,
    Callback,
    Centre,
    ContactClass,
    Estimate,
    Exponential,
    LogNormal,
    Redial,
    Scenario,
    Skill,
    Team,
    loop,
    simulate,
)
from pledgeline.capacity.core.simulation.block import Block, slots_for
from pledgeline.capacity.core.simulation.drawing import Line, draw
from tests.oracle.capacity.days import every_rule, one_team
from tests.oracle.capacity.slow_days import Day

# An empty centre at dawn is no queue in balance: the first two hours do not count.
WARM_UP = 4


def z_score(estimate: Estimate, exact: float) -> float:
    return (estimate.value - exact) / ((estimate.high - estimate.low) / 3.92)


@pytest.mark.parametrize(
    ("load", "aht_s", "patience_s", "agents"),
    [(30.0, 240.0, 180.0, 30), (30.0, 240.0, 180.0, 20), (4.0, 200.0, 100.0, 5), (80.0, 300.0, 300.0, 82)],
)
def test_a_queue_in_balance_is_what_erlang_a_says(load: float, aht_s: float, patience_s: float, agents: int) -> None:
    intervals = 24
    scenario = one_team(
        np.full(intervals, load / aht_s * 1_800.0), np.full(intervals, agents), aht_s=aht_s, patience_s=patience_s
    )
    found = simulate(scenario, replications=120, seed=5)
    exact = measures(Traffic(load / aht_s * 3_600.0, aht_s, patience_s), agents, limit_s=60.0)
    later = found.each[:, WARM_UP:].sum(axis=(1, 2, 3)).astype(float)
    arrived, met, gone = later[:, loop.KEPT_ARRIVED], later[:, loop.KEPT_MET], later[:, loop.KEPT_ABANDONED]
    assert abs(z_score(Estimate.ratio(met, arrived), exact.p_served_le_T)) <= 4
    assert abs(z_score(Estimate.ratio(gone, arrived), exact.p_abandon)) <= 4
    waits = found.waits[WARM_UP:].sum(axis=(0, 1, 2))
    assert waits[:, :60].sum() / arrived.sum() == pytest.approx(exact.p_wait_le_T, abs=0.01)
    assert np.mean(found.occupancy()[WARM_UP:intervals]) == pytest.approx(exact.occupancy, abs=0.01)


def test_without_patience_it_is_what_erlang_c_says() -> None:
    found = simulate(one_team(np.full(40, 30.0), np.full(40, 6), patience_s=None), replications=300, seed=2)
    exact = measures(Traffic(60.0, 240.0), 6, limit_s=60.0)
    later = found.each[:, WARM_UP:].sum(axis=(1, 2, 3)).astype(float)
    assert abs(z_score(Estimate.ratio(later[:, 1], later[:, 0]), exact.p_served_le_T)) <= 4
    assert found.count("abandoned") == 0


def test_an_independent_slow_twin_finds_the_same_on_a_day_with_every_rule() -> None:
    scenario, days = every_rule(), 40
    fast = simulate(scenario, replications=2_000, seed=1)
    slow = [Day(scenario, seed).run() for seed in range(days)]
    names = (
        "arrived", "answered", "abandoned", "called_back", "callback_failed", "unfinished", "met_by_answer",
        "met_by_offer", "not_met", "left_before_limit", "offered", "redialled",
    )  # fmt: skip
    compared = Counter[str]()
    for kind in scenario.classes:
        for name in names:
            if kind.deferred and name == "not_met":
                continue  # the twin does not look at what is left undone
            twin = np.array([day[(kind.code, name)] for day in slow], float)
            ours = fast.count(name, contact_class=kind.code) / fast.replications
            # Even counts that never differed have the spread of a Poisson number of their mean.
            error = np.sqrt(max(twin.var(ddof=1), ours) / days)
            assert abs(twin.mean() - ours) <= 4.0 * error + 0.02, (kind.code, name, twin.mean(), ours)
            compared[name] += bool(ours)
    assert min(compared[name] for name in names) >= 1, "a rule that never acts is not tested"


def test_staff_written_as_shifts_is_staff() -> None:
    """Every interval says again how many there are: not a single contact may notice."""
    scenario = one_team(np.full(12, 100.0), np.full(12, 14))
    once = draw(scenario)
    again = [Line(i * scenario.interval_s, loop.LINE_STAFF, 0, 14, 0.0) for i in range(1, 12)]
    blocks = []
    for drawing in (once, replace(once, lines=tuple(sorted([*once.lines, *again])))):
        block = Block(drawing, slots_for(scenario))
        each = np.zeros((20, 12 * 2, loop.KEPT), np.int32)
        assert loop.run(3, 0, 20, block.k.ctypes.data, each)
        blocks.append(block)
    for name in ("totals", "waits", "busy_us"):
        assert (getattr(blocks[0], name) == getattr(blocks[1], name)).all(), name


def test_one_more_agent_is_compared_ten_times_better_on_the_same_customers() -> None:
    arrivals = 120.0 * (1 + 0.4 * np.sin(np.linspace(0, 6, 24)))
    agents = np.ceil(arrivals * 240 / 1_800 + 0.4 * np.sqrt(arrivals * 240 / 1_800)).astype(int)
    base = simulate(one_team(arrivals, agents), replications=400, seed=11)
    more = simulate(one_team(arrivals, agents + 1), replications=400, seed=11)
    found = more.against(base)
    assert found.gain >= 10
    assert 0 < found.low < found.value < found.high
    assert found.value == pytest.approx(more.kept().value - base.kept().value)


def test_the_number_of_threads_changes_nothing() -> None:
    scenario = every_rule()
    one, three = (simulate(scenario, replications=37, seed=9, threads=threads) for threads in (1, 3))
    for name in ("counts", "waits", "busy_s", "duty_s", "each"):
        assert (getattr(one, name) == getattr(three, name)).all(), name


codes = st.sampled_from(["a", "b"])
counts = st.lists(st.integers(0, 12), min_size=3, max_size=3).map(np.array)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    classes = []
    for code in ("a", "b"):
        deferred = draw(st.booleans())
        offers = st.none() | st.builds(
            Callback,
            after_s=st.sampled_from([0.0, 20.0, 60.0, 90.0]),
            expected_wait_s=st.none() | st.floats(0, 200),
            accepted=st.floats(0, 1),
            reached=st.floats(0, 1),
            attempts=st.integers(1, 3),
            retry_after_s=st.floats(0, 900),
        )
        classes.append(
            ContactClass(
                code,
                draw(st.lists(st.floats(0, 40), min_size=3, max_size=3).map(np.array)),
                LogNormal(draw(st.floats(20, 400)), 1.0),
                None if deferred else draw(st.none() | st.floats(10, 300).map(Exponential)),
                priority=draw(st.integers(0, 2)),
                concurrency=draw(st.integers(1, 3)),
                deferred=deferred,
                backlog=draw(st.integers(0, 5)),
                callback=None if deferred else draw(offers),
                redial=draw(st.none() | st.builds(Redial, share=st.floats(0, 1), after_s=st.floats(1, 900))),
                shared=draw(st.booleans()),
                overflow_after_s=draw(st.sampled_from([0.0, 30.0])),
            )
        )
    teams = [
        Team(
            f"team-{place}",
            draw(counts),
            (Skill("a", draw(st.integers(1, 2))), Skill("b", after_s=draw(st.sampled_from([0.0, 15.0])))),
            tuple(
                draw(st.lists(st.builds(Break, st.floats(0, 5_000), st.floats(60, 900), st.integers(1, 3)), max_size=2))
            ),
            draw(st.integers(0, 2)),
        )
        for place in range(2)
    ]
    return Scenario(30.0, tuple(classes), tuple(Centre(f"centre-{n}", (team,)) for n, team in enumerate(teams)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios(), st.integers(0, 2**64 - 1))
def test_nobody_is_lost_and_nobody_counted_twice(scenario: Scenario, seed: int) -> None:
    found = simulate(scenario, replications=2, seed=seed, threads=1)
    for kind in scenario.classes:
        count = {name: found.count(name, contact_class=kind.code) for name in COUNT_NAMES}
        ended = ("answered", "abandoned", "called_back", "callback_failed", "unfinished")
        assert count["arrived"] == sum(count[name] for name in ended)
        assert found.rule(contact_class=kind.code).n == count["arrived"]
        assert count["met_by_offer"] <= count["offered"]
        answered = found.waits[:, scenario.classes.index(kind), :, 0].sum()
        assert answered == count["answered"] + count["called_back"]
        if kind.deferred or kind.patience is None:
            assert count["abandoned"] == 0
    occupancy = found.occupancy()
    assert ((occupancy >= 0) & (occupancy <= 1 + 1e-6) | np.isnan(occupancy)).all()
    assert (
        found.duty_s[:3].sum(axis=1).max() <= 2 * 1_800 * sum(team.agents.max() for _c, team in scenario.teams()) + 1e-3
    )
