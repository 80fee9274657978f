"""Questions of the centres to the client, with the moment by which an answer is due."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from pledgeline.briefing.models.briefings import BriefingVersion
from pledgeline.briefing.models.rosters import ByCentre


class Outcome(models.TextChoices):
    """What became of a question: an answer for all who ask the same, or a new version of the briefing."""

    FAQ = "faq"
    NEW_VERSION = "new_version"


class Question(models.Model):
    """One question about one version, from one centre. The answer is written once."""

    number = models.PositiveIntegerField(unique=True)
    version = models.ForeignKey(BriefingVersion, models.PROTECT, related_name="asked_questions")
    centre = models.CharField(max_length=64)
    # The service whose opening hours the reply clock runs in.
    service = models.CharField(max_length=64)
    text = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=16, blank=True)
    question_en = models.TextField(blank=True)
    question_zh = models.TextField(blank=True)
    answer_en = models.TextField(blank=True)
    answer_zh = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")

    objects: ClassVar[Any] = ByCentre.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["answered_at", "due_at"], name="question_by_clock")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="question_says_something"),
            models.CheckConstraint(condition=Q(due_at__gte=F("asked_at")), name="question_is_due_after_asking"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, outcome="")
                | (Q(answered_at__isnull=False, outcome__in=Outcome.values) & ~Q(answer_en="") & ~Q(answer_zh="")),
                name="question_answer_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"
