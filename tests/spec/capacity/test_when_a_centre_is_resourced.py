"""Clause 4 d): the verdict moves with the plan, its figures, its forecast and the checklist."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Verdict

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 1)
EARLY = datetime(2026, 5, 1, 2, tzinfo=UTC)
NEED = [0.0] * 9 + [4.0] * 9 + [0.0] * 6


@pytest.fixture
def findings(cast: Any) -> Any:
    from pledgeline.assurance.checks.capacity import resourced
    from pledgeline.assurance.checks.given import Given
    from pledgeline.assurance.core import catalogue
    from pledgeline.organisation import queries as organisation

    requirement = next(one for one in catalogue.load().requirements if one.id == "4.d")
    defaults = {f"4.d.{one.name}": one.default for c in requirement.criteria for one in c.parameters}

    def found(**parameters: float) -> dict[str, str]:
        given = Given(
            Period.from_days(DAY, DAY),
            None,
            ("south",),
            ("cards",),
            {**defaults, **{f"4.d.{name}": value for name, value in parameters.items()}},
            lambda *_a, **_k: None,
            organisation.engagements(),
            {},
        )
        return {one.criterion: one.judgement.verdict for one in resourced(requirement, given).findings}

    return found


@pytest.fixture
def plan(cast: Any) -> None:
    from pledgeline.capacity.actions import plans

    plans.open_plan(
        code="p",
        centre="south",
        service="cards",
        channel="voice",
        first_day=DAY,
        last_day=DAY,
        interval_min=60,
        locks_on=DAY,
        by=None,
        at=EARLY,
    )


def said(stage: str, agents: list[float], chance: float | None = None) -> None:
    from pledgeline.capacity.actions import plans
    from pledgeline.capacity.core.stages import Stage

    plans.state(
        code="p", stage=Stage(stage), days={DAY: agents}, chances={DAY: chance} if chance else None, by=None, at=EARLY
    )


def test_without_a_plan_nothing_is_shown(findings: Any) -> None:
    assert findings() == {"resourced": Verdict.NOT_DEMONSTRATED, "other-means": Verdict.NOT_DEMONSTRATED}


def test_enough_people_are_met_and_a_missing_shift_is_not(findings: Any, plan: None) -> None:
    assert findings()["resourced"] is Verdict.NOT_DEMONSTRATED
    said("required", NEED)
    assert findings()["resourced"] is Verdict.NOT_MET
    said("committed", NEED)
    assert findings()["resourced"] is Verdict.MET
    said("committed", [min(one, 3.0) if place == 9 else one for place, one in enumerate(NEED)])
    assert findings()["resourced"] is Verdict.NOT_MET
    assert findings(covered_share=0.85)["resourced"] is Verdict.MET


def test_the_weakest_day_decides_and_a_day_not_reckoned_is_no_proof(findings: Any, plan: None) -> None:
    said("required", NEED)
    said("committed", NEED)
    assert findings()["probable"] is Verdict.NOT_DEMONSTRATED
    said("committed", NEED, 0.7)
    assert findings()["probable"] is Verdict.NOT_MET
    assert findings(kept_probability=0.6)["probable"] is Verdict.MET


def test_a_chance_speaks_of_the_commitment_it_looked_at_and_of_no_later_one(findings: Any, cast: Any) -> None:
    from pledgeline.capacity.actions import outlooks, plans
    from tests.planned import a_forecast, a_plan, asked, figures, shared_out

    a_forecast()
    shared_out(north=0.5)
    a_plan("south-june", "south")
    plans.hand_over(code="south-june", forecast="june-cards", by=None, at=EARLY)
    for stage in ("required", "committed"):
        figures("south-june", stage, 4.0)
    outlooks.reckon(code="south-june", asked=asked(), by=None, at=EARLY)
    assert findings()["probable"] is Verdict.MET
    figures("south-june", "committed", 1.0)
    assert findings()["probable"] is Verdict.NOT_DEMONSTRATED
    outlooks.reckon(code="south-june", asked=asked(), by=None, at=EARLY)
    assert findings()["probable"] is Verdict.NOT_MET


def test_a_forecast_handed_over_late_is_not_in_time(findings: Any, plan: None) -> None:
    from pledgeline.capacity.models import StaffingPlan

    assert findings()["handed-over"] is Verdict.NOT_DEMONSTRATED
    StaffingPlan.objects.update(handed_over_on=date(2026, 5, 18))
    assert findings()["handed-over"] is Verdict.MET
    StaffingPlan.objects.update(handed_over_on=date(2026, 5, 19))
    assert findings()["handed-over"] is Verdict.NOT_MET


def test_the_checklist_must_speak_of_every_area_and_none_may_be_late(findings: Any) -> None:
    from pledgeline.capacity.actions import resources
    from pledgeline.capacity.core.resources import Area, Side

    for area in Area:
        assert findings()["other-means"] is Verdict.NOT_DEMONSTRATED
        resources.require(
            code=area.value,
            centre="south",
            service="cards",
            area=area,
            title_en="x",
            title_zh="某",
            side=Side.CLIENT,
            due_on=DAY,
            by=None,
        )
    assert findings()["other-means"] is Verdict.MET
    resources.require(
        code="late",
        centre="south",
        service="cards",
        area=Area.SYSTEMS,
        title_en="x",
        title_zh="某",
        side=Side.CLIENT,
        due_on=date(2026, 5, 31),
        by=None,
    )
    assert findings()["other-means"] is Verdict.NOT_MET
    resources.put_in_place(code="late", evidence="ticket 1", on=DAY, by=None)
    assert findings()["other-means"] is Verdict.MET


def test_a_campaign_gate_asks_for_every_one_of_its_days(plan: None) -> None:
    from pledgeline.briefing.core.gate import Capacity
    from pledgeline.briefing.queries import Planned
    from pledgeline.capacity import evidence

    def asked(last_day: date) -> Any:
        period = Period.from_days(DAY, last_day)
        names = {"en": "Offers", "zh": "优惠活动"}
        planned = Planned("offers", names, period, (), ("south",), ("cards",), "", {})
        return evidence.for_campaigns([planned])["offers"]

    assert asked(DAY) == {}
    said("required", NEED)
    assert asked(DAY) == {"south": Capacity(enough=False, required=4.0, staffed=0.0)}
    said("committed", NEED)
    assert asked(DAY) == {"south": Capacity(enough=True, required=4.0, staffed=4.0)}
    assert asked(date(2026, 6, 2)) == {}


def test_the_gates_of_campaigns_ask_this_room(cast: Any) -> None:
    from pledgeline.briefing.queries import campaigns
    from pledgeline.capacity.evidence import for_campaigns

    assert [for_campaigns] == campaigns._CAPACITY
