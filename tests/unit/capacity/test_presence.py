"""Who was there: from logs, from the contacts handled, and from how long customers waited."""

from __future__ import annotations

import numpy as np
import pytest

from pledgeline.capacity.core.erlang import measures_each
from pledgeline.capacity.core.implied import Seen, implied
from pledgeline.capacity.core.presence import Stretches, logged, present, queue_stood, reconstructed

HOURS = np.array([0.0, 3600.0, 7200.0])
NOBODY_WAITS = Stretches(np.zeros(0), np.zeros(0))


def stretches(*pairs: tuple[float, float]) -> Stretches:
    return Stretches(np.array([a for a, _ in pairs], dtype=float), np.array([b for _, b in pairs], dtype=float))


def test_presence_is_the_part_of_an_interval_that_somebody_was_there() -> None:
    assert present(stretches((0, 1800), (1800, 5400), (7000, 6000)), HOURS).tolist() == [1.0, 0.5]


def test_an_agent_is_ready_between_two_contacts_that_lie_close_together() -> None:
    who = np.array([0, 0])
    assert reconstructed(who, stretches((0, 900), (1800, 3600)), NOBODY_WAITS, HOURS)[0] == 1.0


def test_a_long_gap_is_an_absence_and_another_agents_contact_ends_no_gap() -> None:
    long_gap = stretches((0, 600), (2400, 3600))
    assert reconstructed(np.array([0, 0]), long_gap, NOBODY_WAITS, HOURS)[0] == pytest.approx(0.5)
    assert reconstructed(np.array([0, 1]), stretches((0, 900), (1800, 3600)), NOBODY_WAITS, HOURS)[0] == 0.75


def test_nobody_was_free_while_a_customer_had_been_waiting_for_more_than_twenty_seconds() -> None:
    work = stretches((0, 900), (1800, 3600))
    waiting = stretches((980, 1300), (1100, 1400))
    assert queue_stood(waiting).start_s.tolist() == [1000.0]
    assert queue_stood(waiting).end_s.tolist() == [1400.0]
    assert reconstructed(np.array([0, 0]), work, waiting, HOURS)[0] == pytest.approx((3600 - 400) / 3600)


def test_contacts_that_overlap_count_the_agent_once() -> None:
    chats = stretches((0, 1800), (600, 3600))
    assert reconstructed(np.array([0, 0]), chats, NOBODY_WAITS, HOURS)[0] == 1.0


def test_no_work_is_nobody() -> None:
    assert reconstructed(np.zeros(0, dtype=np.int64), NOBODY_WAITS, NOBODY_WAITS, HOURS).tolist() == [0.0, 0.0]


def test_a_log_counts_from_sign_on_to_sign_off_without_pauses() -> None:
    # Signs on to two queues, pauses, resumes, leaves one queue, leaves the other; a second agent only signs off.
    agent = np.array([0, 0, 0, 0, 0, 0, 1, 1])
    at = np.array([0.0, 10, 1000, 1600, 2000, 3000, 500, 900])
    step = np.array([1.0, 1, 0, 0, -1, -1, -1, 0])
    pause = np.array([0.0, 0, 1, -1, 0, 0, 0, 0])
    found = logged(agent, at, step, pause)
    assert sorted(zip(found.start_s, found.end_s, strict=True)) == [(0, 10), (10, 1000), (1600, 2000), (2000, 3000)]


def test_the_staff_that_was_there_is_found_again_from_the_waits() -> None:
    calls, aht, patience, agents = np.array([200.0, 450.0, 450.0]), 240.0, 180.0, np.array([16, 30, 34])
    kept = measures_each(calls, aht, patience, agents, 60.0).p_served_le_T
    n = np.full(3, 4000.0)
    found = implied(Seen(calls, n, kept * n, np.full(3, aht), np.full(3, patience)), limit_s=60.0)
    assert found.agents == pytest.approx(agents, abs=0.05)
    assert (found.low < found.agents).all()
    assert (found.agents < found.high).all()


def test_few_contacts_imply_nothing_and_a_perfect_share_any_number_from_the_lower_end_on() -> None:
    seen = Seen(
        np.array([5.0, 300.0]), np.array([5.0, 300.0]), np.array([5.0, 300.0]), np.full(2, 200.0), np.full(2, 200.0)
    )
    found = implied(seen, limit_s=60.0)
    assert np.isnan(found.agents[0])
    assert np.isinf(found.high[1])
    assert found.agents[1] == found.low[1] > 300 * 200 / 3600
