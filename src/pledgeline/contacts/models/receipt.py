from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Receipt(models.Model):
    """What one delivery contained and what became of it. Sealed receipts are never changed and never removed."""

    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"
        REFUSED = "refused"
        ABANDONED = "abandoned"

    number = models.PositiveBigIntegerField(unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    size = models.PositiveBigIntegerField()
    centre = models.CharField(max_length=64, db_index=True)
    source = models.CharField(max_length=160, db_index=True)
    profile = models.CharField(max_length=64)
    profile_sha256 = models.CharField(max_length=64)
    connector = models.CharField(max_length=64)
    connector_version = models.CharField(max_length=32)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    read = models.PositiveBigIntegerField(default=0)
    accepted = models.PositiveBigIntegerField(default=0)
    superseded = models.PositiveBigIntegerField(default=0)
    unchanged = models.PositiveBigIntegerField(default=0)
    rejected = models.PositiveBigIntegerField(default=0)
    rejects_by_reason = models.JSONField(default=dict)
    same_as = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="repeats")
    refusal = models.JSONField(default=dict)
    snapshot = models.CharField(max_length=16, blank=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(
                name="receipt_adds_up",
                condition=Q(read=F("accepted") + F("superseded") + F("unchanged") + F("rejected")),
            ),
            models.CheckConstraint(
                name="receipt_is_open_or_sealed",
                condition=Q(state="open", closed_at__isnull=True, hash="")
                | (~Q(state="open") & Q(closed_at__isnull=False) & ~Q(hash="")),
            ),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The id people and files see: `r000012`."""
        return f"r{self.number:06d}"

    def contents(self) -> dict[str, Any]:
        """What the hash covers: everything that was delivered and found, in plain values."""
        names = (
            "number state file_name sha256 size centre source profile profile_sha256 connector connector_version read "
            "accepted superseded unchanged rejected rejects_by_reason refusal snapshot"
        )
        contents: dict[str, Any] = {name: getattr(self, name) for name in names.split()}
        contents["opened_at"] = self.opened_at.isoformat()
        contents["closed_at"] = self.closed_at.isoformat() if self.closed_at else None
        return contents
