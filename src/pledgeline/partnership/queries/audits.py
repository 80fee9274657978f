"""Reads: an audit of one's own, and the gaps that hang on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator

from pledgeline.kernel.problem import Problem
from pledgeline.partnership.core import outline
from pledgeline.partnership.core.standing import Severity
from pledgeline.partnership.models import Audit

PAGE_ROWS = 25


@dataclass(frozen=True)
class GapRow:
    """`late`: open, and its day has passed or nobody has named one."""

    number: int
    heading: dict[str, str]
    severity: Severity
    found: str
    plan: str
    due: date | None
    closed: date | None
    late: bool


@dataclass(frozen=True)
class AuditPage:
    code: str
    centre: str
    day: date
    auditor: str
    gaps: Page[Any]
    """A page of GapRow, by number."""


def audit(code: str, *, user: Any, day: date, number: int = 1, of: int | None = None) -> AuditPage:
    """An audit that `user` may see, as of `day`, with a page of its gaps: page `number`, or the one that holds the gap
    `of`. Raises Problem `audit.unknown`."""
    one = Audit.objects.visible_to(user).filter(code=code).first()
    if one is None:
        raise Problem("audit.unknown", audit=code)
    headings = outline.headings()
    if of is not None:
        number = one.gaps.filter(number__lt=of).count() // PAGE_ROWS + 1
    page: Page[Any] = Paginator(one.gaps.order_by("number"), PAGE_ROWS).get_page(number)
    rows: Any = [
        GapRow(
            gap.number,
            dict(headings[gap.heading]),
            Severity(gap.severity),
            gap.found,
            gap.plan,
            gap.due,
            gap.closed,
            late=gap.closed is None and (gap.due is None or gap.due < day),
        )
        for gap in page.object_list
    ]
    page.object_list = rows
    return AuditPage(one.code, one.centre, one.day, one.auditor, page)
