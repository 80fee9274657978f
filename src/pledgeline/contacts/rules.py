"""Permissions of this room by name: `user.has_perm("contacts.upload")`."""

from __future__ import annotations

from typing import Any

import rules

from pledgeline.organisation.core.roles import Role
from pledgeline.organisation.queries import role_of

# A centre's manager delivers the own centre's data; everybody else reads.
UPLOADERS = frozenset({Role.ADMIN, Role.MANAGER, Role.CENTRE_MANAGER})


@rules.predicate
def uploads(user: Any) -> bool:
    return role_of(user) in UPLOADERS


rules.add_perm("contacts.upload", uploads)
