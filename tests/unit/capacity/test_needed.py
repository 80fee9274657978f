"""From a forecast to agents: exact, uncertain, and as likely as it says."""

from __future__ import annotations

import numpy as np
import pytest

from pledgeline.capacity.core.erlang import Reading, Target, Traffic, required
from pledgeline.capacity.core.needed import Work, kept_share, needed
from pledgeline.capacity.core.staffing import Shrinkage, chance_kept
from pledgeline.kernel.problem import Problem

TARGET = Target(Reading.SERVED_WITHIN, 0.9, 60.0)
WORK = Work(300.0, 180.0, 30)
MEAN = np.array([[0.0, 60.0, 180.0]])


def test_half_hours_are_reckoned_as_hours_and_more_contacts_need_more_agents() -> None:
    found = needed(MEAN, MEAN * 0.8, MEAN * 1.2, WORK, TARGET, Shrinkage())
    assert found.agents[0, 1] == required(Traffic(120.0, 300.0, 180.0), TARGET)
    assert found.agents[0, 0] == 0
    assert found.low[0, 2] < found.agents[0, 2] < found.high[0, 2] <= 1.3 * found.agents[0, 2]
    assert (found.people >= found.agents).all()


def test_the_agents_needed_keep_the_promise_and_uncertainty_makes_it_a_chance() -> None:
    agents = needed(MEAN, MEAN, MEAN, WORK, TARGET, Shrinkage()).agents
    sure, certain = chance_kept(MEAN, np.array([0.0]), agents, kept_share(WORK, TARGET), target=0.9)
    assert sure[0] >= 0.9
    assert certain[0] == 1.0
    _, chance = chance_kept(MEAN, np.array([0.15]), agents, kept_share(WORK, TARGET), target=0.9)
    assert 0.4 < chance[0] < 0.95


def test_minutes_given_as_seconds_are_asked_about() -> None:
    with pytest.raises(Problem) as problem:
        Work(5.0, 180.0, 30)
    assert problem.value.code == "plan.aht_unlikely"
