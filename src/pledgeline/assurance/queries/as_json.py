"""An assessment as JSON: the contract of the command line, the download and the report's file."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from pledgeline.assurance import wording
from pledgeline.assurance.models import Assessment
from pledgeline.assurance.queries.pages import EvidenceRow, RequirementRow, whole
from pledgeline.kernel.verdict import Judgement


def assessment_json(assessment: Assessment, *, language: str | None = None) -> dict[str, Any]:
    """The contract of `pledgeline assess --format json`; sentences in `language`, by default the active one.

    Everything but the sentences is the same for every reader and every run on the same snapshot and records.
    """
    with translation.override(language or translation.get_language()):
        page = whole(assessment)
        last = page.row.period.last
        return {
            "assessment": assessment.code,
            "digest": assessment.digest,
            "catalogue": assessment.catalogue,
            "from": page.row.period.start.isoformat() if page.row.period.start else None,
            "to": last.isoformat() if last else None,
            "snapshot": assessment.snapshot or None,
            "program": assessment.program_version,
            "centres": list(assessment.centres),
            "services": list(assessment.services),
            "parameters": dict(sorted(assessment.parameters.items())),
            "requirements": [_requirement_json(one) for one in page.requirements],
        }


def _requirement_json(one: RequirementRow) -> dict[str, Any]:
    return {
        "id": one.requirement.id,
        "modality": one.requirement.modality.value,
        "nature": one.requirement.nature.value,
        **_judgement_json(one.judgement),
        "figures": dict(one.figures),
        "findings": [
            {
                "criterion": finding.criterion,
                "subject": dict(finding.subject),
                **_judgement_json(finding.judgement),
                "figures": dict(finding.figures),
                "evidence": [_evidence_json(item) for item in finding.evidence],
            }
            for finding in one.findings
        ],
    }


def _judgement_json(judgement: Judgement) -> dict[str, Any]:
    return {
        "verdict": judgement.verdict.value,
        "reason": wording.reason(judgement.reason.code, judgement.reason.numbers),
        "reason_code": judgement.reason.code,
        "reason_numbers": dict(judgement.reason.numbers),
    }


def _evidence_json(item: EvidenceRow) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "key": item.key,
        "metric": item.metric,
        "version": item.metric_version,
        "params": dict(item.params),
        "where": dict(item.where),
        "from": item.period.start.isoformat() if item.period.start else None,
        "to": item.period.last.isoformat() if item.period.last else None,
        "source": item.source,
        "n": item.n,
        "figures": dict(item.figures),
        "details": dict(item.details),
    }
