"""A pulse keeps how often each answer was given, and nothing that leads to a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.models import AuditEntry
from pledgeline.partnership import evidence, queries
from pledgeline.partnership.actions import pulse
from pledgeline.partnership.models import PulseLink, PulseRound, PulseTally

pytestmark = pytest.mark.django_db
OPEN = datetime(2026, 9, 1, 2, tzinfo=UTC)
OPENS, CLOSES, AFTER = date(2026, 9, 1), date(2026, 9, 14), date(2026, 9, 15)
AGREED = {"told": 5, "means": 4, "heard": 3, "gladly": 4}


@pytest.fixture
def opened(cast: Any) -> PulseRound:
    return pulse.open_round(code="north-q3", centre="north", opens_on=OPENS, closes_on=CLOSES, by=cast.alice, at=OPEN)


def tokens(n: int, team: str = "") -> tuple[str, ...]:
    return pulse.issue_links(code="north-q3", n=n, team=team, by=None, at=OPEN).tokens


def answer(token: str, answers: Mapping[str, int | None] = AGREED) -> None:
    pulse.answer(token=token, answers=answers, at=OPEN)


def test_a_round_is_opened_with_the_usual_questions_and_the_centre_is_told(cast: Any, opened: PulseRound) -> None:
    from pledgeline.organisation.models import Notification

    assert [one["code"] for one in opened.questions] == ["told", "means", "heard", "gladly"]
    assert AuditEntry.objects.filter(action="pulse.opened").count() == 1
    assert [one.person.username for one in Notification.objects.filter(kind="pulse.opened")] == ["bob"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"centre": "nowhere"}, "partnership.centre_unknown"),
        ({"code": "a b"}, "code.malformed"),
        ({"code": "north-q3", "opens_on": date(2026, 10, 1), "closes_on": date(2026, 10, 9)}, "pulse.code_taken"),
        ({"closes_on": date(2026, 8, 31)}, "pulse.period_empty"),
        ({"opens_on": date(2026, 8, 1), "closes_on": date(2026, 8, 9)}, "pulse.period_past"),
        ({"opens_on": date(2026, 9, 14), "closes_on": date(2026, 9, 20)}, "pulse.overlaps"),
        ({"questions": [{"code": "a", "en": "A?", "zh": "甲？"}] * 2}, "pulse.question_count"),
        ({"questions": [{"code": "a", "en": "A?", "zh": "甲？"}] * 3}, "pulse.question_twice"),
        ({"questions": [{"code": c, "en": "A?", "zh": " "} for c in "abc"]}, "partnership.missing"),
    ],
)
def test_a_round_that_cannot_stand_is_refused(opened: PulseRound, change: dict[str, Any], code: str) -> None:
    given: dict[str, Any] = {"code": "next", "centre": "north", "opens_on": AFTER, "closes_on": date(2026, 9, 30)}
    with pytest.raises(Problem) as problem:
        pulse.open_round(**{**given, **change}, by=None, at=OPEN)
    assert problem.value.code == code
    assert PulseRound.objects.count() == 1


def test_an_answer_adds_one_to_a_tally_for_each_question_and_closes_its_link(opened: PulseRound) -> None:
    first, second, _unused = tokens(3)
    answer(first)
    answer(second, {"told": 1, "means": 4, "heard": 3, "gladly": 5})
    counted = {(one.question, one.answer): one.n for one in PulseTally.objects.filter(n__gt=0)}
    assert counted == {
        ("told", 5): 1, ("told", 1): 1, ("means", 4): 2, ("heard", 3): 2, ("gladly", 4): 1, ("gladly", 5): 1,
    }  # fmt: skip
    with pytest.raises(Problem, match=r"pulse_link\.used"):
        answer(first)
    assert sum(counted.values()) == 8 == sum(PulseTally.objects.values_list("n", flat=True))


def test_nothing_kept_tells_who_answered_when_or_in_which_order(cast: Any, opened: PulseRound) -> None:
    given = tokens(6)
    rows = set(PulseTally.objects.values_list("pk", flat=True))
    entries = AuditEntry.objects.count()
    for token in reversed(given):
        answer(token)
    # No row was born with an answer, and the trail has no entry whose place or time would tell.
    assert set(PulseTally.objects.values_list("pk", flat=True)) == rows
    assert AuditEntry.objects.count() == entries
    columns = {field.name for model in (PulseLink, PulseTally) for field in model._meta.get_fields()}
    assert columns == {"id", "round", "team", "token_hash", "used", "question", "answer", "n"}
    (entry,) = AuditEntry.objects.filter(action="pulse.links_issued")
    assert entry.details() == {"centre": "north", "team": "", "n": 6}
    assert not any(token in str(AuditEntry.objects.values_list("data", flat=True)) for token in given)


@pytest.mark.parametrize(
    "answers", [{}, {"told": 5}, {**AGREED, "told": 6}, {**AGREED, "told": None}, {**AGREED, "more": 3}]
)
def test_an_answer_that_is_not_whole_is_refused_and_the_link_stays(opened: PulseRound, answers: Any) -> None:
    (token,) = tokens(1)
    with pytest.raises(Problem, match=r"pulse\.answers_missing"):
        answer(token, answers)
    assert not PulseTally.objects.filter(n__gt=0).exists()
    answer(token)


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (datetime(2026, 8, 31, 2, tzinfo=UTC), "pulse_link.early"),
        (datetime(2026, 9, 14, 15, 59, tzinfo=UTC), None),
        (datetime(2026, 9, 14, 16, 0, tzinfo=UTC), "pulse_link.expired"),
    ],
)
def test_a_link_works_on_the_days_of_its_round_only(opened: PulseRound, at: datetime, code: str | None) -> None:
    (token,) = tokens(1)
    if code is None:
        pulse.answer(token=token, answers=AGREED, at=at)
        return
    with pytest.raises(Problem) as problem:
        pulse.answer(token=token, answers=AGREED, at=at)
    assert problem.value.code == code


def test_links_are_for_the_own_centre_in_sensible_numbers_and_not_for_a_closed_round(
    cast: Any, opened: PulseRound
) -> None:
    for who, n, at, code in (
        (cast.carol, 3, OPEN, "partnership.centre_unknown"),
        (cast.bob, 0, OPEN, "links.count"),
        (cast.bob, 2_001, OPEN, "links.count"),
        (cast.bob, 3, datetime(2026, 9, 15, 2, tzinfo=UTC), "pulse.closed"),
    ):
        with pytest.raises(Problem) as problem:
            pulse.issue_links(code="north-q3", n=n, by=who, at=at)
        assert problem.value.code == code
    with pytest.raises(Problem, match=r"link\.unknown"):
        answer("no-such-token")


def test_the_database_refuses_to_reopen_a_link_or_to_change_a_tally_by_anything_but_one_more(
    opened: PulseRound,
) -> None:
    answer(tokens(2)[0])
    for change in (
        lambda: PulseLink.objects.filter(used=True).update(used=False),
        lambda: PulseTally.objects.filter(n=1).update(n=0),
        lambda: PulseTally.objects.filter(n=1).update(n=7),
        lambda: PulseRound.objects.update(closes_on=date(2027, 1, 1)),
        lambda: PulseTally.objects.filter(n=1).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_results_are_read_after_the_round_and_only_of_five_or_more(cast: Any, opened: PulseRound) -> None:
    for team, n in (("early", 6), ("late", 4), ("night", 9)):
        for token in tokens(n + 1, team)[:n]:
            answer(token)
    before = queries.pulse_round("north-q3", user=cast.alice, day=CLOSES)
    assert before is not None
    assert (before.invited, before.found, before.n, before.response) == (22, None, None, None)
    after = queries.pulse_round("north-q3", user=cast.alice, day=AFTER)
    assert after is not None
    assert after.found is not None
    # 4 alone would be found by subtraction: the next smallest is hidden with them.
    assert (after.n, list(after.found.teams), after.found.hidden) == (19, ["night"], ("early", "late"))
    assert after.response == 19 / 22
    (fact,) = evidence.pulses(day=AFTER)
    assert (fact.n, fact.values["response"], fact.values["age_days"]) == (19, 19 / 22, 1)


def test_of_a_round_that_too_few_answered_not_even_the_number_is_told(cast: Any, opened: PulseRound) -> None:
    for token in tokens(8)[:4]:
        answer(token)
    (fact,) = evidence.pulses(day=AFTER)
    assert fact.n == 0
    assert set(fact.values) == {"centre", "closed_on", "age_days", "invited"}
    assert evidence.pulses(day=CLOSES) == []


def test_another_centres_rounds_do_not_exist(cast: Any, opened: PulseRound) -> None:
    assert queries.pulse_round("north-q3", user=cast.carol, day=AFTER) is None
    assert queries.rounds_until("north-q3", user=cast.carol, day=AFTER) == []
    assert queries.pulse_list(cast.carol, day=AFTER)[1] == []
    assert [one.code for one in queries.pulse_list(cast.bob, day=AFTER)[1]] == ["north-q3"]
