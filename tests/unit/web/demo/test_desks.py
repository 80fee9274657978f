"""People at the simulator's desks: relieved after their hours, in one place at a time, idle when it rings in vain."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from pledgeline.capacity.core.simulation import (
    Centre,
    ContactClass,
    Fixed,
    Given,
    Record,
    Scenario,
    Skill,
    Team,
    record,
)
from pledgeline.web.demo.desks import SHIFT_S, SOON_S, Desks

HOUR_S = 3_600.0
START_S = 1_000_000


def day(at_s: list[float], handling_s: list[float], agents: list[int], *, slots: int = 1) -> Record:
    """Hours of one team."""
    given = Given(np.array(at_s), np.array(handling_s), patience_s=np.full(len(at_s), np.inf))
    arrivals = given.arrivals(len(agents), 60.0)
    calls = ContactClass("calls", arrivals, Fixed(100.0), given=given, concurrency=slots)
    team = Team("people", np.array(agents), (Skill("calls"),))
    return record(Scenario(60.0, (calls,), (Centre("here", (team,)),)))


def test_a_short_stretch_of_duty_is_one_persons() -> None:
    desks = Desks(day([0.0], [60.0], [1, 1, 0, 0]))
    (shift,) = desks.shifts(START_S)
    assert (shift.joined, shift.left) == (START_S, START_S + 2 * 3_600)


def test_who_has_sat_long_is_relieved_after_the_contact_in_hand() -> None:
    desks = Desks(day([SHIFT_S - 50.0], [500.0], [1] * 9))
    first, second, *_ = desks.shifts(START_S)
    assert first.left == second.joined == START_S + SHIFT_S + 450
    assert first.agent != second.agent
    assert desks.person(0, SHIFT_S - 50.0) == first.agent
    assert desks.person(0, SHIFT_S + 450.0) == second.agent


def test_nobody_comes_for_a_desk_that_is_given_up_soon() -> None:
    hours = int((SHIFT_S + SOON_S) // HOUR_S)
    assert len(Desks(day([], [], [1] * hours)).shifts(START_S)) == 1


def test_a_relief_waits_for_both_of_two_chats() -> None:
    at, lasts = [SHIFT_S - 100.0, SHIFT_S - 50.0, SHIFT_S + 10.0], [200.0, 60.0, 300.0]
    first, second, *_ = Desks(day(at, lasts, [1] * 9, slots=2)).shifts(START_S)
    assert first.left == second.joined == START_S + SHIFT_S + 310


def test_it_rings_in_vain_only_at_somebody_who_is_there_and_free_all_that_time() -> None:
    desks = Desks(day([100.0], [200.0], [1, 0]))
    assert desks.idle(50.0, 120.0) is None
    assert desks.idle(250.0, 320.0) is None
    assert desks.idle(3_590.0, 3_662.0) is None
    who = desks.idle(300.0, 372.0)
    assert who == desks.shifts(START_S)[0].agent
    assert desks.idle(350.0, 422.0) is None, "paused until then"
    assert desks.idle(372.0, 444.0) == who


@pytest.mark.parametrize("slots", [1, 2])
def test_nobody_is_in_two_places_and_every_contact_is_taken_by_somebody_on_duty(slots: int) -> None:
    chance = np.random.default_rng(5)
    agents = (4 + np.arange(24) % 5).tolist()
    at = np.sort(chance.uniform(0.0, 23 * HOUR_S, 2_500)).round()
    done = day(at.tolist(), chance.lognormal(5.0, 0.8, at.size).round().tolist(), agents, slots=slots)
    desks = Desks(done)
    shifts = desks.shifts(0)
    for person in {one.agent for one in shifts}:
        own = [one for one in shifts if one.agent == person]
        assert all(one.left <= after.joined for one, after in pairwise(own))
    for desk, rang, free in zip(done.agent.tolist(), done.rang_s.tolist(), done.free_s.tolist(), strict=True):
        person = desks.person(desk, rang)
        assert any(one.agent == person and one.joined <= rang and free <= one.left for one in shifts)
