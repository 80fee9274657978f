"""The metrics of survey answers and complaints, over generated rows, against a row-by-row twin."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contact_table import ASKED, Row, ask, ask_one
from tests.oracle.contacts import slow_feedback

PATIENT = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
SCALES = {"csat": (1, 5), "nps": (0, 10), "ces": (1, 7)}


@st.composite
def answers(draw: st.DrawFn) -> Row:
    lowest, highest = draw(st.sampled_from([*SCALES.values(), (1, 10)]))
    state = draw(st.sampled_from(("answered", "answered", "answered", "skipped", "no_answer")))
    return {
        "question": draw(st.sampled_from(tuple(SCALES))),
        "centre_id": draw(st.sampled_from(("north", "south"))),
        "state": state,
        "scale_min": lowest,
        "scale_max": highest,
        "points": float(draw(st.integers(lowest, highest))) if state == "answered" else None,
        "silence_is_listed": draw(st.sampled_from([True] * 9 + [False])),
        "is_current": draw(st.sampled_from([True] * 9 + [False])),
    }


def same(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    assert set(ours) - {"by"} == set(theirs)
    for name, value in theirs.items():
        close = isinstance(value, float | list)
        assert ours[name] == (pytest.approx(value, abs=1e-6) if close else value), name


@pytest.mark.parametrize("metric", SCALES)
@given(rows=st.lists(answers(), min_size=1, max_size=30))
@PATIENT
def test_answers_count_as_the_twins(metric: str, rows: list[Row]) -> None:
    for group in ask(metric, rows, ("centre",)):
        own = [
            row
            for row in rows
            if row["is_current"] and row["question"] == metric and row["centre_id"] == group["by"]["centre"]
        ]
        same(group, slow_feedback.METRICS[metric](own))  # type: ignore[operator]


@st.composite
def complaints(draw: st.DrawFn) -> Row:
    received = ASKED + timedelta(hours=draw(st.integers(0, 600)))

    def later(*hours: int) -> Any:
        return draw(st.one_of(st.none(), st.sampled_from(hours).map(lambda h: received + timedelta(hours=h))))

    return {
        "source_id": draw(st.sampled_from(("north.a", "south.a"))),
        "centre_id": draw(st.sampled_from(("north", "south"))),
        "received_at": received,
        "acknowledged_at": later(0, 24, 25),
        "answered_at": later(30),
        "closed_at": later(1, 240, 241, 400),
        "due_at": later(48, 240),
        "source_updated_at": later(1, 500),
        "outcome": draw(st.sampled_from(("open", "upheld", "not_upheld", "withdrawn"))),
        "reopened": draw(st.sampled_from((None, 0, 1))),
        "is_current": draw(st.sampled_from([True] * 9 + [False])),
    }


@given(rows=st.lists(complaints(), min_size=1, max_size=25))
@PATIENT
def test_complaint_clocks_run_as_the_twins(rows: list[Row]) -> None:
    current = [row for row in rows if row["is_current"]]
    for group in ask("complaint_clock", rows, ("centre",)):
        own = [row for row in current if row["centre_id"] == group["by"]["centre"]]
        same(group, slow_feedback.complaint_clock(own, current))


def test_ten_answers_of_the_definition_study_give_the_top_two_of_five_only_on_five() -> None:
    """6,7,5,3,8,9,4,10,7,1 on ten points read 60 %, 30 % or 20 % elsewhere; here they are another scale."""
    ten = [{"scale_max": 10, "points": float(one)} for one in (6, 7, 5, 3, 8, 9, 4, 10, 7, 1)]
    figures = ask_one("csat", ten)
    assert (figures["n"], figures["csat"], figures["other_scale"]) == (0, None, 10)


def test_all_promoters_are_not_certain() -> None:
    figures = ask_one("nps", [{"question": "nps", "scale_min": 0, "scale_max": 10, "points": 10.0}] * 5)
    assert figures["nps"] == 1
    low, high = figures["ci95"]
    assert 0 < low < 0.9
    assert high == 1
