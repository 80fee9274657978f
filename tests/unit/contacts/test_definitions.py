"""Definition files: complete in both languages, strict, and the reference page is theirs."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from pledgeline.contacts.core.definition import Definition, Text
from pledgeline.contacts.metrics import METRICS
from pledgeline.contacts.metrics.metric import DEFINITIONS
from pledgeline.contacts.metrics.reference import page
from pledgeline.kernel.problem import Problem
from pledgeline.kernel.yamlfile import loads

ROOT = Path(__file__).parents[3]
SERVICE_LEVEL = (DEFINITIONS / "service_level.yaml").read_text(encoding="utf-8")


def broken(old: str, new: str) -> Problem:
    assert old in SERVICE_LEVEL
    with pytest.raises(Problem) as refused:
        loads(Definition, SERVICE_LEVEL.replace(old, new, 1), file="service_level.yaml")
    return refused.value


def line_of(text: str) -> int:
    return 1 + SERVICE_LEVEL[: SERVICE_LEVEL.index(text)].count("\n")


def test_the_metrics_are_found_by_their_files() -> None:
    assert set(METRICS) == {
        "human_or_callback_within",
        "service_level",
        "abandonment_rate",
        "speed_of_answer",
        "handle_time",
        "contacts_offered",
        "patience",
        "repeat_contacts",
        "csat",
        "nps",
        "ces",
        "complaint_clock",
    }
    assert all(metric.name == name for name, metric in METRICS.items())


def test_chinese_texts_are_chinese_and_english_ones_are_not() -> None:
    def texts(value: object) -> list[Text]:
        if isinstance(value, Text):
            return [value]
        parts = (
            value if isinstance(value, tuple) else [part for _, part in value] if isinstance(value, BaseModel) else []
        )
        return [text for part in parts for text in texts(part)]

    for metric in METRICS.values():
        found = texts(metric.definition)
        assert len(found) > 10
        for text in found:
            assert any("一" <= sign <= "鿿" for sign in text.zh), text.zh
            assert not any("一" <= sign <= "鿿" for sign in text.en), text.en


def test_a_default_outside_its_bounds_names_the_parameter() -> None:
    wrong = broken("default: 20", "default: 90000")
    assert (wrong.code, wrong.file, wrong.field) == ("definition.invalid", "service_level.yaml", "parameters.0")
    assert wrong.line == line_of("- name: target_s")


def test_a_missing_language_names_its_place() -> None:
    wrong = broken("  zh: 服务水平\n", "")
    assert (wrong.code, wrong.field) == ("definition.invalid", "title.zh")
    assert wrong.line == line_of("title:")


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("unit: share\n", "unit: percent\n", "figures.1.unit"),
        ("name: service_level\n", "name: Service level\n", "name"),
        ("default: 20\n", "default: 20\n    maximun: 5\n", "parameters.0.maximun"),
    ],
)
def test_a_wrong_value_names_its_field(old: str, new: str, field: str) -> None:
    assert broken(old, new).field == field


def test_two_figures_of_one_name_are_refused() -> None:
    assert "figure named twice: answered" in broken("name: abandoned\n", "name: answered\n").params["detail"]


def test_the_reference_page_is_current() -> None:
    committed = (ROOT / "docs" / "reference" / "metrics.md").read_text(encoding="utf-8")
    assert committed == page(), "run: python -m pledgeline.contacts.metrics.reference > docs/reference/metrics.md"


def test_no_definition_shows_the_name_of_a_column_or_parameter_in_its_sentences() -> None:
    """People sign these sentences. A formula may name the figures that it computes."""
    for metric in METRICS.values():
        known = metric.definition
        whole = (known.summary, known.population, known.start_event, known.stop_event, known.empty, known.rounding)
        parts = [one.meaning for one in (*known.parameters, *known.figures)]
        for text in (*whole, known.attribution, known.exclusions, *parts):
            assert not re.search(r"[a-z]_[a-z]", text.en + text.zh), (known.name, text)
