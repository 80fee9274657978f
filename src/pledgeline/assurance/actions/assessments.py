"""Running an assessment: every requirement of the catalogue, judged on one snapshot, written once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

import pledgeline
from pledgeline.assurance.checks import check
from pledgeline.assurance.checks.given import Ask, Given
from pledgeline.assurance.core import catalogue as catalogues
from pledgeline.assurance.core.canonical import digest, plain
from pledgeline.assurance.core.catalogue import Catalogue
from pledgeline.assurance.core.finding import Finding as Found
from pledgeline.assurance.core.finding import Outcome
from pledgeline.assurance.models import Assessment, EvidenceItem, Finding, RequirementResult
from pledgeline.contacts import queries as contacts
from pledgeline.kernel.fact import Fact
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.organisation.actions import audit

DIGEST_IN_CODE = 12


def run(
    *,
    period: Period | None = None,
    centres: tuple[str, ...] = (),
    services: tuple[str, ...] = (),
    by: Any,
    parameters: Mapping[str, float] | None = None,
    snapshot: str | None = None,
    ask: Ask | None = None,
    catalogue: Catalogue | None = None,
) -> Assessment:
    """Judges every requirement and stores the assessment with its findings and evidence.

    Open sides of `period` are closed with the days of which there are contacts. `snapshot` None takes the newest.
    The same facts judged the same way are the same assessment: it is then found, not written again, and the trail
    says that it was confirmed. Raises Problem `centre.unknown`, `service.unknown`, `parameter.*` or `catalogue.*`.
    """
    _require_known(centres, services)
    catalogue = catalogues.with_parameters(catalogue or current_catalogue(), parameters or {})
    snapshot = snapshot or contacts.current_snapshot()
    closed = _closed(period or Period(), snapshot)
    given = Given(
        period=closed,
        snapshot=snapshot,
        centres=tuple(sorted(set(centres))),
        services=tuple(sorted(set(services))),
        parameters=catalogue.parameters,
        ask=ask or contacts.ask,
        engagements=organisation.engagements(during=closed),
        metric_figures=contacts.metric_figures(),
    )
    outcomes = [(row.order, check(row, given)) for row in catalogue.requirements]
    return _written(given, catalogue, outcomes, by)


def current_catalogue() -> Catalogue:
    """The shipped edition with the overlays in this home."""
    return catalogues.load(overlays=settings.PLEDGELINE_HOME / "catalogue")


def _require_known(centres: tuple[str, ...], services: tuple[str, ...]) -> None:
    """A code that neither the organisation nor any feed knows is a slip of the pen, not an empty result."""
    known = organisation.known_codes()
    sources = list(contacts.sources())
    fed_services = {code for source in sources for code in source.services_seen}
    for kind, wanted, all_known in (
        ("centre", centres, known.centres | {source.centre for source in sources}),
        ("service", services, known.services | fed_services),
    ):
        for code in wanted:
            if code not in all_known:
                raise Problem(f"assessment.{kind}_unknown", field=kind, value=code)


def _closed(period: Period, snapshot: str | None) -> Period:
    if period.start is not None and period.end is not None:
        return period
    known = contacts.data_period(snapshot) or Period()
    start = period.start if period.start is not None else known.start
    end = period.end if period.end is not None else known.end
    if start is not None and end is not None and end <= start:
        # One side was given and lies outside the data: an open side then has no contacts to be closed with.
        return period
    return Period(start, end)


@transaction.atomic
def _written(given: Given, catalogue: Catalogue, outcomes: list[tuple[int, Outcome]], by: Any) -> Assessment:
    content = {
        "catalogue": catalogue.edition.code,
        "catalogue_digest": catalogue.digest(),
        "from": given.period.start,
        "to": given.period.last,
        "snapshot": given.snapshot or "",
        "program": pledgeline.__version__,
        "centres": given.centres,
        "services": given.services,
        "parameters": given.parameters,
        "outcomes": [_content(one) for _, one in outcomes],
    }
    seal = digest(content)
    code = "-".join(
        [*(day.isoformat() for day in (given.period.start, given.period.last) if day), seal[:DIGEST_IN_CODE]]
    )
    earlier = Assessment.objects.filter(digest=seal).first()
    if earlier is not None:
        audit.record(
            room="assurance", action="assessment.confirmed", subject=("assessment", code), by=by, data={"digest": seal}
        )
        return earlier
    assessment = Assessment.objects.create(
        code=code,
        digest=seal,
        period_start=given.period.start,
        period_end=given.period.end,
        catalogue=catalogue.edition.code,
        catalogue_digest=catalogue.digest(),
        catalogue_head=catalogue.edition.model_dump(mode="json"),
        catalogue_rows=[row.model_dump(mode="json") for row in catalogue.requirements],
        snapshot=given.snapshot or "",
        program_version=pledgeline.__version__,
        centres=list(given.centres),
        services=list(given.services),
        parameters=plain(given.parameters),
        created_by=by,
        created_at=timezone.now(),
    )
    for order, one in outcomes:
        _write_outcome(assessment, order, one)
    verdicts = {one.requirement: one.judgement.verdict.value for _, one in outcomes}
    data = {"digest": seal, "snapshot": given.snapshot or "", "verdicts": verdicts}
    audit.record(room="assurance", action="assessment.run", subject=("assessment", code), by=by, data=data)
    return assessment


def _judged(judged: Outcome | Found) -> dict[str, Any]:
    return {
        "verdict": judged.judgement.verdict.value,
        "reason_code": judged.judgement.reason.code,
        "reason_numbers": plain(judged.judgement.reason.numbers),
        "figures": plain(judged.figures),
    }


def _evidence(fact: Fact) -> dict[str, Any]:
    values = plain(fact.values)
    return {
        "kind": fact.kind,
        "key": fact.key,
        "metric": values.pop("metric", ""),
        "metric_version": values.pop("version", ""),
        "params": values.pop("params", {}),
        "where": values.pop("where", {}),
        "period_start": fact.period.start,
        "period_end": fact.period.end,
        "source": fact.source,
        "n": fact.n,
        "figures": values.pop("figures", {}),
        "details": values,
    }


def _content(one: Outcome) -> dict[str, Any]:
    """An outcome as the digest sees it."""
    return {
        "requirement": one.requirement,
        "modality": one.modality,
        **_judged(one),
        "findings": [
            {
                "criterion": found.criterion,
                "subject": found.subject,
                **_judged(found),
                "evidence": [_evidence(fact) for fact in found.evidence],
            }
            for found in one.findings
        ],
    }


def _write_outcome(assessment: Assessment, order: int, one: Outcome) -> None:
    result = RequirementResult.objects.create(
        assessment=assessment,
        requirement=one.requirement,
        order=order,
        modality=one.modality.value,
        **_judged(one),
    )
    findings = Finding.objects.bulk_create(
        Finding(
            result=result,
            number=number,
            criterion=found.criterion,
            centre=found.subject.get("centre", ""),
            subject=dict(found.subject),
            **_judged(found),
        )
        for number, found in enumerate(one.findings, start=1)
    )
    EvidenceItem.objects.bulk_create(
        EvidenceItem(finding=finding, number=number, **_evidence(fact))
        for finding, found in zip(findings, one.findings, strict=True)
        for number, fact in enumerate(found.evidence, start=1)
    )
