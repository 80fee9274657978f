"""The queue against situations whose answer can be worked out by hand, and against Erlang's formula."""

from __future__ import annotations

from dataclasses import replace
from math import factorial, inf

import numpy as np
import pytest

from pledgeline.web.demo import queueing, story

RULE = story.plot().callback
NOBODY_LEAVES = 1e9


def waiting(entered: list[float], work: float = 100.0) -> queueing.Waiting:
    times = np.array(entered, dtype=np.float64)
    n = times.size
    never, no = np.full(n, NOBODY_LEAVES), np.zeros(n, dtype=np.bool_)
    return queueing.Waiting(
        entered=times,
        eligible=times,
        priority=np.ones(n, dtype=np.int64),
        leave_at=never,
        leave_why=np.zeros(n, dtype=np.int64),
        hang_up_at=never,
        ring_s=np.zeros(n),
        work_s=np.full(n, work),
        wrapup_s=np.zeros(n),
        unanswered_ring=no,
        fails=no,
        reached=~no,
        reached_again=~no,
    )


def staff(people: int, half_hours: int = 4) -> np.ndarray:
    return np.full(half_hours, people, dtype=np.int64)


def test_one_agent_serves_in_order_of_entry():
    served = queueing.serve(waiting([0, 10, 20]), staff(1), 1, RULE)
    assert served.answered.tolist() == [0, 100, 200]
    assert served.released.tolist() == [100, 200, 300]


def test_two_slots_take_two_contacts_at_a_time():
    served = queueing.serve(waiting([0, 10, 20]), staff(1), 2, RULE)
    assert served.answered.tolist() == [0, 10, 100]


def test_after_contact_work_keeps_the_agent_but_not_the_customer():
    contacts = replace(waiting([0, 10]), wrapup_s=np.array([30.0, 30.0]))
    served = queueing.serve(contacts, staff(1), 1, RULE)
    assert served.released[0] == 100
    assert served.answered[1] == 130


def test_the_more_urgent_queue_goes_first():
    contacts = replace(waiting([0, 10, 20]), priority=np.array([1, 1, 0]))
    served = queueing.serve(contacts, staff(1), 1, RULE)
    assert served.answered.tolist() == [0, 200, 100]


def test_who_loses_patience_is_gone_when_the_agent_comes():
    contacts = replace(waiting([0, 10, 20]), leave_at=np.array([inf, 50.0, inf]))
    served = queueing.serve(contacts, staff(1), 1, RULE)
    assert np.isnan(served.answered[1])
    assert served.released[1] == 50
    assert served.answered[2] == 100


def test_who_hangs_up_while_it_rings_frees_the_agent_at_once():
    contacts = replace(waiting([0, 1]), ring_s=np.array([10.0, 0.0]), hang_up_at=np.array([4.0, NOBODY_LEAVES]))
    served = queueing.serve(contacts, staff(1), 1, RULE)
    assert np.isnan(served.answered[0])
    assert (served.rang[0], served.released[0]) == (0, 4)
    assert served.answered[1] == 4


def test_an_unanswered_ring_costs_the_customer_and_another_agent_answers():
    contacts = replace(waiting([0]), unanswered_ring=np.array([True]))
    served = queueing.serve(contacts, staff(2), 1, RULE)
    assert served.answered[0] == 12
    assert served.rang_in_vain_agent[0] != served.agent[0]


def test_an_accepted_callback_is_made_when_people_are_free_and_the_queue_is_not():
    leave = np.array([inf, 40.0])
    contacts = replace(waiting([0, 10]), leave_at=leave, leave_why=np.array([0, queueing.ACCEPTED]))
    (made,) = queueing.serve(contacts, staff(1), 1, RULE).callbacks
    # Discovered when the agent is free at 100 s; due `delay_s` after the customer chose.
    assert made.dialled == 40 + RULE.delay_s
    assert made.answered == made.dialled + RULE.dial_s


def test_a_callback_that_reaches_nobody_is_tried_once_more():
    contacts = replace(
        waiting([0, 10]),
        leave_at=np.array([inf, 40.0]),
        leave_why=np.array([0, queueing.ACCEPTED]),
        reached=np.array([True, False]),
    )
    first, second = queueing.serve(contacts, staff(1), 1, RULE).callbacks
    assert first.answered is None
    assert (first.attempt, second.attempt) == (1, 2)
    assert second.dialled == first.released + RULE.retry_s
    assert second.answered is not None


def test_who_goes_off_duty_finishes_the_contact_first():
    people = np.array([1, 0, 1], dtype=np.int64)
    served = queueing.serve(waiting([1_790, 1_795]), people, 1, RULE)
    assert served.released[0] == 1_890
    assert served.answered[1] == 3_600
    assert served.sessions[0].left == 1_890


def test_nobody_is_in_two_places_and_every_contact_ends():
    rng = np.random.default_rng(3)
    n = 3_000
    entered = np.cumsum(rng.exponential(8.0, n))
    contacts = replace(
        waiting(entered.tolist()),
        work_s=rng.lognormal(4.6, 0.8, n),
        leave_at=entered + rng.lognormal(4.5, 1.0, n),
        hang_up_at=entered + NOBODY_LEAVES,
        ring_s=rng.exponential(5.0, n),
    )
    people = (10 + np.arange(14) % 5).astype(np.int64)
    served = queueing.serve(contacts, people, 1, RULE)
    assert np.isfinite(served.released).all()
    answered = np.isfinite(served.answered)
    for agent in np.unique(served.agent[answered]):
        own = answered & (served.agent == agent)
        order = np.argsort(served.rang[own])
        assert (served.rang[own][order][1:] >= served.released[own][order][:-1]).all()


def test_it_agrees_with_erlangs_delay_formula():
    # M/M/5 at load 4: P(wait) = 0.5541 by Erlang's formula, mean wait = P x service / (servers - load).
    rng = np.random.default_rng(11)
    n, servers, load, service_s = 120_000, 5, 4.0, 60.0
    entered = np.cumsum(rng.exponential(service_s / load, n))
    contacts = replace(waiting(entered.tolist()), work_s=rng.exponential(service_s, n))
    half_hours = int(entered[-1] // 1_800) + 2
    served = queueing.serve(contacts, staff(servers, half_hours), 1, RULE)
    waits = served.answered - entered
    last = load**servers / factorial(servers) * servers / (servers - load)
    p_wait = last / (sum(load**k / factorial(k) for k in range(servers)) + last)
    assert (waits > 1e-9).mean() == pytest.approx(p_wait, rel=0.05)
    assert waits.mean() == pytest.approx(p_wait * service_s / (servers - load), rel=0.1)
