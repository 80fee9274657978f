"""Reads: an audit of one's own, and the gaps that hang on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pledgeline.kernel.problem import Problem
from pledgeline.partnership.core import outline
from pledgeline.partnership.core.standing import Severity
from pledgeline.partnership.models import Audit


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
    gaps: tuple[GapRow, ...]


def audit(code: str, *, user: Any, day: date) -> AuditPage:
    """An audit that `user` may see, as of `day`. Raises Problem `audit.unknown`."""
    one = Audit.objects.visible_to(user).filter(code=code).prefetch_related("gaps").first()
    if one is None:
        raise Problem("audit.unknown", audit=code)
    headings = outline.headings()
    gaps = tuple(
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
        for gap in sorted(one.gaps.all(), key=lambda gap: gap.number)
    )
    return AuditPage(one.code, one.centre, one.day, one.auditor, gaps)
