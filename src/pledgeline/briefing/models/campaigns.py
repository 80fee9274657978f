"""Campaigns: promises for some days, the contacts they are expected to bring, and the briefing that prepares them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from pledgeline.briefing.models.briefings import Briefing
from pledgeline.briefing.models.codes import WrittenOnce, names_one_of
from pledgeline.kernel.interval import Period
from pledgeline.organisation.queries import visible_centres, visible_services


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, user: Any) -> Self:
        """A centre's people see the campaigns that concern their centre and services."""
        seen = visible_centres(user)
        if seen is None:
            return self
        if not seen:
            return self.none()
        services = visible_services(user) or frozenset()
        return self.filter(names_one_of("centres", seen), names_one_of("services", services))


class Campaign(models.Model):
    """Promises are plain codes: what they say is another room's business. Empty centres or services: all."""

    code = models.CharField(max_length=64, unique=True)
    name_en = models.CharField(max_length=120)
    name_zh = models.CharField(max_length=120)
    promises = models.JSONField(default=list, blank=True)
    centres = models.JSONField(default=list, blank=True)
    services = models.JSONField(default=list, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    briefing = models.ForeignKey(Briefing, models.PROTECT, null=True, blank=True, related_name="campaigns")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    # An override given before the last change let another plan start than this one.
    changed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    cancelled_because = models.TextField(blank=True, default="")

    objects: ClassVar[CampaignQuerySet] = CampaignQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-first_day", "code"]
        constraints = [
            models.CheckConstraint(condition=~Q(code="") & ~Q(name_en="") & ~Q(name_zh=""), name="campaign_is_named"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="campaign_ends_after_start"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_because="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancelled_because="")),
                name="campaign_is_cancelled_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def period(self) -> Period:
        return Period.from_days(self.first_day, self.last_day)

    @property
    def cancelled_on(self) -> date | None:
        return timezone.localdate(self.cancelled_at) if self.cancelled_at is not None else None


class ExpectedContacts(models.Model):
    """Contacts a campaign is expected to add on one day over one channel."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="expected")
    day = models.DateField()
    channel = models.CharField(max_length=16)
    contacts = models.PositiveIntegerField()

    class Meta:
        ordering = ["day", "channel"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "day", "channel"], name="expected_once_a_day_and_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} {self.day} {self.channel}"


class Override(WrittenOnce):
    """Somebody let a campaign start although its gate was red, and said why. Shown wherever the campaign is."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="overrides")
    by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    reason = models.TextField()
    at = models.DateTimeField()
    # The lamps that were red at that moment: [{topic, centre, code, numbers}].
    red = models.JSONField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(reason=""), name="override_names_who_and_why"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} {self.at:%Y-%m-%d}"
