"""Test vectors as people write them: nothing is lost on the way to lines and back, and what is wrong has its line."""

from __future__ import annotations

from typing import Any

import pytest

from pledgeline.contacts.core.written import Written
from pledgeline.experience import queries
from pledgeline.experience.core import vector_lines
from pledgeline.kernel.problem import Problem


@pytest.mark.parametrize("metric", queries.vector_metrics())
def test_every_shipped_vector_survives_the_way_to_lines_and_back(metric: str) -> None:
    for vector in queries.usual_vectors(metric, queries.read_params(metric, {})):
        lines = "\n".join(vector_lines.contact_line(one) for one in vector.contacts)
        assert tuple(Written.model_validate(one) for one in vector_lines.read_contacts(lines)) == vector.contacts
        assert vector_lines.read_expect(vector_lines.expect_lines(vector.expect)) == vector.expect
        assert vector_lines.read_params_line(vector_lines.param_line(vector.params)) == vector.params


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("n = 14", {"n": 14}),
        ("\n lower = 6/14 \n\n", {"lower": 6 / 14}),
        ("decided = none", {"decided": None}),
        ("ci95 = 0.21 .. 0.67", {"ci95": (0.21, 0.67)}),
        ("mean_s = 12.0", {"mean_s": 12.0}),
    ],
)
def test_figures_are_numbers_fractions_intervals_or_none(written: str, found: dict[str, Any]) -> None:
    assert vector_lines.read_expect(written) == found


@pytest.mark.parametrize(
    ("read", "text", "line"),
    [
        (vector_lines.read_contacts, "answered_s=3\n\nsoon", 3),
        (vector_lines.read_contacts, "answered_s=", 1),
        (vector_lines.read_contacts, "answered_s=3 answered_s=4", 1),
        (vector_lines.read_expect, "n = 1\nlower", 2),
        (vector_lines.read_expect, "n = 1\nn = 2", 2),
        (vector_lines.read_expect, "lower = 1/0", 1),
        (vector_lines.read_expect, "lower = nan", 1),
        (vector_lines.read_expect, "lower = 1e999999999", 1),
        (vector_lines.read_expect, "ci95 = 0 .. 1 .. 2", 1),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(read: Any, text: str, line: int) -> None:
    with pytest.raises(Problem) as refused:
        read(text)
    assert refused.value.params["at"] == line
