"""Reads: assessments as pages, files and other rooms see them."""

from pledgeline.assurance.queries.as_json import assessment_json
from pledgeline.assurance.queries.pages import (
    AssessmentPage,
    AssessmentRow,
    EvidenceRow,
    FindingGroup,
    FindingRow,
    RequirementRow,
    assessment_list,
    assessment_page,
    latest,
    requirement_page,
    whole,
)

__all__ = [
    "AssessmentPage",
    "AssessmentRow",
    "EvidenceRow",
    "FindingGroup",
    "FindingRow",
    "RequirementRow",
    "assessment_json",
    "assessment_list",
    "assessment_page",
    "latest",
    "requirement_page",
    "whole",
]
