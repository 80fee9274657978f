"""Expectations on the small stage, for tests of several rooms."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

AT = datetime(2026, 1, 2, 9, tzinfo=UTC)


def said(**changes: Any) -> Any:
    from pledgeline.needs.actions import expectations
    from pledgeline.needs.core.expectation import Importance

    words = {
        "segment": "holders",
        "need_en": "Block a lost card at once.",
        "need_zh": "卡丢了能马上挂失。",
        "adequate_en": "Within a minute.",
        "adequate_zh": "一分钟内。",
        "desired_en": "Without waiting.",
        "desired_zh": "不用等。",
        "moment_en": "Loss of a card",
        "moment_zh": "卡片遗失",
        "importance": Importance.MUST,
        "owner": "Service design",
        "next_review": date(2030, 1, 1),
    }
    return expectations.Wording(**{**words, **changes})


def register(code: str, service: str, *, sourced: bool = True, **changes: Any) -> Any:
    """An expectation in force from 2026-01-01, with a survey and complaints behind it unless told otherwise."""
    from pledgeline.needs.actions import expectations
    from pledgeline.needs.core.expectation import SegmentKind, SourceKind, Strength
    from pledgeline.needs.models import Segment

    if not Segment.objects.filter(code="holders").exists():
        kinds = [SegmentKind.CONSUMER, SegmentKind.EXTERNAL]
        expectations.register_segment(code="holders", name_en="Card holders", name_zh="持卡人", kinds=kinds, by=None)
    version = expectations.register(
        code=code, service=service, wording=said(**changes), effective_from=date(2026, 1, 1), by=None, at=AT
    )
    for kind in (SourceKind.ASKED, SourceKind.COMPLAINTS) if sourced else ():
        reference = "Survey of the south centre, December"
        found = {"kind": kind, "dated": date(2025, 12, 15), "n": 400, "strength": Strength.FAIR}
        expectations.add_source(code=code, **found, reference=reference, by=None, at=AT)
    return version
