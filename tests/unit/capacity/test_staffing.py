"""Shrinkage, gaps and chances, reckoned on small numbers."""

from __future__ import annotations

import numpy as np
import pytest

from pledgeline.capacity.core.staffing import (
    Shrinkage,
    chance_kept,
    chance_over,
    chance_shares,
    checked_aht_s,
    gap,
)
from pledgeline.kernel.problem import Problem


def enough(contacts: np.ndarray, agents: np.ndarray) -> np.ndarray:
    """Ten contacts an agent are all kept; those above are not."""
    return np.minimum(1.0, 10.0 * agents / np.maximum(contacts, 1e-9))


def test_shrinkage_is_taken_off_in_turn_and_adds_up() -> None:
    shrinkage = Shrinkage(absence=0.1, training=0.0, meetings=0.0, breaks=0.2)
    assert shrinkage.present == pytest.approx(0.72)
    assert sum(shrinkage.broken_down(72).values()) + 72 == pytest.approx(100)
    assert shrinkage.people(np.array([72.0, 1.0])).tolist() == [100.0, 2.0]
    with pytest.raises(Problem):
        Shrinkage(absence=1.0)


@pytest.mark.parametrize(
    ("aht", "code"),
    [
        (4.5, "plan.aht_unlikely"),
        (-1, "plan.aht_impossible"),
        (float("nan"), "plan.aht_impossible"),
        (9e4, "plan.aht_too_long"),
    ],
)
def test_a_handling_time_in_minutes_is_noticed_and_asked_about(aht: float, code: str) -> None:
    with pytest.raises(Problem) as problem:
        checked_aht_s(aht)
    assert problem.value.code == code
    assert checked_aht_s(270) == 270


def test_a_gap_counts_only_intervals_in_which_somebody_is_required() -> None:
    found = gap(np.array([0.0, 5, 5, 5]), np.array([9.0, 5, 3, 6]))
    assert (found.intervals, found.covered, found.short_agents, found.over_agents) == (3, 2, 2.0, 1.0)
    assert gap(np.zeros(2), np.zeros(2)).share is None
    with pytest.raises(Problem):
        gap(np.zeros(2), np.zeros(3))


def test_a_certain_forecast_gives_a_certain_answer() -> None:
    contacts, agents = np.array([[100.0, 50.0]]), np.array([[10.0, 5.0]])
    mean, chance = chance_kept(contacts, np.array([0.0]), agents, enough, target=0.95)
    assert (mean[0], chance[0]) == (pytest.approx(1.0), 1.0)


def test_an_uncertain_volume_lowers_the_mean_and_halves_the_chance() -> None:
    contacts, agents = np.array([[100.0, 50.0]]), np.array([[10.0, 5.0]])
    mean, chance = chance_kept(contacts, np.array([0.1]), agents, enough, target=0.999)
    assert mean[0] < 0.99
    assert chance[0] == pytest.approx(0.5, abs=0.05)
    _, more = chance_kept(contacts, np.array([0.1]), agents * 1.2, enough, target=0.999)
    assert more[0] > 0.9


def test_a_month_is_safer_than_its_days_unless_they_fail_together() -> None:
    contacts, agents = np.full((20, 2), 50.0), np.full((20, 2), 5.2)
    shares = chance_shares(contacts, np.full(20, 0.1), agents, enough)
    alone = chance_over(contacts, shares, target=0.95, common=0.0)
    together = chance_over(contacts, shares, target=0.95, common=0.9)
    day = float((shares[0] >= 0.95).mean())
    assert alone > day
    assert alone > together
    assert alone == chance_over(contacts, shares, target=0.95, common=0.0)


def test_a_closed_day_keeps_its_promise() -> None:
    mean, chance = chance_kept(np.zeros((1, 2)), np.array([0.1]), np.zeros((1, 2)), enough, target=0.9)
    assert (mean[0], chance[0]) == (1.0, 1.0)
