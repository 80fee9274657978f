"""Reads: actions on either side and what their checks showed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Q

from pledgeline.experience.core.contract import Side
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.kernel.verdict import Reason
from pledgeline.partnership.core.effect import Effect
from pledgeline.partnership.core.improvement import CLOSED, Measure, Step, overdue
from pledgeline.partnership.core.pooling import Pooled
from pledgeline.partnership.models import EffectCheck, Improvement

PAGE_ROWS = 50


@dataclass(frozen=True)
class ActionRow:
    code: str
    centre: str
    title: Mapping[str, str]
    side: Side
    owner: str
    due: date
    step: Step
    done_on: date | None
    late: bool
    promise: str
    judged_after: date | None


@dataclass(frozen=True)
class CheckRow:
    number: int
    found: Pooled
    version: str
    snapshot: str
    effect: Effect
    reason: Reason
    at: datetime


@dataclass(frozen=True)
class ActionPage:
    row: ActionRow
    cause: Mapping[str, str]
    source: tuple[str, str]
    opened_on: date
    done_note: str
    measure: Measure | None
    before: Pooled | None
    before_period: Period | None
    before_snapshot: str
    after_period: Period | None
    checks: Page[Any]
    """A page of CheckRow, in the order in which they were made."""


def action_titles_of(codes: Collection[str], *, user: Any) -> dict[str, Mapping[str, str]]:
    """Code → the title of each of these actions that the reader may see; None as reader sees all. One query."""
    seen = Improvement.objects.all() if user is None else Improvement.objects.visible_to(user)
    found = seen.filter(code__in=set(codes)).values_list("code", "title_en", "title_zh")
    return {code: {"en": en, "zh": zh} for code, en, zh in found}


def action_list(user: Any, *, number: int, today: date, which: str = "") -> tuple[Page[Improvement], list[ActionRow]]:
    """A page of the actions `user` may see, the next due first; `which`: open, overdue or closed (else all)."""
    found = Improvement.objects.visible_to(user)
    if which == "open":
        found = found.exclude(state__in=CLOSED)
    elif which == "overdue":
        found = found.filter(Q(state=Step.OPEN, due__lt=today) | Q(done_on__gt=F("due")))
    elif which == "closed":
        found = found.filter(state__in=CLOSED)
    page = Paginator(found.order_by("due", "code"), PAGE_ROWS).get_page(number)
    return page, [_row(one, today) for one in page.object_list]


def actions_under_way(user: Any, *, today: date, most: int) -> list[ActionRow]:
    found = Improvement.objects.visible_to(user).exclude(state__in=CLOSED).order_by("due", "code")
    return [_row(one, today) for one in found[:most]]


def action(code: str, *, user: Any, today: date, number: int = 1) -> ActionPage:
    """With a page of its checks. Raises Problem `action.unknown`."""
    one = Improvement.objects.visible_to(user).filter(code=code).first()
    if one is None:
        raise Problem("action.unknown", action=code)
    before = one.before or None
    checks: Page[Any] = Paginator(one.checks.order_by("number"), PAGE_ROWS).get_page(number)
    rows: Any = [_check(check) for check in checks.object_list]
    checks.object_list = rows
    return ActionPage(
        row=_row(one, today),
        cause={"en": one.cause_en, "zh": one.cause_zh},
        source=(one.source_kind, one.source_key),
        opened_on=one.opened_on,
        done_note=one.done_note,
        measure=Measure(**one.measure) if one.measure else None,
        before=Pooled(before["good"], before["n"]) if before else None,
        before_period=_days(before["first"], before["last"]) if before else None,
        before_snapshot=before["snapshot"] if before else "",
        after_period=Period.from_days(one.after_first, one.after_last) if one.after_first else None,
        checks=checks,
    )


def _check(check: EffectCheck) -> CheckRow:
    return CheckRow(
        check.number,
        Pooled(check.good, check.n),
        check.metric_version,
        check.snapshot,
        Effect(check.effect),
        Reason(check.reason_code, check.reason_numbers),
        check.checked_at,
    )


def _days(first: str, last: str) -> Period:
    return Period.from_days(date.fromisoformat(first), date.fromisoformat(last))


def _row(one: Improvement, today: date) -> ActionRow:
    return ActionRow(
        one.code,
        one.centre,
        {"en": one.title_en, "zh": one.title_zh},
        Side(one.side),
        one.owner,
        one.due,
        Step(one.state),
        one.done_on,
        overdue(one.due, one.done_on, today=today),
        one.promise,
        one.after_last,
    )
