"""Clause 4 b: the experience is defined where promises can be tested, a named person approved them together, what
customers expect is served, and each centre has signed how it is counted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pledgeline.assurance import queries as assurance
from pledgeline.experience import queries
from pledgeline.experience.actions import contracts, definitions, promises
from pledgeline.experience.core.coverage import Expected
from tests.assessing import GOOD
from tests.needs_recorded import register

pytestmark = pytest.mark.django_db
JUNE = datetime(2026, 6, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
START = date(2026, 7, 1)


def found(assessment: Any) -> dict[tuple[str, str], str]:
    """(criterion, whom it is about) → verdict, of 4 b."""
    rows = assurance.assessment_json(assessment, language="en")["requirements"]
    row = next(one for one in rows if one["id"] == "4.b")
    return {(one["criterion"], " ".join(one["subject"].values())): one["verdict"] for one in row["findings"]} | {
        ("verdict", ""): row["verdict"]
    }


def define(cast: Any, at: datetime = JUNE) -> None:
    for service in ("cards", "loans"):
        definitions.begin(service=service, aim_en="Soon.", aim_zh="很快。", by=cast.alice, at=at)
        definitions.submit(service=service, number=1, by=cast.alice, at=at)
        definitions.approve(service=service, number=1, effective_from=START, by=cast.mia, at=at)
        definitions.put_in_force(service=service, number=1, by=cast.mia)


def settle(cast: Any, centre: str, signer: Any) -> None:
    terms = queries.usual_terms("human_or_callback_within", {"limit_s": 60}, purpose="one-minute")
    code = f"{centre}-wait"
    contracts.draft(code=code, centre=centre, terms=terms, effective_from=START, by=cast.alice, at=JUNE)
    contracts.offer(code=code, number=1, by=cast.alice, at=JUNE)
    contracts.sign(code=code, number=1, by=cast.mia, at=JUNE)
    contracts.sign(code=code, number=1, by=signer, at=JUNE)


def manager_of_south() -> Any:
    from pledgeline.organisation.actions import people

    return people.ensure(username="sue", name="Sue", role="centre_manager", centre="south", password="x" * 12, by=None)


def test_the_verdict_follows_each_step(promised: Any, assess: Any, cast: Any) -> None:
    undone = found(assess(GOOD))
    assert undone["defined", "cards"] == undone["defined", "loans"] == "met"
    assert undone["approved", "cards"] == undone["contracts", "north"] == "not_demonstrated"
    define(cast)
    defined = found(assess(GOOD))
    assert defined["approved", "cards"] == defined["approved", "loans"] == "met"
    assert defined["verdict", ""] == "not_demonstrated"
    settle(cast, "north", cast.bob)
    half = found(assess(GOOD))
    assert (half["contracts", "north"], half["contracts", "south"]) == ("met", "not_demonstrated")
    settle(cast, "south", manager_of_south())
    assert set(found(assess(GOOD)).values()) == {"met"}


def test_a_definition_that_nobody_has_looked_at_for_long_is_due_again(promised: Any, assess: Any, cast: Any) -> None:
    define(cast)
    assert found(assess(GOOD))["approved", "cards"] == "met"
    stale = found(assess(GOOD, parameters={"4.b.definition_age_days": 60}))
    assert stale["approved", "cards"] == "not_demonstrated"


def test_where_no_centre_is_a_party_of_its_own_contracts_are_not_asked_for(
    promised: Any, assess: Any, cast: Any
) -> None:
    define(cast)
    assert found(assess(GOOD, parameters={"4.b.contracts_share": 0}))["verdict", ""] == "met"


def test_an_expectation_in_force_is_served_or_refused(
    promised: Any, one_minute: Any, assess: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = [
        Expected("quick", {"en": "x", "zh": "x"}),
        Expected("night", {"en": "x", "zh": "x"}),
        Expected("gold", {"en": "x", "zh": "x"}, refused=True),
    ]
    monkeypatch.setattr(queries, "expectations_on", lambda day: expected)
    promises.revise(code="one-minute", expectations=("quick", "lost"), by=None)
    promises.make_effective(code="one-minute", number=2, effective_from=START, by=None)
    verdicts = found(assess(GOOD))
    assert verdicts["covered", "quick"] == verdicts["covered", "gold"] == "met"
    assert verdicts["covered", "night"] == "not_demonstrated"


def test_an_expectation_on_record_that_no_promise_serves_keeps_the_clause_open(
    promised: Any, assess: Any, cast: Any
) -> None:
    register("block-a-card", "cards")
    assert found(assess(GOOD))["covered", "block-a-card"] == "not_demonstrated"
    number = promises.revise(code="one-minute", by=cast.alice, expectations=("block-a-card",)).number
    promises.make_effective(code="one-minute", number=number, effective_from=START, by=cast.alice)
    assert found(assess(GOOD))["covered", "block-a-card"] == "met"
