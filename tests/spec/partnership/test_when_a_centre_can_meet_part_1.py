"""Clause 1, precondition: each centre can meet Part 1. Which proof counts, and from when to when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from pledgeline.kernel.verdict import Verdict
from pledgeline.partnership.core.standing import Audit, Certificate, Gap, Severity, standing

TODAY = date(2026, 6, 30)
MET, NOT_MET, OPEN = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_DEMONSTRATED


def days(n: int) -> date:
    return TODAY + timedelta(days=n)


def certificate(first: int, last: int, *services: str) -> Certificate:
    return Certificate("C-1", "A body", services, days(first), days(last))


def gap(severity: Severity = Severity.MAJOR, due: int | None = None, closed: int | None = None) -> Gap:
    return Gap(severity, days(-50), None if due is None else days(due), None if closed is None else days(closed))


AUDIT, OLD = Audit("A-1", days(-50)), Audit("A-0", days(-366))


@pytest.mark.parametrize(
    ("certificates", "audits", "gaps", "verdict", "reason"),
    [
        ([], [], [], OPEN, "part1_nothing"),
        ([certificate(-300, 0)], [], [], MET, "part1_certified"),  # its last day still counts
        ([certificate(-300, -1)], [], [], OPEN, "part1_expired"),
        ([certificate(1, 300)], [], [], OPEN, "part1_nothing"),  # not yet in force
        ([certificate(-300, 300, "cards", "loans")], [], [], MET, "part1_certified"),
        ([certificate(-300, 300, "cards")], [], [], OPEN, "part1_scope"),
        ([certificate(-300, -1)], [AUDIT], [], MET, "part1_audited"),
        ([], [OLD], [], OPEN, "part1_audit_old"),
        ([], [Audit("A-1", days(-365))], [], MET, "part1_audited"),
        ([], [Audit("A-1", days(1))], [], OPEN, "part1_nothing"),
        ([], [AUDIT], [gap(Severity.MINOR)], MET, "part1_audited"),
        ([], [AUDIT], [gap(due=0)], OPEN, "part1_gaps_planned"),
        ([], [AUDIT], [gap(due=-1)], NOT_MET, "part1_gaps_open"),
        ([], [AUDIT], [gap()], NOT_MET, "part1_gaps_open"),
        ([], [AUDIT], [gap(due=-1, closed=0)], MET, "part1_audited"),
        ([], [AUDIT], [gap(due=2, closed=1)], OPEN, "part1_gaps_planned"),  # closed only tomorrow
    ],
)
def test_the_standing_of_a_centre(
    certificates: list[Certificate], audits: list[Audit], gaps: list[Gap], verdict: Verdict, reason: str
) -> None:
    judged = standing(
        TODAY, services=["cards", "loans"], certificates=certificates, audits=audits, gaps=gaps, audit_days=365
    )
    assert (judged.verdict, judged.reason.code) == (verdict, reason)


@pytest.mark.django_db
def test_the_verdict_moves_with_the_records(assess: Any, promised: Any) -> None:
    from pledgeline.partnership.actions import standing as actions
    from tests.assessing import GOOD
    from tests.contacts_double import PERIOD

    def verdict() -> str:
        return str(assess(GOOD).results.get(requirement="1.part1").verdict)

    last = PERIOD.last
    assert last is not None
    assert verdict() == "not_demonstrated"
    for centre in ("north", "south"):
        actions.record_certificate(
            centre=centre, number=f"C-{centre}", body="A body", valid_from=date(2020, 1, 1), valid_to=last, by=None
        )
    assert verdict() == "met"
