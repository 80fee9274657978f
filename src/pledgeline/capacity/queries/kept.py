"""What was read from a snapshot once is remembered: a snapshot never changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any, TypeVar

import pledgeline
from pledgeline.capacity.core.learned import NOTED_AS
from pledgeline.contacts import queries as contacts
from pledgeline.contacts.store import Snapshot, noted

T = TypeVar("T")
_MEMORY: dict[str, Any] = {}
# Curves and tables of hours, some 20 kB each.
_MOST = 200


def remembered(
    at: Snapshot,
    what: tuple[Any, ...],
    find: Callable[[], T],
    *,
    as_json: Callable[[T], Any] | None = None,
    from_json: Callable[[Any], T] | None = None,
) -> T:
    """`find()`, or what it said before of this snapshot, question and today's zones of the services.

    A rebuild puts a new folder into the place of the old one; its inode tells them apart. What has a way to JSON and
    back is noted beside the snapshot, so that the next process need not find it again.
    """
    asked = [at.id, at.engine, list(what), sorted(contacts.zone_names().items())]
    key = json.dumps([at.root.stat().st_ino, asked], default=str)
    if key not in _MEMORY:
        if as_json is not None and from_json is not None:
            write, read = as_json, from_json
            name = json.dumps([NOTED_AS, pledgeline.__version__, asked], default=str, sort_keys=True)
            digest = hashlib.sha256(name.encode()).hexdigest()
            found = read(noted(at, digest[:32], lambda: write(find())))
        else:
            found = find()
        while len(_MEMORY) >= _MOST:
            _MEMORY.pop(next(iter(_MEMORY)), None)
        _MEMORY[key] = found
    known: T = _MEMORY[key]
    return known
