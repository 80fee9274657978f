"""Writing to the audit trail. Every action of every room calls `record` inside its own transaction.

audit.record(room="experience", action="promise.approved", subject=("promise", "wait-1-minute"), by=user,
             data={"version": 3})
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from pledgeline.organisation.core import audit as core
from pledgeline.organisation.models import AuditEntry, AuditHead, User


def record(
    *, room: str, action: str, subject: tuple[str, str], by: User | None, data: Mapping[str, Any] | None = None
) -> int:
    """Appends one entry and returns its number; `by` is None where the system itself acts.

    `subject` is the kind and the key (a code, never a database number) of what was acted on; `data` holds what changed
    and never a password, a token or a customer's identity. Must be called inside the transaction of the change, as
    late in it as possible: writers wait for each other from here to the commit. Raises RuntimeError outside one.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit entry belongs into the transaction of what it records")
    kind, key = subject
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


def _locked_head() -> AuditHead:
    # SQLite knows no row locks and ignores the call: there IMMEDIATE transactions already stand in a queue.
    head = AuditHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        AuditHead.objects.get_or_create(pk=1)
        head = AuditHead.objects.select_for_update().get(pk=1)
    return head
