"""Both sides agree on a metric before its figures count (4 b, 4 e): contracts carry examples that anybody can check,
and the shipped metric must find in them what the contract says."""

from __future__ import annotations

from typing import Any

import pytest

from pledgeline.contacts.core.definition import Text
from pledgeline.contacts.core.written import Written
from pledgeline.experience import queries
from pledgeline.experience.core.contract import TREATMENTS, Terms, proves
from pledgeline.experience.core.vectors import Vector, boundary, deviations, runs_with

RULE = "human_or_callback_within"


@pytest.mark.parametrize("metric", queries.vector_metrics())
def test_every_shipped_vector_holds_for_the_shipped_metric(metric: str) -> None:
    params = queries.read_params(metric, {})
    results = queries.run_vectors(metric, params, queries.usual_vectors(metric, params))
    assert results
    assert [(one.code, one.deviations) for one in results if not one.passed] == []


@pytest.mark.parametrize("limit_s", [15, 20, 30, 60, 180])
@pytest.mark.parametrize("metric", [RULE, "service_level"])
def test_at_most_holds_at_the_very_limit_and_below_is_found_out(metric: str, limit_s: int) -> None:
    name = "limit_s" if metric == RULE else "target_s"
    at_most = queries.usual_vectors(metric, {name: limit_s})
    assert all(one.passed for one in queries.run_vectors(metric, {name: limit_s}, at_most))
    below = queries.usual_vectors(metric, {name: limit_s}, at_limit_counts=False)
    assert [one.code for one in queries.run_vectors(metric, {name: limit_s}, below) if not one.passed] == [
        "at-the-limit"
    ]


def test_another_version_of_the_metric_is_not_what_was_agreed() -> None:
    (first, *_) = queries.shipped_vectors(RULE)
    (result,) = queries.run_vectors(RULE, {"limit_s": 60}, [first], version="0.1")
    assert [(one.figure, one.expected) for one in result.deviations] == [("version", "0.1")]


@pytest.mark.parametrize(
    ("expect", "found", "wrong"),
    [
        ({"n": 2, "lower": 0.5}, {"n": 2, "lower": 0.5}, []),
        ({"n": 2, "lower": 0.333333}, {"n": 2, "lower": 1 / 3}, []),  # six decimals are enough
        ({"n": 2, "lower": 0.33333}, {"n": 2, "lower": 1 / 3}, ["lower"]),
        ({"n": 2}, {"n": 3}, ["n"]),
        ({"n": 0, "lower": None}, {"n": 0, "lower": None}, []),
        ({"n": 0, "lower": None}, {"n": 0, "lower": 0.0}, ["lower"]),  # no data is not nought
        ({"n": 0, "lower": 1.0}, {"n": 0, "lower": None}, ["lower"]),
        ({"n": 1, "joy": 1}, {"n": 1}, ["joy"]),
        ({"n": 1, "ci95": (0.1, 0.9)}, {"n": 1, "ci95": [0.1, 0.9]}, []),
        ({"n": 1, "ci95": (0.1, 0.8)}, {"n": 1, "ci95": [0.1, 0.9]}, ["ci95"]),
    ],
)
def test_a_figure_agrees_or_is_named(expect: Any, found: Any, wrong: list[str]) -> None:
    assert [one.figure for one in deviations(expect, found)] == wrong


def test_a_vector_must_run_with_the_parameters_that_were_agreed() -> None:
    def vector(**params: float) -> Vector:
        return Vector(
            code="x", title=Text(en="x", zh="x"), params=params or None, contacts=(Written(),), expect={"n": 1}
        )

    assert runs_with([vector(limit_s=60)], {"limit_s": 60})
    assert runs_with([vector()], {"limit_s": 30})
    assert not runs_with([vector(limit_s=60)], {"limit_s": 30})
    assert runs_with([boundary(30, figures={}, at_limit_counts=True)], {"limit_s": 30})


def terms(**more: Any) -> Terms:
    return Terms.model_validate({**queries.usual_terms(RULE, {"limit_s": 60}, purpose="p"), **more})


def test_a_draft_begins_with_every_field_said_in_both_languages() -> None:
    begun = terms()
    assert set(begun.treatments) == set(TREATMENTS)
    assert (begun.metric_version, begun.comparison, begun.aggregation) == ("1.0", "at_most", "pooled")


@pytest.mark.parametrize("gap", ["short_abandon", "after_hours"])
def test_a_treatment_left_out_is_refused(gap: str) -> None:
    treatments = {name: {"en": "x", "zh": "x"} for name in TREATMENTS if name != gap}
    with pytest.raises(ValueError, match=gap):
        terms(treatments=treatments)


@pytest.mark.parametrize(
    ("more", "asked", "proven"),
    [
        ({}, {}, True),
        ({}, {"params": {"limit_s": 30}}, False),
        ({}, {"metric": "service_level"}, False),
        ({"services": ["loans"]}, {}, False),
        ({"services": ["cards", "loans"]}, {}, True),
        ({"channels": ["voice"]}, {"channels": ("voice", "chat")}, False),
        ({"channels": ["voice", "chat"]}, {"channels": ("voice",)}, True),
    ],
)
def test_a_contract_settles_only_what_it_speaks_of(more: Any, asked: Any, proven: bool) -> None:
    question = {"metric": RULE, "params": {"limit_s": 60}, "service": "cards", "channels": ("voice",)} | asked
    assert proves(terms(**more), **question) is proven
