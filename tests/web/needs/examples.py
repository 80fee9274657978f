"""What may stand in the expectations' addresses: one of a service that both centres serve, one of A's service alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.needs_recorded import register


def examples() -> dict[str, Mapping[str, Mapping[str, Any]]]:
    register("block-a-card", "cards")
    register("settle-a-loan", "loans")
    of = {
        "both": {"code": "block-a-card"},
        "A": {"code": "settle-a-loan"},
        "unknown": {"code": "no-such-expectation"},
    }
    return {f"needs/<str:code>/{place}": of for place in ("", "sources/", "refusals/")}
