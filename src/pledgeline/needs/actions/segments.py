"""Writing who the customers are: segments, and the kinds of customer that there are none of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from pledgeline.kernel.codes import checked_code
from pledgeline.kernel.problem import Problem
from pledgeline.needs.core.expectation import SegmentKind
from pledgeline.needs.models import KindRuledOut, Segment
from pledgeline.organisation.actions import audit


@transaction.atomic
def register(
    *, code: str, name_en: str, name_zh: str, kinds: Sequence[SegmentKind], by: Any, at: datetime | None = None
) -> Segment:
    """A new segment. Raises Problem `segment.code_taken`, `segment.name_missing` or `segment.kind_missing`."""
    checked_code(code, field="code")
    said = _said(name_en, name_zh, kinds)
    segment, new = Segment.objects.get_or_create(code=code, defaults={**said, "created_at": at or timezone.now()})
    if not new:
        raise Problem("segment.code_taken", field="code", segment=code)
    audit.record(room="needs", action="segment.registered", subject=("segment", code), by=by, data=said)
    return segment


@transaction.atomic
def change(*, code: str, name_en: str, name_zh: str, kinds: Sequence[SegmentKind], by: Any) -> Segment:
    """Names a segment anew; the trail keeps what it said before. Nothing where it says the same.

    Raises Problem `segment.unknown`, `segment.name_missing` or `segment.kind_missing`.
    """
    segment = Segment.objects.select_for_update().filter(code=code).first()
    if segment is None:
        raise Problem("segment.unknown", field="code", segment=code)
    said = _said(name_en, name_zh, kinds)
    before = {name: getattr(segment, name) for name in said}
    if before == said:
        return segment
    for name, value in said.items():
        setattr(segment, name, value)
    segment.save()
    data = {**said, "before": before}
    audit.record(room="needs", action="segment.changed", subject=("segment", code), by=by, data=data)
    return segment


@transaction.atomic
def rule_out(
    *, kind: SegmentKind, because_en: str, because_zh: str, by: Any, at: datetime | None = None
) -> KindRuledOut:
    """Records that there are no customers of a kind, and why; a decision needs a person.

    Raises Problem `kind.person_missing`, `kind.reason_missing`, or `kind.has_segments` where a segment is of the kind.
    """
    if by is None:
        raise Problem("kind.person_missing", kind=kind.value)
    for name, words in (("because_en", because_en), ("because_zh", because_zh)):
        if not words.strip():
            raise Problem("kind.reason_missing", field=name)
    # A list in a JSON column: SQLite cannot search it, and there are few segments.
    of_kind = [one.code for one in Segment.objects.all() if kind.value in one.kinds]
    if of_kind:
        raise Problem("kind.has_segments", kind=kind.value, segments=", ".join(of_kind))
    said = {"because_en": because_en.strip(), "because_zh": because_zh.strip()}
    ruled_out = KindRuledOut.objects.create(kind=kind.value, **said, decided_by=by, decided_at=at or timezone.now())
    audit.record(room="needs", action="kind.ruled_out", subject=("customer_kind", kind.value), by=by, data=said)
    return ruled_out


def _said(name_en: str, name_zh: str, kinds: Sequence[SegmentKind]) -> dict[str, Any]:
    for name, words in (("name_en", name_en), ("name_zh", name_zh)):
        if not words.strip():
            raise Problem("segment.name_missing", field=name)
    if not kinds:
        raise Problem("segment.kind_missing", field="kinds")
    return {"name_en": name_en.strip(), "name_zh": name_zh.strip(), "kinds": sorted({one.value for one in kinds})}
