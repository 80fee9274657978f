"""What may stand in the promises' addresses: one for all, one of each centre alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any


def examples() -> dict[str, Mapping[str, Mapping[str, Any]]]:
    from pledgeline.experience.actions import promises

    for label, centres in (("all", ()), ("north", ("north",)), ("south", ("south",))):
        wording = promises.Wording(
            sentence_en="A person within a minute, or a callback.",
            sentence_zh="一分钟内接通人工或提供回呼。",
            metric="human_or_callback_within",
            figure="lower",
            params={"limit_s": 60},
            target=0.8,
            centres=centres,
        )
        promises.ensure(code=f"minute-{label}", wording=wording, effective_from=date(2026, 1, 1), by=None)
    return {
        "promises/<str:code>/": {
            "both": {"code": "minute-all"},
            "A": {"code": "minute-north"},
            "B": {"code": "minute-south"},
            "unknown": {"code": "no-such-promise"},
        }
    }
