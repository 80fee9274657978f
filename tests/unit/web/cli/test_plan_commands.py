"""plan forecast, backtest, required, share-out, reckon, gap, whatif and accuracy, on six weeks of contacts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.deliveries import write
from tests.planned import six_weeks
from tests.unit.web.cli.conftest import Shell

AHT = ("--aht-s", "240", "--patience-s", "300")


def register(shell: Shell, folder: Path, name: str, rows: list[dict[str, Any]]) -> Any:
    file = folder / f"{name}.json"
    file.write_text(json.dumps({"register": name, "rows": rows}), "utf-8")
    return shell("register", "import", name, file)


@pytest.fixture(scope="module")
def house(shell: Shell, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One centre that serves one service, six weeks of its contacts, a frozen forecast and a plan with staff."""
    folder = tmp_path_factory.mktemp("plans")
    place = {"name_en": "x", "name_zh": "某", "zone": "Asia/Shanghai"}
    since = {"first_day": "2026-01-01", "last_day": None}
    plan = {"first_day": "2026-06-01", "last_day": "2026-06-05", "interval_min": 60, "locks_on": "2099-01-01"}
    asked = {"centre": "north", "service": "cards", "channel": "voice"}
    staff = [
        {"plan": "june", "day": f"2026-06-0{day}", "interval": hour + 1, "agents": 3 if 9 <= hour < 18 else 0}
        for day in range(1, 6)
        for hour in range(24)
    ]
    for name, rows in (
        ("services", [{"code": "cards", **place, "calendar": None}]),
        ("centres", [{"code": "north", "kind": "in_house", **place}]),
        ("engagements", [{"centre": "north", "service": "cards", "channels": ["voice"], **since}]),
        ("plans", [{"code": "june", **asked, **plan}]),
        ("commitments", staff),
    ):
        said = register(shell, folder, name, rows)
        assert said.status == 0, said.err
    file = write(folder / "calls.csv", six_weeks())
    assert shell("ingest", file, "--profile", "csv-cn", "--centre", "north").status == 0
    said = shell("plan", "forecast", "--service", "cards", "--days", "9", "--freeze-as", "june")
    assert said.status == 0, said.err
    return folder


def test_a_forecast_says_its_interval_the_naive_beside_it_and_its_campaigns(shell: Shell, house: Path) -> None:
    said = shell("plan", "forecast", "--service", "cards", "--days", "3").json()
    monday = next(day for day in said["days"] if day["day"] == "2026-06-01")
    assert sum(monday["naive"]) == 36
    bands = zip(monday["low"], monday["mean"], monday["high"], strict=True)
    assert all(low <= mean <= high for low, mean, high in bands)
    assert said["campaigns"]["for_each_told"]["past_campaigns"] == 0
    assert said["frozen_as"] is None


def test_a_backtest_sets_the_model_beside_the_naive(shell: Shell, house: Path) -> None:
    models = {one["model"]: one["first"] for one in shell("plan", "backtest", "--service", "cards").json()["models"]}
    assert set(models) == {"own", "seasonal_naive"}
    assert 0 <= models["own"]["wmape"] < 0.3


def test_required_follows_from_a_frozen_forecast_and_asks_whether_minutes_were_meant(shell: Shell, house: Path) -> None:
    days = shell("plan", "required", "june", *AHT).json()["days"]
    monday = next(day for day in days if day["day"] == "2026-06-01")
    assert max(monday["agents"]) >= 1
    assert sum(monday["people"]) > sum(monday["agents"])
    wrong = shell("plan", "required", "june", "--aht-s", "4")
    assert wrong.status == 2
    assert "If minutes were meant, give 240" in wrong.err


def test_a_forecast_is_shared_out_and_kept(shell: Shell, house: Path) -> None:
    said = shell("plan", "share-out", "june", "--centre", "north=2.5", "--keep").json()
    assert said["kept_as"] == 1
    assert said["cost"] == pytest.approx(2.5 * said["contacts"]["north"], rel=0.01)
    assert shell("plan", "share-out", "june", "--centre", "north=2:0.5:0.4").status == 2
    assert shell("plan", "share-out", "june", "--centre", "elsewhere=2").status == 2


def test_a_plan_without_its_forecast_says_so(shell: Shell, house: Path) -> None:
    for verb in (("reckon", "june", *AHT), ("whatif", "june", "--day", "2026-06-01")):
        said = shell("plan", *verb)
        assert said.status == 2
        assert "has no forecast yet" in said.err
    assert shell("plan", "gap", "june").json()["against_required"]["committed"]["share"] is None
    assert "not a day" in shell("plan", "whatif", "june", "--day", "soon").err


def test_accuracy_before_the_first_day_is_none(shell: Shell, house: Path) -> None:
    said = shell("plan", "accuracy", "june").json()
    assert said["levels"] == {}
    assert said["bias"] is None


def test_a_plan_is_handed_over_worked_out_reckoned_and_changed(shell: Shell, house: Path) -> None:
    """Last in this file: from here on the plan has its forecast."""
    assert shell("plan", "hand-over", "june", "--forecast", "june").json()["forecast"] == "june"
    said = shell("plan", "reckon", "june", *AHT, "--require").json()
    assert sum(said["required"].values()) > 0
    assert set(said["days"]) == {f"2026-06-0{day}" for day in range(1, 6)}
    assert {one["span"] for one in said["weeks_and_months"]} == {"week", "month"}
    assert said["basis"]["method"] == "simulation/1"
    gap = shell("plan", "gap", "june").json()
    assert gap["against_required"]["committed"]["share"] == 1.0
    assert len(gap["chances"]) == 5
    more = shell("plan", "whatif", "june", "--volume", "6", "--agents", "2").json()
    assert more["changed"]["contacts"] > 5 * more["base"]["contacts"]
    assert more["prior"] == []
    difference = more["difference"]
    assert difference["low"] <= difference["value"] <= difference["high"]
    assert shell("plan", "whatif", "june", "--day", "2026-07-01").status == 2
    assert shell("plan", "whatif", "june", "--volume", "0").status == 2


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"interval": 5, "agents": "two"}, "line 2, agents"),
        ({"interval": 5, "agents": -1}, "-1"),
        ({"day": "2026-06-06", "interval": 1, "agents": 2}, "06-06"),
        ({"plan": "no-such-plan", "interval": 1, "agents": 2}, "no-such-plan"),
    ],
)
def test_commitments_that_cannot_be_are_refused_with_their_place(
    shell: Shell, house: Path, row: dict[str, Any], said: str
) -> None:
    found = register(shell, house, "commitments", [{"plan": "june", "day": "2026-06-01", **row}])
    assert found.status == 2
    assert said in found.err
