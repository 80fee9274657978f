"""The patience curve on hundreds of customers, of whom enough hang up, beside a customer-by-customer reckoning."""

from __future__ import annotations

import random

import numpy as np
import pytest

from pledgeline.contacts.core.patience import patience_curve
from tests.contact_table import ask_one, contact
from tests.oracle.contacts import slow_needs


def customers(seed: int, n: int = 300) -> list[dict]:
    """Patience and offered wait are exponential: about as many hang up as are answered."""
    chance = random.Random(seed)
    rows = []
    for _ in range(n):
        patience, offered = round(chance.expovariate(1 / 90), 3), round(chance.expovariate(1 / 60), 3)
        rows.append(contact(left=patience) if patience < offered else contact(answered=offered))
    for row in rows:
        row.setdefault("arrived_precision_ms", 1000)
        row.setdefault("callback_accepted_at", None)
    return rows


@pytest.mark.parametrize("at_s", [20, 60, 150])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_share_still_willing_is_the_twins(seed: int, at_s: int) -> None:
    rows = customers(seed)
    ours, theirs = ask_one("patience", rows, at_s=at_s), slow_needs.patience(rows, at_s)
    assert theirs["hung_up"] > 100
    for name, value in theirs.items():
        close = isinstance(value, float | list)
        assert ours[name] == (pytest.approx(value, abs=1e-9) if close else value), name


def test_a_curve_worked_out_by_hand() -> None:
    # 100 at risk, 20 hang up at 10 s; 30 answered at 20 s; of 50 left 10 hang up at 30 s; 40 answered at 40 s.
    curve = patience_curve([10, 20, 30, 40], [20, 0, 10, 0], [0, 30, 0, 40])
    assert curve is not None
    assert curve.willing == pytest.approx([0.8, 0.64], rel=1e-12)
    assert (curve.n, curve.hung_up, curve.last_s) == (100, 30, 40)
    then = curve.at(35)
    assert then is not None
    assert then.low < then.share < then.high
    assert curve.at(41) is None
    assert curve.median_s is None


def test_before_the_first_hang_up_everybody_is_willing_as_far_as_can_be_seen() -> None:
    curve = patience_curve([30], [30], [0])
    assert curve is not None
    before, after = curve.at(10), curve.at(30)
    assert before is not None
    assert after is not None
    assert (before.share, before.high) == (1.0, 1.0)
    assert 0.85 < before.low < 1
    assert (after.share, after.low) == (0.0, 0.0)
    assert 0 < after.high < 0.15


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    chance, truth, inside = np.random.default_rng(7), float(np.exp(-60 / 90)), 0
    for _ in range(400):
        patience, offered = chance.exponential(90, 200), chance.exponential(80, 200)
        left, seen = patience <= offered, np.ceil(np.minimum(patience, offered))
        curve = patience_curve(seen, left, ~left)
        assert curve is not None
        then = curve.at(60)
        assert then is not None
        inside += then.low <= truth <= then.high
    assert inside / 400 == pytest.approx(0.95, abs=0.03)
