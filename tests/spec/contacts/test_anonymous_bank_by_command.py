"""The same real bank through the command line alone: ingest, metric, assess, as the reference documents them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.optional import need_realdata
from tests.unit.web.cli.conftest import Shell

pytestmark = pytest.mark.realdata

# n, met, not met, left before the limit
BY_SERVICE = {
    "IN": (2102, 565, 1275, 262),
    "NE": (2253, 1164, 966, 123),
    "NW": (4462, 1210, 2175, 1077),
    "PE": (111, 25, 73, 13),
    "PS": (17831, 8158, 7684, 1989),
}
NAMES = ("n", "met_by_answer", "not_met", "left_before_limit")


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    file = need_realdata("anonymous-bank", "1999-08-01_20.tsv")
    shell = Shell(tmp_path_factory.mktemp("bank") / "home")
    assert shell("init").status == 0
    (receipt,) = shell("ingest", file, "--profile", "anonymous-bank", "--json").json()["receipts"]
    assert (receipt["read"], receipt["accepted"], receipt["rejected"]) == (29_955, 29_955, 0)
    return shell


def figures(shell: Shell, *question: str) -> dict[str, Any]:
    (group,) = shell("metric", *question, "--format", "json").json()["groups"]
    return group


def test_the_one_minute_rule_by_service(bank: Shell) -> None:
    answer = bank("metric", "human_or_callback_within", "--by", "service", "--format", "json").json()
    found = {one["by"]["service"]: tuple(one[name] for name in NAMES) for one in answer["groups"] if one["n"]}
    assert found == BY_SERVICE


def test_the_bounds_of_all_services_together(bank: Shell) -> None:
    whole = figures(bank, "human_or_callback_within")
    assert tuple(whole[name] for name in NAMES) == (26_759, 11_122, 12_173, 3_464)
    assert [round(100 * whole[name], 2) for name in ("lower", "upper", "decided")] == [41.56, 54.51, 47.74]


def test_speed_of_answer_service_level_and_abandonment(bank: Shell) -> None:
    answered = figures(bank, "speed_of_answer")
    assert (answered["n"], round(answered["mean_s"], 2), answered["median_s"]) == (20_412, 98.54, 47)
    assert round(100 * figures(bank, "service_level")["service_level"], 2) == 29.51
    left = figures(bank, "abandonment_rate")
    assert left["abandoned"] == 6_347
    assert round(100 * left["abandonment_rate"], 2) == 23.72
    assert round(100 * left["abandonment_rate_without_short"], 2) == 22.95


def test_the_assessment_carries_the_same_figures_and_calls_a_missed_should_an_opportunity(bank: Shell) -> None:
    result = bank("assess", "--format", "json").json()
    (wait,) = [one for one in result["requirements"] if one["id"] == "5.4.wait"]
    assert wait["verdict"] == "improvement_opportunity"
    assert tuple(wait["figures"][name] for name in NAMES) == (26_759, 11_122, 12_173, 3_464)
