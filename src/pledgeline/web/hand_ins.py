"""Handing a register in on a page: looked at first, then accepted whole or discarded.

The look compares the file with the register and lets the room's own action try it, in a transaction that is undone:
what it would refuse is refused in the look, with row and field.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import audit
from pledgeline.organisation.queries import visible_centres
from pledgeline.ui import sheets
from pledgeline.ui.sheets import Imported, Row
from pledgeline.web import registers
from pledgeline.web.models import HandIn
from pledgeline.web.registers import Offered

# A page answers at once; larger files go through `pledgeline register import`.
MOST_ROWS = 2_000
# So many rows that cannot stand tell what is wrong with a file.
MOST_REFUSED = 20
MOST_SHOWN = 200
FORGOTTEN_AFTER = timedelta(days=1)


class _Undone(Exception):
    """Ends the trial."""


@transaction.atomic
def hand_in(*, name: str, data: bytes, file: str, by: Any) -> HandIn:
    """Keeps the file with what it would change. Raises Problem `sheet.*` where it cannot be read, and
    `register.too_many_rows`."""
    HandIn.objects.filter(handed_in_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()
    one = registers.find(name)
    rows = _rows(one, data, file)
    kept = HandIn.objects.create(
        register=name,
        file_name=file[:255],
        data=data,
        base=_base(one, by),
        preview=_preview(one, rows, by),
        handed_in_at=timezone.now(),
        handed_in_by=by,
    )
    _note("register.handed_in", kept, by)
    return kept


@transaction.atomic
def accept(*, code: UUID, by: Any) -> Imported:
    """Takes the file in, all of it. Raises Problem `register.hand_in_unknown`, `register.changed_meanwhile` (the look
    is then taken anew), or that of the first row which cannot stand."""
    kept = _known(code, by)
    one = registers.find(kept.register)
    if _base(one, by) != kept.base:
        raise Problem("register.changed_meanwhile")
    data = bytes(kept.data)
    done: Imported = one.import_rows(_rows(one, data, kept.file_name), by=by)
    _note("register.accepted", kept, by, created=done.created, updated=done.updated, unchanged=done.unchanged)
    kept.delete()
    return done


@transaction.atomic
def look_again(*, code: UUID, by: Any) -> HandIn:
    """The look anew, at the register as it is now. Raises Problem `register.hand_in_unknown`."""
    kept = _known(code, by)
    one = registers.find(kept.register)
    kept.base, kept.preview = _base(one, by), _preview(one, _rows(one, bytes(kept.data), kept.file_name), by)
    kept.save(update_fields=["base", "preview"])
    _note("register.handed_in", kept, by)
    return kept


@transaction.atomic
def discard(*, code: UUID, by: Any) -> None:
    """Raises Problem `register.hand_in_unknown`."""
    kept = _known(code, by)
    _note("register.discarded", kept, by)
    kept.delete()


def _known(code: UUID, by: Any) -> HandIn:
    """Held until the transaction ends: of two decisions on one file the second finds nothing."""
    kept = HandIn.objects.visible_to(by).select_for_update().filter(pk=code).first()
    if kept is None:
        raise Problem("register.hand_in_unknown")
    return kept


def _rows(one: Offered, data: bytes, file: str) -> list[Row]:
    rows = sheets.read(one.register, data, file=file)
    if len(rows) > MOST_ROWS:
        raise Problem("register.too_many_rows", file=file, rows=len(rows), limit=MOST_ROWS, register=one.register.name)
    if len({row.line for row in rows}) < len(rows):
        # JSON written on one line: then the place of a row in the list tells more than its line.
        return [Row(place, row) for place, row in enumerate(rows, start=1)]
    return rows


def _base(one: Offered, by: Any) -> str:
    return hashlib.sha256(sheets.as_json(one.register, one.rows_for(by)).encode()).hexdigest()


def _preview(one: Offered, rows: Sequence[Row], by: Any) -> dict[str, Any]:
    difference = sheets.compare(one.register, one.rows_for(by), rows)
    refused = _refused(one, rows, by, difference.twice)
    changes = difference.changes
    lines = {problem.line for problem in refused}
    return {
        "rows": len(rows),
        "new": sum(change.new and change.line not in lines for change in changes),
        "changed": sum(not change.new and change.line not in lines for change in changes),
        "unchanged": difference.unchanged,
        "absent": difference.absent,
        "refused": [_plain(problem) for problem in refused],
        "changes": [
            {
                "line": change.line,
                "key": [_said(part) for part in change.key],
                "new": change.new,
                "fields": [
                    {"name": name, "before": _said(change.before.get(name)), "after": _said(change.after[name])}
                    for name in change.after
                    if not change.new or change.after[name] not in (None, [])
                ],
            }
            for change in changes[:MOST_SHOWN]
            if change.line not in lines
        ],
    }


def _refused(one: Offered, rows: Sequence[Row], by: Any, twice: Sequence[int]) -> list[Problem]:
    """What the room refuses, row by row: those it names are left out, and the rest is tried again."""
    key = one.register.row_key[0]
    refused = [
        Problem("register.row_twice", line=row.line, field=key, value=row[key]) for row in rows if row.line in twice
    ]
    seen = visible_centres(by)
    if seen is not None:
        refused += [
            Problem("register.centre_unknown", line=row.line, field="centre", value=row["centre"])
            for row in rows
            if row["centre"] not in seen
        ]
    left_out = {problem.line for problem in refused}
    standing = [row for row in rows if row.line not in left_out]
    while standing and len(refused) < MOST_REFUSED:
        found = _tried(one, standing, by)
        refused += found
        lines = {problem.line for problem in found}
        if not lines or None in lines:
            break
        standing = [row for row in standing if row.line not in lines]
    return sorted(refused, key=lambda problem: problem.line or 0)


def _tried(one: Offered, rows: Sequence[Row], by: Any) -> tuple[Problem, ...]:
    """What the room says against these rows; nothing of them stays."""
    try:
        with transaction.atomic():
            one.import_rows(list(rows), by=by)
            raise _Undone
    except _Undone:
        return ()
    except Problem as problem:
        # A room may find several rows at once.
        return tuple(getattr(problem, "problems", (problem,)))


def _plain(problem: Problem) -> dict[str, Any]:
    params = {name: value if isinstance(value, int | float) else str(value) for name, value in problem.params.items()}
    return {"code": problem.code, "line": problem.line, "field": problem.field, "params": params}


def _said(value: Any) -> str:
    if value is None or value == []:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return {True: "TRUE", False: "FALSE"}[value] if isinstance(value, bool) else str(value)


def _note(action: str, kept: HandIn, by: Any, **more: Any) -> None:
    data = {"file": kept.file_name, "sha256": hashlib.sha256(bytes(kept.data)).hexdigest(), **more}
    audit.record(room="web", action=action, subject=("register", kept.register), by=by, data=data)
