"""Reminders of what is not acknowledged, and samples drawn to be asked again: once each, to whom it concerns."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from pledgeline.briefing import queries
from pledgeline.briefing.actions import rechecks, reminders, understanding
from pledgeline.briefing.models import Draw
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import parameters
from pledgeline.organisation.models import AuditEntry, Notification
from tests.briefings import NOW, RIGHT, TODAY, WRONG, a_person, acknowledge, days, enrol, publish

pytestmark = pytest.mark.django_db


def reminded(ahead: int) -> list[tuple[str, int]]:
    return [(one.centre, one.outstanding) for one in reminders.remind(by=None, at=NOW + days(ahead))]


def test_a_reminder_goes_out_from_the_day_before_the_last_one_to_whoever_is_missing(told: Any, cast: Any) -> None:
    acknowledge("south", "s1", "s2", "s3", "s4")
    assert reminded(3) == []
    assert reminded(4) == [("north", 10)]
    assert Notification.objects.filter(kind="briefing.reminded", person=cast.bob).count() == 1
    assert not Notification.objects.filter(kind="briefing.reminded", person=cast.carol).exists()


def test_the_same_day_reminds_once_and_the_next_day_again(told: Any) -> None:
    assert reminded(6) == [("north", 10), ("south", 4)]
    entries = AuditEntry.objects.filter(action="briefing.reminded")
    assert entries.count() == 1
    assert reminded(6) == []
    assert entries.count() == 1
    acknowledge("north", *(f"n{n:02d}" for n in range(1, 10)))
    assert reminded(7) == [("north", 1), ("south", 4)]


def test_of_a_superseded_briefing_or_one_that_is_over_nobody_is_reminded(told: Any) -> None:
    publish("over", effective_from=TODAY, effective_to=TODAY + days(6), acknowledge_by=TODAY + days(5), questions=())
    publish(body_en="Triple points.", acknowledge_by=TODAY + days(20))
    assert reminded(6) == []


def test_whoever_has_left_is_not_waited_for(told: Any) -> None:
    acknowledge("north", *(f"n{n:02d}" for n in range(1, 11)))
    acknowledge("south", "s1", "s2", "s3")
    enrol("south", a_person("s4", left_on=TODAY + days(2)))
    assert reminded(5) == []


# --- asking again -----------------------------------------------------------------------------------------------------


@pytest.fixture
def in_effect(rosters: None) -> Any:
    return publish(effective_from=TODAY, acknowledge_by=TODAY)


def arranged(ahead: float) -> list[tuple[str, int]]:
    numbers = count()
    found = rechecks.arrange(by=None, at=NOW + timedelta(days=ahead), seeds=lambda: f"seed-{next(numbers)}")
    return [(one.centre, len(one.drawn)) for one in found]


def answer(centre: str, people: list[str], answers: list[int] = RIGHT, ahead: int = 0) -> None:
    for person in people:
        understanding.record(
            briefing="double-eleven", number=1, centre=centre, person=person, answers=answers, by=None,
            at=NOW + days(ahead),
        )  # fmt: skip


def test_a_sample_is_drawn_where_nobody_was_asked_and_the_centre_is_told(in_effect: Any, cast: Any) -> None:
    assert arranged(0) == [("north", 5), ("south", 3)]
    told = Notification.objects.filter(kind="briefing.sample_drawn", person=cast.carol).get()
    assert "3" in told.body_en
    assert told.path.endswith("/people/south/")
    assert arranged(0) == arranged(1) == []  # those drawn have a week


def test_whoever_answered_is_not_drawn_again_while_there_are_others(in_effect: Any) -> None:
    arranged(0)
    first = set(Draw.objects.get(centre="north").drawn)
    answer("north", sorted(first), WRONG, ahead=1)
    assert arranged(8)[0] == ("north", 5)
    second = Draw.objects.filter(centre="north").first()
    assert second is not None
    assert set(second.drawn).isdisjoint(first)
    assert set(second.candidates).isdisjoint(first)


def test_what_is_shown_is_asked_again_after_the_days_the_organisation_set(in_effect: Any, cast: Any) -> None:
    everybody = [f"n{n:02d}" for n in range(1, 11)]
    answer("north", everybody)
    answer("south", ["s1", "s2", "s3", "s4"])
    assert arranged(1) == []
    # A check that is 44 days old counts for 0.6 of a person: still enough where everybody was right.
    found = {row.centre: row for row in queries.rechecks(cast.alice, day=TODAY + days(10))[1]}
    assert found["north"].due_on == TODAY + days(45)
    parameters.set_value(
        code="briefing.recheck_days", value=10, valid_from=TODAY, reason="Sale.", by=cast.alice, at=NOW
    )
    assert arranged(10) == [("north", 5), ("south", 3)]


def test_the_sample_knows_who_of_it_has_answered(in_effect: Any, cast: Any) -> None:
    arranged(0)
    drawn = Draw.objects.get(centre="south").drawn
    answer("south", drawn[:1], ahead=1)
    (row,) = queries.rechecks(cast.carol, day=TODAY + days(1))[1]
    assert row.sample is not None
    assert (row.centre, row.sample.answered, set(row.sample.waiting)) == ("south", {drawn[0]}, set(drawn[1:]))


def test_a_briefing_without_questions_or_not_in_effect_is_asked_about_by_nobody(rosters: None) -> None:
    publish("plain", effective_from=TODAY, acknowledge_by=TODAY, questions=())
    publish("later", effective_from=TODAY + days(3), acknowledge_by=TODAY)
    assert arranged(0) == []
    with pytest.raises(Problem, match=r"check\.none"):
        understanding.draw(briefing="plain", number=1, centre="north", seed="x", by=None, at=NOW)
