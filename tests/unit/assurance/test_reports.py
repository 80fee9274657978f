from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pledgeline.assurance import reports
from pledgeline.contacts.core.question import Answer, Question
from tests.assessing import GOOD
from tests.contacts_double import SNAPSHOT, FakeContacts, rule_figures

pytestmark = pytest.mark.django_db

MISSED = {("south", "cards", "voice"): {"met_by_answer": 60, "not_met": 30, "left_before_limit": 10}}


class WithTime(FakeContacts):
    """Also answers by week, and by hour and weekday."""

    def ask(self, question: Question, *, snapshot: str | None = None) -> Answer:
        times: Mapping[tuple[str, ...], list[dict[str, Any]]] = {
            ("week",): [{"week": "2026-07-06"}, {"week": "2026-07-13"}],
            ("weekday", "hour"): [{"weekday": day, "hour": hour} for day in range(7) for hour in range(9, 18)],
        }
        if question.by not in times:
            return super().ask(question, snapshot=snapshot)
        assert snapshot == SNAPSHOT
        figures = rule_figures(met_by_answer=7, not_met=2, left_before_limit=1)
        return Answer(
            question, "1.0", question.params, SNAPSHOT, tuple({"by": by, **figures} for by in times[question.by])
        )


@pytest.fixture
def written(promised: Any, assess: Any, tmp_path: Path) -> dict[str, Path]:
    assessment = assess(GOOD | MISSED)
    files = reports.write(assessment, tmp_path / "out", ask=WithTime(GOOD | MISSED).ask)
    return {path.relative_to(tmp_path / "out").as_posix(): path for path in files}


def test_a_report_in_each_language_the_json_and_the_charts(written: dict[str, Path]) -> None:
    names = ["wait-centres", "wait-trend", "wait-hours-south", "promise-one-minute-v1"]
    charts = {
        f"charts/{name}-{language}.{kind}" for name in names for language in ("zh", "en") for kind in ("svg", "png")
    }
    assert set(written) == {"report-zh.html", "report-en.html", "assessment.json"} | charts
    assert all(path.stat().st_size > 0 for path in written.values())
    assert written["charts/wait-trend-zh.png"].read_bytes().startswith(b"\x89PNG")
    assert ET.parse(written["charts/wait-trend-zh.svg"]).getroot().tag.endswith("svg")


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (
            "report-en.html",
            ["Were the promises to customers kept?", "Improvement opportunity", "North centre", "n = 100"],
        ),
        ("report-zh.html", ["对顾客的承诺，兑现了吗？", "改进机会", "北方中心", "一分钟内接通人工或提供回呼"]),
    ],
)
def test_a_report_says_verdict_reason_and_figures_in_its_language(
    written: dict[str, Path], file: str, words: list[str]
) -> None:
    text = written[file].read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")
    for word in (*words, SNAPSHOT, "5.4"):
        assert word in text, word


@pytest.mark.parametrize("file", ["report-en.html", "report-zh.html"])
def test_a_report_needs_nothing_but_itself(written: dict[str, Path], file: str) -> None:
    text = written[file].read_text(encoding="utf-8")
    assert "<script" not in text
    assert not re.findall(r'(?:src|href)="(?!#)[^"]*"', text)
    assert "url(http" not in text
    assert text.count("<svg") > 4
    identities = re.findall(r'\sid="([^"]+)"', text)
    assert len(identities) == len(set(identities))


def test_the_json_is_the_contract(written: dict[str, Path]) -> None:
    found = json.loads(written["assessment.json"].read_text(encoding="utf-8"))
    assert {"assessment", "catalogue", "from", "to", "snapshot", "requirements"} <= set(found)
    wait = next(one for one in found["requirements"] if one["id"] == "5.4.wait")
    assert {"id", "modality", "verdict", "reason", "figures", "findings"} <= set(wait)
    assert {"n", "met_by_answer", "met_by_offer", "not_met", "left_before_limit", "not_verifiable"} <= set(
        wait["figures"]
    )
    assert {"lower", "upper", "decided", "km", "ci95"} <= set(wait["figures"])


def test_without_contacts_there_is_a_report_and_no_chart(
    assess: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pledgeline.contacts import queries as contacts

    monkeypatch.setattr(contacts, "current_snapshot", lambda: None)
    files = reports.write(assess({}), tmp_path)
    assert [path.name for path in files] == ["report-zh.html", "report-en.html", "assessment.json"]
    assert "no contacts" in files[1].read_text(encoding="utf-8")
