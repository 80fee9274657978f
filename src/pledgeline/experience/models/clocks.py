"""Which clocks apply to which services: a decision of the organisation, with its person and day."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from pledgeline.organisation.queries import visible_centres, visible_services


class AppliedClockQuerySet(models.QuerySet["AppliedClock"]):
    def visible_to(self, user: Any) -> Self:
        if visible_centres(user) is None:
            return self
        return self.filter(service__in=visible_services(user) or ())


class AppliedClock(models.Model):
    """`clock` is the code of a shipped profile. Lifting a clock sets its last day; nothing is deleted."""

    service = models.CharField(max_length=64)
    clock = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    since = models.DateField()
    # The first day on which it no longer applies.
    until = models.DateField(null=True)
    decided_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    objects: ClassVar[AppliedClockQuerySet] = AppliedClockQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["service", "clock", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "clock"], condition=Q(until__isnull=True), name="clock_applies_once"
            ),
            models.CheckConstraint(condition=~Q(service="") & ~Q(clock=""), name="clock_has_service_and_code"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="clock_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock} on {self.service}"
