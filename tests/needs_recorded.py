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


def segment(code: str = "holders", **changes: Any) -> str:
    """Its code; made where it is not there."""
    from pledgeline.needs.actions import segments
    from pledgeline.needs.core.expectation import SegmentKind
    from pledgeline.needs.models import Segment

    if not Segment.objects.filter(code=code).exists():
        said = {"name_en": "Card holders", "name_zh": "持卡人", "kinds": [SegmentKind.CONSUMER, SegmentKind.EXTERNAL]}
        segments.register(code=code, **{**said, **changes}, by=None, at=AT)
    return code


def waiting_signal(**changes: Any) -> Any:
    """A signal as a look leaves it: one in three callers about cards come back within a week."""
    from pledgeline.needs.models import Signal

    last = Signal.objects.order_by("number").last()
    found = {
        "number": last.number + 1 if last else 1,
        "kind": "repeated",
        "service": "cards",
        "first_day": date(2026, 1, 5),
        "last_day": date(2026, 2, 1),
        "n": 900,
        "value": 0.33,
        "low": 0.3,
        "high": 0.36,
        "limit": 0.2,
        "figures": {"repeated": 300, "other_channel": 40, "too_recent": 20, "without_customer": 5},
        "metric": "repeat_contacts",
        "metric_version": "1.0",
        "params": {"within_s": 604800},
        "snapshot": "s000003",
        "found_at": AT,
    }
    return Signal.objects.create(**{**found, **changes})


def register(code: str, service: str, *, sourced: bool = True, **changes: Any) -> Any:
    """An expectation in force from 2026-01-01, with a survey and complaints behind it unless told otherwise."""
    from pledgeline.needs.actions import expectations
    from pledgeline.needs.core.expectation import SourceKind, Strength

    segment()
    version = expectations.register(
        code=code, service=service, wording=said(**changes), effective_from=date(2026, 1, 1), by=None, at=AT
    )
    for kind in (SourceKind.ASKED, SourceKind.COMPLAINTS) if sourced else ():
        reference = "Survey of the south centre, December"
        found = {"kind": kind, "dated": date(2025, 12, 15), "n": 400, "strength": Strength.FAIR}
        expectations.add_source(code=code, **found, reference=reference, by=None, at=AT)
    return version
