"""The words that a register says may stand in a column are the words that do."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from pledgeline.ui import sheets
from tests.web import who_may_ask_what as who

pytestmark = pytest.mark.django_db


def test_what_stands_in_a_column_with_words_is_one_of_them(cast: Any, delivered: Any) -> None:
    from pledgeline.organisation.actions import people
    from pledgeline.web import registers

    for username, (name, role, centre) in who.MORE.items():
        people.ensure(username=username, name=name, role=role, centre=centre, password="x" * 20, by=None)
    who.examples()
    seen = set()
    for name, one in registers.offered().items():
        rows = one.export_rows()
        for column in one.register.columns:
            if not column.words:
                continue
            held = [row[column.name] for row in rows if row[column.name]]
            said = {word for value in held for word in (value if isinstance(value, list) else [value])}
            assert said <= set(column.words), f"{name}.{column.name}"
            seen |= {(name, column.name)} if said else set()
    # Else nothing would have been compared.
    assert len(seen) > 15


def test_a_spreadsheet_offers_the_words_and_the_page_tells_them(as_: Any) -> None:
    from pledgeline.web import registers

    one = registers.find("centres")
    book = ZipFile(BytesIO(sheets.as_xlsx(one.register, [])))
    assert b"in_house,outsourced" in book.read("xl/worksheets/sheet1.xml")
    page = as_("alice").get("/registers/centres/").content.decode()
    assert "<code>in_house</code>" in page
    assert "<code>outsourced</code>" in page
