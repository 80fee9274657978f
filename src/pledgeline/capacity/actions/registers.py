"""Taking in what a centre filled in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from pledgeline.capacity.actions import plans
from pledgeline.capacity.core.stages import Stage
from pledgeline.capacity.queries.registers import STAFF
from pledgeline.kernel.problem import Problem
from pledgeline.ui import sheets


@transaction.atomic
def take_commitment(*, code: str, data: bytes, file: str, by: Any, at: Any = None) -> int:
    """Writes the column `committed` of a workbook as the centre's commitment; gives the days written.

    All or nothing. Raises the Problems of `ui.sheets` (text in a number, moved columns, formulas), of `plans.state`,
    and `plan.other_plan`, `plan.interval_twice`, `plan.interval_missing` or `plan.commitment_missing` with the line.
    """
    days: dict[date, dict[int, float]] = {}
    for row in sheets.read(STAFF, data, file=file):
        if row["plan"] != code:
            raise Problem("plan.other_plan", file=file, line=row.line, field="plan", plan=code, found=row["plan"])
        for name in ("day", "interval", "committed"):
            if row[name] is None:
                raise Problem("plan.cell_empty", file=file, line=row.line, field=name)
        intervals = days.setdefault(row["day"], {})
        if row["interval"] in intervals:
            raise Problem("plan.interval_twice", file=file, line=row.line, field="interval", interval=row["interval"])
        intervals[row["interval"]] = row["committed"]
    figures = {}
    for day, intervals in days.items():
        missing = next((one for one in range(1, len(intervals) + 1) if one not in intervals), None)
        if missing is not None:
            raise Problem("plan.interval_missing", file=file, day=day.isoformat(), interval=missing)
        figures[day] = [intervals[one] for one in sorted(intervals)]
    try:
        return plans.state(code=code, stage=Stage.COMMITTED, days=figures, by=by, at=at)
    except Problem as problem:
        raise problem.at(file=file) from problem
