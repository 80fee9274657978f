"""plan forecast, backtest, required, share-out, hand-over, reckon, gap, whatif, accuracy, from seven weeks of calls.

In one process: what a call costs here is the work and not the start of a program.
"""

from __future__ import annotations

import json
from datetime import timedelta
from importlib.util import find_spec
from typing import Any

import pytest
import time_machine
from typer.testing import CliRunner

from pledgeline.kernel.problem import Problem
from tests.planned import EARLY, FIRST, a_plan, seven_weeks, week

pytestmark = pytest.mark.django_db
AHT = ("--aht-s", "240", "--patience-s", "300")


@pytest.fixture(autouse=True)
def _in_may() -> Any:
    with time_machine.travel(EARLY, tick=False):
        yield


@pytest.fixture
def plan(cast: Any, deliver: Any) -> Any:
    """`plan("gap", "june")` → what it prints; north has seven weeks of contacts, and a plan without a forecast."""
    from pledgeline.web.cli.app import app

    deliver("north", seven_weeks())
    a_plan("june", "north")

    def run(*arguments: str) -> Any:
        done = CliRunner().invoke(app, ["plan", *arguments], catch_exceptions=True)
        if isinstance(done.exception, Problem):
            raise done.exception
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return run


def refused(plan: Any, code: str, *arguments: str) -> Problem:
    with pytest.raises(Problem) as problem:
        plan(*arguments)
    assert problem.value.code == code
    return problem.value


def test_forecasts_are_made_tested_and_turned_into_agents(plan: Any) -> None:
    made = plan("forecast", "--service", "cards", "--days", "9", "--freeze-as", "june-cards")
    monday = next(day for day in made["days"] if day["day"] == FIRST.isoformat())
    assert sum(monday["naive"]) == 36
    bands = zip(monday["low"], monday["mean"], monday["high"], strict=True)
    assert all(low <= mean <= high for low, mean, high in bands)
    assert made["campaigns"]["for_each_told"]["past_campaigns"] == 0
    assert (made["method"], made["frozen_as"]) == ("profile/2", "june-cards")
    models = {one["model"]: one["first"] for one in plan("backtest", "--service", "cards")["models"]}
    assert set(models) == {"own", "seasonal_naive"}
    assert 0 <= models["own"]["wmape"] < 0.3
    if find_spec("statsforecast") is None:
        refused(plan, "challenger.not_installed", "backtest", "--service", "cards", "--challenger")
    days = plan("required", "june-cards", *AHT)["days"]
    agents = next(day for day in days if day["day"] == FIRST.isoformat())
    assert sum(agents["people"]) > sum(agents["agents"]) > 0
    minutes = refused(plan, "plan.aht_unlikely", "required", "june-cards", "--aht-s", "4")
    assert minutes.params["as_minutes"] == 240
    refused(plan, "forecast.code_taken", "forecast", "--service", "cards", "--freeze-as", "june-cards")
    refused(plan, "option.days", "forecast", "--service", "cards", "--days", "400")


def test_few_contacts_are_refused_or_weighed_against_what_somebody_expects(plan: Any) -> None:
    ask = ("forecast", "--service", "loans", "--days", "3")
    refused(plan, "forecast.not_enough_data", *ask)
    said = plan(*ask, "--a-day", "50")
    assert said["method"] == "prior/1"
    assert sum(said["days"][0]["mean"]) == pytest.approx(50, abs=0.5)


def test_a_plan_is_shared_out_handed_over_reckoned_and_changed(plan: Any) -> None:
    from pledgeline.capacity.actions import plans
    from pledgeline.capacity.core.stages import Stage

    refused(plan, "plan.no_forecast", "reckon", "june", *AHT, "--require")
    plan("forecast", "--service", "cards", "--days", "9", "--freeze-as", "june-cards")
    assert plan("accuracy", "june-cards")["levels"] == {}
    plan("hand-over", "june", "--forecast", "june-cards")
    refused(plan, "plan.not_shared_out", "reckon", "june", *AHT, "--require")
    terms = ("--centre", "north=2.5:0.5", "--centre", "south=1:0:0.5")
    assert plan("share-out", "june-cards", *terms)["kept_as"] is None
    assert plan("share-out", "june-cards", *terms, "--keep")["kept_as"] == 1
    refused(plan, "allocation.share_range", "share-out", "june-cards", "--centre", "north=2:0.5:0.4")
    refused(plan, "allocation.centre_unknown", "share-out", "june-cards", "--centre", "west=2")
    refused(plan, "option.pair", "share-out", "june-cards", "--centre", "north")
    asked = plan("reckon", "june", *AHT, "--require", "--request")
    assert asked["required"][FIRST.isoformat()] > 0
    assert asked["days"] == {}
    plans.state(code="june", stage=Stage.COMMITTED, days=week(2.0), by=None)
    said = plan("reckon", "june", *AHT)
    assert set(said["days"]) == {(FIRST + timedelta(days=n)).isoformat() for n in range(5)}
    assert {one["span"] for one in said["weeks_and_months"]} == {"week", "month"}
    assert said["basis"]["method"] == "simulation/1"
    gap = plan("gap", "june")
    assert 0 < gap["against_required"]["committed"]["share"] <= 1
    assert len(gap["chances"]) == 5
    more = plan("whatif", "june", "--volume", "6", "--agents", "2")
    assert more["changed"]["contacts"] > 5 * more["base"]["contacts"]
    assert more["prior"] == []
    assert more["difference"]["low"] <= more["difference"]["value"] <= more["difference"]["high"]
    refused(plan, "plan.day_outside", "whatif", "june", "--day", "2026-07-01")
    refused(plan, "option.day", "whatif", "june", "--day", "soon")
    refused(plan, "whatif.factor", "whatif", "june", "--volume", "0")


def test_plans_commitments_and_checklists_travel_as_registers(plan: Any) -> None:
    from pledgeline.capacity.actions import plans
    from pledgeline.capacity.actions import registers as actions
    from pledgeline.capacity.core.stages import Stage
    from pledgeline.capacity.queries.registers import COMMITMENTS, PLANS, RESOURCES, export_rows
    from pledgeline.ui import sheets

    plans.state(code="june", stage=Stage.COMMITTED, days=week(2.0), by=None)

    def taken(register: Any, rows: list[dict[str, Any]]) -> tuple[int, int, int]:
        read = sheets.read(register, sheets.as_xlsx(register, rows), file="x.xlsx")
        done = actions.import_rows(name=register.name, rows=read, by=None)
        return done.created, done.updated, done.unchanged

    rows = export_rows("commitments")
    assert len(rows) == 5 * 24
    assert taken(COMMITMENTS, rows) == (0, 0, 120)
    with time_machine.travel(EARLY + timedelta(days=40), tick=False):
        assert taken(COMMITMENTS, rows) == (0, 0, 120)
    assert taken(COMMITMENTS, [{**row, "agents": 3 if row["agents"] else 0} for row in rows[:24]]) == (0, 24, 0)
    july = {**export_rows("plans")[0], "code": "july", "first_day": FIRST + timedelta(days=30)}
    july["last_day"] = FIRST + timedelta(days=36)
    assert taken(PLANS, [export_rows("plans")[0], july]) == (1, 0, 1)
    item = {
        **{"code": "n1", "centre": "north", "service": "cards", "area": "systems", "side": "client"},
        **{"title_en": "Access", "title_zh": "权限", "due_on": FIRST},
        **{"in_place_on": None, "evidence": None, "expires_on": None},
    }
    assert taken(RESOURCES, [item]) == (1, 0, 0)
    assert taken(RESOURCES, [{**item, "in_place_on": FIRST, "evidence": "list 7"}]) == (0, 1, 0)
    assert taken(RESOURCES, export_rows("resources")) == (0, 0, 1)
    for register, bad, code, line in (
        (RESOURCES, [item, {**item, "code": "n2", "area": "luck"}], "resource.word_unknown", 3),
        (RESOURCES, [{**item, "title_en": "Another"}], "resource.code_taken", 2),
        (PLANS, [{**july, "locks_on": FIRST - timedelta(days=1)}], "plan.code_taken", 2),
        (COMMITMENTS, [{**rows[0], "agents": None}], "plan.cell_empty", 2),
        (COMMITMENTS, [rows[0], rows[0]], "plan.interval_twice", 3),
    ):
        with pytest.raises(Problem) as problem:
            taken(register, bad)
        assert (problem.value.code, problem.value.line) == (code, line)
