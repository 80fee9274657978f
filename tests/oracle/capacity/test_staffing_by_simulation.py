"""The agents that the search finds: enough everywhere, and not one too many."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pledgeline.capacity.core.erlang import Reading, Target, Traffic, required
from pledgeline.capacity.core.simulation import simulate
from pledgeline.capacity.core.simulation.search import Staffed, staff, with_agents
from pledgeline.kernel.problem import Problem
from tests.oracle.capacity.days import every_rule, one_team

DAYS = 60


def shares(found: Staffed) -> np.ndarray:
    cells = found.outcome.each.sum(axis=(0, 2, 3))
    return cells[:, 1] / np.maximum(cells[:, 0], 1)


def test_every_interval_keeps_its_share_and_none_can_spare_an_agent() -> None:
    arrivals = 60.0 * (1 + 0.5 * np.sin(np.linspace(0, 3, 8)))
    scenario = one_team(arrivals, np.zeros(8))
    found = staff(scenario, "phone", share=0.85, replications=DAYS)
    assert (shares(found) >= 0.85).all()
    for place in range(8):
        fewer = found.agents.copy()
        fewer[place] -= 1
        again = simulate(with_agents(scenario, "phone", fewer), replications=DAYS)
        cells = again.each.sum(axis=(0, 2, 3))
        assert (cells[:, 1] / cells[:, 0] < 0.85).any(), place


def test_a_queue_in_balance_needs_what_erlang_a_says() -> None:
    found = staff(one_team(np.full(10, 200.0), np.zeros(10)), "phone", share=0.9, replications=100)
    exact = required(Traffic(400.0, 240.0, 180.0), Target(Reading.SERVED_WITHIN, 0.9))
    assert exact is not None
    assert abs(found.agents[2:] - exact).max() <= 1


def test_an_interval_without_contacts_is_given_nobody() -> None:
    arrivals = np.array([0.0, 0.0, 0.0, 80.0, 80.0, 0.0])
    found = staff(one_team(arrivals, np.zeros(6)), "phone", share=0.8, replications=DAYS)
    assert found.agents[:2].tolist() == [0, 0]


def test_the_other_teams_and_every_rule_are_taken_into_account() -> None:
    """South lends more and more of its people: the phones of the north then need fewer."""
    scenario = every_rule()
    helped = with_agents(scenario, "south-all", np.full(scenario.intervals, 14))
    alone, together = (
        staff(one, "north-phone", share=0.75, contact_class="loss", replications=DAYS) for one in (scenario, helped)
    )
    assert together.agents.sum() < alone.agents.sum()


def test_what_more_agents_cannot_mend_is_refused() -> None:
    scenario = every_rule()
    south_only = tuple(
        replace(one, shares={"south": 1.0}, overflow_after_s=None) if one.code == "loss" else one
        for one in scenario.classes
    )
    hopeless = with_agents(replace(scenario, classes=south_only), "south-all", np.zeros(6))
    with pytest.raises(Problem) as raised:
        staff(hopeless, "north-phone", share=0.9, contact_class="loss", replications=5)
    assert raised.value.code == "plan.target_beyond_reach"


def test_a_team_nobody_knows_is_refused() -> None:
    with pytest.raises(Problem) as raised:
        staff(every_rule(), "west", share=0.9)
    assert raised.value.code == "simulation.team_unknown"
