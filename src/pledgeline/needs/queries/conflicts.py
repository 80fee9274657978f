"""Reading conflicts between expectations."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, OuterRef, Q, Subquery, When
from django.utils import timezone

from pledgeline.kernel.problem import Problem
from pledgeline.needs.core.conflict import ConflictStanding, Decision, standing_of
from pledgeline.needs.models import Conflict, ConflictDecision, ExpectationVersion

PAGE_ROWS = 50


@dataclass(frozen=True)
class DecisionRow:
    how: dict[str, str]
    prefers: str
    until: date
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True)
class ConflictRow:
    """`needs` has the latest words of both expectations, by code; `last` is the decision that counts today."""

    number: int
    first: str
    second: str
    what: dict[str, str]
    noted_by: str
    noted_at: datetime
    standing: ConflictStanding
    last: DecisionRow | None
    needs: dict[str, dict[str, str]]


@dataclass(frozen=True)
class ConflictKnown:
    """One conflict as it stood on a day, for facts."""

    number: int
    first: str
    second: str
    services: frozenset[str]
    what: dict[str, str]
    noted_on: date
    standing: ConflictStanding
    until: date | None


def conflict_list(user: Any, *, today: date, number: int = 1) -> Page[Any]:
    """A page of ConflictRow: open ones first, then lapsed ones; as many queries for ten as for ten thousand."""
    # `core/conflict.standing_of` in the database's words.
    standing = Case(When(until__isnull=True, then=0), When(until__lt=today, then=1), default=2)
    found = Conflict.objects.visible_to(user).annotate(until=Subquery(_latest().values("until")[:1]))
    return _page(found.order_by(standing, "number"), number, today)


def conflict(number: int, *, user: Any, today: date) -> ConflictRow:
    """Raises Problem `conflict.unknown`, also where the reader may not see it."""
    found = list(_read(Conflict.objects.visible_to(user).filter(number=number)))
    if not found:
        raise Problem("conflict.unknown", number=number)
    return _rows(found, today)[0]


def decisions_of(number: int, *, user: Any, page: int = 1) -> Page[Any]:
    """A page of DecisionRow, the latest first."""
    seen = Conflict.objects.visible_to(user).filter(number=number)
    found = ConflictDecision.objects.filter(conflict__in=seen).select_related("decided_by", "prefers")
    shown: Page[Any] = Paginator(found.order_by("-decided_at", "-pk"), PAGE_ROWS).get_page(page)
    rows: Any = [_decision(one) for one in shown.object_list]
    shown.object_list = rows
    return shown


def conflicts_of(expectation: str, *, user: Any, today: date, number: int = 1) -> Page[Any]:
    """A page of those that an expectation is in, by number."""
    found = Conflict.objects.visible_to(user).filter(Q(first__code=expectation) | Q(second__code=expectation))
    return _page(found.order_by("number"), number, today)


def conflicts_on(day: date, *, services: Collection[str]) -> list[ConflictKnown]:
    """Those noted by a day that touch one of the services, whoever asks: for facts and checks, not pages."""
    found = []
    for one in Conflict.objects.with_all():
        touched = frozenset({one.first.service, one.second.service})
        if timezone.localdate(one.noted_at) > day or not touched & set(services):
            continue
        decisions = [made.as_core() for made in one.decisions.all()]
        found.append(
            ConflictKnown(
                one.number,
                one.first.code,
                one.second.code,
                touched,
                {"en": one.what_en, "zh": one.what_zh},
                timezone.localdate(one.noted_at),
                standing_of(decisions, day=day),
                _until(decisions, day),
            )
        )
    return found


def _until(decisions: list[Decision], day: date) -> date | None:
    taken = [one for one in decisions if one.decided_on <= day]
    return max(taken, key=lambda one: one.decided_on).until if taken else None


def _latest() -> Any:
    return ConflictDecision.objects.filter(conflict=OuterRef("pk")).order_by("-decided_at", "-pk")


def _read(conflicts: Any) -> Any:
    """With the key of the latest decision: of a conflict decided again and again the others stay where they are."""
    last = Subquery(_latest().values("pk")[:1])
    return conflicts.select_related("first", "second", "noted_by").annotate(last=last)


def _page(conflicts: Any, number: int, today: date) -> Page[Any]:
    page: Page[Any] = Paginator(_read(conflicts), PAGE_ROWS).get_page(number)
    rows: Any = _rows(list(page.object_list), today)
    page.object_list = rows
    return page


def _needs(conflicts: list[Any]) -> dict[str, dict[str, str]]:
    sides = {one.first_id for one in conflicts} | {one.second_id for one in conflicts}
    versions = ExpectationVersion.objects.filter(expectation__in=sides).order_by("number")
    found = versions.values_list("expectation__code", "need_en", "need_zh")
    return {code: {"en": en, "zh": zh} for code, en, zh in found}


def _rows(found: list[Any], today: date) -> list[ConflictRow]:
    needs = _needs(found)
    taken = ConflictDecision.objects.select_related("decided_by", "prefers")
    decisions = taken.in_bulk([one.last for one in found if one.last is not None])
    return [_row(one, decisions.get(one.last), needs, today) for one in found]


def _row(one: Any, last: ConflictDecision | None, needs: dict[str, dict[str, str]], today: date) -> ConflictRow:
    return ConflictRow(
        one.number,
        one.first.code,
        one.second.code,
        {"en": one.what_en, "zh": one.what_zh},
        one.noted_by.name if one.noted_by else "",
        one.noted_at,
        standing_of([last.as_core()] if last is not None else [], day=today),
        _decision(last) if last is not None else None,
        {code: needs[code] for code in (one.first.code, one.second.code)},
    )


def _decision(made: ConflictDecision) -> DecisionRow:
    return DecisionRow(
        {"en": made.how_en, "zh": made.how_zh},
        made.prefers.code if made.prefers else "",
        made.until,
        made.decided_by.name,
        made.decided_at,
    )
