"""Registers leave and come back without loss; what people did under their names never comes in from a file."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pledgeline.experience import queries
from pledgeline.experience.actions import clocks, contracts, definitions, promises
from pledgeline.experience.actions.registers import import_rows
from pledgeline.experience.models import AppliedClock, ContractVersion, DefinitionVersion, PromiseVersion
from pledgeline.experience.queries import registers
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.models import AuditEntry
from pledgeline.ui import sheets
from pledgeline.ui.sheets import Imported

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)


@pytest.fixture
def kept(cast: Any, one_minute: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A promise in two versions, a draft, a definition in force and one drafted, a contract signed and revised."""
    monkeypatch.undo()
    promises.ensure(code="minute", wording=one_minute, effective_from=date(2026, 1, 1), by=cast.mia)
    promises.revise(code="minute", target=0.85, sentence_en='=HYPERLINK("x")', by=cast.mia)
    promises.make_effective(code="minute", number=2, effective_from=DAY, by=cast.mia)
    promises.register(code="draft", wording=one_minute, by=cast.mia)
    definitions.begin(service="cards", aim_en="Soon.", aim_zh="尽快。", promises=[("minute", 2)], by=cast.mia)
    definitions.submit(service="cards", number=1, by=cast.mia)
    approve = {"service": "cards", "number": 1, "effective_from": date(2099, 1, 1)}
    definitions.approve(**approve, by=cast.alice)
    terms = queries.usual_terms("human_or_callback_within", {"limit_s": 60}, purpose="minute")
    contracts.draft(code="north-wait", centre="north", terms=terms, effective_from=DAY, by=cast.mia)
    contracts.offer(code="north-wait", number=1, by=cast.mia)
    for person in (cast.mia, cast.bob):
        contracts.sign(code="north-wait", number=1, by=person)
    contracts.revise(code="north-wait", effective_from=date(2026, 10, 1), by=cast.mia)
    clocks.apply(service="cards", clock="miit-30s", since=DAY, note="Legal, 3 July", by=cast.mia)


def read(name: str, rows: list[dict[str, Any]], kind: str = "xlsx") -> list[sheets.Row]:
    register = registers.registers()[name]
    data = sheets.as_xlsx(register, rows) if kind == "xlsx" else sheets.as_json(register, rows).encode()
    return sheets.read(register, data, file=f"{name}.{kind}")


def take(name: str, rows: list[dict[str, Any]], by: Any = None) -> Imported:
    return import_rows(name=name, rows=read(name, rows), by=by)


def refused(code: str, name: str, rows: list[dict[str, Any]]) -> Problem:
    with pytest.raises(Problem) as problem:
        take(name, rows)
    assert problem.value.code == code
    assert problem.value.line
    return problem.value


@pytest.mark.parametrize("kind", ["xlsx", "json"])
def test_what_was_exported_comes_back_and_changes_nothing(kept: None, kind: str) -> None:
    before = AuditEntry.objects.count()
    for name in registers.registers():
        rows = registers.export_rows(name)
        assert rows, name
        done = import_rows(name=name, rows=read(name, rows, kind), by=None)
        assert done == Imported(unchanged=len(rows)), name
    assert AuditEntry.objects.count() == before


def test_the_promises_of_one_house_can_be_written_into_an_empty_one(kept: None, cast: Any) -> None:
    rows = registers.export_rows("promises")
    said = [{name: value for name, value in row.items()} for row in rows]
    for row in said:
        row["code"] = f"copy-{row['code']}"
    # In the house they came from a definition is kept, and nothing would come into force past it.
    refused("promise.needs_definition", "promises", said)
    for row in said:
        row["services"] = ["loans"]
    assert take("promises", said) == Imported(created=3)
    copies = [row for row in registers.export_rows("promises") if row["code"].startswith("copy-")]
    assert copies == said


def test_a_changed_draft_is_written_and_a_version_in_force_is_refused(kept: None, cast: Any) -> None:
    rows = registers.export_rows("promises")
    draft = next(row for row in rows if row["state"] == "draft")
    ruling = next(row for row in rows if row["state"] == "effective")
    assert take("promises", [draft | {"target": 0.9, "hours": "opening"}], cast.mia) == Imported(updated=1)
    assert PromiseVersion.objects.get(promise__code="draft").target == 0.9
    refused("promise.version_is_fixed", "promises", [ruling | {"target": 0.5}])
    refused("register.number_not_next", "promises", [ruling | {"number": 7}])
    refused("register.word_unknown", "promises", [draft | {"direction": "sideways"}])
    refused("register.row_twice", "promises", [draft, draft])
    refused("register.cell_needed", "promises", [draft | {"number": None}])


def test_an_approval_a_signature_and_a_decision_are_given_on_the_page_only(kept: None) -> None:
    (definition,) = registers.export_rows("definitions")
    refused("definition.not_a_draft", "definitions", [definition | {"aim_en": "Later."}])
    refused("register.by_hand", "definitions", [definition | {"approved_by": "eve"}])
    signed, draft = registers.export_rows("metric_contracts")
    refused("contract.version_is_fixed", "metric_contracts", [signed | {"minimum_n": 1}])
    refused("register.by_hand", "metric_contracts", [draft | {"signed_by_centre": "bob"}])
    refused("register.by_hand", "metric_contracts", [draft | {"state": "signed"}])
    (clock,) = registers.export_rows("applied_clocks")
    refused("register.by_hand", "applied_clocks", [clock | {"decided_by": "eve"}])
    assert DefinitionVersion.objects.get().approved_by.username == "alice"


def test_a_draft_contract_and_its_examples_are_written_from_their_registers(kept: None, cast: Any) -> None:
    _signed, draft = registers.export_rows("metric_contracts")
    before = ContractVersion.objects.get(number=2).vectors
    assert take("metric_contracts", [draft | {"rounding_en": "Two decimals."}]) == Imported(updated=1)
    after = ContractVersion.objects.get(number=2)
    assert (after.terms["rounding"]["en"], after.vectors) == ("Two decimals.", before)
    new = {
        "contract": "north-wait", "number": 2, "vector": "ours", "title_en": "Ours", "title_zh": "我们的",
        "params": None, "contacts": "answered_s=20\nleft_s=30 offer=unknown", "expect": "n = 2\nlower = 0.5",
    }  # fmt: skip
    assert take("contract_vectors", [new]) == Imported(created=1)
    assert new in registers.export_rows("contract_vectors")
    wrong = refused("vector.contact_unreadable", "contract_vectors", [new | {"contacts": "answered_s=20\nsoon"}])
    assert (wrong.field, wrong.params["at"]) == ("contacts", 2)
    refused("contract.version_is_fixed", "contract_vectors", [new | {"number": 1, "vector": "late"}])


def test_a_clock_is_lifted_from_its_register(kept: None) -> None:
    (clock,) = registers.export_rows("applied_clocks")
    assert take("applied_clocks", [clock | {"until": date(2026, 9, 1)}]) == Imported(updated=1)
    assert AppliedClock.objects.get().until == date(2026, 9, 1)
