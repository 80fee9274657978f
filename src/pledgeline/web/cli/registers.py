"""register list, export and import: lists that leave as a workbook or JSON and come back."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from pledgeline.kernel.problem import Problem
from pledgeline.web.cli import house
from pledgeline.web.cli.figures import chosen_format
from pledgeline.web.cli.screen import out


def list_all(*, as_json: bool) -> None:
    house.prepare()
    from pledgeline.web import registers

    found = registers.offered()
    if as_json:
        value = [
            {"name": name, "room": one.room, "columns": [asdict(column) for column in one.register.columns]}
            for name, one in found.items()
        ]
        sys.stdout.write(json.dumps({"registers": value}, ensure_ascii=False, indent=2) + "\n")
        return
    for name, one in found.items():
        out.print(name, ", ".join(one.register.headings))


def export(name: str, *, format_: str, to: Path) -> None:
    chosen_format(format_, "xlsx", "json")
    house.prepare()
    from pledgeline.ui import sheets
    from pledgeline.web import registers

    one = registers.find(name)
    rows = one.export_rows()
    data = sheets.as_xlsx(one.register, rows) if format_ == "xlsx" else sheets.as_json(one.register, rows).encode()
    try:
        to.write_bytes(data)
    except OSError as failed:
        raise Problem("register.unwritable", file=str(to)) from failed


def take_in(name: str, file: Path, *, as_json: bool) -> None:
    house.prepare()
    from django.utils.translation import gettext as _

    from pledgeline.ui import sheets
    from pledgeline.web import registers

    one = registers.find(name)
    try:
        data = file.read_bytes()
    except OSError as failed:
        raise Problem("register.unreadable", file=str(file)) from failed
    try:
        done = one.import_rows(sheets.read(one.register, data, file=file.name), by=None)
    except Problem as problem:
        raise problem.at(file=file.name) from None
    if as_json:
        sys.stdout.write(json.dumps({"register": name, **asdict(done)}) + "\n")
    else:
        out.print(_("%(created)s created, %(updated)s updated, %(unchanged)s unchanged.") % asdict(done))
