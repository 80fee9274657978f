"""Reading drafts: the client's people only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator

from pledgeline.kernel.problem import Problem
from pledgeline.needs.models import TEXTS, ExpectationDraft

PAGE_ROWS = 50


@dataclass(frozen=True)
class DraftRow:
    """`said` are the fields as far as they are written; `seen` tells this state of the draft from any other."""

    code: str
    service: str
    revises: bool
    need: Mapping[str, str]
    changed_by: str
    changed_at: datetime
    seen: str
    said: Mapping[str, Any]


def draft_list(user: Any, *, number: int = 1) -> Page[Any]:
    """A page of DraftRow, by code."""
    found = ExpectationDraft.objects.visible_to(user).select_related("segment", "changed_by")
    page = Paginator(found, PAGE_ROWS).get_page(number)
    rows: Any = [_row(one) for one in page.object_list]
    page.object_list = rows
    return page


def draft(code: str, *, user: Any) -> DraftRow:
    """Raises Problem `draft.unknown`, also for whoever may not see drafts."""
    one = ExpectationDraft.objects.visible_to(user).select_related("segment", "changed_by").filter(code=code).first()
    if one is None:
        raise Problem("draft.unknown", expectation=code)
    return _row(one)


def _row(one: ExpectationDraft) -> DraftRow:
    names = (*TEXTS, "channels", "importance", "owner", "effective_from", "next_review")
    return DraftRow(
        one.code,
        one.service,
        one.expectation_id is not None,
        {"en": one.need_en, "zh": one.need_zh},
        one.changed_by.name if one.changed_by else "",
        one.changed_at,
        one.changed_at.isoformat(),
        {**{name: getattr(one, name) for name in names}, "segment": one.segment.code if one.segment else ""},
    )
