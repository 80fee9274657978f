"""The organisation's own numbers as it set them. Which there are is declared by the rooms (`core/parameters`)."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from pledgeline.organisation.core import roles
from pledgeline.organisation.core.parameters import Setting
from pledgeline.organisation.models.audit import AppendOnly
from pledgeline.organisation.models.scope import role_of


class ParameterSettingQuerySet(models.QuerySet["ParameterSetting"]):
    def visible_to(self, user: Any) -> Self:
        """The client's own: a reason may speak of a centre."""
        return self if roles.works_for_client(role_of(user)) else self.none()


class ParameterSetting(models.Model):
    """From `valid_from` on a number has this value. Written once; a change of mind is another row.

    Guarded here and by a trigger in the database (migration of this table).
    """

    code = models.CharField(max_length=64)
    value = models.FloatField()
    valid_from = models.DateField()
    reason = models.TextField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")

    objects: ClassVar[ParameterSettingQuerySet] = ParameterSettingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["code", "valid_from", "pk"]
        indexes = [models.Index(fields=["code", "valid_from"], name="number_by_day")]
        constraints = [
            models.CheckConstraint(condition=~Q(code="") & ~Q(reason=""), name="number_is_set_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.value} {self.valid_from}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("a setting is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly("a setting is never removed")

    def as_core(self) -> Setting:
        return Setting(self.value, self.valid_from, self.pk)
