"""Permissions of this room by name: `user.has_perm("partnership.manage")`."""

from __future__ import annotations

from typing import Any

import rules

from pledgeline.experience.core.contract import Side
from pledgeline.organisation.core.roles import CENTRE_ROLES, CLIENT_ROLES, Role
from pledgeline.organisation.queries import role_of

# Who answers for a service manages what is agreed with the centres that serve it.
MANAGERS = frozenset({Role.OWNER, Role.MANAGER})


@rules.predicate
def sees_contract(user: Any) -> bool:
    """Terms, money and escalations are for the client and for the manager of the one centre, not for team leads."""
    return role_of(user) in CLIENT_ROLES | {Role.CENTRE_MANAGER}


@rules.predicate
def manages(user: Any) -> bool:
    return role_of(user) in MANAGERS


@rules.predicate
def speaks_for_centre(user: Any) -> bool:
    return role_of(user) is Role.CENTRE_MANAGER


@rules.predicate
def works_at_centre(user: Any) -> bool:
    return role_of(user) in CENTRE_ROLES


@rules.predicate
def answers_for(user: Any, side: str | None) -> bool:
    """The object is the side that an idea asks an answer of."""
    if side == Side.CLIENT:
        return role_of(user) in MANAGERS
    return side == Side.CENTRE and role_of(user) is Role.CENTRE_MANAGER


rules.add_perm("partnership.see_contract", sees_contract)
rules.add_perm("partnership.manage", manages)
rules.add_perm("partnership.work_for_centre", speaks_for_centre)
rules.add_perm("partnership.take_part", manages | speaks_for_centre)
rules.add_perm("partnership.open_pulse", manages)
rules.add_perm("partnership.hand_out_links", manages | speaks_for_centre)
rules.add_perm("partnership.send_idea", works_at_centre)
rules.add_perm("partnership.answer_idea", answers_for)
rules.add_perm("partnership.thank", manages | works_at_centre)
rules.add_perm("partnership.rate_client", speaks_for_centre)
