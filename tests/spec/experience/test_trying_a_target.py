"""A target is tried before it is promised (4 b): what would have been kept in the last days."""

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
