"""Who serves whom: centres, services, and the engagements that join them for a period."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from pledgeline.kernel.channels import Channel
from pledgeline.kernel.interval import Period
from pledgeline.organisation.core.roles import CentreKind
from pledgeline.organisation.models.named import Named
from pledgeline.organisation.models.scope import ScopedQuerySet


class CentreQuerySet(ScopedQuerySet):
    centre_path = "code"


class Centre(Named):
    """Who serves: in-house (自建) or outsourced (外包)."""

    kind = models.CharField(max_length=16)
    zone = models.CharField(max_length=64)

    objects: ClassVar[CentreQuerySet] = CentreQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Named.Meta):
        constraints = [
            *Named.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=list(CentreKind)), name="centre_kind_is_known"),
        ]


class ServiceQuerySet(ScopedQuerySet):
    centre_path = "engagements__centre__code"


class Service(Named):
    """What customers contact the client about. Without a calendar its hours are not known, which is not "always"."""

    zone = models.CharField(max_length=64)
    calendar = models.ForeignKey("organisation.OpeningCalendar", models.PROTECT, null=True, related_name="services")

    objects: ClassVar[ServiceQuerySet] = ServiceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Named.Meta):
        pass


class EngagementQuerySet(ScopedQuerySet):
    centre_path = "centre__code"


class Engagement(models.Model):
    """A centre serves a service over some channels, from `valid_from` up to, not including, `valid_to`."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="engagements")
    service = models.ForeignKey(Service, models.PROTECT, related_name="engagements")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects: ClassVar[EngagementQuerySet] = EngagementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["service__code", "centre__code", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="engagement_ends_after_start"
            ),
            models.UniqueConstraint(fields=["centre", "service", "valid_from"], name="engagement_begins_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.centre.code} serves {self.service.code} from {self.valid_from}"

    @property
    def period(self) -> Period:
        return Period(self.valid_from, self.valid_to)


class EngagementChannel(models.Model):
    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="channels")
    channel = models.CharField(max_length=16)

    class Meta:
        ordering = ["channel"]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "channel"], name="engagement_channel_once"),
            models.CheckConstraint(condition=Q(channel__in=list(Channel)), name="engagement_channel_is_known"),
        ]

    def __str__(self) -> str:
        return self.channel
