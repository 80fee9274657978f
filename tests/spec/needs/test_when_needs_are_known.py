"""Clause 4 a): what customers of a service expect is known, with fresh evidence of more than one kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pledgeline.kernel.interval import Period
from pledgeline.needs.core.expectation import Expectation, Importance, Source, SourceKind, Strength
from pledgeline.needs.core.standing import Limits, Standing, judge_service, standing

DAY = date(2026, 6, 30)
WORDS = {"en": "words", "zh": "话"}
LIMITS = Limits(oldest_days=365, source_kinds=2)


def source(kind: SourceKind = SourceKind.ASKED, *, age_days: int = 10) -> Source:
    return Source(kind, DAY - timedelta(days=age_days), 100, Strength.FAIR)


def expectation(*sources: Source, next_review: date = DAY) -> Expectation:
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
        next_review=next_review,
        sources=sources,
    )


BOTH = (source(), source(SourceKind.COMPLAINTS))


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (expectation(), Standing.UNSOURCED),
        (expectation(source(age_days=365)), Standing.SOURCED),
        (expectation(source(age_days=366)), Standing.STALE),
        (expectation(source(age_days=-1)), Standing.UNSOURCED),
        (expectation(source(age_days=900), source()), Standing.SOURCED),
        (expectation(source(), next_review=DAY - timedelta(days=1)), Standing.DUE),
    ],
)
def test_the_newest_evidence_known_on_the_day_decides(one: Expectation, expected: Standing) -> None:
    assert standing(one, day=DAY, oldest_days=365) is expected


OLD_COMPLAINTS = source(SourceKind.COMPLAINTS, age_days=366)
OVERDUE = DAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("recorded", "verdict", "code"),
    [
        ([], "not_demonstrated", "service_without_expectation"),
        ([expectation()], "not_demonstrated", "expectations_without_evidence"),
        ([expectation(source(age_days=366))], "not_demonstrated", "expectations_without_evidence"),
        ([expectation(source())], "not_demonstrated", "expectations_one_sided"),
        ([expectation(source(), source())], "not_demonstrated", "expectations_one_sided"),
        ([expectation(source(), OLD_COMPLAINTS)], "not_demonstrated", "expectations_one_sided"),
        ([expectation(*BOTH)], "met", "expectations_current"),
        ([expectation(*BOTH), expectation()], "not_demonstrated", "expectations_without_evidence"),
        ([expectation(*BOTH, next_review=OVERDUE)], "not_met", "expectations_overdue"),
        ([expectation(*BOTH), expectation(next_review=OVERDUE)], "not_met", "expectations_overdue"),
    ],
)  # fmt: skip
def test_the_verdict_on_a_service(recorded: list[Expectation], verdict: str, code: str) -> None:
    judgement = judge_service(recorded, service="cards", day=DAY, limits=LIMITS)
    assert (judgement.verdict.value, judgement.reason.code) == (verdict, code)


def test_one_kind_is_enough_where_the_organisation_says_so() -> None:
    limits = replace(LIMITS, source_kinds=1)
    assert judge_service([expectation(source())], service="cards", day=DAY, limits=limits).verdict.value == "met"
