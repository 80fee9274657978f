"""Permissions of this room by name: `user.has_perm("needs.write")`."""

from __future__ import annotations

from typing import Any

import rules

from pledgeline.organisation.core.roles import Role, works_for_client
from pledgeline.organisation.queries import role_of

# What customers expect is the client's to say; everybody else reads.
WRITERS = frozenset({Role.OWNER, Role.MANAGER})


@rules.predicate
def writes(user: Any) -> bool:
    return role_of(user) in WRITERS


@rules.predicate
def sees_unfinished(user: Any) -> bool:
    """Drafts, signals and kinds ruled out are the client's own thoughts; signals speak of all centres at once."""
    return works_for_client(role_of(user))


rules.add_perm("needs.write", writes)
rules.add_perm("needs.see_unfinished", sees_unfinished)
