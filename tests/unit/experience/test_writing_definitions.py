from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from pledgeline.experience import queries
from pledgeline.experience.actions import definitions, promises
from pledgeline.experience.models import DefinitionVersion, PromiseVersion
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.models import AuditEntry

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY, LATER = date(2026, 7, 1), date(2026, 8, 1)
AIM = {"aim_en": "A person, soon.", "aim_zh": "尽快接通人工。"}


def refused(reason: str, call: Any, /, **fields: Any) -> Problem:
    with pytest.raises(Problem) as problem:
        call(**fields)
    assert problem.value.code == reason
    return problem.value


@pytest.fixture
def draft(promised: Any, one_minute: Any, cast: Any) -> DefinitionVersion:
    """Version 1 of the definition of `cards`: a promise in force, and one that is a draft."""
    promises.register(code="chat", wording=replace(one_minute, services=("cards",), channels=("chat",)), by=cast.alice)
    return definitions.begin(service="cards", by=cast.alice, **AIM)


@pytest.fixture
def in_review(draft: Any, cast: Any) -> DefinitionVersion:
    return definitions.submit(service="cards", number=1, by=cast.alice, at=NOON)


@pytest.fixture
def approved(in_review: Any, cast: Any) -> DefinitionVersion:
    return definitions.approve(service="cards", number=1, effective_from=LATER, by=cast.mia, at=NOON)


def states() -> list[tuple[int, str]]:
    return list(DefinitionVersion.objects.order_by("number").values_list("number", "state"))


def test_a_definition_begins_with_every_promise_that_speaks_to_its_service(draft: Any, one_minute: Any) -> None:
    assert draft.promises == [{"code": "chat", "number": 1}, {"code": "one-minute", "number": 1}]


def test_the_whole_life_puts_drafts_of_promises_in_force_and_keeps_the_past(approved: Any, cast: Any) -> None:
    definitions.put_in_force(service="cards", number=1, by=cast.mia)
    assert [one.code for one in queries.promises_on(LATER - timedelta(days=1))] == ["one-minute"]
    assert [one.code for one in queries.promises_on(LATER)] == ["chat", "one-minute"]
    definitions.begin(service="cards", by=cast.alice, promises=[("one-minute", 1)], **AIM)
    definitions.submit(service="cards", number=2, by=cast.alice, at=NOON)
    second = LATER + timedelta(days=30)
    definitions.approve(service="cards", number=2, effective_from=second, by=cast.mia, at=NOON)
    definitions.put_in_force(service="cards", number=2, by=cast.mia)
    assert states() == [(1, "superseded"), (2, "effective")]
    # chat left the definition and speaks to no other service: it ends; one-minute stays.
    assert [one.code for one in queries.promises_on(second)] == ["one-minute"]
    both = queries.definitions_during(Period(LATER, second + timedelta(days=1)))
    assert [(one.number, [p.code for p in one.promises]) for one in both] == [
        (1, ["chat", "one-minute"]),
        (2, ["one-minute"]),
    ]


def test_what_is_in_review_stands_still_its_promises_included(in_review: Any, cast: Any) -> None:
    refused("definition.not_a_draft", definitions.edit, service="cards", number=1, by=cast.alice, aim_en="x")
    refused("promise.under_review", promises.edit, code="chat", number=1, target=0.1, by=cast.alice)
    refused("definition.reason_missing", definitions.send_back, service="cards", number=1, reason=" ", by=cast.mia)
    definitions.send_back(service="cards", number=1, reason="The chat target is a habit.", by=cast.mia)
    assert promises.edit(code="chat", number=1, target=0.7, by=cast.alice).target == 0.7
    assert queries.definition("cards", user=cast.mia).note == "The chat target is a habit."


def test_nobody_approves_what_they_drafted_or_submitted_and_the_system_approves_nothing(draft: Any, cast: Any) -> None:
    definitions.submit(service="cards", number=1, by=cast.mia, at=NOON)
    said: dict[str, Any] = {"service": "cards", "number": 1, "effective_from": TODAY, "at": NOON}
    refused("definition.own_approval", definitions.approve, by=cast.alice, **said)
    refused("definition.own_approval", definitions.approve, by=cast.mia, **said)
    refused("definition.needs_a_person", definitions.approve, by=None, **said)
    assert definitions.approve(by=cast.eve, **said).approved_by == cast.eve


def test_of_two_people_who_approve_at_once_one_wins_and_the_other_is_told_by_whom(in_review: Any, cast: Any) -> None:
    digest = queries.definition("cards", user=cast.mia).digest
    said: dict[str, Any] = {"service": "cards", "number": 1, "effective_from": TODAY, "seen": digest, "at": NOON}
    definitions.approve(by=cast.mia, **said)
    told = refused("definition.already_approved", definitions.approve, by=cast.eve, **said)
    assert told.params["by"] == "Mia"
    assert AuditEntry.objects.filter(action="definition.approved").count() == 1


def test_an_approval_is_of_what_was_seen(in_review: Any, cast: Any) -> None:
    said: dict[str, Any] = {"service": "cards", "number": 1, "effective_from": TODAY, "by": cast.mia, "at": NOON}
    refused("definition.changed_meanwhile", definitions.approve, seen="0" * 64, **said)
    PromiseVersion.objects.filter(promise__code="chat").update(target=0.1)  # past the guard, as a fault would
    refused("definition.changed_meanwhile", definitions.approve, **said)


def test_an_approval_does_not_reach_back_and_versions_do_not_overlap(in_review: Any, cast: Any) -> None:
    said: dict[str, Any] = {"service": "cards", "by": cast.mia, "at": NOON}
    yesterday = TODAY - timedelta(days=1)
    refused("definition.backdated", definitions.approve, number=1, effective_from=yesterday, **said)
    definitions.approve(number=1, effective_from=LATER, **said)
    definitions.put_in_force(service="cards", number=1, by=cast.mia)
    definitions.begin(service="cards", by=cast.alice, **AIM)
    definitions.submit(service="cards", number=2, by=cast.alice)
    refused("definition.periods_overlap", definitions.approve, number=2, effective_from=LATER, **said)


def test_what_is_approved_cannot_be_changed_by_any_way(approved: Any) -> None:
    approved.aim_en = "Something else."
    refused("definition.version_is_fixed", approved.save)
    refused("definition.version_is_fixed", approved.delete)
    for change in (
        "SET aim_en = 'Whenever.'",
        "SET promises = '[]'",
        "SET state = 'draft'",
        "SET approved_by_id = submitted_by_id",
        "SET effective_from = '2020-01-01'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE experience_definitionversion {change}")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM experience_definitionversion")


def test_promises_in_force_stay_fixed_after_the_table_was_rebuilt(promised: Any) -> None:
    for change in ("SET target = 0.5", "SET expectations = '[\"x\"]'", "SET hours = ''"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE experience_promiseversion {change}")


def test_one_version_is_in_work_at_a_time_and_it_cannot_be_empty(draft: Any, cast: Any) -> None:
    refused("definition.in_work", definitions.begin, service="cards", by=cast.alice, **AIM)
    definitions.edit(service="cards", number=1, by=cast.alice, promises=[])
    refused("definition.empty", definitions.submit, service="cards", number=1, by=cast.alice)
    refused("definition.not_approved", definitions.put_in_force, service="cards", number=1, by=cast.alice)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"aim_zh": " "}, "definition.aim_missing"),
        ({"promises": [("one-minute", 1), ("one-minute", 1)]}, "definition.promise_twice"),
        ({"promises": [("one-minute", 9)]}, "promise.version_unknown"),
        ({"promises": [("loans-only", 1)]}, "definition.promise_of_other_service"),
    ],
)
def test_a_draft_that_cannot_stand_is_refused(draft: Any, one_minute: Any, cast: Any, changes: Any, code: str) -> None:
    promises.register(code="loans-only", wording=replace(one_minute, services=("loans",)), by=None)
    refused(code, definitions.edit, service="cards", number=1, by=cast.alice, **changes)


def test_an_unknown_service_has_no_definition(cast: Any) -> None:
    refused("definition.service_unknown", definitions.begin, service="mortgages", by=cast.alice, **AIM)
    refused("definition.unknown", definitions.submit, service="cards", number=1, by=cast.alice)


def test_a_promise_superseded_meanwhile_stops_the_definition(approved: Any, cast: Any) -> None:
    promises.revise(code="one-minute", target=0.9, by=None)
    promises.make_effective(code="one-minute", number=2, effective_from=TODAY, by=None)
    refused("definition.promise_gone", definitions.put_in_force, service="cards", number=1, by=cast.mia)
    assert states() == [(1, "approved")]
    assert not PromiseVersion.objects.filter(promise__code="chat", state="effective").exists()


def test_a_centre_reads_what_is_in_force_for_its_services_and_never_a_draft(approved: Any, cast: Any) -> None:
    for person in (cast.bob, cast.carol):
        refused("definition.unknown", queries.definition, service="cards", user=person)
    definitions.put_in_force(service="cards", number=1, by=cast.mia)
    assert list(queries.definition("cards", user=cast.carol).numbers) == [1]
    assert queries.definition_list(cast.nobody, number=1).paginator.count == 0


def test_every_step_is_in_the_audit_trail(approved: Any, cast: Any) -> None:
    definitions.put_in_force(service="cards", number=1, by=cast.mia)
    entries = AuditEntry.objects.filter(object_kind="definition").values_list("action", "actor")
    assert list(entries) == [
        ("definition.begun", "alice"),
        ("definition.submitted", "alice"),
        ("definition.approved", "mia"),
        ("definition.put_in_force", "mia"),
    ]
