"""Registers handed in on a page, between the look at them and the decision."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q


class HandInQuerySet(models.QuerySet["HandIn"]):
    def visible_to(self, user: Any) -> Self:
        """Whoever handed a file in decides on it; for everybody else it does not exist."""
        return self.filter(handed_in_by=user.pk) if user.is_authenticated else self.none()


class HandIn(models.Model):
    """A file with what it would change; gone once it is decided, or forgotten after a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register = models.CharField(max_length=64)
    file_name = models.CharField(max_length=255)
    data = models.BinaryField()
    # SHA-256 of the register as it was when the file was compared with it.
    base = models.CharField(max_length=64)
    # hand_ins.Preview as JSON.
    preview = models.JSONField()
    handed_in_at = models.DateTimeField()
    handed_in_by = models.ForeignKey("organisation.User", models.CASCADE, related_name="+")

    objects: ClassVar[HandInQuerySet] = HandInQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-handed_in_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(register="") & ~Q(base=""), name="hand_in_names_register_and_base")
        ]

    def __str__(self) -> str:
        return f"{self.register}: {self.file_name}"
