"""Whether a person may act: by role, and a centre's people only for their own centre. What nobody named is refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pledgeline.organisation.core.roles import CENTRE_ROLES, Role


def may_act(
    role: Role | None,
    own_centre: str | None,
    action: str,
    duties: Mapping[str, Collection[Role]],
    *,
    centre: str | None = None,
) -> bool:
    """`duties` maps each action to the roles that may do it; `centre` is the one acted on, where it is one."""
    if role is None or role not in duties.get(action, ()):
        return False
    return role not in CENTRE_ROLES or centre is None or centre == own_centre
