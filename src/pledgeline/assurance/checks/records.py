"""Rows whose room keeps no records yet: they say so, and name the record that would show the duty."""

from __future__ import annotations

from pledgeline.assurance.checks.given import Given
from pledgeline.assurance.core.finding import Outcome
from pledgeline.assurance.core.requirement import Requirement
from pledgeline.kernel.verdict import Judgement, Reason, Verdict


def record_missing(requirement: Requirement, given: Given) -> Outcome:
    """Not demonstrated: there is no such record, which says nothing about whether the duty is done."""
    return _undecided(requirement, Verdict.NOT_DEMONSTRATED, "record_missing")


def text_not_held(requirement: Requirement, given: Given) -> Outcome:
    """Not demonstrated: without the text there are no criteria; with it (an overlay), there is still no record."""
    return _undecided(
        requirement, Verdict.NOT_DEMONSTRATED, "record_missing" if requirement.text_held else "text_not_held"
    )


def aim(requirement: Requirement, given: Given) -> Outcome:
    """Not applicable: an aim asks for nothing that could be met or missed."""
    return _undecided(requirement, Verdict.NOT_APPLICABLE, "aim")


def _undecided(requirement: Requirement, verdict: Verdict, code: str) -> Outcome:
    record = requirement.record
    numbers = {"record": record.kind, "text": record.text.model_dump()}
    return Outcome(requirement.id, requirement.modality, Judgement(verdict, Reason(code, numbers)))
