"""Patience from waits: the curve by hand, ties, censoring, and the tail."""

from __future__ import annotations

import numpy as np
import pytest

from pledgeline.capacity.core.patience import Waits, kaplan_meier, mean_patience_s
from pledgeline.kernel.problem import Problem


def waits(rows: list[tuple[float, int, int]]) -> Waits:
    table = np.array(rows, dtype=float)
    return Waits(table[:, 0], table[:, 1], table[:, 2])


def test_the_curve_is_the_one_worked_out_by_hand() -> None:
    # 100 at risk, 20 hang up at 10 s; 30 answered at 20 s; of 50 left 10 hang up at 30 s; 40 answered at 40 s.
    curve = kaplan_meier(waits([(10, 20, 0), (20, 0, 30), (30, 10, 0), (40, 0, 40)]))
    assert curve.willing == pytest.approx([0.8, 0.8 * 0.8], rel=1e-12)
    assert (curve.n, curve.hung_up) == (100, 30)
    # Greenwood's sum, on the scale of log(-log).
    spread = 1.959964 * np.sqrt(20 / (100 * 80) + 10 / (50 * 40)) / -np.log(0.64)
    assert curve.low[1] == pytest.approx(0.64 ** np.exp(spread), rel=1e-6)
    assert curve.high[1] == pytest.approx(0.64 ** np.exp(-spread), rel=1e-6)


def test_answered_in_the_same_second_were_still_at_risk() -> None:
    tied = kaplan_meier(waits([(10, 30, 30), (20, 10, 30)]))
    assert tied.willing[0] == pytest.approx(1 - 30 / 100, rel=1e-12)


def test_the_curve_equals_a_contact_by_contact_reckoning() -> None:
    chance = np.random.default_rng(3)
    patience, offered = chance.exponential(120, 4000).round(), chance.exponential(60, 4000).round()
    left, seen = patience <= offered, np.minimum(patience, offered)
    seconds = np.unique(seen)
    grouped = Waits(
        seconds,
        np.array([(seen[left] == one).sum() for one in seconds], dtype=float),
        np.array([(seen[~left] == one).sum() for one in seconds], dtype=float),
    )
    survival, slow = 1.0, []
    for one in seconds:
        died, risk = int(((seen == one) & left).sum()), int((seen >= one).sum())
        survival *= 1 - died / risk
        if died:
            slow.append(survival)
    curve = kaplan_meier(grouped)
    assert curve.willing == pytest.approx(slow, rel=1e-12)
    assert curve.assumed(60.0) == pytest.approx(np.exp(-60 / 120), abs=0.03)
    assert mean_patience_s(grouped) == pytest.approx(120, rel=0.06)


def test_beyond_the_last_hang_up_the_tail_falls_at_its_mean_hazard() -> None:
    curve = kaplan_meier(waits([(10, 20, 0), (30, 20, 0), (50, 0, 60)]))
    # Ten of forty hang-ups are the last quarter; they all fall at 30 s: 20 over (30-10) x 20 + (50-10) x 60.
    assert curve.tail_hazard == pytest.approx(20 / (20 * 20 + 40 * 60), rel=1e-12)
    assert curve.assumed(130.0) == pytest.approx(0.6 * np.exp(-curve.tail_hazard * 100), rel=1e-12)
    assert curve.assumed(curve.assumed_median_s) == pytest.approx(0.5, rel=1e-9)


def test_a_handful_of_hang_ups_is_no_curve() -> None:
    with pytest.raises(Problem) as problem:
        kaplan_meier(waits([(10, 3, 0)]))
    assert problem.value.code == "patience.not_enough_data"


def test_waits_out_of_order_or_negative_are_refused() -> None:
    for rows in ([(10, 1, 1), (10, 1, 1)], [(-1, 1, 1)], [(1, -1, 1)]):
        with pytest.raises(Problem):
            waits(rows)  # type: ignore[arg-type]
