"""Writing down that two expectations cannot both be met, and what is decided about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from pledgeline.kernel.problem import Problem
from pledgeline.needs.models import Conflict, ConflictDecision, Expectation
from pledgeline.organisation.actions import audit


@transaction.atomic
def mark(*, first: str, second: str, what_en: str, what_zh: str, by: Any, at: datetime | None = None) -> Conflict:
    """Two expectations, by code, and what stands against what.

    Raises Problem `conflict.one_only`, `expectation.unknown`, `conflict.text_missing` or `conflict.known`.
    """
    if first == second:
        raise Problem("conflict.one_only", field="second")
    _both_languages("what", what_en, what_zh)
    found = {one.code: one for one in Expectation.objects.select_for_update().filter(code__in=[first, second])}
    for field, code in (("first", first), ("second", second)):
        if code not in found:
            raise Problem("expectation.unknown", field=field, expectation=code)
    pair = [found[first], found[second]]
    known = Conflict.objects.filter(Q(first__in=pair) & Q(second__in=pair)).first()
    if known is not None:
        raise Problem("conflict.known", field="second", number=known.number)
    last = Conflict.objects.aggregate(last=Max("number"))["last"] or 0
    said = {"what_en": what_en.strip(), "what_zh": what_zh.strip()}
    conflict = Conflict.objects.create(
        number=last + 1, first=pair[0], second=pair[1], **said, noted_by=by, noted_at=at or timezone.now()
    )
    _record("conflict.marked", conflict, by, {"first": first, "second": second, **said})
    return conflict


@transaction.atomic
def decide(
    *,
    number: int,
    how_en: str,
    how_zh: str,
    prefers: str | None,
    until: date,
    by: Any,
    at: datetime | None = None,
) -> ConflictDecision:
    """How it is settled until a day (included): one of the two comes first, or, without `prefers`, both give way.

    Raises Problem `conflict.unknown`, `conflict.person_missing`, `conflict.text_missing`, `conflict.prefers_another`
    or `conflict.until_is_past`.
    """
    conflict = Conflict.objects.select_for_update().filter(number=number).first()
    if conflict is None:
        raise Problem("conflict.unknown", number=number)
    if by is None:
        raise Problem("conflict.person_missing", number=number)
    _both_languages("how", how_en, how_zh)
    moment = at or timezone.now()
    if until < timezone.localdate(moment):
        raise Problem("conflict.until_is_past", field="until", until=until.isoformat())
    sides = {one.code: one for one in (conflict.first, conflict.second)}
    if prefers and prefers not in sides:
        raise Problem("conflict.prefers_another", field="prefers", expectation=prefers)
    said = {"how_en": how_en.strip(), "how_zh": how_zh.strip()}
    decision = ConflictDecision.objects.create(
        conflict=conflict,
        **said,
        prefers=sides[prefers] if prefers else None,
        until=until,
        decided_by=by,
        decided_at=moment,
    )
    _record("conflict.decided", conflict, by, {**said, "prefers": prefers or None, "until": until.isoformat()})
    return decision


def _both_languages(field: str, english: str, chinese: str) -> None:
    for language, words in (("en", english), ("zh", chinese)):
        if not words.strip():
            raise Problem("conflict.text_missing", field=f"{field}_{language}")


def _record(action: str, conflict: Conflict, by: Any, data: dict[str, Any]) -> None:
    audit.record(room="needs", action=action, subject=("conflict", str(conflict.number)), by=by, data=data)
