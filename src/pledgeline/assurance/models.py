"""An assessment and all it found, written once. Codes and numbers only: sentences are made when someone reads.

Reasons keep their numbers, and evidence keeps everything needed to ask again, so that an assessment reads the same
after the records it was made from have moved on. Guarded twice: here, and by triggers in the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Judgement, Modality, Reason, Verdict
from pledgeline.organisation.queries import visible_centres

CODE = 64
VERDICTS = [one.value for one in Verdict]
MODALITIES = [one.value for one in Modality]


class WrittenOnce(Exception):
    """Someone tried to change or remove what an assessment found."""


class WrittenOnceQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> int:
        raise WrittenOnce(f"{self.model.__name__} is written once")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise WrittenOnce(f"{self.model.__name__} is written once")

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        raise WrittenOnce(f"{self.model.__name__} is written once")


class WrittenOnceModel(models.Model):
    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise WrittenOnce(f"{type(self).__name__} is written once")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise WrittenOnce(f"{type(self).__name__} is written once")


class Judged(WrittenOnceModel):
    """Columns of a verdict with its reason."""

    verdict = models.CharField(max_length=32)
    reason_code = models.CharField(max_length=CODE)
    reason_numbers = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="%(class)s_verdict_is_known"),
            models.CheckConstraint(condition=~Q(reason_code=""), name="%(class)s_has_a_reason"),
        ]

    @property
    def judgement(self) -> Judgement:
        return Judgement(Verdict(self.verdict), Reason(self.reason_code, self.reason_numbers))


class AssessmentQuerySet(WrittenOnceQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Everyone who sees at least one centre may know that an assessment was made; what it found is filtered."""
        seen = visible_centres(user)
        return self if seen is None or seen else self.none()


class Assessment(WrittenOnceModel):
    """`code` ends in the digest of everything found: the same facts judged the same way are the same assessment."""

    code = models.CharField(max_length=CODE, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    # Half-open days; null where there were no contacts to bound the period.
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    catalogue = models.CharField(max_length=CODE)
    catalogue_digest = models.CharField(max_length=64)
    catalogue_head = models.JSONField(default=dict)
    # The catalogue's rows as they were: an edition or an overlay may change, what was assessed does not.
    catalogue_rows = models.JSONField(default=list)
    # Empty: there was no contact at all.
    snapshot = models.CharField(max_length=CODE, blank=True)
    program_version = models.CharField(max_length=32)
    # What it was limited to, as codes; an empty list means all.
    centres = models.JSONField(default=list)
    services = models.JSONField(default=list)
    parameters = models.JSONField(default=dict)
    created_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects: ClassVar[AssessmentQuerySet] = AssessmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_start__isnull=True)
                | Q(period_end__isnull=True)
                | Q(period_end__gt=F("period_start")),
                name="assessment_period_is_not_empty",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def period(self) -> Period:
        return Period(self.period_start, self.period_end)


class ResultQuerySet(WrittenOnceQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Results speak of all centres together: the client's people only."""
        return self if visible_centres(user) is None else self.none()


class RequirementResult(Judged):
    """The verdict on one requirement."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="results")
    requirement = models.CharField(max_length=CODE)
    order = models.PositiveIntegerField()
    modality = models.CharField(max_length=16)

    objects: ClassVar[ResultQuerySet] = ResultQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Judged.Meta):
        ordering = ["order"]
        constraints = [
            *Judged.Meta.constraints,
            models.UniqueConstraint(fields=["assessment", "requirement"], name="result_once_an_assessment"),
            models.CheckConstraint(condition=Q(modality__in=MODALITIES), name="result_modality_is_known"),
            models.CheckConstraint(
                condition=~Q(modality="should", verdict="not_met"), name="missed_should_is_no_nonconformity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement}: {self.verdict}"


class FindingQuerySet(WrittenOnceQuerySet):
    def visible_to(self, user: Any) -> Self:
        """A centre's people see the findings about their own centre, and none that speaks of several."""
        seen = visible_centres(user)
        return self if seen is None else self.filter(centre__in=seen)


class Finding(Judged):
    """What one criterion found of one subject. `centre` is empty where it speaks of no single centre."""

    result = models.ForeignKey(RequirementResult, models.PROTECT, related_name="findings")
    number = models.PositiveIntegerField()
    criterion = models.CharField(max_length=CODE)
    centre = models.CharField(max_length=CODE, blank=True)
    subject = models.JSONField(default=dict)

    objects: ClassVar[FindingQuerySet] = FindingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Judged.Meta):
        ordering = ["result__order", "number"]
        indexes = [models.Index(fields=["centre"], name="finding_centre")]
        constraints = [
            *Judged.Meta.constraints,
            models.UniqueConstraint(fields=["result", "number"], name="finding_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="finding_number_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.result.requirement} {self.number}: {self.verdict}"


class EvidenceQuerySet(WrittenOnceQuerySet):
    def visible_to(self, user: Any) -> Self:
        seen = visible_centres(user)
        return self if seen is None else self.filter(finding__centre__in=seen)


class EvidenceItem(WrittenOnceModel):
    """A fact behind a finding: its figures, and the question that gave them (metric, version, filters, snapshot …)."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="evidence")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=CODE)
    key = models.CharField(max_length=CODE)
    # Empty for facts from records; then `source` is `records`.
    metric = models.CharField(max_length=CODE, blank=True)
    metric_version = models.CharField(max_length=32, blank=True)
    params = models.JSONField(default=dict)
    where = models.JSONField(default=dict)
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    source = models.CharField(max_length=CODE)
    n = models.PositiveBigIntegerField()
    figures = models.JSONField(default=dict)
    # What the fact says besides, e.g. the sentence of the promise as it was.
    details = models.JSONField(default=dict)

    objects: ClassVar[EvidenceQuerySet] = EvidenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["finding_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "number"], name="evidence_number_once"),
            models.CheckConstraint(condition=~Q(source=""), name="evidence_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def period(self) -> Period:
        return Period(self.period_start, self.period_end)
