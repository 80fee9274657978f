"""Taking a register in again: all of it, or nothing with the line that stands against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import _checks, audit, calendars, centres, engagements, people, services
from pledgeline.organisation.core.notation import WEEKDAY_CODES, parse_day, parse_special
from pledgeline.organisation.models import User
from pledgeline.organisation.queries import registers as queries
from pledgeline.ui.sheets import Imported, Row


@transaction.atomic
def import_rows(*, name: str, rows: Iterable[Row], by: User | None) -> Imported:
    """Each row as the file says it; rows that are not in the file stay as they are. All or nothing.

    Raises Problem `register.cell_needed` or `register.row_twice`, or the one of the action that refuses, each with the
    line of the file.
    """
    key = queries.KEYS[name]
    before = {tuple(row[part] for part in key): row for row in queries.export_rows(name)}
    tally = {"created": 0, "updated": 0, "unchanged": 0}
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        try:
            place = tuple(_needed(row, part) for part in key)
            if place in seen:
                raise Problem("register.row_twice", field=key[0], value=str(row[key[0]]))
            seen.add(place)
            known = before.get(place)
            if known is not None and _same(known, row):
                tally["unchanged"] += 1
                continue
            _WRITERS[name](row, known is not None, by)
            tally["created" if known is None else "updated"] += 1
        except Problem as problem:
            raise problem.at(line=row.line) from None
    done = Imported(**tally)
    if done.created or done.updated:
        audit.record(room="organisation", action="register.imported", subject=("register", name), by=by, data=tally)
    return done


def _same(known: Mapping[str, Any], row: Row) -> bool:
    return all(
        sorted(row[part]) == value if part == "channels" else row[part] == value for part, value in known.items()
    )


def _needed(row: Row, field: str) -> Any:
    if row[field] is None:
        raise Problem("register.cell_needed", field=field)
    return row[field]


def _calendar(row: Row, known: bool, by: User | None) -> None:
    code = row["code"]
    special = _checks.known_calendar(code).hours().special if known else {}
    weekly = {day: parse_day(row[name] or "", field=name) for day, name in enumerate(WEEKDAY_CODES)}
    texts = {part: row[part] or "" for part in ("code", "name_en", "name_zh", "zone")}
    calendars.define(**texts, weekly=weekly, special=special, by=by)


def _special_day(row: Row, known: bool, by: User | None) -> None:
    kind = parse_special(row["opens"] or "", field="opens")
    calendars.set_special_day(code=row["calendar"], day=row["day"], kind=kind, by=by)


def _centre(row: Row, known: bool, by: User | None) -> None:
    centres.ensure(**{part: row[part] or "" for part in row}, by=by)


def _service(row: Row, known: bool, by: User | None) -> None:
    texts = {part: row[part] or "" for part in ("code", "name_en", "name_zh", "zone")}
    services.ensure(**texts, calendar=row["calendar"], by=by)


def _engagement(row: Row, known: bool, by: User | None) -> None:
    engagements.ensure(**dict(row), by=by)


def _person(row: Row, known: bool, by: User | None) -> None:
    username, role = row["username"], row["role"] or ""
    fields = {"name": row["name"] or "", "language": row["language"] or ""}
    if not known:
        people.invite(username=username, role=role, centre=row["centre"], **fields, by=by)
    else:
        people.describe(username=username, **fields, by=by)
        people.change_role(username=username, role=role, centre=row["centre"], by=by)
    verb = people.reactivate if _needed(row, "active") else people.deactivate
    verb(username=username, by=by)


_WRITERS: Mapping[str, Callable[[Row, bool, User | None], None]] = {
    "calendars": _calendar,
    "special_days": _special_day,
    "centres": _centre,
    "services": _service,
    "engagements": _engagement,
    "people": _person,
}
