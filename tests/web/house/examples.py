"""What may stand in the addresses of the house itself: registers, and a file that each side has handed in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def examples() -> dict[str, Mapping[str, Mapping[str, Any]]]:
    from uuid import UUID

    from django.contrib.auth import get_user_model

    from pledgeline.web import hand_ins

    columns = {"services": [], "channels": [], "language": None, "duty": None, "shift": None, "joined_on": "2026-01-01"}
    files = {}
    for label, person, centre in (("A", "bob", "north"), ("B", "cora", "south"), ("client", "mia", "north")):
        row = {"centre": centre, "code": "p9", "name": "P", "left_on": None, "username": None, **columns}
        user: Any = get_user_model().objects.get(username=person)
        data = json.dumps({"rows": [row]}).encode()
        files[label] = {"code": hand_ins.hand_in(name="rosters", data=data, file="rosters.json", by=user).pk}
    files["unknown"] = {"code": UUID(int=0)}
    names = {
        "client": {"name": "centres"},
        "own": {"name": "rosters"},
        "admin": {"name": "people"},
        "unknown": {"name": "no-such-register"},
    }
    uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    return {
        "registers/files/<uuid:code>/": files,
        f"^registers/files/(?P<code>{uuid})/(?P<decision>accept|discard)/$": {
            **{
                f"{label} ({decision})": {**parts, "decision": decision}
                for label, parts in files.items()
                if label != "unknown"
                for decision in ("accept", "discard")
            },
            "unknown": {**files["unknown"], "decision": "accept"},
        },
        "registers/<str:name>/": names,
        "registers/<str:name>/hand-in/": names,
        "^registers/(?P<name>[^/]+)/(?P<kind>xlsx|json)/$": {
            label: {**parts, "kind": "xlsx"} for label, parts in names.items()
        },
    }
