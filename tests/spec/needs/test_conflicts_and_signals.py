"""Clause 5.2 as the detail of 4 a): conflicts are decided until a day, signals are decided in time, growth is told from
chance."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pledgeline.kernel.problem import Problem
from pledgeline.needs.core.conflict import ConflictStanding, Decision, judge_conflicts, standing_of
from pledgeline.needs.core.growth import growth
from pledgeline.needs.core.signals import Dates, Estimate, Limits, SignalKind, Subject, judge_signals, raised

DAY = date(2026, 6, 30)
OPEN, DECIDED, LAPSED = ConflictStanding


def decision(decided_ago: int, holds_on: int) -> Decision:
    return Decision(DAY - timedelta(days=decided_ago), DAY + timedelta(days=holds_on))


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([], OPEN),
        ([decision(5, 0)], DECIDED),
        ([decision(5, -1)], LAPSED),
        ([decision(-1, 90)], OPEN),
        # The newest counts, also where an older one would have held for longer.
        ([decision(9, 90), decision(5, -1)], LAPSED),
    ],
)
def test_the_newest_decision_counts_until_its_last_day(decisions: list[Decision], expected: ConflictStanding) -> None:
    assert standing_of(decisions, day=DAY) is expected


@pytest.mark.parametrize(
    ("standings", "verdict"),
    [
        ([], "not_applicable"),
        ([DECIDED, DECIDED], "met"),
        ([DECIDED, OPEN], "not_demonstrated"),
        ([OPEN, LAPSED], "not_met"),
    ],
)
def test_the_verdict_on_a_services_conflicts(standings: list[ConflictStanding], verdict: str) -> None:
    assert judge_conflicts(standings, service="cards").verdict.value == verdict


def signal(found_ago: int, decided_ago: int | None = None) -> Dates:
    return Dates(DAY - timedelta(days=found_ago), None if decided_ago is None else DAY - timedelta(days=decided_ago))


@pytest.mark.parametrize(
    ("signals", "verdict"),
    [
        ([], "not_applicable"),
        ([signal(30)], "met"),
        ([signal(31)], "not_met"),
        ([signal(90, decided_ago=1)], "met"),
        # What was decided after the day was still waiting on it.
        ([signal(90, decided_ago=-1)], "not_met"),
    ],
)
def test_a_signal_waits_no_longer_than_the_organisation_gave_itself(signals: list[Dates], verdict: str) -> None:
    assert judge_signals(signals, service="cards", day=DAY, decide_days=30).verdict.value == verdict


def test_a_signal_is_raised_only_where_chance_is_not_enough() -> None:
    subject = Subject(SignalKind.REPEATED, "cards")
    assert raised(subject, Estimate(900, 0.25, 0.22, 0.28), Limits()) is not None
    assert raised(subject, Estimate(900, 0.25, 0.20, 0.30), Limits()) is None
    assert raised(subject, Estimate(29, 0.9, 0.8, 0.95), Limits()) is None
    assert raised(subject, None, Limits()) is None
    grown = raised(Subject(SignalKind.SERVICE_GROWS, "cards"), Estimate(900, 1.5, 1.3, 1.7), Limits())
    assert grown is not None
    assert grown.limit == pytest.approx(1.2)


FIRST = date(2026, 6, 1)  # a Monday


def days(start: date, *weeks: tuple[int, ...]) -> dict[date, int]:
    counts = [count for week in weeks for count in week]
    return {start + timedelta(days=number): count for number, count in enumerate(counts)}


WEEK = (100, 100, 100, 100, 100, 20, 20)


def test_growth_is_a_ratio_of_days_with_an_interval() -> None:
    before = days(FIRST - timedelta(days=14), WEEK, WEEK)
    found = growth(before, days(FIRST, tuple(2 * n for n in WEEK), tuple(2 * n for n in WEEK)))
    assert found is not None
    assert found.ratio == pytest.approx(2)
    # Equal weekdays: no more than chance, so ln 2 ± 1.96 √(1/1080 + 1/2160).
    assert found.dispersion == 1
    assert (found.low, found.high) == (pytest.approx(1.859, abs=1e-3), pytest.approx(2.152, abs=1e-3))


def test_days_that_differ_widen_the_interval() -> None:
    restless = tuple(n * 2 for n in WEEK), tuple(n // 2 for n in WEEK)
    calm = growth(days(FIRST - timedelta(days=14), WEEK, WEEK), days(FIRST, WEEK, WEEK))
    wild = growth(days(FIRST - timedelta(days=14), *restless), days(FIRST, WEEK, WEEK))
    assert calm is not None
    assert wild is not None
    assert wild.dispersion > 5
    assert wild.high - wild.low > 2 * (calm.high - calm.low)


def test_nobody_before_is_no_infinite_growth_and_nobody_at_all_is_none() -> None:
    nobody = days(FIRST, (0,) * 7, (0,) * 7)
    new = growth(nobody, days(FIRST + timedelta(days=14), WEEK, WEEK))
    assert new is not None
    assert 1 < new.low < new.ratio < new.high < float("inf")
    assert growth(nobody, nobody) is None


@pytest.mark.parametrize("length", [7, 13, 15])
def test_only_whole_weeks_are_compared_and_at_least_two(length: int) -> None:
    odd = {FIRST + timedelta(days=number): 5 for number in range(length)}
    with pytest.raises(Problem) as problem:
        growth(odd, odd)
    assert problem.value.code == "growth.not_whole_weeks"
