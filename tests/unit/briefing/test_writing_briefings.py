from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from pledgeline.briefing.actions import briefings
from pledgeline.briefing.models import BriefingVersion
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.models import AuditEntry
from tests.briefings import NOW, QUESTIONS, TODAY, a_wording, days, publish

pytestmark = pytest.mark.django_db


def refused(code: str, verb: Any, /, **arguments: Any) -> Problem:
    with pytest.raises(Problem) as raised:
        verb(**arguments)
    assert raised.value.code == code
    return raised.value


def states() -> list[tuple[int, str]]:
    return list(BriefingVersion.objects.order_by("number").values_list("number", "state"))


def test_a_draft_may_be_edited_and_there_is_one_at_a_time(cast: Any) -> None:
    briefings.register(code="b", kind="change", wording=a_wording(), by=cast.alice)
    assert briefings.edit(code="b", number=1, title_en="Other", by=cast.alice).title_en == "Other"
    refused("briefing.draft_exists", briefings.revise, code="b", by=cast.alice)
    refused("briefing.code_taken", briefings.register, code="b", kind="change", wording=a_wording(), by=None)


def test_a_new_version_supersedes_the_one_before(cast: Any) -> None:
    publish("b")
    publish("b", body_en="Over 300 yuan.")
    assert states() == [(1, "superseded"), (2, "published")]


def test_what_is_published_cannot_be_edited_by_any_way(cast: Any) -> None:
    version = publish("b")
    refused("briefing.version_is_fixed", briefings.edit, code="b", number=1, title_en="x", by=None)
    version.title_en = "x"
    refused("briefing.version_is_fixed", version.save)
    refused("briefing.version_is_fixed", version.delete)
    for change in (
        "SET title_en = 'x'",
        "SET effective_to = '2027-01-01'",
        "SET services = '[]'",
        "SET state = 'draft', published_at = NULL",
        "SET published_at = NULL, state = 'superseded'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE briefing_briefingversion {change}")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM briefing_briefingversion")


def test_of_two_people_who_publish_the_second_is_told_so(cast: Any) -> None:
    briefings.register(code="b", kind="change", wording=a_wording(), by=cast.alice)
    briefings.publish(code="b", number=1, by=cast.alice, at=NOW)
    refused("briefing.not_a_draft", briefings.publish, code="b", number=1, by=cast.mia, at=NOW)
    assert AuditEntry.objects.filter(action="briefing.published").count() == 1


def test_a_last_day_that_is_past_is_refused(cast: Any) -> None:
    briefings.register(code="b", kind="change", wording=a_wording(acknowledge_by=TODAY - days(1)), by=None)
    refused("briefing.deadline_past", briefings.publish, code="b", number=1, by=None, at=NOW)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"title_zh": " "}, "briefing.words_missing", "title_zh"),
        ({"body_en": "x" * 20_001}, "briefing.words_too_long", "body_en"),
        ({"effective_to": TODAY}, "briefing.period_empty", "effective_to"),
        ({"centres": ("nowhere",)}, "briefing.centre_unknown", "centres"),
        ({"services": ("nothing",)}, "briefing.service_unknown", "services"),
        ({"channels": ("pigeon",)}, "briefing.word_unknown", "channels"),
        ({"duties": ("king",)}, "briefing.word_unknown", "duties"),
        ({"promises": ("no such!",)}, "code.malformed", "promises"),
        ({"questions": QUESTIONS[:2]}, "briefing.questions_three", "questions"),
        ({"questions": [*QUESTIONS[:2], {**QUESTIONS[2], "right": 3}]}, "briefing.question_incomplete", "questions"),
        ({"questions": [*QUESTIONS[:2], {**QUESTIONS[2], "zh": ""}]}, "briefing.question_incomplete", "questions"),
    ],
)
def test_a_wording_that_cannot_stand_is_refused_by_field(cast: Any, changes: Any, code: str, field: str) -> None:
    problem = refused(code, briefings.register, code="b", kind="change", wording=a_wording(**changes), by=None)
    assert problem.field == field
    assert not BriefingVersion.objects.exists()


def test_every_step_is_in_the_audit_trail_under_the_name_of_who_took_it(cast: Any) -> None:
    briefings.register(code="b", kind="change", wording=a_wording(), by=cast.alice)
    briefings.edit(code="b", number=1, title_en="Other", by=cast.mia)
    briefings.publish(code="b", number=1, by=cast.alice, at=NOW)
    entries = AuditEntry.objects.filter(room="briefing").values_list("action", "actor", "object_key")
    assert list(entries) == [
        ("briefing.registered", "alice", "b"),
        ("briefing.edited", "mia", "b"),
        ("briefing.published", "alice", "b"),
    ]


@pytest.mark.parametrize(
    ("who", "centres", "services", "sees"),
    [
        ("bob", (), (), True),
        ("bob", ("north",), ("loans",), True),
        ("bob", ("south",), (), False),
        ("bob", ("North",), (), False),  # codes that differ in case are two centres
        ("carol", ("south",), ("cards",), True),
        ("carol", (), ("loans",), False),  # south does not serve loans
        ("carol", ("north", "south"), ("cards", "loans"), True),
        ("alice", ("north",), ("loans",), True),
        ("nobody", (), (), False),
    ],
)
def test_a_centre_reads_what_is_meant_for_its_own_centre_and_services(
    cast: Any, who: str, centres: Any, services: Any, sees: bool
) -> None:
    from pledgeline.organisation.actions import centres as places

    places.register(code="North", name_en="Other", name_zh="另一", kind="in_house", zone="Asia/Shanghai", by=None)
    publish("b", centres=centres, services=services)
    assert BriefingVersion.objects.visible_to(cast[who]).exists() is sees


def test_drafts_are_the_clients_own(cast: Any) -> None:
    briefings.register(code="b", kind="change", wording=a_wording(), by=cast.alice)
    assert BriefingVersion.objects.visible_to(cast.dan).exists()
    assert not BriefingVersion.objects.visible_to(cast.bob).exists()
