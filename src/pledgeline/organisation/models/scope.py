"""Who may see a row: every queryset of this room has `visible_to(user)`, and nothing is seen by default."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models

from pledgeline.organisation.core import roles


def role_of(user: Any) -> roles.Role | None:
    """The role of a signed-in, active user; None for anyone else, the anonymous user included."""
    if not getattr(user, "is_authenticated", False) or not getattr(user, "is_active", False):
        return None
    return roles.role_of(getattr(user, "role", None))


def own_centre(user: Any) -> str | None:
    """The code of the centre the user works for; None for the client's people."""
    centre = getattr(user, "centre", None)
    return centre.code if centre is not None else None


def visible_centres(user: Any) -> frozenset[str] | None:
    """Codes of the centres whose records `user` may see; None means all, an empty set none."""
    role = role_of(user)
    return roles.visible_centres(role, own_centre(user) if role is not None else None)


class ScopedQuerySet(models.QuerySet[Any]):
    """Rows that belong to centres; `centre_path` leads from a row to its centre's code."""

    centre_path: ClassVar[str]

    def visible_to(self, user: Any) -> Self:
        seen = visible_centres(user)
        if seen is None:
            return self
        if not seen:
            return self.none()
        # A row may be reached by several engagements; the subquery keeps it single without DISTINCT on the outside.
        matching = self.model._base_manager.filter(**{f"{self.centre_path}__in": seen}).values("pk")
        return self.filter(pk__in=matching)
