"""Permissions of this room by name: `user.has_perm("needs.write")`."""

from __future__ import annotations

from typing import Any

import rules

from pledgeline.organisation.core.roles import Role
from pledgeline.organisation.queries import role_of

# What customers expect is the client's to say; everybody else reads.
WRITERS = frozenset({Role.OWNER, Role.MANAGER})


@rules.predicate
def writes(user: Any) -> bool:
    return role_of(user) in WRITERS


rules.add_perm("needs.write", writes)
