"""Permissions of this room by name: `user.has_perm("experience.define")`."""

from __future__ import annotations

from typing import Any

import rules

from pledgeline.organisation.core.roles import Role, works_for_client
from pledgeline.organisation.queries import role_of

DRAFTERS = frozenset({Role.OWNER, Role.MANAGER})
# A second person approves: the action refuses whoever drafted or submitted it.
APPROVERS = frozenset({Role.OWNER, Role.MANAGER, Role.EXECUTIVE})


@rules.predicate
def drafts(user: Any) -> bool:
    return role_of(user) in DRAFTERS


@rules.predicate
def approves(user: Any) -> bool:
    return role_of(user) in APPROVERS


@rules.predicate
def sees_gaps(user: Any) -> bool:
    return works_for_client(role_of(user))


rules.add_perm("experience.define", drafts)
rules.add_perm("experience.approve", approves)
rules.add_perm("experience.see_coverage", sees_gaps)
