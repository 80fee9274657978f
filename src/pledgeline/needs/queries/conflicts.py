"""Reading conflicts between expectations."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, OuterRef, Q, Subquery, When

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
    """`needs` has the latest words of both expectations, by code."""

    number: int
    first: str
    second: str
    what: dict[str, str]
    noted_by: str
    noted_at: datetime
    standing: ConflictStanding
    decisions: tuple[DecisionRow, ...]
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
    latest = ConflictDecision.objects.filter(conflict=OuterRef("pk")).order_by("-decided_at", "-pk")
    # `core/conflict.standing_of` in the database's words.
    standing = Case(When(until__isnull=True, then=0), When(until__lt=today, then=1), default=2)
    found = Conflict.objects.visible_to(user).annotate(until=Subquery(latest.values("until")[:1]))
    page = Paginator(found.order_by(standing, "number").with_all(), PAGE_ROWS).get_page(number)
    rows: Any = _rows(list(page.object_list), today)
    page.object_list = rows
    return page


def conflict(number: int, *, user: Any, today: date) -> ConflictRow:
    """Raises Problem `conflict.unknown`, also where the reader may not see it."""
    one = Conflict.objects.visible_to(user).with_all().filter(number=number).first()
    if one is None:
        raise Problem("conflict.unknown", number=number)
    return _row(one, _needs([one]), today)


def conflicts_of(expectation: str, *, user: Any, today: date) -> list[ConflictRow]:
    """Those that an expectation is in, by number."""
    found = Conflict.objects.visible_to(user).filter(Q(first__code=expectation) | Q(second__code=expectation))
    return _rows(list(found.with_all()), today)


def conflicts_on(day: date, *, services: Collection[str]) -> list[ConflictKnown]:
    """Those noted by a day that touch one of the services, whoever asks: for facts and checks, not pages."""
    found = []
    for one in Conflict.objects.with_all():
        touched = frozenset({one.first.service, one.second.service})
        if one.noted_at.date() > day or not touched & set(services):
            continue
        decisions = [made.as_core() for made in one.decisions.all()]
        found.append(
            ConflictKnown(
                one.number,
                one.first.code,
                one.second.code,
                touched,
                {"en": one.what_en, "zh": one.what_zh},
                one.noted_at.date(),
                standing_of(decisions, day=day),
                _until(decisions, day),
            )
        )
    return found


def _until(decisions: list[Decision], day: date) -> date | None:
    taken = [one for one in decisions if one.decided_on <= day]
    return max(taken, key=lambda one: one.decided_on).until if taken else None


def _needs(conflicts: list[Conflict]) -> dict[str, dict[str, str]]:
    sides = {one.first_id for one in conflicts} | {one.second_id for one in conflicts}
    versions = ExpectationVersion.objects.filter(expectation__in=sides).select_related("expectation").order_by("number")
    return {one.expectation.code: {"en": one.need_en, "zh": one.need_zh} for one in versions}


def _rows(found: list[Conflict], today: date) -> list[ConflictRow]:
    needs = _needs(found)
    return [_row(one, needs, today) for one in found]


def _row(one: Conflict, needs: dict[str, dict[str, str]], today: date) -> ConflictRow:
    decisions: list[ConflictDecision] = list(one.decisions.all())
    return ConflictRow(
        one.number,
        one.first.code,
        one.second.code,
        {"en": one.what_en, "zh": one.what_zh},
        one.noted_by.name if one.noted_by else "",
        one.noted_at,
        standing_of([made.as_core() for made in decisions], day=today),
        tuple(
            DecisionRow(
                {"en": made.how_en, "zh": made.how_zh},
                made.prefers.code if made.prefers else "",
                made.until,
                made.decided_by.name,
                made.decided_at,
            )
            for made in decisions
        ),
        {code: needs[code] for code in (one.first.code, one.second.code)},
    )
