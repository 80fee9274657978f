"""Checks of understanding, and the samples drawn to check again."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from pledgeline.briefing.models.acknowledgements import OfMembers
from pledgeline.briefing.models.briefings import BriefingVersion
from pledgeline.briefing.models.codes import WrittenOnce
from pledgeline.briefing.models.rosters import ByCentre, Member


class Draw(WrittenOnce):
    """People drawn by chance to be checked (again); with the seed and the candidates anybody can draw them anew."""

    version = models.ForeignKey(BriefingVersion, models.PROTECT, related_name="draws")
    centre = models.CharField(max_length=64)
    seed = models.CharField(max_length=64)
    candidates = models.JSONField()
    drawn = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")

    objects: ClassVar[Any] = ByCentre.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.version} {self.centre} {self.at:%Y-%m-%d}"


class CheckResult(WrittenOnce):
    """One person's answers to the questions of one version. Written once; a later check is another record."""

    version = models.ForeignKey(BriefingVersion, models.PROTECT, related_name="results")
    member = models.ForeignKey(Member, models.PROTECT, related_name="results")
    draw = models.ForeignKey(Draw, models.PROTECT, null=True, related_name="results")
    answers = models.JSONField()
    right = models.PositiveSmallIntegerField()
    asked = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")

    objects: ClassVar[OfMembers] = OfMembers.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(right__lte=F("asked"), asked__gte=1), name="check_right_among_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.member} {self.right}/{self.asked}"
