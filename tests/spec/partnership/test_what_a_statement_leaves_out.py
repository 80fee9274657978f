"""Clause 4 e: what is left out of a month was declared as the terms ask, and the rest is added up, never averaged."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from pledgeline.kernel.interval import Period
from pledgeline.partnership.core.exclusion import Window, declared_in_time, sorted_out
from pledgeline.partnership.core.pooling import SHARES, Pooled, pooled

FIRST, LAST = date(2026, 10, 19), date(2026, 10, 20)


@pytest.mark.parametrize(
    ("days_before", "declared", "in_time"),
    [
        (3, FIRST - timedelta(days=3), True),  # a planned outage: three days ahead
        (3, FIRST - timedelta(days=2), False),
        (0, FIRST, True),
        (0, FIRST + timedelta(days=1), False),
        (-2, LAST + timedelta(days=2), True),  # one that nobody foresaw: within two days after it ended
        (-2, LAST + timedelta(days=3), False),
        (-2, FIRST - timedelta(days=30), True),
    ],
)
def test_a_window_counts_only_if_it_was_declared_in_time(days_before: int, declared: date, in_time: bool) -> None:
    assert declared_in_time(days_before, first_day=FIRST, last_day=LAST, declared_on=declared) is in_time


def group(day: date, hour: int, *, met: int, n: int, service: str = "cards", channel: str = "voice") -> dict[str, Any]:
    by = {"service": service, "channel": channel, "day": day.isoformat(), "hour": hour}
    return {"by": by, "n": n, "met_by_answer": met, "met_by_offer": 0, "not_met": n - met}


GROUPS = [
    group(FIRST, 9, met=8, n=10),
    group(FIRST, 10, met=1, n=10),
    group(FIRST, 10, met=2, n=10, channel="chat"),
    group(LAST, 10, met=9, n=10),
]


@pytest.mark.parametrize(
    ("window", "left"),
    [
        (Window(1, "outage", Period.from_days(FIRST, FIRST)), ["2026-10-20 10"]),
        (Window(1, "outage", Period.from_days(FIRST, LAST), 10, 11), ["2026-10-19 9"]),
        (Window(1, "outage", Period.from_days(FIRST, FIRST), 10, 24, channels=("voice",)),
         ["2026-10-19 9", "2026-10-19 10", "2026-10-20 10"]),
        (Window(1, "outage", Period.from_days(FIRST, LAST), services=("loans",)),
         ["2026-10-19 9", "2026-10-19 10", "2026-10-19 10", "2026-10-20 10"]),
    ],
)  # fmt: skip
def test_a_window_takes_out_its_hours_services_and_channels_and_nothing_else(window: Window, left: list[str]) -> None:
    stay, out = sorted_out(GROUPS, [window])
    assert [f"{one['by']['day']} {one['by']['hour']}" for one in stay] == left
    assert len(stay) + len(out[1]) == len(GROUPS)


def test_what_two_windows_hold_is_taken_out_once() -> None:
    day = Period.from_days(FIRST, FIRST)
    stay, out = sorted_out(GROUPS, [Window(1, "outage", day, 10, 11), Window(2, "campaign", day)])
    assert (len(stay), len(out[1]), len(out[2])) == (1, 2, 1)


def test_a_share_is_that_of_all_contacts_and_not_the_mean_of_the_hours() -> None:
    hours = [group(FIRST, 9, met=90, n=100), group(FIRST, 10, met=0, n=1)]
    assert pooled("human_or_callback_within", "lower", hours) == Pooled(90, 101)
    assert Pooled(4, 5).share == Decimal("0.8")
    assert Pooled(0, 0).share is None


def test_short_abandons_leave_both_sides_of_the_rate_that_is_without_them() -> None:
    counts = {"n": 100, "abandoned": 12, "short_abandoned": 2, "answered": 80}
    assert pooled("abandonment_rate", "abandonment_rate_without_short", [counts]) == Pooled(10, 98)
    assert pooled("abandonment_rate", "abandonment_rate_answered_abandoned", [counts]) == Pooled(12, 92)


def test_only_shares_of_counted_contacts_can_be_settled() -> None:
    assert ("speed_of_answer", "p90_s") not in SHARES
    with pytest.raises(KeyError):
        pooled("speed_of_answer", "p90_s", [])
