"""Reads: assessments as pages, files and other rooms see them."""

from pledgeline.assurance.queries.as_json import assessment_json
from pledgeline.assurance.queries.pages import (
    PAGE_ROWS,
    AssessmentPage,
    AssessmentRow,
    EvidenceRow,
    FindingGroup,
    FindingRow,
    RequirementPage,
    RequirementRow,
    assessment_list,
    assessment_page,
    finding_page,
    latest,
    requirement_page,
    whole,
)

__all__ = [
    "PAGE_ROWS",
    "AssessmentPage",
    "AssessmentRow",
    "EvidenceRow",
    "FindingGroup",
    "FindingRow",
    "RequirementPage",
    "RequirementRow",
    "assessment_json",
    "assessment_list",
    "assessment_page",
    "finding_page",
    "latest",
    "requirement_page",
    "whole",
]
