"""Permissions of this room by name: `user.has_perm("capacity.commit", centre)`."""

from __future__ import annotations

from typing import Any

import rules

from pledgeline.capacity.core.resources import Side
from pledgeline.organisation.core.roles import CLIENT_ROLES, Role
from pledgeline.organisation.queries import role_of, visible_centres

COMMITTERS = frozenset({Role.CENTRE_MANAGER, Role.MANAGER})
# Whoever answers for a service, or for the centres, says what is expected and required.
PLANNERS = frozenset({Role.OWNER, Role.MANAGER})


@rules.predicate
def commits(user: Any, centre: str | None) -> bool:
    """A centre's manager speaks for the own centre; the client's manager may write down what was said."""
    if role_of(user) not in COMMITTERS or centre is None:
        return False
    seen = visible_centres(user)
    return seen is None or centre in seen


@rules.predicate
def plans(user: Any) -> bool:
    return role_of(user) in PLANNERS


@rules.predicate
def sees_forecasts(user: Any) -> bool:
    """A forecast is of all centres' contacts: a centre sees its own part, in its plan."""
    return role_of(user) in CLIENT_ROLES


@rules.predicate
def puts_in_place(user: Any, item: tuple[str, Side] | None) -> bool:
    """(centre, side): each side says itself what it has seen to; the client's manager may write down the centre's."""
    if item is None:
        return False
    centre, side = item
    if side is Side.CLIENT:
        return role_of(user) in PLANNERS
    return commits.test(user, centre)


rules.add_perm("capacity.commit", commits)
rules.add_perm("capacity.plan", plans)
rules.add_perm("capacity.see_forecasts", sees_forecasts)
rules.add_perm("capacity.put_in_place", puts_in_place)
