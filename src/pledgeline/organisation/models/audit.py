"""The audit trail's two tables: entries that are never changed, and the head that puts writers in a queue.

Both are guarded twice: here, and by triggers in the database (migration 0002), for whoever comes past Django.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from pledgeline.organisation.core import audit as core
from pledgeline.organisation.core import roles
from pledgeline.organisation.models.scope import role_of


class AppendOnly(Exception):
    """Someone tried to change or remove what is written once."""


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def visible_to(self, user: Any) -> Self:
        return self if roles.may_read_audit_trail(role_of(user)) else self.none()

    def update(self, **kwargs: Any) -> int:
        raise AppendOnly("an audit entry is never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnly("an audit entry is never removed")

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        raise AppendOnly("an audit entry is never changed")


class AuditEntry(models.Model):
    """What was done, by whom, to what. Written by `actions/audit.py` only.

    `actor` is a user name, empty where the system itself acted; a name rather than a key, so that the entry reads the
    same in a hundred years. `data` is the canonical text that was hashed, not a JSON column: PostgreSQL would reorder
    its keys.
    """

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150, blank=True)
    action = models.CharField(max_length=64)
    room = models.CharField(max_length=32)
    object_kind = models.CharField(max_length=64)
    object_key = models.CharField(max_length=200)
    data = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects: ClassVar[AuditQuerySet] = AuditQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["seq"]
        verbose_name_plural = "audit entries"
        indexes = [models.Index(fields=["object_kind", "object_key"], name="audit_object")]
        constraints = [models.CheckConstraint(condition=Q(seq__gte=1), name="audit_seq_from_1")]

    def __str__(self) -> str:
        return f"{self.seq} {self.room} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("an audit entry is never changed")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly("an audit entry is never removed")

    def details(self) -> dict[str, Any]:
        details: dict[str, Any] = json.loads(self.data)
        return details

    def link(self) -> core.Link:
        return core.Link(
            seq=self.seq,
            at=self.at,
            actor=self.actor,
            action=self.action,
            room=self.room,
            object_kind=self.object_kind,
            object_key=self.object_key,
            data=self.data,
            previous_hash=self.previous_hash,
        )


class AuditHead(models.Model):
    """One row: number and hash of the last entry. Locking it makes concurrent writers take turns."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=core.GENESIS)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="audit_head_is_one_row")]

    def __str__(self) -> str:
        return f"{self.seq} {self.hash}"
