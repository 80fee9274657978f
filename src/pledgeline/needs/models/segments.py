"""Who the customers are: segments, and the kinds of customer that there are none of."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from pledgeline.needs.core.expectation import SegmentKind
from pledgeline.organisation.queries import visible_services

SEGMENT_KINDS = [one.value for one in SegmentKind]


class SegmentQuerySet(models.QuerySet["Segment"]):
    def visible_to(self, user: Any) -> Self:
        """A centre's people see the segments that customers of their services fall into."""
        from pledgeline.needs.models.expectations import ExpectationVersion

        if visible_services(user) is None:
            return self
        return self.filter(pk__in=ExpectationVersion.objects.visible_to(user).values("segment"))


class Segment(models.Model):
    """A group of customers; `kinds` are those of clause 3.1. The client's own words, the same for every service."""

    code = models.CharField(max_length=64, unique=True)
    name_en = models.CharField(max_length=200)
    name_zh = models.CharField(max_length=200)
    kinds = models.JSONField()
    created_at = models.DateTimeField()

    objects: ClassVar[SegmentQuerySet] = SegmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name_en="") & ~Q(name_zh=""), name="segment_is_named_in_both_languages"
            )
        ]

    def __str__(self) -> str:
        return self.code


class KindRuledOut(models.Model):
    """“We have no such customers, because”: one kind of clause 3.1, decided by a person. Said again, it counts anew."""

    kind = models.CharField(max_length=16)
    because_en = models.TextField()
    because_zh = models.TextField()
    decided_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SEGMENT_KINDS), name="kind_ruled_out_is_known"),
            models.CheckConstraint(
                condition=~Q(because_en="") & ~Q(because_zh=""), name="kind_is_ruled_out_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"no {self.kind}"
