"""`plan simulate`: needs no home, says the schema of docs/reference/scenario.md, and where a file is wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.unit.web.cli.conftest import Shell

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "scenario.md"


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    found = re.search(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.S)
    assert found is not None
    file = tmp_path / "tuesday.yaml"
    file.write_text(found[1], "utf-8")
    return file


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "nothing")


def test_the_answer_has_the_documented_schema_and_adds_up(shell: Shell, scenario: Path) -> None:
    said = shell("plan", "simulate", scenario, "--days", "20", "--seed", "7", "--json").json()
    shown = re.search(r"```json\n(.*?)```", PAGE.read_text("utf-8"), re.S)
    assert shown is not None
    documented = json.loads(shown[1])
    assert list(said) == list(documented)
    assert list(said["teams"][0]) == list(documented["teams"][0])
    assert set(said["classes"][0]) == set(documented["classes"][0])
    assert (said["days"], said["seed"], len(said["intervals"])) == (20, 7, 6)
    assert [(one["class"], one["centre"]) for one in said["classes"]] == [
        *(("card", "north"), ("card", "south"), ("chat", "shared"), ("mail", "north"))
    ]
    for one in said["classes"]:
        ended = ("answered", "abandoned", "called_back", "callback_failed", "unfinished")
        rule = ("met_by_answer", "met_by_offer", "not_met", "left_before_limit", "not_verifiable")
        assert one["arrived"] == sum(one[name] for name in ended) == sum(one[name] for name in rule) > 0
        assert one["arrived"] == sum(part["arrived"] for part in one["by_interval"])
        assert len(one["waits"]["answered"]) == len(said["wait_edges_s"])
        assert one["kept"]["low"] <= one["kept"]["value"] <= one["kept"]["high"]


def test_the_same_seed_gives_the_same_bytes_on_any_number_of_threads(shell: Shell, scenario: Path) -> None:
    one, two = (
        shell("plan", "simulate", scenario, "--days", "9", "--threads", threads, "--json") for threads in ("1", "2")
    )
    assert one.status == two.status == 0
    assert one.out == two.out


def test_people_get_a_table_in_their_language(shell: Shell, scenario: Path) -> None:
    said = shell("plan", "simulate", scenario, "--days", "5", PLEDGELINE_LANGUAGE="zh-hans")
    assert said.status == 0
    assert "承诺兑现" in said.out


@pytest.mark.parametrize(
    ("was", "now", "named"),
    [
        ("arrivals: 40", "arrivals: -40", ("line 15", "arrivals")),
        ("mean_s: 420", "mean_s: 7", ("420", "minutes")),
        ("shares: {north: 0.6, south: 0.4}", "shares: {north: 0.6}", ("card.shares",)),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(
    shell: Shell, scenario: Path, was: str, now: str, named: tuple[str, ...]
) -> None:
    scenario.write_text(scenario.read_text("utf-8").replace(was, now), "utf-8")
    said = shell("plan", "simulate", scenario, "--json")
    assert said.status == 2
    assert said.out == ""
    for part in ("tuesday.yaml", *named):
        assert part in said.err


def test_an_absurd_number_of_days_is_refused(shell: Shell, scenario: Path) -> None:
    said = shell("plan", "simulate", scenario, "--days", "0")
    assert said.status == 2
    assert "100000" in said.err
