from __future__ import annotations

from django.db import models


class Source(models.Model):
    """One feed: a centre's deliveries read with one profile. Its code stands before every contact key."""

    code = models.CharField(max_length=160, unique=True)
    centre = models.CharField(max_length=64, db_index=True)
    profile = models.CharField(max_length=64)
    connector = models.CharField(max_length=64)
    zone = models.CharField(max_length=64)
    capabilities = models.JSONField(default=dict)
    services_seen = models.JSONField(default=list)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code
