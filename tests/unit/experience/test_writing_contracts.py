from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from pledgeline.experience import queries
from pledgeline.experience.actions import clocks, contracts
from pledgeline.experience.models import ContractVersion
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import people
from pledgeline.organisation.models import AuditEntry

pytestmark = pytest.mark.django_db
START, LATER = date(2026, 7, 1), date(2026, 10, 1)
RULE = "human_or_callback_within"


def refused(reason: str, call: Any, /, **fields: Any) -> Problem:
    with pytest.raises(Problem) as problem:
        call(**fields)
    assert problem.value.code == reason
    return problem.value


def terms(limit_s: float = 60, **more: Any) -> dict[str, Any]:
    return {**queries.usual_terms(RULE, {"limit_s": limit_s}, purpose="one-minute"), **more}


@pytest.fixture
def drafted(cast: Any) -> ContractVersion:
    return contracts.draft(code="north-wait", centre="north", terms=terms(), effective_from=START, by=cast.alice)


@pytest.fixture
def offered(drafted: Any, cast: Any) -> ContractVersion:
    return contracts.offer(code="north-wait", number=1, by=cast.alice)


@pytest.fixture
def signed(offered: Any, cast: Any) -> ContractVersion:
    contracts.sign(code="north-wait", number=1, by=cast.mia)
    return contracts.sign(code="north-wait", number=1, by=cast.bob)


def test_it_binds_when_a_named_person_of_each_side_has_signed(offered: Any, cast: Any) -> None:
    contracts.sign(code="north-wait", number=1, by=cast.bob)
    assert queries.signed_contract("north-wait", on=START) is None
    contracts.sign(code="north-wait", number=1, by=cast.alice)
    bound = queries.signed_contract("north-wait", on=START)
    assert bound is not None
    assert {(one.side.value, one.name, one.digest == bound.digest) for one in bound.signatures} == {
        ("centre", "Bob", True),
        ("client", "Alice", True),
    }


def test_a_new_version_ends_the_one_before_on_its_day(signed: Any, cast: Any) -> None:
    contracts.revise(code="north-wait", terms=terms(30), effective_from=LATER, by=cast.alice)
    contracts.offer(code="north-wait", number=2, by=cast.alice)
    for person in (cast.alice, cast.bob):
        contracts.sign(code="north-wait", number=2, by=person)
    both = queries.contracts_during(Period(START, None))
    assert [(one.number, one.step.value, one.effective_to) for one in both] == [
        (1, "superseded", LATER),
        (2, "signed", None),
    ]
    assert [one.terms.params["limit_s"] for one in both] == [60, 30]


def test_who_signs_for_whom(offered: Any, cast: Any) -> None:
    said: dict[str, Any] = {"code": "north-wait", "number": 1}
    for reader in (cast.dan, cast.eve, cast.adam):
        refused("contract.may_not_sign", contracts.sign, by=reader, **said)
    refused("contract.unknown", contracts.sign, by=cast.carol, **said)  # another centre: not even that it exists
    refused("contract.unknown", contracts.sign, by=cast.nobody, **said)
    lead = people.ensure(username="lee", name="Lee", role="team_lead", centre="north", password="x" * 12, by=None)
    refused("contract.may_not_sign", contracts.sign, by=lead, **said)


def test_of_two_people_of_one_side_the_second_is_told_who_signed(offered: Any, cast: Any) -> None:
    contracts.sign(code="north-wait", number=1, by=cast.alice)
    told = refused("contract.already_signed", contracts.sign, code="north-wait", number=1, by=cast.mia)
    assert told.params["by"] == "Alice"


def test_what_does_not_hold_cannot_be_offered_or_signed(drafted: Any, cast: Any) -> None:
    said: dict[str, Any] = {"code": "north-wait", "number": 1, "by": cast.alice}
    contracts.edit(terms=terms(comparison="below"), **said)
    assert "at-the-limit" in refused("contract.vectors_fail", contracts.offer, **said).params["vectors"]
    contracts.edit(terms=terms(metric_version="0.9"), **said)
    refused("contract.vectors_fail", contracts.offer, **said)
    shipped = [one.model_dump(mode="json") for one in queries.shipped_vectors(RULE)]
    contracts.edit(terms=terms(45), vectors=shipped, **said)
    refused("contract.no_vector", contracts.offer, **said)
    contracts.edit(terms=terms(45), **said)
    assert contracts.offer(**said).state == "offered"


def test_a_contract_whose_metric_changed_since_the_offer_cannot_be_signed(
    offered: Any, cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pledgeline.contacts.queries import trial

    monkeypatch.setattr(trial, "metric_version", lambda metric: "2.0")
    refused("contract.vectors_fail", contracts.sign, code="north-wait", number=1, by=cast.alice)


def test_what_is_offered_or_signed_cannot_be_changed_by_any_way(signed: Any, cast: Any) -> None:
    version = ContractVersion.objects.get()
    refused("contract.version_is_fixed", contracts.edit, code="north-wait", number=1, by=cast.alice, terms=terms(30))
    version.effective_from = LATER
    refused("contract.version_is_fixed", version.save)
    refused("contract.version_is_fixed", version.delete)
    for table, change in (
        ("contractversion", "SET terms = '{}'"),
        ("contractversion", "SET state = 'draft'"),
        ("contractversion", "SET digest = ''"),
        ("contractsignature", "SET name = 'Somebody'"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE experience_{table} {change}")


def test_a_withdrawn_offer_needs_new_signatures_for_new_words_and_keeps_old_ones_for_the_same(
    offered: Any, cast: Any
) -> None:
    said: dict[str, Any] = {"code": "north-wait", "number": 1, "by": cast.alice}
    contracts.sign(**said)
    refused("contract.reason_missing", contracts.withdraw, reason="", **said)
    contracts.withdraw(reason="A minute is too long.", **said)
    contracts.edit(terms=terms(30), **said)
    contracts.offer(**said)
    assert queries.contract("north-wait", user=cast.bob).contract.signatures == ()
    contracts.sign(code="north-wait", number=1, by=cast.bob)
    assert queries.signed_contract("north-wait", on=LATER) is None


def test_a_signature_is_of_what_was_read(offered: Any, cast: Any) -> None:
    said: dict[str, Any] = {"code": "north-wait", "number": 1, "by": cast.bob}
    refused("contract.changed_meanwhile", contracts.sign, seen="0" * 64, **said)
    contracts.sign(seen=queries.contract("north-wait", user=cast.bob).contract.digest, **said)


def test_a_centre_sees_its_own_contracts_from_the_offer_on(drafted: Any, cast: Any) -> None:
    refused("contract.unknown", queries.contract, code="north-wait", user=cast.bob)
    contracts.offer(code="north-wait", number=1, by=cast.alice)
    assert list(queries.contract("north-wait", user=cast.bob).numbers) == [1]
    refused("contract.unknown", queries.contract, code="north-wait", user=cast.carol)
    assert queries.contract_list(cast.carol, number=1).paginator.count == 0


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"centre": "moon"}, "contract.centre_unknown", "centre"),
        ({"code": "no such code!"}, "code.malformed", "code"),
        ({"code": "north-wait"}, "contract.code_taken", "code"),
    ],
)
def test_a_draft_that_cannot_stand_is_refused_by_field(
    drafted: Any, cast: Any, changes: Any, code: str, field: str
) -> None:
    said = {"code": "new", "centre": "north", "terms": terms(), "effective_from": START, "by": cast.alice} | changes
    assert refused(code, contracts.draft, **said).field == field


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"joy": 1}, "terms.joy"),
        ({"unit": "customers"}, "terms.unit"),
        ({"minimum_n": 0}, "terms.minimum_n"),
        ({"title": {"en": "Only English"}}, "terms.title.zh"),
    ],
)
def test_a_term_that_cannot_stand_is_named(cast: Any, more: Any, place: str) -> None:
    said = {"code": "new", "centre": "north", "terms": terms(**more), "effective_from": START, "by": cast.alice}
    assert refused("contract.terms_invalid", contracts.draft, **said).field == place


def test_a_vector_with_an_impossible_contact_is_named(drafted: Any, cast: Any) -> None:
    vector = {
        "code": "both",
        "title": {"en": "x", "zh": "x"},
        "contacts": [{"answered_s": 1, "left_s": 2}],
        "expect": {"n": 1},
    }
    said: dict[str, Any] = {"code": "north-wait", "number": 1, "by": cast.alice}
    assert refused("contract.terms_invalid", contracts.edit, vectors=[vector], **said).field == "vectors.contacts.0"
    unnumbered = {**vector, "contacts": [], "expect": {"lower": 1}}
    assert refused("contract.terms_invalid", contracts.edit, vectors=[unnumbered], **said).field == "vectors"


def test_one_version_is_under_way_at_a_time(drafted: Any, cast: Any) -> None:
    refused("contract.under_way", contracts.revise, code="north-wait", effective_from=LATER, by=cast.alice)
    refused("contract.not_offered", contracts.sign, code="north-wait", number=1, by=cast.alice)
    refused("contract.not_offered", contracts.withdraw, code="north-wait", number=1, reason="x", by=cast.alice)


def test_every_step_is_in_the_audit_trail(signed: Any) -> None:
    entries = AuditEntry.objects.filter(object_kind="metric_contract").values_list("action", "actor")
    assert list(entries) == [
        ("contract.drafted", "alice"),
        ("contract.offered", "alice"),
        ("contract.signed", "mia"),
        ("contract.signed", "bob"),
        ("contract.bound", "bob"),
    ]


def test_a_clock_applies_to_a_service_from_a_day_until_it_is_lifted(cast: Any) -> None:
    said: dict[str, Any] = {"service": "cards", "clock": "miit-30s", "by": cast.alice}
    clocks.apply(since=START, note="Card hotline.", **said)
    refused("clock.applies_already", clocks.apply, since=LATER, **said)
    assert set(queries.applied_clocks("cards", on=START)) == {"gbt-35780.2-5.4", "miit-30s"}
    assert set(queries.applied_clocks("loans", on=START)) == {"gbt-35780.2-5.4"}
    refused("clock.period_empty", clocks.lift, until=START, **said)
    clocks.lift(until=LATER, **said)
    assert "miit-30s" not in queries.applied_clocks("cards", on=LATER)
    assert "miit-30s" in queries.applied_clocks("cards", on=START)
    refused("clock.not_applied", clocks.lift, until=LATER, **said)
    clocks.apply(since=LATER, **said)


def test_a_clock_that_always_applies_or_is_unknown_cannot_be_applied(cast: Any) -> None:
    said: dict[str, Any] = {"service": "cards", "since": START, "by": cast.alice}
    refused("clock.applies_already", clocks.apply, clock="gbt-35780.2-5.4", **said)
    refused("clock.unknown", clocks.apply, clock="sundial", **said)
    refused("clock.service_unknown", clocks.apply, **{**said, "service": "moon", "clock": "miit-30s"})


def test_a_promise_looser_than_a_clock_that_applies_is_found(promised: Any, cast: Any) -> None:
    assert queries.looser_promises(["cards"], on=START) == []
    clocks.apply(service="cards", clock="miit-30s", since=START, by=cast.alice)
    (found,) = queries.looser_promises(["cards", "loans"], on=START)
    assert (found.promise, found.service, found.clock) == ("one-minute", "cards", "miit-30s")
