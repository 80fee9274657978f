"""Escalations and the levels they went through."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from pledgeline.partnership.core.escalation import LIMIT_S, Step
from pledgeline.partnership.models.base import OfCentre
from pledgeline.partnership.models.terms import SIDES, ContractQuerySet


class Escalation(OfCentre):
    """A matter raised by one side, to be answered by the other."""

    said = ("number", "side", "title")

    number = models.PositiveIntegerField(unique=True)
    side = models.CharField(max_length=8)
    title = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[ContractQuerySet] = ContractQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfCentre.Meta):
        abstract = False
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=Q(side__in=SIDES), name="escalation_side_known"),
            models.CheckConstraint(condition=~Q(title=""), name="escalation_has_a_title"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class EscalationStep(models.Model):
    """One level with its clock. What was asked stays; it is answered once."""

    escalation = models.ForeignKey(Escalation, models.PROTECT, related_name="steps")
    level = models.PositiveSmallIntegerField()
    text = models.TextField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["escalation", "level"]
        constraints = [
            models.UniqueConstraint(fields=["escalation", "level"], name="escalation_level_once"),
            models.CheckConstraint(condition=Q(level__in=sorted(LIMIT_S)), name="escalation_level_known"),
            models.CheckConstraint(condition=~Q(text=""), name="escalation_step_says_something"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="escalation_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.escalation.number} level {self.level}"

    def as_core(self) -> Step:
        return Step(self.level, self.raised_at, self.due_at, self.answered_at)
