"""What all records of a centre share: who may see them, and that what was said stays."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.queries import visible_centres


class OfCentreQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """A centre's people see their own centre's records and no trace of another's."""
        seen = visible_centres(user)
        return self if seen is None else self.filter(centre__in=seen)


class OfCentre(models.Model):
    """`said` names the columns that never change once written; guarded here and by a trigger (migration 0002)."""

    said: ClassVar[tuple[str, ...]] = ()

    centre = models.CharField(max_length=64)
    created_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects: ClassVar[OfCentreQuerySet] = OfCentreQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises Problem `partnership.record_is_fixed` where a column of `said` would change."""
        if not self._state.adding:
            stored = type(self)._default_manager.get(pk=self.pk)
            if any(getattr(stored, name) != getattr(self, name) for name in ("centre", *self.said)):
                raise Problem("partnership.record_is_fixed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Problem("partnership.record_is_fixed")
