"""The seven roles and what each may do. Deny by default: an unknown role is nobody."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    OWNER = "owner"
    MANAGER = "manager"
    AUDITOR = "auditor"
    EXECUTIVE = "executive"
    ADMIN = "admin"
    CENTRE_MANAGER = "centre_manager"
    TEAM_LEAD = "team_lead"


class CentreKind(StrEnum):
    IN_HOUSE = "in_house"
    OUTSOURCED = "outsourced"


CENTRE_ROLES = frozenset({Role.CENTRE_MANAGER, Role.TEAM_LEAD})
CLIENT_ROLES = frozenset(Role) - CENTRE_ROLES


def role_of(text: str | None) -> Role | None:
    """The role a stored word stands for; None where it stands for none."""
    try:
        return Role(text) if text else None
    except ValueError:
        return None


def works_for_client(role: Role | None) -> bool:
    return role in CLIENT_ROLES


def visible_centres(role: Role | None, own_centre: str | None) -> frozenset[str] | None:
    """Codes of the centres whose records this role may see; None means all of them, an empty set none.

    A centre's people see only their own centre, and nothing at all while they have none.
    """
    if role in CLIENT_ROLES:
        return None
    if role in CENTRE_ROLES and own_centre is not None:
        return frozenset({own_centre})
    return frozenset()


def may_see_centre(role: Role | None, own_centre: str | None, centre: str) -> bool:
    seen = visible_centres(role, own_centre)
    return seen is None or centre in seen


def may_manage_people(role: Role | None) -> bool:
    return role is Role.ADMIN


def may_keep_places(role: Role | None) -> bool:
    """Centres, services, their hours, and who serves what: the client's own, but for those who only read."""
    return role in (Role.OWNER, Role.MANAGER, Role.ADMIN)


def may_set_numbers(role: Role | None) -> bool:
    """The organisation's own limits: whoever answers for the service, and the administrator."""
    return role in (Role.OWNER, Role.ADMIN)


def may_read_audit_trail(role: Role | None) -> bool:
    return role in (Role.AUDITOR, Role.ADMIN)
