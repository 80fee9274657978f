"""Clause 4 e as a verdict: what shows it, what fails it, and which record is missing where nothing does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

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
