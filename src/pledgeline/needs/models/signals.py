"""What the contacts seem to say of needs, waiting for a person to decide what it means."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from pledgeline.needs.core.signals import SignalKind, SignalState
from pledgeline.needs.models.expectations import Expectation, Source
from pledgeline.organisation.queries import visible_services

KINDS = [one.value for one in SignalKind]
WAITING, ACCEPTED, DISMISSED = (one.value for one in SignalState)


class SignalQuerySet(models.QuerySet["Signal"]):
    def visible_to(self, user: Any) -> Self:
        """The client's people only: a signal is found over the contacts of every centre."""
        return self if visible_services(user) is None else self.none()

    def waiting(self) -> Self:
        return self.filter(state=WAITING)


class Signal(models.Model):
    """One finding of one period. While it waits, a later look may bring it up to date; decided, it is fixed."""

    number = models.PositiveIntegerField(unique=True)
    kind = models.CharField(max_length=24)
    service = models.CharField(max_length=64)
    # Empty where the signal speaks of every channel, or of every reason.
    channel = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    n = models.PositiveBigIntegerField()
    # A share 0–1, or a ratio where something grows; `low` and `high` are the ends of its 95 % interval.
    value = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    # What `low` lies above.
    limit = models.FloatField()
    figures = models.JSONField(default=dict)
    metric = models.CharField(max_length=64)
    metric_version = models.CharField(max_length=16)
    params = models.JSONField(default=dict)
    snapshot = models.CharField(max_length=16)
    found_at = models.DateTimeField()
    state = models.CharField(max_length=12, default=WAITING)
    because_en = models.TextField(blank=True)
    because_zh = models.TextField(blank=True)
    expectation = models.ForeignKey(Expectation, models.PROTECT, null=True, related_name="+")
    source = models.OneToOneField(Source, models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects: ClassVar[SignalQuerySet] = SignalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-last_day", "kind", "service", "channel", "reason"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="signal_kind_is_known"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="signal_days_are_in_order"),
            models.CheckConstraint(condition=Q(low__lte=F("high")), name="signal_interval_is_in_order"),
            models.UniqueConstraint(
                fields=["kind", "service", "channel", "reason"],
                condition=Q(state=WAITING),
                name="one_signal_waits_for_a_subject",
            ),
            models.CheckConstraint(
                condition=Q(state=WAITING, decided_by__isnull=True, decided_at__isnull=True)
                | Q(state=ACCEPTED, decided_by__isnull=False, expectation__isnull=False, source__isnull=False)
                | (Q(state=DISMISSED, decided_by__isnull=False) & ~Q(because_en="") & ~Q(because_zh="")),
                name="signal_is_decided_by_a_person_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"signal {self.number}: {self.kind}"
