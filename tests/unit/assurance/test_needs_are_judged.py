"""Clause 4 a) through a whole assessment: the records change the verdict, service by service."""

from __future__ import annotations

from typing import Any

import pytest

from pledgeline.assurance import queries
from tests.assessing import GOOD
from tests.needs_recorded import register

pytestmark = pytest.mark.django_db


def judged(assessment: Any) -> tuple[str, dict[str, str]]:
    found = queries.assessment_json(assessment, language="en")
    needs = next(one for one in found["requirements"] if one["id"] == "4.a")
    return needs["verdict"], {one["subject"]["service"]: one["verdict"] for one in needs["findings"]}


def test_each_engaged_service_is_judged_and_all_must_be_known(promised: Any, assess: Any) -> None:
    nothing = "not_demonstrated"
    assert judged(assess(GOOD)) == (nothing, {"cards": nothing, "loans": nothing})
    register("lost-card", "cards")
    assert judged(assess(GOOD)) == (nothing, {"cards": "met", "loans": nothing})
    register("early-payoff", "loans")
    assert judged(assess(GOOD)) == ("met", {"cards": "met", "loans": "met"})


def test_an_expectation_without_a_source_takes_the_proof_away(promised: Any, assess: Any) -> None:
    register("lost-card", "cards")
    register("new-limit", "cards", sourced=False)
    assert judged(assess(GOOD))[1]["cards"] == "not_demonstrated"


def test_the_organisation_may_ask_for_more_kinds_of_source(promised: Any, assess: Any) -> None:
    register("lost-card", "cards")
    assert judged(assess(GOOD, parameters={"4.a.source_kinds": 3}))[1]["cards"] == "not_demonstrated"
