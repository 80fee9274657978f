"""What was read from a snapshot once is remembered: a snapshot never changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from pledgeline.contacts import queries as contacts
from pledgeline.contacts.store import Snapshot

T = TypeVar("T")
_MEMORY: dict[str, Any] = {}
# Curves and tables of hours, some 20 kB each.
_MOST = 200


def remembered(at: Snapshot, what: tuple[Any, ...], find: Callable[[], T]) -> T:
    """`find()`, or what it said before of this snapshot, question and today's zones of the services.

    A rebuild puts a new folder into the place of the old one; its inode tells them apart.
    """
    asked = [at.root.stat().st_ino, at.id, at.engine, list(what), sorted(contacts.zone_names().items())]
    key = json.dumps(asked, default=str)
    if key not in _MEMORY:
        found = find()
        while len(_MEMORY) >= _MOST:
            _MEMORY.pop(next(iter(_MEMORY)), None)
        _MEMORY[key] = found
    known: T = _MEMORY[key]
    return known
