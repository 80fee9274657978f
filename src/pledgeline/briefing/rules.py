"""Permissions of this room by name: `user.has_perm("briefing.write")`. Which centre is asked of the organisation."""

from __future__ import annotations

from typing import Any

import rules

from pledgeline.organisation.core.roles import CENTRE_ROLES, Role
from pledgeline.organisation.queries import role_of

# Whoever answers for a service tells the centres about it, and answers what they ask.
WRITERS = frozenset({Role.OWNER, Role.MANAGER})


@rules.predicate
def writes(user: Any) -> bool:
    return role_of(user) in WRITERS


@rules.predicate
def leads_people(user: Any) -> bool:
    return role_of(user) in CENTRE_ROLES


@rules.predicate
def keeps_rosters(user: Any) -> bool:
    return role_of(user) in CENTRE_ROLES | {Role.MANAGER, Role.ADMIN}


rules.add_perm("briefing.write", writes)
rules.add_perm("briefing.answer", writes)
rules.add_perm("briefing.plan", writes)
rules.add_perm("briefing.override", writes)
rules.add_perm("briefing.acknowledge", leads_people)
rules.add_perm("briefing.ask", leads_people)
rules.add_perm("briefing.check", rules.is_authenticated & (writes | leads_people))
rules.add_perm("briefing.keep_roster", keeps_rosters)
