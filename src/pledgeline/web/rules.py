"""Permissions that belong to no room."""

from __future__ import annotations

from typing import Any

import rules

from pledgeline.organisation.core import roles
from pledgeline.organisation.queries import role_of


@rules.predicate
def is_admin(user: Any) -> bool:
    return roles.role_of(getattr(user, "role", None)) is roles.Role.ADMIN


# Who serves whom is said by those who engage the centres, and by whoever keeps the house.
KEEPERS = frozenset({roles.Role.OWNER, roles.Role.MANAGER, roles.Role.ADMIN})


@rules.predicate
def keeps_registers(user: Any) -> bool:
    return role_of(user) in KEEPERS


rules.add_perm("ui.see_gallery", is_admin)
rules.add_perm("web.keep_registers", keeps_registers)
