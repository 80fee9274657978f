"""Who acknowledged which version, when and how; the links by which people without an account do it; reminders."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from pledgeline.briefing.models.briefings import BriefingVersion
from pledgeline.briefing.models.codes import WrittenOnce
from pledgeline.briefing.models.rosters import ByCentre, Member


class OfMembers(ByCentre):
    centre_path = "member__centre"


class Way(models.TextChoices):
    SELF = "self"
    LEAD = "lead"
    SHEET = "sheet"
    LINK = "link"


class Acknowledgement(WrittenOnce):
    """One person has acknowledged one version. Written once."""

    version = models.ForeignKey(BriefingVersion, models.PROTECT, related_name="acknowledgements")
    member = models.ForeignKey(Member, models.PROTECT, related_name="acknowledgements")
    way = models.CharField(max_length=8)
    at = models.DateTimeField()
    # Who entered it: the person, the team lead for the roster, or nobody (by link).
    by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")

    objects: ClassVar[OfMembers] = OfMembers.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["version", "member"]
        constraints = [
            models.UniqueConstraint(fields=["version", "member"], name="acknowledged_once"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="acknowledgement_way_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.member}"


class Link(models.Model):
    """A way in without an account, for one person, one version and one purpose, once and for some days.

    Only the SHA-256 of its token is kept: whoever reads the database cannot acknowledge for others.
    """

    class Purpose(models.TextChoices):
        ACKNOWLEDGE = "acknowledge"
        CHECK = "check"

    token_hash = models.CharField(max_length=64, unique=True)
    version = models.ForeignKey(BriefingVersion, models.PROTECT, related_name="links")
    member = models.ForeignKey(Member, models.PROTECT, related_name="links")
    purpose = models.CharField(max_length=16, default=Purpose.ACKNOWLEDGE.value)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects: ClassVar[OfMembers] = OfMembers.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["issued_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("issued_at")), name="link_expires_after_issue"),
            models.CheckConstraint(condition=Q(purpose__in=["acknowledge", "check"]), name="link_purpose_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version} {self.member}"


class Reminder(WrittenOnce):
    """That a centre was reminded of a version on a day: the same reminder is not sent twice."""

    version = models.ForeignKey(BriefingVersion, models.PROTECT, related_name="reminders")
    centre = models.CharField(max_length=64)
    day = models.DateField()
    outstanding = models.PositiveIntegerField()

    objects: ClassVar[Any] = ByCentre.as_manager()

    class Meta:
        ordering = ["day", "version", "centre"]
        constraints = [
            models.UniqueConstraint(fields=["version", "centre", "day"], name="reminded_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.centre} {self.day}"
