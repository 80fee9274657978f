"""Permissions that belong to no room."""

from __future__ import annotations

from typing import Any

import rules

from pledgeline.organisation.core import roles


@rules.predicate
def is_admin(user: Any) -> bool:
    return roles.role_of(getattr(user, "role", None)) is roles.Role.ADMIN


rules.add_perm("ui.see_gallery", is_admin)
