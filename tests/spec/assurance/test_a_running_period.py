"""An assessment of a period that still runs judges the records as they stand today: what may be done tomorrow has not
been missed yet (clauses 4 a, 3.1 and 5.2 as well as 4 b to 4 e)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from pledgeline.assurance.checks import needs as checks
from pledgeline.assurance.checks.given import Given
from pledgeline.assurance.core import catalogue
from pledgeline.kernel.interval import Period
from pledgeline.needs import evidence
from pledgeline.needs.core.expectation import Expectation, Importance, Source, SourceKind, Strength

TODAY = date(2026, 6, 15)
FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)
WORDS = {"en": "words", "zh": "话"}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 6, 15, 4, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)


def given(period: Period, *, engagements: Any = ()) -> Given:
    defaults = {
        f"{one.id}.{parameter.name}": parameter.default
        for one in catalogue.load().requirements
        for criterion in one.criteria
        for parameter in criterion.parameters
    }
    return Given(period, None, (), (), defaults, lambda *_a, **_k: None, engagements, {})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("period", "as_of"),
    [
        (Period.from_days(FIRST, LAST), TODAY),
        (Period.from_days(FIRST, TODAY), TODAY),
        (Period.from_days(FIRST, TODAY - timedelta(days=1)), TODAY - timedelta(days=1)),
        (Period(FIRST), None),
    ],
)
def test_records_are_judged_as_of_the_last_day_or_today(period: Period, as_of: date | None) -> None:
    assert given(period).as_of == as_of


def expectation(*, age_days: int, review_in_days: int) -> Expectation:
    dated = TODAY - timedelta(days=age_days)
    return Expectation(
        code="fast",
        number=1,
        segment="holders",
        service="cards",
        need=WORDS,
        adequate=WORDS,
        desired=WORDS,
        moment=WORDS,
        channels=(),
        importance=Importance.MUST,
        owner="Service design",
        period=Period(date(2026, 1, 1), None),
        next_review=TODAY + timedelta(days=review_in_days),
        sources=tuple(Source(kind, dated, 100, Strength.FAIR) for kind in (SourceKind.ASKED, SourceKind.COMPLAINTS)),
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("age_days", "review_in_days", "period_last", "verdict"),
    [
        (10, 5, LAST, "met"),  # the review falls on a day of the period that is still to come
        (10, -1, LAST, "not_met"),  # it fell on a day that is gone
        (360, 90, LAST, "met"),  # the evidence grows a year old within the period, but not by today
        (366, 90, LAST, "not_demonstrated"),
        (10, -1, TODAY - timedelta(days=2), "met"),  # a period that is over is judged as of its own last day
    ],
)
def test_a_review_or_an_age_to_come_is_not_held_against_a_service(
    cast: Any,
    monkeypatch: pytest.MonkeyPatch,
    age_days: int,
    review_in_days: int,
    period_last: date,
    verdict: str,
) -> None:
    from pledgeline.organisation import queries as organisation

    known = expectation(age_days=age_days, review_in_days=review_in_days)
    monkeypatch.setattr(evidence.queries, "expectations_on", lambda _day, *, services: [known])
    requirement = next(one for one in catalogue.load().requirements if one.id == "4.a")
    serving = [one for one in organisation.engagements() if one.service == "cards"]
    judged = checks.needs_known(requirement, given(Period.from_days(FIRST, period_last), engagements=serving))
    assert {one.judgement.verdict.value for one in judged.findings} == {verdict}


@pytest.mark.django_db
@pytest.mark.parametrize("check", [checks.customers_thought_of, checks.needs_detail])
def test_kinds_of_customer_conflicts_and_signals_are_asked_for_as_of_the_same_day(
    monkeypatch: pytest.MonkeyPatch, check: Callable[..., Any]
) -> None:
    asked: list[date] = []

    def nothing(day: date, **_limits: object) -> list[object]:
        asked.append(day)
        return []

    for name in ("kinds_of_customer", "conflicts_of_services", "signals_of_services"):
        monkeypatch.setattr(evidence, name, nothing)
    requirement_id = "3.1" if check is checks.customers_thought_of else "5.2"
    requirement = next(one for one in catalogue.load().requirements if one.id == requirement_id)
    check(requirement, given(Period.from_days(FIRST, LAST)))
    assert asked
    assert set(asked) == {TODAY}
