"""Writing to the audit trail. Every action of every room calls `record` inside its own transaction.

audit.record(room="experience", action="promise.approved", subject=("promise", "wait-1-minute"), by=user,
             data={"version": 3})
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from pledgeline.organisation.core import audit as core
from pledgeline.organisation.core.duties import may_act
from pledgeline.organisation.core.roles import Role
from pledgeline.organisation.models import AuditEntry, AuditHead, User
from pledgeline.organisation.models.scope import own_centre, role_of

# Action → the roles whose people may do it; the house names them when it starts (`web/duties.py`).
_DUTIES: dict[str, frozenset[Role]] = {}


class NotPermitted(PermissionDenied):
    """A person acted beyond their role, or for another centre; nothing of it stays. On the web: 403."""


def give_duties(duties: Mapping[str, Collection[Role]]) -> None:
    """For the AppConfig of the house: who may do what. An action that is named nowhere is nobody's but the system's."""
    _DUTIES.update({action: frozenset(roles) for action, roles in duties.items()})


def duties() -> Mapping[str, frozenset[Role]]:
    return _DUTIES


def record(
    *, room: str, action: str, subject: tuple[str, str], by: User | None, data: Mapping[str, Any] | None = None
) -> int:
    """Appends one entry and returns its number; `by` is None where the system itself acts.

    `subject` is the kind and the key (a code, never a database number) of what was acted on; `data` holds what changed
    and never a password, a token or a customer's identity. Must be called inside the transaction of the change, as
    late in it as possible: writers wait for each other from here to the commit. Raises RuntimeError outside one.

    Every action comes by here, whoever calls it (a page, a command, a program), so this is where `by` is asked for its
    right: raises NotPermitted, which undoes the change, where the role may not do this, or not for that centre.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit entry belongs into the transaction of what it records")
    kind, key = subject
    _refuse_without_right(action, subject, by, data or {})
    head = _locked_head()
    link = core.Link(
        seq=head.seq + 1,
        at=timezone.now(),
        actor=by.username if by is not None else "",
        action=action,
        room=room,
        object_kind=kind,
        object_key=key,
        data=core.canonical(data or {}),
        previous_hash=head.hash,
    )
    entry = AuditEntry(**vars(link), hash=link.hash())
    entry.save()
    AuditHead.objects.filter(pk=head.pk).update(seq=entry.seq, hash=entry.hash)
    return entry.seq


def _refuse_without_right(action: str, subject: tuple[str, str], by: User | None, data: Mapping[str, Any]) -> None:
    if by is None:
        return
    kind, key = subject
    named = data.get("centre")
    centre = key if kind == "centre" else named if isinstance(named, str) and named else None
    if not may_act(role_of(by), own_centre(by), action, _DUTIES, centre=centre):
        raise NotPermitted(f"{by.username} ({by.role}) may not do {action} to {kind} {key}; see web/duties.py")


def _locked_head() -> AuditHead:
    # SQLite knows no row locks and ignores the call: there IMMEDIATE transactions already stand in a queue.
    head = AuditHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        AuditHead.objects.get_or_create(pk=1)
        head = AuditHead.objects.select_for_update().get(pk=1)
    return head
