"""Scenario files: the documented example is read, and what is wrong is said with file, line and field."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from pledgeline.capacity.core.simulation import LogNormal, scenario_file
from pledgeline.contacts.core.patience import PatienceCurve
from pledgeline.kernel import yamlfile
from pledgeline.kernel.problem import Problem

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "scenario.md"


def example() -> str:
    found = re.search(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.S)
    assert found is not None
    return found[1]


def read(tmp_path: Path, text: str) -> tuple[scenario_file.Hours, scenario_file.made.Scenario]:
    file = tmp_path / "tuesday.yaml"
    file.write_text(text, "utf-8")
    return scenario_file.load(file)


def test_the_example_of_the_page_says_what_it_seems_to_say(tmp_path: Path) -> None:
    hours, scenario = read(tmp_path, example())
    card, chat, mail = scenario.classes
    assert (hours.intervals, scenario.interval_s) == (6, 1_800.0)
    assert card.arrivals.tolist() == [80, 95, 120, 130, 110, 90]
    assert [card.handling_of(i).mean_s for i in range(6)] == [230, 230, 230, 260, 260, 260]
    assert chat.handling == LogNormal(420.0, 0.8)
    assert (chat.shared, chat.concurrency, mail.deferred, mail.backlog) == (True, 2, True, 25)
    teams = {team.code: team for _centre, team in scenario.teams()}
    assert teams["north-chat"].agents.tolist() == [6] * 6
    assert teams["north-phone"].breaks[0].at_s == 75 * 60
    assert scenario.shares_of(card)[:, 0].tolist() == [0.6, 0.4]


def test_patience_may_be_a_curve(tmp_path: Path) -> None:
    waits = list(range(1, 41))
    curve = f"{{kaplan_meier: {{seconds: {waits}, hung_up: {[1] * 40}, answered: {[3] * 40}}}}}"
    _hours, scenario = read(tmp_path, example().replace("{exponential: {mean_s: 180}}", curve))
    assert isinstance(scenario.classes[0].patience, PatienceCurve)


@pytest.mark.parametrize(
    ("was", "now", "code", "line", "field"),
    [
        ("interval_min: 30", "interval_min: 50", "definition.invalid", 1, "day"),
        ("arrivals: 40", "arrivals: -40", "definition.invalid", 15, "classes.1.arrivals.constrained-float"),
        ("arrivals: 40", "arivals: 40", "definition.invalid", 14, "classes.1.arrivals"),
        ("130, 110, 90]", "130, 110]", "simulation.intervals_differ", 3, "card.arrivals"),
        ("mean_s: 420", "mean_s: 7", "plan.aht_unlikely", 14, "aht_s"),
        ("mean_s: 420", "mean_s: -1", "simulation.not_positive", 14, "mean_s"),
        ('- {from: "10:30"', '- {from: "10:40"', "simulation.time_unfit", 3, "card.handling"),
        ('- {from: "09:00"', '- {from: "09:30"', "simulation.blocks", 3, "card.handling"),
        ("south: 0.4", "south: 0.3", "simulation.shares_of_one", 2, "card.shares"),
        ("south: 0.4", "west: 0.4", "simulation.centre_unknown", 2, "card.shares"),
        ("{of: chat}", "{of: chats}", "simulation.class_unknown", 2, "skills"),
        (
            "deferred: true",
            "deferred: true\n    patience: {fixed: {seconds: 9}}",
            "simulation.deferred_waits",
            20,
            "mail",
        ),
        ('at: "10:15"', 'at: "15:15"', "simulation.time_unfit", 29, "north-phone.breaks"),
        ("code: north-chat", "code: north-phone", "simulation.twice", 2, "teams"),
        ("agents: 6", "agents: -6", "simulation.agents", 34, "north-chat.agents"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    tmp_path: Path, was: str, now: str, code: str, line: int, field: str
) -> None:
    text = example()
    assert was in text
    with pytest.raises(Problem) as raised:
        read(tmp_path, text.replace(was, now))
    found = raised.value
    assert (found.code, found.file, found.line, found.field) == (code, "tuesday.yaml", line, field)


@pytest.mark.parametrize(("text", "minutes"), [('"08:30"', 510), ("8:30", 510), ('"24:00"', 1_440)])
def test_times_of_day_are_read_as_yaml_leaves_them(text: str, minutes: int) -> None:
    day = f"day: {{from: 0, to: {text}, interval_min: 510}}" if minutes == 510 else f"day: {{from: 0, to: {text}}}"
    told = yamlfile.loads(scenario_file.Hours, day.removeprefix("day: "), file="day.yaml")
    assert told.end == minutes


def test_one_number_stands_for_every_interval(tmp_path: Path) -> None:
    _hours, scenario = read(tmp_path, example())
    assert np.array_equal(scenario.classes[1].arrivals, np.full(6, 40.0))
