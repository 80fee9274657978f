"""Expectations that are still being written. A draft is nobody's expectation until it is put in force."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from pledgeline.needs.models.expectations import IMPORTANCES, Expectation
from pledgeline.needs.models.segments import Segment
from pledgeline.organisation.queries import visible_services


class DraftQuerySet(models.QuerySet["ExpectationDraft"]):
    def visible_to(self, user: Any) -> Self:
        """The client's people only."""
        return self if visible_services(user) is None else self.none()


class ExpectationDraft(models.Model):
    """What a version will say, as far as it is written; `expectation` is empty where the expectation is new."""

    code = models.CharField(max_length=64, unique=True)
    expectation = models.ForeignKey(Expectation, models.PROTECT, null=True, related_name="+")
    service = models.CharField(max_length=64)
    segment = models.ForeignKey(Segment, models.PROTECT, null=True, related_name="+")
    need_en = models.TextField(blank=True)
    need_zh = models.TextField(blank=True)
    adequate_en = models.TextField(blank=True)
    adequate_zh = models.TextField(blank=True)
    desired_en = models.TextField(blank=True)
    desired_zh = models.TextField(blank=True)
    moment_en = models.CharField(max_length=200, blank=True)
    moment_zh = models.CharField(max_length=200, blank=True)
    channels = models.JSONField(default=list, blank=True)
    importance = models.CharField(max_length=16)
    owner = models.CharField(max_length=200, blank=True)
    effective_from = models.DateField(null=True)
    next_review = models.DateField(null=True)
    changed_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    objects: ClassVar[DraftQuerySet] = DraftQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=~Q(code="") & ~Q(service=""), name="draft_has_code_and_service"),
            models.CheckConstraint(condition=Q(importance__in=IMPORTANCES), name="draft_importance_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} (draft)"
