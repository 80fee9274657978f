"""Registers handed in again, and what a centre filled in: all of it, or nothing with the line that is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from pledgeline.capacity.actions import plans, resources
from pledgeline.capacity.core.resources import Area, Side
from pledgeline.capacity.core.stages import Stage
from pledgeline.capacity.queries import registers as queries
from pledgeline.capacity.queries.registers import COMMITMENTS, PLANS, RESOURCES, STAFF
from pledgeline.kernel.problem import Problem
from pledgeline.ui import sheets
from pledgeline.ui.sheets import Imported, Row


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


@transaction.atomic
def import_rows(*, name: str, rows: Sequence[Row], by: Any) -> Imported:
    """Writes the rows of a register, one of `queries.registers.registers()`; rows that say what is there already change
    nothing. Raises the Problem of the first line that cannot stand."""
    if name == COMMITMENTS.name:
        return _commitments(rows, by)
    writer = {PLANS.name: _plan, RESOURCES.name: _resource}[name]
    before = {row["code"]: row for row in queries.export_rows(name)}
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    for row in rows:
        known = before.get(row["code"])
        try:
            if known is not None and all(row[part] == value for part, value in known.items()):
                counts["unchanged"] += 1
                continue
            writer(row, known, by)
        except Problem as problem:
            raise problem.at(line=row.line) from problem
        counts["created" if known is None else "updated"] += 1
    return Imported(**counts)


def _filled(row: Row, *names: str) -> None:
    for name in names:
        if row[name] is None:
            raise Problem("plan.cell_missing", field=name)


def _plan(row: Row, known: Any, by: Any) -> None:
    """A plan that is open keeps its days: another one is opened beside it."""
    _filled(row, *PLANS.headings)
    plans.open_plan(**{name: row[name] for name in PLANS.headings}, by=by)


def _resource(row: Row, known: Any, by: Any) -> None:
    """A new line, or since when a known one is in place; what a known line asks for stays."""
    asked = ("code", "centre", "service", "area", "title_en", "title_zh", "side", "due_on")
    _filled(row, *asked)
    if known is None or any(row[name] != known[name] for name in asked):
        given = {name: row[name] for name in asked}
        resources.require(**given | {"area": _word(Area, row, "area"), "side": _word(Side, row, "side")}, by=by)
    if row["in_place_on"] is not None:
        resources.put_in_place(
            code=row["code"],
            evidence=row["evidence"] or "",
            on=row["in_place_on"],
            expires_on=row["expires_on"],
            by=by,
        )


def _word(words: Any, row: Row, name: str) -> Any:
    try:
        return words(row[name])
    except ValueError as unknown:
        known = ", ".join(one.value for one in words)
        raise Problem("resource.word_unknown", field=name, value=row[name], known=known) from unknown


def _commitments(rows: Sequence[Row], by: Any) -> Imported:
    """Days whose agents are as they were are left alone, also in a plan that is locked."""
    days: dict[tuple[str, date], dict[int, float]] = {}
    for row in rows:
        for name in COMMITMENTS.headings:
            if row[name] is None:
                raise Problem("plan.cell_empty", line=row.line, field=name)
        intervals = days.setdefault((row["plan"], row["day"]), {})
        if row["interval"] in intervals:
            raise Problem("plan.interval_twice", line=row.line, field="interval", interval=row["interval"])
        intervals[row["interval"]] = row["agents"]
    before: dict[tuple[str, date], list[float]] = {}
    for known in queries.export_rows(COMMITMENTS.name):
        before.setdefault((known["plan"], known["day"]), []).append(known["agents"])
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    for (code, day), intervals in days.items():
        agents, was = [intervals[one] for one in sorted(intervals)], before.get((code, day))
        if sorted(intervals) != list(range(1, len(intervals) + 1)):
            missing = next(one for one in range(1, len(intervals) + 1) if one not in intervals)
            raise Problem("plan.interval_missing", day=day.isoformat(), interval=missing)
        if agents != was:
            plans.state(code=code, stage=Stage.COMMITTED, days={day: agents}, by=by)
        counts["unchanged" if agents == was else "created" if was is None else "updated"] += len(agents)
    return Imported(**counts)
