from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from pledgeline.kernel.problem import Problem
from pledgeline.needs import queries
from pledgeline.needs.actions import expectations
from pledgeline.needs.core.expectation import SourceKind, Strength
from pledgeline.needs.models import Expectation, ExpectationVersion, Refusal, Source
from pledgeline.organisation.models import AuditEntry
from tests.needs_recorded import AT, register, said

pytestmark = pytest.mark.django_db


def refused(reason: str, call: Any, /, **fields: Any) -> Problem:
    with pytest.raises(Problem) as problem:
        call(**fields)
    assert problem.value.code == reason
    return problem.value


@pytest.fixture
def lost(cast: Any) -> ExpectationVersion:
    version: ExpectationVersion = register("lost-card", "cards")
    return version


def in_force(day: date) -> list[tuple[str, int]]:
    return [(one.code, one.number) for one in queries.expectations_on(day, services=["cards"])]


def test_a_new_version_ends_the_one_before_and_the_past_stays(lost: Any) -> None:
    expectations.revise(code="lost-card", effective_from=date(2026, 7, 1), by=None, adequate_en="Within 30 s.")
    assert in_force(date(2025, 12, 31)) == []
    assert in_force(date(2026, 6, 30)) == [("lost-card", 1)]
    assert in_force(date(2026, 7, 1)) == [("lost-card", 2)]
    assert queries.expectations_on(date(2026, 6, 30), services=["cards"])[0].adequate["en"] == "Within a minute."


def test_a_version_that_would_begin_before_the_latest_is_refused(lost: Any) -> None:
    refused(
        "expectation.periods_overlap", expectations.revise, code="lost-card", effective_from=date(2026, 1, 1), by=None
    )
    assert ExpectationVersion.objects.count() == 1


def test_what_is_in_force_cannot_be_edited_by_any_way(lost: Any) -> None:
    lost.need_en = "Something else."
    refused("expectation.version_is_fixed", lost.save)
    refused("expectation.version_is_fixed", lost.delete)
    for change in (
        lambda: ExpectationVersion.objects.update(need_en="Something else."),
        lambda: Source.objects.update(n=1),
        lambda: Source.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("need_zh", " ", "expectation.text_missing"),
        ("owner", "", "expectation.text_missing"),
        ("segment", "nobody", "segment.unknown"),
        ("next_review", date(2025, 12, 31), "expectation.review_before_start"),
    ],
)
def test_an_expectation_that_cannot_stand_leaves_no_trace(lost: Any, field: str, value: Any, reason: str) -> None:
    entries = AuditEntry.objects.count()
    wording = said(**{field: value})
    start = date(2026, 1, 1)
    problem = refused(
        reason, expectations.register, code="another", service="cards", wording=wording, effective_from=start, by=None
    )
    assert problem.field == field
    assert not Expectation.objects.filter(code="another").exists()
    assert AuditEntry.objects.count() == entries


def test_an_unknown_service_and_a_taken_code_are_refused(lost: Any) -> None:
    more = {"wording": said(), "effective_from": date(2026, 1, 1), "by": None}
    refused("expectation.service_unknown", expectations.register, code="another", service="pets", **more)
    refused("expectation.code_taken", expectations.register, code="lost-card", service="cards", **more)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"n": None}, "source.not_counted"),
        ({"n": 0}, "source.not_counted"),
        ({"reference": " "}, "source.reference_missing"),
        ({"dated": date(2026, 1, 4)}, "source.in_the_future"),
    ],
)
def test_a_source_that_proves_nothing_is_refused(lost: Any, changes: dict[str, Any], reason: str) -> None:
    fields = {"kind": SourceKind.ASKED, "dated": date(2026, 1, 1), "n": 5, "strength": Strength.WEAK, "reference": "R"}
    refused(reason, expectations.add_source, code="lost-card", by=None, at=AT, **{**fields, **changes})


def test_a_law_needs_no_number_of_cases(lost: Any) -> None:
    law = {"kind": SourceKind.LAW_OR_CONTRACT, "n": None, "strength": Strength.STRONG, "reference": "Card rules"}
    expectations.add_source(code="lost-card", dated=date(2020, 1, 1), by=None, at=AT, **law)
    assert Source.objects.filter(n=None).count() == 1


def test_a_refusal_needs_a_person_and_a_reason(lost: Any, cast: Any) -> None:
    why = {"because_en": "The law asks for a check first.", "because_zh": "法规要求先核验身份。"}
    refused("refusal.person_missing", expectations.refuse, code="lost-card", by=None, **why)
    refused("refusal.reason_missing", expectations.refuse, code="lost-card", by=cast.alice, **{**why, "because_zh": ""})
    expectations.refuse(code="lost-card", by=cast.alice, **why)
    assert Refusal.objects.get().decided_by == cast.alice
    assert queries.expectations_on(date(2026, 6, 1), services=["cards"])[0].refused


def test_every_write_leaves_an_entry(lost: Any, cast: Any) -> None:
    expectations.revise(code="lost-card", effective_from=date(2026, 7, 1), by=cast.alice)
    actions = list(AuditEntry.objects.filter(room="needs").values_list("action", flat=True).order_by("seq"))
    assert actions == ["segment.registered", "expectation.registered", *["source.added"] * 2, "expectation.revised"]
