from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Upload(models.Model):
    """A file handed in through the web: previewed first, taken in by the worker once a person has accepted it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        DISCARDED = "discarded"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    file_name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    centre = models.CharField(max_length=64, db_index=True)
    profile = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=40, blank=True)
    share_done = models.FloatField(default=0)
    receipt = models.ForeignKey("contacts.Receipt", null=True, on_delete=models.PROTECT, related_name="+")
    problem = models.JSONField(default=dict)

    class Meta:
        ordering = ("-uploaded_at",)

    def __str__(self) -> str:
        return self.file_name
