"""Registers of the organisation leave and come back: no change without a difference, all or nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import calendars
from pledgeline.organisation.actions.registers import import_rows
from pledgeline.organisation.core.calendar import Closed
from pledgeline.organisation.models import AuditEntry, User
from pledgeline.organisation.queries import registers as queries
from pledgeline.ui import sheets
from pledgeline.ui.sheets import Imported

pytestmark = pytest.mark.django_db


def read(name: str, rows: list[dict[str, Any]]) -> list[sheets.Row]:
    register = queries.registers()[name]
    return sheets.read(register, sheets.as_xlsx(register, rows), file=f"{name}.xlsx")


@pytest.fixture(autouse=True)
def holiday(cast: Any) -> None:
    calendars.set_special_day(code="office", day=date(2030, 10, 1), kind=Closed(), by=cast.adam)


@pytest.mark.parametrize("name", queries.REGISTERS)
def test_what_was_exported_comes_back_and_changes_nothing(cast: Any, name: str) -> None:
    rows = queries.export_rows(name)
    before = AuditEntry.objects.count()
    assert import_rows(name=name, rows=read(name, rows), by=cast.adam) == Imported(unchanged=len(rows))
    assert AuditEntry.objects.count() == before
    assert rows


CHANGES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("calendars", {"wed": None, "sat": "10:00-12:00, 14:00-24:00"}, {"code": "night", "mon": "22:00-06:00"}),
    ("special_days", {"opens": "as wed"}, {"day": date(2030, 10, 2), "opens": "09:00-12:00"}),
    ("centres", {"name_zh": "华北中心"}, {"code": "east", "kind": "outsourced"}),
    ("services", {"name_en": "Credit cards"}, {"code": "deposits", "calendar": "office"}),
    ("engagements", {"channels": ["chat", "voice"]}, {"centre": "south", "service": "loans"}),
    ("people", {"name": "Adam A.", "language": "en"}, {"username": "zoe", "role": "auditor", "centre": None}),
]


@pytest.mark.parametrize(("name", "changed", "added"), CHANGES)
def test_a_changed_row_and_a_new_one_are_taken_in(
    cast: Any, name: str, changed: dict[str, Any], added: dict[str, Any]
) -> None:
    rows = queries.export_rows(name)
    rows[0] |= changed
    rows.append(rows[0] | added)
    done = import_rows(name=name, rows=read(name, rows), by=cast.adam)
    assert (done.created, done.unchanged + done.updated) == (1, len(rows) - 1)
    key = queries.KEYS[name]
    after = {tuple(row[part] for part in key): row for row in queries.export_rows(name)}
    assert [after[tuple(row[part] for part in key)] for row in rows] == rows


def test_a_bad_row_keeps_everything_out_and_says_its_line(cast: Any) -> None:
    rows = queries.export_rows("people")
    new = {"username": "zoe", "name": "Zoe", "role": "auditor", "centre": None, "language": None, "active": True}
    rows += [new, new | {"username": "yan", "role": "king"}]
    with pytest.raises(Problem) as refused:
        import_rows(name="people", rows=read("people", rows), by=cast.adam)
    assert (refused.value.code, refused.value.line, refused.value.field) == ("word.unknown", len(rows) + 1, "role")
    assert not User.objects.filter(username="zoe").exists()


def test_a_row_twice_and_an_empty_key_are_refused(cast: Any) -> None:
    rows = queries.export_rows("centres")
    with pytest.raises(Problem, match=r"register\.row_twice"):
        import_rows(name="centres", rows=read("centres", [*rows, rows[0]]), by=None)
    with pytest.raises(Problem, match=r"register\.cell_needed"):
        import_rows(name="centres", rows=read("centres", [rows[0] | {"code": None}]), by=None)


def test_new_people_have_no_password_and_no_register_tells_one(cast: Any) -> None:
    new = {"username": "zoe", "name": "Zoe", "role": "auditor", "centre": None, "language": None, "active": True}
    import_rows(name="people", rows=read("people", [new]), by=cast.adam)
    assert not User.objects.get(username="zoe").has_usable_password()
    assert "password" not in queries.registers()["people"].headings


def test_a_week_that_is_handed_in_leaves_the_holidays_alone(cast: Any) -> None:
    (row,) = queries.export_rows("calendars")
    import_rows(name="calendars", rows=read("calendars", [row | {"fri": None}]), by=cast.adam)
    assert queries.export_rows("special_days") == [
        {"calendar": "office", "day": date(2030, 10, 1), "opens": "closed"},
    ]


def test_hours_that_are_none_are_refused_with_line_and_column(cast: Any) -> None:
    (row,) = queries.export_rows("calendars")
    with pytest.raises(Problem) as refused:
        import_rows(name="calendars", rows=read("calendars", [row | {"fri": "nine to five"}]), by=cast.adam)
    assert (refused.value.code, refused.value.line, refused.value.field) == ("calendar.hours_text", 2, "fri")
    rows = read("special_days", [{"calendar": "none", "day": date(2030, 1, 1), "opens": "closed"}])
    with pytest.raises(Problem, match=r"calendar\.unknown"):
        import_rows(name="special_days", rows=rows, by=cast.adam)
