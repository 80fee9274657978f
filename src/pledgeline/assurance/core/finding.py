"""A finding: what one criterion says of one subject, why, and the facts it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pledgeline.kernel.fact import Fact
from pledgeline.kernel.verdict import Judgement, Modality, Reason, Verdict, worst


@dataclass(frozen=True)
class Finding:
    """`subject` names by code what was looked at: `centre`, `service`, `promise`, `channel` (those that apply).

    `figures` are shares 0–1, seconds and counts by name; `evidence` holds everything needed to ask again.
    """

    criterion: str
    subject: Mapping[str, str]
    judgement: Judgement
    figures: Mapping[str, Any] = field(default_factory=dict)
    evidence: Sequence[Fact] = ()


@dataclass(frozen=True)
class Outcome:
    """What an assessment says of one requirement."""

    requirement: str
    modality: Modality
    judgement: Judgement
    figures: Mapping[str, Any] = field(default_factory=dict)
    findings: Sequence[Finding] = ()


def combined(findings: Sequence[Finding], modality: Modality, *, empty: Reason) -> Judgement:
    """The requirement's judgement from its findings: the worst one that applies decides, and how many there were.

    Each finding is first stated in the strength of the requirement, so that a missed *should* never turns into a
    nonconformity. Without a finding, or with none that applies, nothing is demonstrated: `empty` says why.
    """
    judgements = [one.judgement.softened(modality) for one in findings]
    counted = [one for one in judgements if one.verdict is not Verdict.NOT_APPLICABLE]
    if not counted:
        return Judgement(Verdict.NOT_DEMONSTRATED, empty)
    if len(counted) == 1:
        return counted[0]
    decisive = worst(counted)
    counts = {verdict.value: sum(one.verdict is verdict for one in counted) for verdict in Verdict}
    return Judgement(decisive.verdict, Reason(f"findings_{decisive.verdict.value}", {**counts, "of": len(counted)}))


def ordered(findings: Sequence[Finding]) -> list[Finding]:
    """Findings in an order that depends on nothing but their subjects: the same data, the same file."""
    return sorted(findings, key=lambda one: (one.criterion, sorted(one.subject.items())))
