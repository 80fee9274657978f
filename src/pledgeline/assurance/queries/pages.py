"""Reads: assessments as pages, files and other rooms see them. What takes a user shows only what is that user's.

A centre's people see the findings about their own centre and verdicts that follow from those alone; figures of all
centres together would tell them of the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator

from pledgeline.assurance.core.finding import Finding as Found
from pledgeline.assurance.core.finding import combined
from pledgeline.assurance.core.requirement import Criterion, Requirement
from pledgeline.assurance.models import Assessment, EvidenceItem, Finding, RequirementResult
from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Judgement, Modality, Reason, Verdict
from pledgeline.organisation.queries import visible_centres

HEADLINE = ("lower", "upper", "n")
PAGE_ROWS = 50


@dataclass(frozen=True)
class AssessmentRow:
    """One line of the list of assessments; `verdicts` counts requirements by verdict, as this reader may know."""

    code: str
    period: Period
    snapshot: str
    created_at: datetime
    created_by: str
    catalogue: str
    verdicts: Mapping[Verdict, int]
    centres: tuple[str, ...]
    services: tuple[str, ...]


@dataclass(frozen=True)
class EvidenceRow:
    """A fact and how to ask for it again."""

    kind: str
    key: str
    metric: str
    metric_version: str
    params: Mapping[str, Any]
    where: Mapping[str, Any]
    period: Period
    source: str
    n: int
    figures: Mapping[str, Any]
    details: Mapping[str, Any]


@dataclass(frozen=True)
class FindingRow:
    number: int
    criterion: str
    subject: Mapping[str, str]
    judgement: Judgement
    figures: Mapping[str, Any]
    evidence: tuple[EvidenceRow, ...] = ()


@dataclass(frozen=True)
class FindingGroup:
    """Findings that belong together: those of one promise, with its sentence as it was; otherwise all of them."""

    promise: str
    version: str
    sentence: Mapping[str, str] | None
    findings: tuple[FindingRow, ...]

    @property
    def has_n(self) -> bool:
        return any("n" in one.figures for one in self.findings)

    @property
    def has_bounds(self) -> bool:
        return any(one.figures.get("upper") is not None for one in self.findings)


@dataclass(frozen=True)
class RequirementRow:
    """One requirement with what the assessment says of it. `figures` are empty where they are not the reader's."""

    requirement: Requirement
    judgement: Judgement
    figures: Mapping[str, Any]
    findings: tuple[FindingRow, ...]

    def criterion(self, wanted: str) -> Criterion | None:
        return next((one for one in self.requirement.criteria if one.id == wanted), None)

    def groups(self, criterion: str) -> list[FindingGroup]:
        """The findings of a criterion, promise by promise where they are about promises."""
        by_promise: dict[tuple[str, str], list[FindingRow]] = {}
        for one in self.findings:
            if one.criterion == criterion:
                key = one.subject.get("promise", ""), one.subject.get("version", "")
                by_promise.setdefault(key, []).append(one)
        return [
            FindingGroup(promise, version, _sentence(findings) if promise else None, tuple(findings))
            for (promise, version), findings in sorted(by_promise.items())
        ]


@dataclass(frozen=True)
class AssessmentPage:
    row: AssessmentRow
    requirements: tuple[RequirementRow, ...]
    digest: str
    program_version: str
    parameters: Mapping[str, float]

    def requirement(self, wanted: str) -> RequirementRow | None:
        return next((one for one in self.requirements if one.requirement.id == wanted), None)


def latest(user: Any) -> str | None:
    """Code of the newest assessment that `user` may know of."""
    return Assessment.objects.visible_to(user).values_list("code", flat=True).first()


def assessment_list(user: Any, *, number: int = 1) -> tuple[Page[Any], list[AssessmentRow]]:
    """A page of the assessments, the newest first. As many queries, whatever their number."""
    known = Assessment.objects.visible_to(user).select_related("created_by").defer("catalogue_rows")
    page = Paginator(known, PAGE_ROWS).get_page(number)
    found = list(page.object_list)
    verdicts: dict[int, Counter[Verdict]] = {one.pk: Counter() for one in found}
    if visible_centres(user) is None:
        for pk, verdict in RequirementResult.objects.filter(assessment__in=found).values_list(
            "assessment_id", "verdict"
        ):
            verdicts[pk][Verdict(verdict)] += 1
    else:
        findings = Finding.objects.visible_to(user).filter(result__assessment__in=found).select_related("result")
        for assessment_pk, by_requirement in _grouped(findings).items():
            for result, own in by_requirement:
                verdicts[assessment_pk][_own_judgement(result, own).verdict] += 1
    return page, [_row(one, verdicts[one.pk], user) for one in found]


def assessment_page(user: Any, code: str) -> AssessmentPage | None:
    """Verdicts without their findings; None where there is no such assessment, or none that `user` may see."""
    found = Assessment.objects.visible_to(user).select_related("created_by").filter(code=code).first()
    return None if found is None else _page(found, user, {})


@dataclass(frozen=True)
class RequirementPage:
    """One requirement of an assessment with a page of its findings, in the order in which they were found.

    `criteria` are those that found anything at all, on whichever page.
    """

    assessment: AssessmentPage
    row: RequirementRow
    shown: Page[Any]
    criteria: frozenset[str]


def requirement_page(user: Any, code: str, requirement: str, *, number: int = 1) -> RequirementPage | None:
    """With the evidence of the findings shown; None where `user` may not see it."""
    found = Assessment.objects.visible_to(user).select_related("created_by").filter(code=code).first()
    if found is None:
        return None
    findings = Finding.objects.visible_to(user).filter(result__assessment=found, result__requirement=requirement)
    shown = Paginator(findings.order_by("number"), PAGE_ROWS).get_page(number)
    page = _page(found, user, _by_result(list(shown.object_list)))
    row = page.requirement(requirement)
    if row is None:
        return None
    criteria = findings.order_by().values_list("criterion", flat=True).distinct()
    return RequirementPage(page, row, shown, frozenset(criteria))


def finding_page(
    user: Any, code: str, requirement: str, number: int
) -> tuple[AssessmentPage, RequirementRow, FindingRow] | None:
    """One finding with its evidence; None where `user` may not see it."""
    found = Assessment.objects.visible_to(user).select_related("created_by").filter(code=code).first()
    if found is None:
        return None
    own = Finding.objects.visible_to(user).filter(
        result__assessment=found, result__requirement=requirement, number=number
    )
    page = _page(found, user, _by_result(list(own)))
    row = page.requirement(requirement)
    return (page, row, row.findings[0]) if row is not None and row.findings else None


def whole(assessment: Assessment) -> AssessmentPage:
    """Everything in an assessment, for reports and files of the client."""
    return _page(assessment, None, _by_result(list(Finding.objects.filter(result__assessment=assessment))))


def _sentence(findings: Sequence[FindingRow]) -> Mapping[str, str] | None:
    said = (item.details.get("sentence") for one in findings for item in one.evidence)
    return next((words for words in said if words), None)


# --- how a page is put together -----------------------------------------------------------------------------------


def _page(assessment: Assessment, user: Any, shown: Mapping[int, Sequence[FindingRow]]) -> AssessmentPage:
    """`shown` are findings by result; `user` None is the program itself, which sees everything."""
    everything = user is None or visible_centres(user) is None
    own = {} if everything else _own_judgements(assessment, user)
    texts = {row["id"]: Requirement.model_validate(row) for row in assessment.catalogue_rows}
    rows = []
    for result in RequirementResult.objects.filter(assessment=assessment):
        if not everything and result.pk not in own:
            continue
        rows.append(
            RequirementRow(
                requirement=texts[result.requirement],
                judgement=result.judgement if everything else own[result.pk],
                figures=result.figures if everything else {},
                findings=tuple(shown.get(result.pk, ())),
            )
        )
    verdicts = Counter(one.judgement.verdict for one in rows)
    return AssessmentPage(
        row=_row(assessment, verdicts, user),
        requirements=tuple(rows),
        digest=assessment.digest,
        program_version=assessment.program_version,
        parameters=assessment.parameters,
    )


def _row(one: Assessment, verdicts: Mapping[Verdict, int], user: Any) -> AssessmentRow:
    everything = user is None or visible_centres(user) is None
    return AssessmentRow(
        code=one.code,
        period=one.period,
        snapshot=one.snapshot,
        created_at=one.created_at,
        created_by=one.created_by.get_full_name() if one.created_by else "",
        catalogue=one.catalogue,
        verdicts=verdicts,
        # The list would name other centres.
        centres=tuple(one.centres) if everything else (),
        services=tuple(one.services),
    )


def _finding(one: Finding, items: Sequence[EvidenceItem]) -> FindingRow:
    return FindingRow(
        one.number, one.criterion, one.subject, one.judgement, one.figures, tuple(_evidence_row(i) for i in items)
    )


def _evidence_row(item: EvidenceItem) -> EvidenceRow:
    return EvidenceRow(
        item.kind,
        item.key,
        item.metric,
        item.metric_version,
        item.params,
        item.where,
        item.period,
        item.source,
        item.n,
        item.figures,
        item.details,
    )


def _by_result(findings: Sequence[Finding]) -> dict[int, list[FindingRow]]:
    """Result → its findings with their evidence. One query."""
    items: dict[int, list[EvidenceItem]] = {}
    # Many keys are named by what they share; a list of ten thousand is more than a statement takes.
    results = {one.result_id for one in findings}
    numbers = [one.number for one in findings]
    known = EvidenceItem.objects.filter(finding__result__in=results)
    if numbers:
        known = known.filter(finding__number__gte=min(numbers), finding__number__lte=max(numbers))
    for item in known:
        items.setdefault(item.finding_id, []).append(item)
    by_result: dict[int, list[FindingRow]] = {}
    for one in findings:
        by_result.setdefault(one.result_id, []).append(_finding(one, items.get(one.pk, [])))
    return by_result


def _own_judgements(assessment: Assessment, user: Any) -> dict[int, Judgement]:
    """Result → what it comes to on the findings that `user` may see; results without any are left out."""
    seen = Finding.objects.visible_to(user).filter(result__assessment=assessment).select_related("result")
    grouped = _grouped(seen).get(assessment.pk, [])
    return {result.pk: _own_judgement(result, own) for result, own in grouped}


def _own_judgement(result: RequirementResult, own: Sequence[Finding]) -> Judgement:
    """What a requirement comes to on one centre's findings alone."""
    parts = [Found(one.criterion, one.subject, one.judgement) for one in own]
    return combined(parts, Modality(result.modality), empty=Reason("no_data", {"n": 0}))


def _grouped(findings: Any) -> dict[int, list[tuple[RequirementResult, list[Finding]]]]:
    """Assessment → its results with the findings given, in order."""
    by_result: dict[int, tuple[RequirementResult, list[Finding]]] = {}
    for finding in findings:
        by_result.setdefault(finding.result_id, (finding.result, []))[1].append(finding)
    grouped: dict[int, list[tuple[RequirementResult, list[Finding]]]] = {}
    for result, own in by_result.values():
        grouped.setdefault(result.assessment_id, []).append((result, own))
    return grouped
