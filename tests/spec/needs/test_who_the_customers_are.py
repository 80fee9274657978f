"""Clause 3.1: each kind of customer is served by a segment, or ruled out with a reason that is still fresh."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pledgeline.needs.core.customers import judge_kind
from pledgeline.needs.core.expectation import SegmentKind

DAY = date(2026, 6, 30)


def test_the_definition_names_seven_kinds() -> None:
    kinds = {"consumer", "end_user", "beneficiary", "sponsor", "internal", "external", "potential"}
    assert {kind.value for kind in SegmentKind} == kinds


@pytest.mark.parametrize(
    ("segments", "ruled_out_days_ago", "verdict", "code"),
    [
        (0, None, "not_demonstrated", "kind_not_thought_of"),
        (1, None, "met", "kind_covered"),
        (0, 0, "met", "kind_ruled_out"),
        (0, 730, "met", "kind_ruled_out"),
        (0, 731, "not_demonstrated", "kind_ruled_out_long_ago"),
        # Customers there are say more than a reason why there should be none.
        (2, 731, "met", "kind_covered"),
    ],
)
def test_the_verdict_on_a_kind(segments: int, ruled_out_days_ago: int | None, verdict: str, code: str) -> None:
    ruled_out_on = None if ruled_out_days_ago is None else DAY - timedelta(days=ruled_out_days_ago)
    judgement = judge_kind(SegmentKind.SPONSOR, segments=segments, ruled_out_on=ruled_out_on, day=DAY, oldest_days=730)
    assert (judgement.verdict.value, judgement.reason.code) == (verdict, code)
