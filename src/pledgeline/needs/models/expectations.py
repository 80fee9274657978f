"""Expectations in versions, their sources, and refusals. Services are named by code, never by key."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.needs.core.expectation import Expectation as ExpectationInForce
from pledgeline.needs.core.expectation import Importance, SourceKind, Strength
from pledgeline.needs.core.expectation import Source as SourceRecorded
from pledgeline.needs.models.segments import Segment
from pledgeline.organisation.queries import visible_services

KINDS = [one.value for one in SourceKind]
STRENGTHS = [one.value for one in Strength]
IMPORTANCES = [one.value for one in Importance]


class Expectation(models.Model):
    """What stays the same through all versions: the code, and the service it is about."""

    code = models.CharField(max_length=64, unique=True)
    service = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=~Q(code="") & ~Q(service=""), name="expectation_has_code_and_service")
        ]

    def __str__(self) -> str:
        return self.code


class VersionQuerySet(models.QuerySet["ExpectationVersion"]):
    def visible_to(self, user: Any) -> Self:
        """A centre's people read what customers of the services they are engaged for expect."""
        seen = visible_services(user)
        return self if seen is None else self.filter(expectation__service__in=seen)

    def in_force_on(self, day: Any) -> Self:
        return self.filter(Q(effective_to__isnull=True) | Q(effective_to__gt=day), effective_from__lte=day)

    def with_all(self) -> Self:
        return self.select_related("expectation", "segment").prefetch_related(
            "expectation__sources", "expectation__refusals"
        )


class ExpectationVersion(models.Model):
    """One wording, in force from its first day on; afterwards only its last day may be set (save, migration 0002)."""

    expectation = models.ForeignKey(Expectation, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    segment = models.ForeignKey(Segment, models.PROTECT, related_name="+")
    need_en = models.TextField()
    need_zh = models.TextField()
    adequate_en = models.TextField()
    adequate_zh = models.TextField()
    desired_en = models.TextField()
    desired_zh = models.TextField()
    moment_en = models.CharField(max_length=200)
    moment_zh = models.CharField(max_length=200)
    channels = models.JSONField(default=list, blank=True)
    importance = models.CharField(max_length=16)
    # A person's or a post's name, as the organisation calls it.
    owner = models.CharField(max_length=200)
    effective_from = models.DateField()
    # The first day on which the version no longer holds.
    effective_to = models.DateField(null=True)
    next_review = models.DateField()
    created_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects: ClassVar[VersionQuerySet] = VersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["expectation__code", "number"]
        constraints = [
            models.UniqueConstraint(fields=["expectation", "number"], name="expectation_version_number_once"),
            models.UniqueConstraint(
                fields=["expectation"],
                condition=Q(effective_to__isnull=True),
                name="expectation_has_one_open_version",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="expectation_version_number_from_1"),
            models.CheckConstraint(condition=Q(importance__in=IMPORTANCES), name="expectation_importance_is_known"),
            models.CheckConstraint(condition=~Q(owner=""), name="expectation_has_an_owner"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
                name="expectation_version_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expectation.code} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuses any change of what the version says; raises Problem `expectation.version_is_fixed`."""
        if not self._state.adding:
            stored = ExpectationVersion.objects.get(pk=self.pk)
            if any(getattr(stored, name) != getattr(self, name) for name in SAID):
                raise Problem("expectation.version_is_fixed", expectation=self.expectation.code, number=self.number)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Problem("expectation.version_is_fixed", expectation=self.expectation.code, number=self.number)

    def as_core(self) -> ExpectationInForce:
        return ExpectationInForce(
            code=self.expectation.code,
            number=self.number,
            segment=self.segment.code,
            service=self.expectation.service,
            need={"en": self.need_en, "zh": self.need_zh},
            adequate={"en": self.adequate_en, "zh": self.adequate_zh},
            desired={"en": self.desired_en, "zh": self.desired_zh},
            moment={"en": self.moment_en, "zh": self.moment_zh},
            channels=tuple(self.channels),
            importance=Importance(self.importance),
            owner=self.owner,
            period=Period(self.effective_from, self.effective_to),
            next_review=self.next_review,
            sources=tuple(one.as_core() for one in self.expectation.sources.all()),
            refused=bool(self.expectation.refusals.all()),
        )


TEXTS = ("need_en", "need_zh", "adequate_en", "adequate_zh", "desired_en", "desired_zh", "moment_en", "moment_zh")
SAID = (
    "expectation_id", "number", "segment_id", *TEXTS, "channels", "importance", "owner", "effective_from",
    "next_review",
)  # fmt: skip


class Source(models.Model):
    """Where an expectation is known from. Never changed: newer evidence is another source."""

    expectation = models.ForeignKey(Expectation, models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=20)
    dated = models.DateField()
    n = models.PositiveIntegerField(null=True)
    strength = models.CharField(max_length=8)
    reference = models.CharField(max_length=500)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-dated", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="source_kind_is_known"),
            models.CheckConstraint(condition=Q(strength__in=STRENGTHS), name="source_strength_is_known"),
            models.CheckConstraint(condition=~Q(reference=""), name="source_has_a_reference"),
            models.CheckConstraint(
                condition=Q(n__gte=1) | Q(kind=SourceKind.LAW_OR_CONTRACT.value, n__isnull=True),
                name="source_is_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expectation.code}: {self.kind}, {self.dated}"

    def as_core(self) -> SourceRecorded:
        return SourceRecorded(SourceKind(self.kind), self.dated, self.n, Strength(self.strength))


class Refusal(models.Model):
    """A recorded “we will not meet this because”: a decision with a name under it."""

    expectation = models.ForeignKey(Expectation, models.PROTECT, related_name="refusals")
    because_en = models.TextField()
    because_zh = models.TextField()
    decided_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(because_en="") & ~Q(because_zh=""), name="refusal_says_why")]

    def __str__(self) -> str:
        return f"{self.expectation.code}: refused"
