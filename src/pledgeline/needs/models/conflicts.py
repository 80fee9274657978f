"""Two expectations that cannot both be met, and what was decided about them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from pledgeline.needs.core.conflict import Decision
from pledgeline.needs.models.expectations import Expectation
from pledgeline.organisation.queries import visible_services


class ConflictQuerySet(models.QuerySet["Conflict"]):
    def visible_to(self, user: Any) -> Self:
        """A centre's people read a conflict where they may read both expectations."""
        seen = visible_services(user)
        return self if seen is None else self.filter(first__service__in=seen, second__service__in=seen)

    def with_all(self) -> Self:
        return self.select_related("first", "second", "noted_by").prefetch_related(
            "decisions__decided_by", "decisions__prefers"
        )


class Conflict(models.Model):
    """What stands against what. Never changed; what becomes of it are its decisions."""

    number = models.PositiveIntegerField(unique=True)
    first = models.ForeignKey(Expectation, models.PROTECT, related_name="+")
    second = models.ForeignKey(Expectation, models.PROTECT, related_name="+")
    what_en = models.TextField()
    what_zh = models.TextField()
    noted_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()

    objects: ClassVar[ConflictQuerySet] = ConflictQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=~Q(first=F("second")), name="conflict_is_between_two"),
            models.CheckConstraint(condition=~Q(what_en="") & ~Q(what_zh=""), name="conflict_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.first.code} against {self.second.code}"


class ConflictDecision(models.Model):
    """How it is settled, by whom, and until which day (included); `prefers` is empty where both give way."""

    conflict = models.ForeignKey(Conflict, models.PROTECT, related_name="decisions")
    how_en = models.TextField()
    how_zh = models.TextField()
    prefers = models.ForeignKey(Expectation, models.PROTECT, null=True, related_name="+")
    until = models.DateField()
    decided_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(how_en="") & ~Q(how_zh=""), name="conflict_decision_says_how")
        ]

    def __str__(self) -> str:
        return f"{self.conflict}: until {self.until}"

    def as_core(self) -> Decision:
        return Decision(timezone.localdate(self.decided_at), self.until)
