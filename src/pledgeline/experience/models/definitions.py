"""Experience definitions. Promise versions are named by code and number: they are never deleted, so the name holds."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from pledgeline.experience.core.definition import IN_WORK, RULED, Step
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.queries import visible_centres, visible_services

# As plain words: a migration keeps what a constraint names.
WORKED_ON = [one.value for one in IN_WORK]
HAS_RULED = [one.value for one in RULED]


class DefinitionQuerySet(models.QuerySet["Definition"]):
    def visible_to(self, user: Any) -> Self:
        """Definitions of which the user may read at least one version."""
        return self.filter(pk__in=DefinitionVersion.objects.visible_to(user).values("definition"))


class Definition(models.Model):
    """A service has one definition, in versions; it is named by the service's code."""

    service = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    objects: ClassVar[DefinitionQuerySet] = DefinitionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["service"]
        constraints = [models.CheckConstraint(condition=~Q(service=""), name="definition_has_a_service")]

    def __str__(self) -> str:
        return self.service


class DefinitionVersionQuerySet(models.QuerySet["DefinitionVersion"]):
    def visible_to(self, user: Any) -> Self:
        """The client sees every version; a centre's people what is or was in force for the services they serve."""
        if visible_centres(user) is None:
            return self
        return self.filter(state__in=RULED, definition__service__in=visible_services(user) or ())

    def in_force_during(self, period: Period) -> Self:
        versions = self.filter(state__in=RULED)
        if period.start is not None:
            versions = versions.filter(Q(effective_to__isnull=True) | Q(effective_to__gt=period.start))
        if period.end is not None:
            versions = versions.filter(effective_from__lt=period.end)
        return versions


class DefinitionVersion(models.Model):
    """What it says is fixed from its approval on. Guarded twice: in `save`, and by a trigger (migration 0004)."""

    definition = models.ForeignKey(Definition, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    aim_en = models.TextField()
    aim_zh = models.TextField()
    # [{"code": "human-or-callback-60", "number": 2}, …], by code.
    promises = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=16, default=Step.DRAFT.value)
    # Why a reviewer sent it back; the last word of a review that did not end in approval.
    note = models.TextField(blank=True)
    # SHA-256 of what was put before the reviewers; set on submission.
    digest = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    submitted_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    effective_from = models.DateField(null=True)
    # The first day on which the version no longer rules.
    effective_to = models.DateField(null=True)

    objects: ClassVar[DefinitionVersionQuerySet] = DefinitionVersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["definition__service", "number"]
        constraints = [
            models.UniqueConstraint(fields=["definition", "number"], name="definition_version_number_once"),
            models.UniqueConstraint(
                fields=["definition"], condition=Q(state__in=WORKED_ON), name="definition_has_one_version_in_work"
            ),
            models.UniqueConstraint(
                fields=["definition"],
                condition=Q(effective_to__isnull=True) & Q(state__in=HAS_RULED),
                name="definition_has_one_open_version",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="definition_version_number_from_1"),
            models.CheckConstraint(
                condition=~Q(aim_en="") & ~Q(aim_zh=""), name="definition_is_said_in_both_languages"
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
                name="definition_version_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", approved_by__isnull=True, effective_from__isnull=True)
                | Q(state="in_review", submitted_at__isnull=False, approved_by__isnull=True)
                | Q(state__in=["approved", "effective"], approved_by__isnull=False, effective_from__isnull=False)
                | Q(state="superseded", approved_by__isnull=False, effective_to__isnull=False),
                name="definition_state_has_its_people_and_days",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")),
                name="definition_is_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.definition.service} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuses any change of what an approved version says; raises Problem `definition.version_is_fixed`."""
        if not self._state.adding:
            stored = DefinitionVersion.objects.get(pk=self.pk)
            fixed = stored.state in (Step.APPROVED, *RULED)
            if fixed and any(getattr(stored, name) != getattr(self, name) for name in DEFINED):
                raise Problem("definition.version_is_fixed", service=self.definition.service, number=self.number)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Problem("definition.version_is_fixed", service=self.definition.service, number=self.number)

    @property
    def period(self) -> Period:
        return Period(self.effective_from, self.effective_to)

    @property
    def aim(self) -> dict[str, str]:
        return {"en": self.aim_en, "zh": self.aim_zh}


# What is fixed from the approval on; only state and last day may still change.
DEFINED = (
    "definition_id",
    "number",
    "aim_en",
    "aim_zh",
    "promises",
    "digest",
    "created_by_id",
    "submitted_by_id",
    "approved_by_id",
    "approved_at",
    "effective_from",
)
