"""Plans: every figure is kept, what was agreed is locked, and a file is taken whole or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from django.db import IntegrityError, transaction

from pledgeline.kernel.problem import Problem

pytestmark = pytest.mark.django_db

MONDAY, FRIDAY = date(2026, 6, 1), date(2026, 6, 5)
EARLY = datetime(2026, 5, 1, 2, tzinfo=UTC)
DAY = [0.0] * 9 + [4.0] * 9 + [0.0] * 6


@pytest.fixture
def plan(cast: Any) -> Any:
    from pledgeline.capacity.actions import plans

    return plans.open_plan(
        code="june",
        centre="north",
        service="cards",
        channel="voice",
        first_day=MONDAY,
        last_day=date(2026, 6, 7),
        interval_min=60,
        locks_on=date(2026, 5, 25),
        by=cast.mia,
        at=EARLY,
    )


def said(stage: str, days: Any = None, at: datetime = EARLY, **more: Any) -> int:
    from pledgeline.capacity.actions import plans
    from pledgeline.capacity.core.stages import Stage

    return plans.state(code="june", stage=Stage(stage), days=days or {MONDAY: DAY}, by=None, at=at, **more)


def refused(code: str, *args: Any, **more: Any) -> Problem:
    with pytest.raises(Problem) as problem:
        said(*args, **more)
    assert problem.value.code == code
    return problem.value


def test_a_new_figure_is_a_new_row_and_the_last_one_holds(plan: Any, cast: Any) -> None:
    from pledgeline.capacity import queries
    from pledgeline.capacity.core.stages import Stage
    from pledgeline.capacity.models import StaffedDay

    assert said("committed") == 1
    assert said("committed") == 0
    assert said("committed", {MONDAY: [2 * one for one in DAY]}) == 1
    assert StaffedDay.objects.count() == 2
    page = queries.plan("june", user=cast.bob)
    assert page is not None
    assert page.agents[Stage.COMMITTED][MONDAY][9] == 8.0


def test_the_database_itself_refuses_to_change_what_was_said(plan: Any) -> None:
    from pledgeline.capacity.models import StaffedDay

    said("committed")
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffedDay.objects.update(agents=[])
    with pytest.raises(Problem):
        StaffedDay.objects.get().save()


def test_from_the_lock_date_on_only_what_happened_may_be_told(plan: Any) -> None:
    late = datetime(2026, 5, 25, 2, tzinfo=UTC)
    for stage in ("required", "requested", "committed"):
        refused("plan.locked", stage, at=late)
    assert said("scheduled", at=late) == said("delivered", at=late) == 1


def test_days_that_cannot_be_are_refused_and_nothing_is_written(plan: Any) -> None:
    from pledgeline.capacity.models import StaffedDay

    refused("plan.day_closed", "requested", {MONDAY: DAY, date(2026, 6, 6): DAY})
    refused("plan.day_outside", "requested", {date(2026, 6, 8): DAY})
    refused("plan.intervals_count", "requested", {MONDAY: DAY[:-1]})
    refused("plan.agents_out_of_range", "requested", {MONDAY: [-1.0, *DAY[1:]]})
    refused("plan.agents_out_of_range", "requested", {MONDAY: [float("nan"), *DAY[1:]]})
    assert not StaffedDay.objects.exists()


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)])
def test_a_clock_change_day_has_its_own_number_of_intervals(day: date, hours: int) -> None:
    from pledgeline.capacity.core.stages import intervals_of

    assert intervals_of(day, "Europe/Berlin", 30) == 2 * hours
    assert intervals_of(day, "Asia/Shanghai", 30) == 48


def test_a_plan_needs_an_engagement_over_its_whole_length(cast: Any) -> None:
    from pledgeline.capacity.actions import plans

    common: dict[str, Any] = {"code": "x", "service": "cards", "interval_min": 30, "locks_on": MONDAY, "by": None}
    for centre, channel, first in (
        ("south", "chat", MONDAY),
        ("nowhere", "voice", MONDAY),
        ("north", "voice", date(2025, 12, 31)),
    ):
        with pytest.raises(Problem) as problem:
            plans.open_plan(centre=centre, channel=channel, first_day=first, last_day=FRIDAY, **common)
        assert problem.value.code == "plan.not_engaged"


def test_a_workbook_goes_out_and_comes_back_as_the_commitment(plan: Any, cast: Any) -> None:
    from pledgeline.capacity import queries
    from pledgeline.capacity.actions import registers
    from pledgeline.capacity.core.stages import Stage
    from pledgeline.capacity.queries.registers import STAFF, staff_rows
    from pledgeline.ui import sheets

    said("requested")
    rows = [{**row, "committed": row["requested"]} for row in staff_rows(queries.plan("june", user=cast.bob))]
    data = sheets.as_xlsx(STAFF, rows)
    assert registers.take_commitment(code="june", data=data, file="june.xlsx", by=cast.bob, at=EARLY) == 1
    page = queries.plan("june", user=cast.bob)
    assert list(page.agents[Stage.COMMITTED][MONDAY]) == DAY
    for bad, code in (
        ([{**rows[0], "plan": "other"}], "plan.other_plan"),
        ([{**rows[0], "committed": None}], "plan.cell_empty"),
        ([rows[0], rows[0]], "plan.interval_twice"),
        ([rows[0], rows[2]], "plan.interval_missing"),
        (rows[:-1], "plan.intervals_count"),
    ):
        with pytest.raises(Problem) as problem:
            registers.take_commitment(
                code="june", data=sheets.as_xlsx(STAFF, bad), file="x.xlsx", by=cast.bob, at=EARLY
            )
        assert (problem.value.code, problem.value.file) == (code, "x.xlsx")


def test_a_forecast_is_frozen_and_handed_over_only_where_it_fits(plan: Any, cast: Any) -> None:
    from pledgeline.capacity.actions import forecasts, plans
    from pledgeline.capacity.core.forecast import forecast
    from pledgeline.capacity.core.series import Calendar, Series
    from pledgeline.capacity.models import ForecastRecord

    past = Series(tuple(date(2026, 4, 1) + timedelta(days=n) for n in range(28)), np.full((28, 24), 9.0))
    ahead = [MONDAY + timedelta(days=n) for n in range(7)]
    made = forecast(past, ahead, Calendar())
    common: dict[str, Any] = {
        "service": "cards",
        "channel": "voice",
        "interval_min": 60,
        "made": made,
        "snapshot": "s",
        "by": None,
    }
    record = forecasts.freeze(code="f", **common)
    assert record.values["2026-06-01"]["mean"][0] == pytest.approx(9.0, abs=0.6)
    with pytest.raises(Problem):
        record.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        ForecastRecord.objects.update(method="better")
    forecasts.freeze(code="chat", **{**common, "channel": "chat"})
    with pytest.raises(Problem) as problem:
        plans.hand_over(code="june", forecast="chat", by=None)
    assert problem.value.code == "forecast.unfit"
    assert plans.hand_over(code="june", forecast="f", by=None, at=EARLY).handed_over_on == date(2026, 5, 1)


def test_a_centre_sees_its_own_plans_and_no_trace_of_another(plan: Any, cast: Any) -> None:
    from pledgeline.capacity import queries

    assert [one.row.code for one in queries.plan_list(cast.bob)[1]] == ["june"]
    assert queries.plan_list(cast.carol)[1] == []
    assert queries.plan("june", user=cast.carol) is None
    assert queries.plan("june", user=cast.nobody) is None
