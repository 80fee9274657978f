"""Permissions of this room by name: `user.has_perm("capacity.commit", centre)`."""

from __future__ import annotations

from typing import Any

import rules

from pledgeline.organisation.core.roles import Role
from pledgeline.organisation.queries import role_of, visible_centres

COMMITTERS = frozenset({Role.CENTRE_MANAGER, Role.MANAGER})


@rules.predicate
def commits(user: Any, centre: str | None) -> bool:
    """A centre's manager speaks for the own centre; the client's manager may write down what was said."""
    if role_of(user) not in COMMITTERS or centre is None:
        return False
    seen = visible_centres(user)
    return seen is None or centre in seen


rules.add_perm("capacity.commit", commits)
