from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from pledgeline.experience import queries
from pledgeline.experience.actions import promises
from pledgeline.experience.models import PromiseVersion
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.models import AuditEntry

pytestmark = pytest.mark.django_db
START, LATER = date(2026, 1, 1), date(2026, 7, 1)


def refused(reason: str, call: Any, /, **fields: Any) -> Problem:
    with pytest.raises(Problem) as problem:
        call(**fields)
    assert problem.value.code == reason
    return problem.value


def in_force(day: date) -> list[tuple[str, int]]:
    return [(one.code, one.number) for one in queries.promises_on(day)]


def test_a_draft_promises_nothing_until_it_is_in_force(one_minute: Any) -> None:
    promises.register(code="one-minute", wording=one_minute, by=None)
    assert in_force(LATER) == []
    promises.make_effective(code="one-minute", number=1, effective_from=START, by=None)
    assert in_force(START - timedelta(days=1)) == []
    assert in_force(START) == [("one-minute", 1)]


def test_a_new_version_ends_the_one_before_and_the_past_stays_as_it_was(promised: Any) -> None:
    promises.revise(code="one-minute", target=0.9, by=None)
    promises.make_effective(code="one-minute", number=2, effective_from=LATER, by=None)
    assert in_force(LATER - timedelta(days=1)) == [("one-minute", 1)]
    assert in_force(LATER) == [("one-minute", 2)]
    states = list(PromiseVersion.objects.order_by("number").values_list("state", "effective_to"))
    assert states == [("superseded", LATER), ("effective", None)]
    both = queries.promises_during(Period(date(2026, 6, 1), date(2026, 8, 1)))
    assert [(one.number, one.rule.target) for one in both] == [(1, 0.8), (2, 0.9)]


def test_a_version_may_not_begin_before_the_one_it_follows(promised: Any) -> None:
    promises.revise(code="one-minute", target=0.9, by=None)
    refused(
        "promise.periods_overlap", promises.make_effective, code="one-minute", number=2, effective_from=START, by=None
    )
    assert in_force(START) == [("one-minute", 1)]


def test_a_version_in_force_cannot_be_edited_by_any_way(promised: Any) -> None:
    refused("promise.version_is_fixed", promises.edit, code="one-minute", number=1, target=0.5, by=None)
    promised.target = 0.5
    refused("promise.version_is_fixed", promised.save)
    refused("promise.version_is_fixed", promised.delete)
    for change in (
        "SET target = 0.5",
        "SET sentence_en = 'Whenever.'",
        "SET state = 'draft'",
        "SET effective_from = NULL",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE experience_promiseversion {change}")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM experience_promiseversion")


def test_a_draft_can_be_edited_and_there_is_one_at_a_time(promised: Any) -> None:
    promises.revise(code="one-minute", target=0.9, by=None)
    refused("promise.draft_exists", promises.revise, code="one-minute", target=0.7, by=None)
    assert promises.edit(code="one-minute", number=2, target=0.85, by=None).target == 0.85


def test_a_version_is_put_in_force_once(promised: Any) -> None:
    refused("promise.not_a_draft", promises.make_effective, code="one-minute", number=1, effective_from=LATER, by=None)


def test_a_promise_with_a_last_day_leaves_a_gap_and_says_nothing_in_it(one_minute: Any) -> None:
    promises.register(code="summer", wording=one_minute, by=None)
    promises.make_effective(code="summer", number=1, effective_from=START, effective_to=LATER, by=None)
    assert in_force(LATER) == []
    assert queries.promises_during(Period(LATER, None)) == []
    promises.revise(code="summer", by=None)
    promises.make_effective(code="summer", number=2, effective_from=LATER + timedelta(days=30), by=None)
    assert in_force(LATER) == []
    assert PromiseVersion.objects.get(number=1).effective_to == LATER


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"sentence_zh": " "}, "promise.sentence_missing", "sentence_zh"),
        ({"target": -0.1}, "promise.target_out_of_range", "target"),
        ({"target": float("nan")}, "promise.target_out_of_range", "target"),
        ({"target": float("inf")}, "promise.target_out_of_range", "target"),
        ({"services": ("no such code!",)}, "code.malformed", "services"),
    ],
)
def test_a_wording_that_cannot_stand_is_refused_by_field(one_minute: Any, changes: Any, code: str, field: str) -> None:
    problem = refused(code, promises.register, code="p", wording=replace(one_minute, **changes), by=None)
    assert problem.field == field
    assert not queries.known("p")


def test_a_code_is_taken_once_and_ensure_changes_nothing(promised: Any, one_minute: Any) -> None:
    refused("promise.code_taken", promises.register, code="one-minute", wording=one_minute, by=None)
    before = AuditEntry.objects.count()
    promises.ensure(code="one-minute", wording=one_minute, effective_from=START, by=None)
    assert AuditEntry.objects.count() == before
    other = replace(one_minute, target=0.5)
    refused("promise.differs", promises.ensure, code="one-minute", wording=other, effective_from=START, by=None)


def test_every_step_is_in_the_audit_trail_under_the_name_of_who_took_it(cast: Any, one_minute: Any) -> None:
    promises.register(code="p", wording=one_minute, by=cast.alice)
    promises.edit(code="p", number=1, target=0.7, by=cast.mia)
    promises.make_effective(code="p", number=1, effective_from=START, by=cast.alice)
    entries = AuditEntry.objects.filter(room="experience").values_list("action", "actor", "object_key")
    assert list(entries) == [
        ("promise.registered", "alice", "p"),
        ("promise.edited", "mia", "p"),
        ("promise.put_in_force", "alice", "p"),
    ]
