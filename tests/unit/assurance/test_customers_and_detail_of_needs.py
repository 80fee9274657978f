"""Clauses 3.1 and 5.2 through a whole assessment: the records change the findings; an unheld text takes no verdict."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from pledgeline.assurance import queries
from tests.assessing import GOOD
from tests.needs_recorded import AT, register, segment, waiting_signal

pytestmark = pytest.mark.django_db
KINDS = {"consumer", "end_user", "beneficiary", "sponsor", "internal", "external", "potential"}


def judged(assessment: Any, clause: str, key: str) -> tuple[str, dict[tuple[str, str], str]]:
    found = queries.assessment_json(assessment, language="en")
    one = next(one for one in found["requirements"] if one["id"] == clause)
    return one["verdict"], {(each["criterion"], each["subject"][key]): each["verdict"] for each in one["findings"]}


def test_each_kind_of_customer_is_judged_and_the_last_one_carries_the_verdict(
    promised: Any, assess: Any, cast: Any
) -> None:
    from pledgeline.needs.actions import segments
    from pledgeline.needs.core.expectation import SegmentKind

    verdict, kinds = judged(assess(GOOD), "3.1", "customer")
    assert verdict == "not_demonstrated"
    assert kinds == {("segments", kind): "not_demonstrated" for kind in KINDS}
    segment()  # consumers, external
    segment("staff", kinds=[SegmentKind.INTERNAL, SegmentKind.END_USER])
    why = {"because_en": "None.", "because_zh": "没有。", "by": cast.alice, "at": AT}
    for kind in (SegmentKind.BENEFICIARY, SegmentKind.SPONSOR):
        segments.rule_out(kind=kind, **why)
    verdict, kinds = judged(assess(GOOD), "3.1", "customer")
    assert (verdict, [kind for (_, kind), one in kinds.items() if one != "met"]) == ("not_demonstrated", ["potential"])
    segments.rule_out(kind=SegmentKind.POTENTIAL, **why)
    assert judged(assess(GOOD), "3.1", "customer")[0] == "met"
    assert judged(assess(GOOD, parameters={"3.1.ruled_out_days": 1}), "3.1", "customer")[0] == "not_demonstrated"


def test_the_detail_of_needs_is_shown_and_not_judged_while_the_text_is_not_held(
    promised: Any, assess: Any, cast: Any
) -> None:
    from pledgeline.needs.actions import conflicts

    register("lost-card", "cards")
    register("safe-card", "cards")
    nothing = ("not_demonstrated", {
        (criterion, service): "not_applicable"
        for criterion in ("conflicts-decided", "signals-decided")
        for service in ("cards", "loans")
    })  # fmt: skip
    assert judged(assess(GOOD), "5.2", "service") == nothing
    number = conflicts.mark(first="lost-card", second="safe-card", what_en="x", what_zh="x", by=None, at=AT).number
    waiting_signal(found_at=datetime(2020, 1, 1, tzinfo=UTC))
    verdict, found = judged(assess(GOOD), "5.2", "service")
    assert verdict == "not_demonstrated"
    assert found["conflicts-decided", "cards"] == "not_demonstrated"
    assert found["signals-decided", "cards"] == "not_met"
    decided = {"how_en": "x", "how_zh": "x", "prefers": None, "by": cast.alice, "at": AT}
    conflicts.decide(number=number, until=date(2030, 1, 1), **decided)
    assert judged(assess(GOOD), "5.2", "service")[1]["conflicts-decided", "cards"] == "met"
