"""Clause 4 e as a verdict: what shows it, what fails it, and which record is missing where nothing does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from pledgeline.assurance.core import catalogue as catalogues
from pledgeline.experience.core.contract import Side
from pledgeline.partnership.core.ideas import REPLY_DAYS, Idea, Outcome, reply_case
from pledgeline.partnership.core.mirror import Limits
from tests.assessing import GOOD
from tests.contacts_double import PERIOD

LAST = PERIOD.last
assert LAST is not None
DAY: date = LAST


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def test_the_limits_of_the_page_are_the_defaults_of_the_catalogue() -> None:
    parameters = catalogues.load().parameters
    limits = Limits()
    assert (limits.forecast_days, limits.notice_days, limits.definition_days, limits.target_share) == tuple(
        parameters[f"4.e.{name}"] for name in ("forecast_days", "notice_days", "definition_days", "in_time_share")
    )


SENT = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("answered", "day", "good"),
    [
        (0, 0, True),
        (14, 14, True),
        (15, 20, False),
        (None, 14, None),  # the clock still runs: nothing is known
        (None, 15, False),
        (20, 15, False),  # answered only later
        (10, 5, None),
    ],
)
def test_a_reply_to_an_idea_is_in_time_within_a_fortnight(answered: int | None, day: int, good: bool | None) -> None:
    one = Idea(
        number=1,
        centre="north",
        side=Side.CLIENT,
        sent=SENT,
        due=SENT + timedelta(days=REPLY_DAYS),
        answered=SENT + timedelta(days=answered) if answered is not None else None,
        outcome=Outcome.ADOPTED if answered is not None else None,
    )
    case = reply_case(one, SENT + timedelta(days=day))
    assert (case.good if case is not None else None) is good


# --- the verdict --------------------------------------------------------------------------------------------------


@pytest.fixture
def findings(assess: Any, promised: Any) -> Any:
    """(criterion, centre) → (verdict, reason) of 4.e now."""

    def found(**parameters: float) -> dict[tuple[str, str], tuple[str, str]]:
        wanted = {f"4.e.{name}": value for name, value in parameters.items()}
        result = assess(GOOD, parameters=wanted).results.get(requirement="4.e")
        return {(one.criterion, one.subject["centre"]): (one.verdict, one.reason_code) for one in result.findings.all()}

    return found


def a_pulse(centre: str, *, closed: date, asked: int, favourable: int, others: int = 0) -> None:
    from pledgeline.partnership.actions import pulse

    opens = closed - timedelta(days=9)
    code = f"{centre}-{closed}"
    made = pulse.open_round(code=code, centre=centre, opens_on=opens, closes_on=closed, by=None, at=at(opens))
    tokens = pulse.issue_links(code=code, n=asked, by=None, at=at(opens)).tokens
    given = [5] * favourable + [2] * others
    for token, answer in zip(tokens, given, strict=False):
        pulse.answer(token=token, answers={one["code"]: answer for one in made.questions}, at=at(opens))


@pytest.mark.django_db
def test_without_a_record_it_is_not_demonstrated_and_names_what_is_missing(findings: Any) -> None:
    found = findings()
    assert found["staff-heard", "north"] == ("not_demonstrated", "pulse_none")
    assert found["ideas-answered", "north"] == ("not_applicable", "ideas_none_due")
    assert not any(verdict == "met" for verdict, _ in found.values())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("closed_ago", "asked", "favourable", "others", "heard", "favour"),
    [
        (30, 20, 16, 0, ("met", "pulse_heard"), ("met", "staff_in_favour")),
        (121, 20, 16, 0, ("not_demonstrated", "pulse_old"), ("met", "staff_in_favour")),
        (30, 40, 16, 3, ("not_demonstrated", "pulse_response_low"), ("met", "staff_in_favour")),
        (30, 8, 4, 0, ("not_demonstrated", "pulse_too_few"), None),
        (30, 20, 1, 15, ("met", "pulse_heard"), ("not_met", "staff_not_in_favour")),
        (30, 12, 5, 5, ("met", "pulse_heard"), ("not_demonstrated", "staff_favour_open")),
    ],
)
def test_the_staff_were_heard_lately_by_half_of_them_and_are_in_favour(
    findings: Any,
    closed_ago: int,
    asked: int,
    favourable: int,
    others: int,
    heard: tuple[str, str],
    favour: tuple[str, str] | None,
) -> None:
    a_pulse("south", closed=DAY - timedelta(days=closed_ago), asked=asked, favourable=favourable, others=others)
    found = findings()
    assert found["staff-heard", "south"] == heard
    assert found.get(("staff-in-favour", "south")) == favour
    assert found["staff-heard", "north"] == ("not_demonstrated", "pulse_none")


@pytest.mark.django_db
def test_a_round_that_closes_after_the_period_does_not_count_in_it(findings: Any) -> None:
    a_pulse("south", closed=DAY + timedelta(days=1), asked=20, favourable=16)
    assert findings()["staff-heard", "south"] == ("not_demonstrated", "pulse_none")


@pytest.mark.django_db
def test_ideas_to_the_client_are_answered_in_time_nine_times_in_ten(findings: Any) -> None:
    from pledgeline.partnership.actions import ideas

    answers = {"outcome": "not_adopted", "answer_en": "No.", "answer_zh": "不采纳。", "by": None}
    for n in range(9):
        one = ideas.send(centre="south", side="client", text=f"Idea {n}", by=None, at=at(date(2026, 7, 6)))
        ideas.answer(number=one.number, **answers, at=at(date(2026, 7, 20)))
    assert findings()["ideas-answered", "south"] == ("met", "ideas_answered")
    ideas.send(centre="south", side="client", text="Forgotten", by=None, at=at(date(2026, 7, 6)))
    assert findings()["ideas-answered", "south"] == ("met", "ideas_answered")  # nine of ten
    assert findings(ideas_share=0.95)["ideas-answered", "south"] == ("not_met", "ideas_answered")
    # To the own centre: not the client's to answer.
    ideas.send(centre="north", side="centre", text="More light", by=None, at=at(date(2026, 7, 6)))
    assert findings()["ideas-answered", "north"] == ("not_applicable", "ideas_none_due")


@pytest.mark.django_db
def test_what_the_client_did_late_makes_a_finding_of_the_centre_it_happened_to(findings: Any) -> None:
    from pledgeline.briefing.actions import campaigns

    first = date(2026, 9, 7)
    plan = campaigns.Plan("Offers", "优惠", first, first, centres=("south",), services=("cards",))
    campaigns.plan(code="offers", plan=plan, by=None, at=at(date(2026, 9, 1)))
    assert findings()["client-in-time", "south"] == ("not_met", "mirror_in_time")


@pytest.mark.django_db
def test_reviews_are_held_when_due_and_without_a_series_nothing_shows_it(findings: Any) -> None:
    from pledgeline.partnership.actions import reviews

    assert findings()["reviews-held", "south"] == ("not_demonstrated", "reviews_none")
    agenda = [{"en": "Figures", "zh": "指标"}]
    shared: dict[str, Any] = {"title_en": "Review", "title_zh": "例会", "agenda": agenda, "by": None}
    reviews.begin(
        code="monthly", centre="south", every_months=1, first_due=date(2026, 7, 10), at=at(date(2026, 7, 1)), **shared
    )
    assert findings()["reviews-held", "south"] == ("not_met", "reviews_held")
    # A series whose first review is due after the period shows nothing in it.
    reviews.begin(code="later", centre="north", every_months=3, first_due=DAY + timedelta(days=1), at=at(DAY), **shared)
    assert findings()["reviews-held", "north"] == ("not_demonstrated", "reviews_none")


@pytest.mark.django_db
def test_an_action_left_overdue_fails_and_one_done_late_does_not(findings: Any) -> None:
    from pledgeline.partnership.actions import improvements

    assert findings()["actions-done", "south"] == ("not_applicable", "actions_none")
    improvements.open_one(
        code="menu",
        centre="south",
        side="client",
        owner="Alice",
        title_en="Shorten the menu",
        title_zh="精简语音菜单",
        cause_en="Six levels",
        cause_zh="六层菜单",
        due=date(2026, 8, 31),
        by=None,
        at=at(date(2026, 8, 1)),
    )
    assert findings()["actions-done", "south"] == ("not_met", "actions_overdue")
    assert findings(overdue_actions=1)["actions-done", "south"] == ("met", "actions_none_overdue")
    improvements.carry_out(code="menu", note="Done", by=None, on=date(2026, 9, 5), at=at(date(2026, 9, 5)))
    assert findings()["actions-done", "south"] == ("met", "actions_none_overdue")


@pytest.mark.django_db
def test_what_a_centre_brings_up_is_answered_within_its_clock(findings: Any) -> None:
    from pledgeline.experience.core.contract import Side as Speaks
    from pledgeline.partnership.actions import escalations

    raised: dict[str, Any] = {"title": "No forecast", "text": "Since June", "by": None, "at": at(date(2026, 8, 3))}
    escalations.raise_one(centre="north", side=Speaks.CLIENT, **raised)
    assert findings()["escalations-answered", "north"] == ("not_applicable", "escalations_none")  # not the client's
    one = escalations.raise_one(centre="south", side=Speaks.CENTRE, **raised)
    assert findings()["escalations-answered", "south"] == ("not_met", "escalations_answered")
    escalations.answer(number=one.number, text="It comes on Monday.", by=None, at=at(date(2026, 8, 3)))
    assert findings()["escalations-answered", "south"] == ("met", "escalations_answered")


def test_what_is_due_later_in_a_period_that_is_not_over_has_not_been_missed(findings: Any) -> None:
    from pledgeline.partnership.actions import reviews

    due = DAY - timedelta(days=10)
    agenda = [{"en": "Figures", "zh": "数字"}]
    reviews.begin(
        code="monthly", centre="north", title_en="Monthly", title_zh="月度", every_months=1, first_due=due,
        agenda=agenda, by=None,
    )  # fmt: skip
    judged = {}
    for today in (due - timedelta(days=1), DAY):
        with time_machine.travel(at(today), tick=False):
            judged[today] = findings()["reviews-held", "north"]
    assert judged == {
        due - timedelta(days=1): ("not_demonstrated", "reviews_none"),
        DAY: ("not_met", "reviews_held"),
    }
