"""Reading who the customers are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils import timezone

from pledgeline.kernel.problem import Problem
from pledgeline.needs.core.expectation import SegmentKind
from pledgeline.needs.models import ExpectationVersion, KindRuledOut, Segment

PAGE_ROWS = 50
# So many segments of a kind are named; the list above names all.
MOST_NAMED = 12


@dataclass(frozen=True)
class SegmentRow:
    """`expectations` counts those of the segment that are in force and that the reader may see."""

    code: str
    name: dict[str, str]
    kinds: tuple[str, ...]
    expectations: int


@dataclass(frozen=True)
class KindRow:
    """One kind of the definition (3.1): the segments recorded for it, else the newest reason why there are none.

    Of the segments MOST_NAMED are named; `more` counts the others.
    """

    kind: str
    segments: tuple[dict[str, str], ...]
    more: int
    because: dict[str, str] | None
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True)
class KindKnown:
    """One kind as it stood on a day, for facts: codes of its segments, and when it was last ruled out."""

    kind: SegmentKind
    segments: tuple[str, ...]
    ruled_out_on: date | None
    because: dict[str, str] | None


def segment_list(user: Any, *, today: date, number: int = 1) -> Page[Any]:
    """A page of SegmentRow, by code; as many queries however many there are."""
    page: Page[Any] = Paginator(Segment.objects.visible_to(user), PAGE_ROWS).get_page(number)
    shown = list(page.object_list)
    in_force = ExpectationVersion.objects.visible_to(user).in_force_on(today).filter(segment__in=shown)
    counts = dict(in_force.order_by().values_list("segment").annotate(n=Count("pk")))
    rows: Any = [
        SegmentRow(one.code, {"en": one.name_en, "zh": one.name_zh}, tuple(one.kinds), counts.get(one.pk, 0))
        for one in shown
    ]
    page.object_list = rows
    return page


def segment(code: str, *, user: Any) -> SegmentRow:
    """Raises Problem `segment.unknown`, also where the reader may not see it."""
    one = Segment.objects.visible_to(user).filter(code=code).first()
    if one is None:
        raise Problem("segment.unknown", segment=code)
    return SegmentRow(one.code, {"en": one.name_en, "zh": one.name_zh}, tuple(one.kinds), 0)


def segment_names() -> dict[str, dict[str, str]]:
    """Code → names, for forms of the client's people."""
    found = Segment.objects.values_list("code", "name_en", "name_zh")
    return {code: {"en": en, "zh": zh} for code, en, zh in found}


def kind_rows() -> list[KindRow]:
    """Every kind in the order of the definition; for the client's people."""
    segments = list(Segment.objects.values_list("name_en", "name_zh", "kinds"))
    newest: dict[str, KindRuledOut] = {}
    for one in KindRuledOut.objects.select_related("decided_by"):
        newest.setdefault(one.kind, one)
    rows = []
    for kind in SegmentKind:
        names = tuple({"en": en, "zh": zh} for en, zh, kinds in segments if kind.value in kinds)
        said = newest.get(kind.value)
        rows.append(
            KindRow(
                kind.value,
                names[:MOST_NAMED],
                max(0, len(names) - MOST_NAMED),
                {"en": said.because_en, "zh": said.because_zh} if said else None,
                said.decided_by.name if said else "",
                said.decided_at if said else None,
            )
        )
    return rows


def kinds_on(day: date) -> list[KindKnown]:
    """Every kind as recorded by the end of a day, whoever asks: for facts and checks, not pages."""
    segments = [one for one in Segment.objects.all() if timezone.localdate(one.created_at) <= day]
    newest: dict[str, KindRuledOut] = {}
    for one in KindRuledOut.objects.all():
        if timezone.localdate(one.decided_at) <= day:
            newest.setdefault(one.kind, one)
    found = []
    for kind in SegmentKind:
        said = newest.get(kind.value)
        found.append(
            KindKnown(
                kind,
                tuple(one.code for one in segments if kind.value in one.kinds),
                timezone.localdate(said.decided_at) if said else None,
                {"en": said.because_en, "zh": said.because_zh} if said else None,
            )
        )
    return found
