"""Shifts taken over and people who begin: whoever serves a queue from a day on is told before and counted from then."""

from __future__ import annotations

from typing import Any

import pytest

from pledgeline.briefing import queries
from pledgeline.briefing.actions import rosters
from pledgeline.briefing.actions._checks import LinesRejected
from pledgeline.briefing.core.briefing import Audience
from pledgeline.briefing.core.roster import Cover, Person, has_to_know, has_to_know_by, serves
from pledgeline.briefing.models import ShiftCover
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.models import AuditEntry, Notification
from tests.briefings import NOW, TODAY, a_person, acknowledge, days, enrol, publish

LOANS = Audience(services=("loans",))
COVERING = Person(
    "north", "n1", "N", services=("cards",), covers=(Cover("loans", (), TODAY + days(1), TODAY + days(2)),)
)
BEGINNER = Person("north", "n2", "N", services=("loans",), joined_on=TODAY + days(1))


@pytest.mark.parametrize("person", [COVERING, BEGINNER])
def test_who_covers_or_begins_tomorrow_is_told_today_and_counted_tomorrow(person: Person) -> None:
    assert [has_to_know(person, LOANS, TODAY + days(n)) for n in (-1, 0, 1)] == [False, False, True]
    assert [has_to_know_by(person, LOANS, TODAY + days(n)) for n in (-1, 0, 1)] == [False, True, True]


def test_a_cover_ends_with_its_last_day_and_the_own_queue_stays() -> None:
    assert [has_to_know(COVERING, LOANS, TODAY + days(n)) for n in (2, 3)] == [True, False]
    assert serves(COVERING, Audience(services=("cards",)), TODAY)


# --- records ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def loans(cast: Any) -> Any:
    """At `north` one person serves loans and two serve cards; a briefing about loans is in effect."""
    enrol("north", a_person("n1"), a_person("n2"), a_person("n3", services=("loans",)))
    return publish("loans", services=("loans",), effective_from=TODAY, acknowledge_by=TODAY, questions=())


def cover(by: Any, **changes: Any) -> rosters.Covered:
    plain = {"centre": "north", "person": "n1", "service": "loans", "first_day": TODAY, "last_day": TODAY, "at": NOW}
    return rosters.cover(**{**plain, "by": by, **changes})


def missing(user: Any, day: Any = TODAY) -> list[str]:
    return [person.code for row in queries.to_tell(user, centre="north", day=day).rows for person in row.missing]


@pytest.mark.django_db
def test_whoever_covers_a_queue_today_is_asked_to_acknowledge_what_is_in_effect(loans: Any, cast: Any) -> None:
    acknowledge("north", "n3", code="loans")
    assert missing(cast.bob) == []
    cover(cast.bob)
    assert missing(cast.bob) == ["n1"]
    (told,) = Notification.objects.filter(kind="roster.covering")
    assert told.person == cast.bob
    assert "Loans" in told.title_en
    assert "贷款" in told.title_zh
    acknowledge("north", "n1", code="loans")
    assert missing(cast.bob) == []
    assert missing(cast.bob, TODAY + days(1)) == []


@pytest.mark.django_db
def test_a_cover_of_tomorrow_may_be_acknowledged_today_and_is_not_counted_before(loans: Any, cast: Any) -> None:
    cover(cast.bob, first_day=TODAY + days(1), last_day=TODAY + days(1))
    assert missing(cast.bob) == ["n1", "n3"]
    (row,) = queries.to_tell(cast.bob, centre="north", day=TODAY).rows
    assert (row.share.needed, row.share.covering) == (1, 0)
    acknowledge("north", "n1", code="loans")
    with pytest.raises(LinesRejected):
        acknowledge("north", "n2", code="loans")


@pytest.mark.django_db
def test_a_late_joiner_counts_from_the_first_day_with_days_of_grace(loans: Any, cast: Any) -> None:
    enrol("north", a_person("new", services=("loans",), joined_on=TODAY + days(2)))

    def share(ahead: int) -> tuple[int, int, int]:
        day = TODAY + days(ahead)
        found = queries.acknowledged_shares([loans], day=day)[loans.pk]["north"]
        return found.needed, found.late_joiners, found.overdue

    assert [share(n) for n in (1, 2, 5, 6)] == [(1, 0, 1), (2, 1, 1), (2, 1, 1), (2, 1, 2)]
    assert missing(cast.bob, TODAY) == ["n3"]
    assert missing(cast.bob, TODAY + days(1)) == ["n3", "new"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"person": "ghost"}, "roster.person_unknown"),
        ({"last_day": TODAY - days(1)}, "roster.cover_empty"),
        ({"service": "no-such"}, "roster.cover_not_served"),
        ({"channels": ["pigeon"]}, "briefing.word_unknown"),
        ({"centre": "south"}, "briefing.centre_unknown"),
        ({"centre": "nowhere"}, "briefing.centre_unknown"),
    ],
)
def test_a_cover_that_cannot_stand_is_refused(loans: Any, cast: Any, changes: Any, code: str) -> None:
    with pytest.raises(Problem) as refused:
        cover(cast.bob, **changes)
    assert refused.value.code == code
    assert not ShiftCover.objects.exists()


@pytest.mark.django_db
def test_a_centre_cannot_tell_which_services_of_others_there_are(cast: Any) -> None:
    """`south` serves cards only: loans is refused in the same words as what does not exist."""
    enrol("south", a_person("s1"))
    refusals = []
    for service in ("loans", "no-such"):
        with pytest.raises(Problem) as refused:
            cover(cast.carol, centre="south", person="s1", service=service)
        with pytest.raises(LinesRejected) as rejected:
            rosters.enrol(centre="south", rows=[a_person("s2", services=(service,))], by=cast.carol)
        refusals.append((refused.value.code, rejected.value.problems[0].code))
    assert refusals[0] == refusals[1]


@pytest.mark.django_db
def test_a_cover_is_withdrawn_with_an_entry_and_what_was_acknowledged_stays(loans: Any, cast: Any) -> None:
    cover(cast.bob)
    acknowledge("north", "n1", code="loans")
    wanted = {"centre": "north", "person": "n1", "service": "loans", "first_day": TODAY}
    rosters.withdraw_cover(**wanted, by=cast.bob)
    assert not ShiftCover.objects.exists()
    assert loans.acknowledgements.count() == 1
    assert AuditEntry.objects.filter(action="roster.cover_withdrawn").get().actor == "bob"
    with pytest.raises(Problem, match=r"roster\.cover_unknown"):
        rosters.withdraw_cover(**wanted, by=cast.bob)


@pytest.mark.django_db
def test_a_lead_sees_the_changes_of_the_own_queues_first(loans: Any, cast: Any) -> None:
    publish("fees", effective_from=TODAY, acknowledge_by=TODAY, questions=())
    enrol("north", a_person("lead", duty="team_lead", services=("loans",), username="bob"))

    def told(**more: Any) -> list[str]:
        return [row.version.code for row in queries.to_tell(cast.bob, centre="north", day=TODAY, **more).rows]

    assert told(own_queues=True) == ["loans"]
    assert told() == ["fees", "loans"]
