"""A target is tried before it is promised (4 b): what would have been kept, and how long customers stay."""

from __future__ import annotations

from datetime import date

import pytest

from pledgeline.experience.core import target
from pledgeline.experience.core.promise import Direction, Rule
from pledgeline.kernel.interval import Period

MINUTE = Rule("human_or_callback_within", "lower", Direction.AT_LEAST, 0.8, {"limit_s": 60})
HANDLED = Rule("handle_time", "handle_s_mean", Direction.AT_MOST, 300.0)


def test_only_what_is_tried_changes() -> None:
    assert target.tried(MINUTE, limit_s=None, target=None) == MINUTE
    stricter = target.tried(MINUTE, limit_s=20, target=0.9)
    assert (stricter.params, stricter.target, stricter.figure) == ({"limit_s": 20}, 0.9, "lower")
    assert MINUTE.params == {"limit_s": 60}
    # A metric without a limit has nothing to try but its target.
    assert target.tried(HANDLED, limit_s=20, target=None) == HANDLED
    assert target.choosable_limits(HANDLED) == ()


def test_the_limits_are_a_short_list_that_holds_the_promises_own() -> None:
    odd = Rule("service_level", "service_level", Direction.AT_LEAST, 0.8, {"target_s": 25})
    assert 25.0 in target.choosable_limits(odd)
    assert list(target.choosable_limits(odd)) == sorted(target.choosable_limits(odd))
    assert len(target.choosable_limits(MINUTE)) == len(target.TRIED_LIMITS_S)


@pytest.mark.parametrize(("days", "first"), [(7, date(2026, 9, 24)), (28, date(2026, 9, 3)), (365, date(2026, 7, 1))])
def test_the_last_days_are_counted_from_the_last_delivered_one(days: int, first: date) -> None:
    delivered = Period.from_days(date(2026, 7, 1), date(2026, 9, 30))
    assert target.last_days(delivered, days) == Period.from_days(first, date(2026, 9, 30))


@pytest.mark.parametrize(("limit_s", "horizon_s"), [(10, 300), (150, 300), (180, 1_200), (600, 1_200), (7_000, 7_200)])
def test_the_curve_looks_at_least_twice_as_far_as_the_limit_where_it_can(limit_s: float, horizon_s: float) -> None:
    assert target.horizon_s(limit_s) == horizon_s


@pytest.mark.parametrize(
    ("rule", "figures", "interval"),
    [
        (MINUTE, {"n": 10, "lower": 0.5, "ci95": [0.24, 0.76]}, (0.24, 0.76)),
        # The interval is that of the lower bound, and of no other figure.
        (Rule("human_or_callback_within", "upper", Direction.AT_LEAST, 0.8), {"n": 10, "ci95": [0.24, 0.76]}, None),
        (HANDLED, {"n": 10, "handle_s_mean": 250.0}, None),
    ],
)
def test_an_interval_stands_beside_the_share_it_belongs_to(rule: Rule, figures: dict, interval: object) -> None:
    assert target.interval(rule, figures) == interval


def test_who_was_served_would_have_stayed_at_least_so_long() -> None:
    # 40 leave at 10 s out of 100; 40 are answered at 20 s; half of the 20 that are left leave at 30 s.
    found = target.patience(100, [(10, 0, 40), (20, 40, 0), (30, 0, 10)], horizon_s=300)
    assert [(one.time, round(one.share, 6), one.at_risk) for one in found.points] == [(10, 0.6, 100), (30, 0.3, 20)]
    # Were the answered ones left out, 60 customers of whom 50 left would look far less patient.
    alone = target.patience(60, [(10, 0, 40), (30, 0, 10)], horizon_s=300)
    assert alone.points[-1].share < 0.2
    assert all(one.low < one.share < one.high for one in found.points)


def test_the_curve_at_a_moment_is_its_last_step() -> None:
    found = target.patience(100, [(10, 0, 40)], horizon_s=300)
    assert found.at(9) is None
    at_limit = found.at(60)
    assert at_limit is not None
    assert at_limit.share == pytest.approx(0.6)


def test_too_few_departures_make_no_curve_and_say_how_many_there_were() -> None:
    few = target.patience(1_000, [(10, 0, target.FEWEST_LEFT - 1), (20, 900, 0)], horizon_s=300)
    assert (few.points, few.left, few.n) == ((), target.FEWEST_LEFT - 1, 1_000)
    assert target.patience(1_000, [(10, 0, target.FEWEST_LEFT)], horizon_s=300).points
