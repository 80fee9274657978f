"""Registers travel without loss, and what came back wrong says where and what to do."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pledgeline.kernel.problem import Problem
from pledgeline.ui import sheets, wording
from pledgeline.ui.sheets import Column, Register
from pledgeline.ui.sheets import register as limits

EVERYTHING = Register(
    "everything",
    (
        Column("code", "code"),
        Column("remark", "text"),
        Column("share", "number"),
        Column("count", "integer"),
        Column("day", "date"),
        Column("at", "datetime"),
        Column("open", "yes_no"),
        Column("channels", "codes"),
    ),
)
PAIR = Register("pair", (Column("code", "code"), Column("target", "number")))

SECOND_YEAR = datetime.fromisoformat("0002-01-01")
NAIVE = datetime.fromisoformat("2026-01-05T09:00:00")
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="￾￿"), max_size=40)
codes = st.from_regex(r"[A-Za-z0-9=+@-][A-Za-z0-9._/-]{0,20}", fullmatch=True)
rows = st.fixed_dictionaries(
    {
        "code": st.none() | codes,
        "remark": st.none()
        | texts
        | st.sampled_from(
            ["=1+1", "+1", "-1", "@x", "<r>x</r>", "_x0041_", " ", "\n", "007", "TRUE", "=cmd|' /C x'!A0"]
        ),
        "share": st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53),
        "count": st.none() | st.integers(-(10**15) + 1, 10**15 - 1),
        "day": st.none() | st.dates(),
        "at": st.none()
        | st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))]), min_value=SECOND_YEAR),
        "open": st.none() | st.booleans(),
        "channels": st.lists(codes, max_size=3),
    }
)


def kept(row: dict[str, Any]) -> dict[str, Any]:
    """A row as it comes back: an empty text is an empty cell."""
    return {**row, "remark": row["remark"] or None}


@given(st.lists(rows, max_size=6))
@settings(deadline=None)
def test_every_register_comes_back_as_it_went_as_a_workbook_and_as_json(wanted: list[dict[str, Any]]) -> None:
    full = [kept(row) for row in wanted if any(value not in (None, "", []) for value in row.values())]
    for data in (sheets.as_xlsx(EVERYTHING, wanted), sheets.as_json(EVERYTHING, wanted).encode()):
        found = sheets.read(EVERYTHING, data, file="everything")
        assert [dict(row) for row in found] == full
        # Equal is not enough: 1 == True == 1.0.
        for row, before in zip(found, full, strict=True):
            assert {name: type(value) for name, value in row.items() if name != "share"} == {
                name: type(value) for name, value in before.items() if name != "share"
            }
            assert isinstance(row["share"], float | None)


def test_the_same_rows_give_the_same_bytes() -> None:
    row = {"code": "a", "target": 0.8}
    assert sheets.as_xlsx(PAIR, [row]) == sheets.as_xlsx(PAIR, [row])


def test_a_row_knows_its_line_in_both_forms() -> None:
    wanted = [{"code": "a", "target": 1}, {"code": None, "target": None}, {"code": "b", "target": 2}]
    assert [row.line for row in sheets.read(PAIR, sheets.as_xlsx(PAIR, wanted), file="f")] == [2, 4]
    listing = sheets.as_json(PAIR, wanted)
    for row in sheets.read(PAIR, listing.encode(), file="f"):
        assert f'"code": "{row["code"]}"' in listing.splitlines()[row.line - 1]


def test_a_decimal_is_a_number_and_a_day_may_be_typed_as_text() -> None:
    found = sheets.read(PAIR, sheets.as_xlsx(PAIR, [{"code": "a", "target": Decimal("0.85")}]), file="f")
    assert found[0]["target"] == 0.85
    days = Register("days", (Column("day", "date"),))
    assert sheets.read(days, workbook([["day"], ["2026-01-05"]]), file="f")[0]["day"] == date(2026, 1, 5)


@pytest.mark.parametrize("word", [True, "TRUE", "yes", "是"])
def test_yes_is_understood_as_people_write_it(word: object) -> None:
    answers = Register("answers", (Column("open", "yes_no"),))
    assert sheets.read(answers, workbook([["open"], [word]]), file="f")[0]["open"] is True


def test_codes_may_be_parted_by_the_commas_of_both_writings() -> None:
    lists = Register("lists", (Column("channels", "codes"),))
    assert sheets.read(lists, workbook([["channels"], ["voice，chat、sms, app"]]), file="f")[0]["channels"] == [
        "voice", "chat", "sms", "app",
    ]  # fmt: skip


# --- nothing in an export can run ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("x")', "<r><f>1</f></r>"])
def test_a_text_that_begins_like_a_formula_stays_a_text_that_cannot_run(text: str) -> None:
    notes = Register("notes", (Column("note", "text"),))
    data = sheets.as_xlsx(notes, [{"note": text}])
    cell = openpyxl.load_workbook(io.BytesIO(data))["notes"]["A2"]
    assert (cell.data_type, cell.number_format, cell.value) == ("s", "@", text)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert b"<f" not in package.read("xl/worksheets/sheet1.xml")
    assert sheets.read(notes, data, file="f")[0]["note"] == text


# --- what comes back wrong ----------------------------------------------------------------------------------------


def workbook(cells: list[list[Any]], mend: Callable[[Any], None] = lambda sheet: None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "pair"
    for row in cells:
        sheet.append(row)
    mend(sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def packed(name: str, content: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr(name, content)
    return file.getvalue()


HEADER = ["code", "target"]
GOOD = [HEADER, ["a", 0.8]]
FAR = [HEADER, ["a", 0.8]]
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
OTHER_ZIP = packed("a.txt", "a").replace(b"xl/workbook.xml", b"xl/workbook.txt")
MAGIC_OF_OLD_AND_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600

REFUSED: list[tuple[str, bytes, str, int | None, str | None]] = [
    ("a formula", workbook([HEADER, ["a", "=1+1"]]), "sheet.formula", 2, "target"),
    ("text in a number cell", workbook([*GOOD, ["b", "80 %"]]), "sheet.not_a_number", 3, "target"),
    ("a number typed as text", workbook([HEADER, ["a", "0.8"]]), "sheet.not_a_number", 2, "target"),
    ("yes in a number cell", workbook([HEADER, ["a", True]]), "sheet.not_a_number", 2, "target"),
    ("a number where a code belongs", workbook([HEADER, [7, 0.8]]), "sheet.not_text", 2, "code"),
    ("a code with a space", workbook([HEADER, ["a b", 0.8]]), "sheet.not_a_code", 2, "code"),
    ("columns in another order", workbook([["target", "code"], [0.8, "a"]]), "sheet.column_moved", 1, "target"),
    ("an unknown column", workbook([[*HEADER, "colour"]]), "sheet.column_unknown", 1, "colour"),
    ("a missing column", workbook([["code"], ["a"]]), "sheet.column_missing", 1, "target"),
    ("a column twice", workbook([["code", "target", "code"]]), "sheet.column_twice", 1, "code"),
    ("a column without heading", workbook([["code", None, "target"]]), "sheet.column_unheaded", 1, "B"),
    ("a remark beside the table", workbook([HEADER, ["a", 1, "!"]]), "sheet.column_unheaded", 2, "C"),
    ("no heading at all", workbook([[None], [None, 1]]), "sheet.no_header", 1, None),
    ("a merged header", workbook(GOOD, lambda sheet: sheet.merge_cells("A1:B1")), "sheet.merged", 1, "A1:B1"),
    ("a cell far below", workbook(GOOD, lambda s: s.cell(1_000_000, 1, "x")), "sheet.too_many_rows", 1_000_000, None),
    ("a cell far to the right", workbook(GOOD, lambda s: s.cell(2, 16_000, "x")), "sheet.column_unheaded", 2, "WQJ"),
    ("a locked workbook", MAGIC_OF_OLD_AND_LOCKED, "sheet.damaged", None, None),
    ("half a workbook", workbook(GOOD)[:900], "sheet.damaged", None, None),
    ("another zip", OTHER_ZIP, "sheet.not_a_workbook", None, None),
    ("a bomb", packed("xl/worksheets/sheet1.xml", " " * 5_000_000), "sheet.bomb", None, None),
    ("entities that grow", packed("xl/worksheets/sheet1.xml", ENTITIES), "sheet.damaged", None, None),
    ("nothing", b"  \n", "sheet.empty", None, None),
    ("text in another encoding", "中".encode("gbk"), "sheet.not_utf8", None, None),
    ("a CSV", b"code,target\na,1\n", "sheet.damaged_json", 1, None),
    ("JSON that breaks off", b'{"rows": [\n {"code": "a",', "sheet.damaged_json", 2, None),
    ("JSON without rows", b'{"register": "pair"}', "sheet.no_rows", None, "rows"),
    ("JSON that goes on after its end", b'{"rows": []} []', "sheet.damaged_json", 1, None),
    ("another register", b'{"register": "people", "rows": []}', "sheet.other_register", None, "register"),
    ("JSON with an unknown part", b'{"rows": [], "extra": 1}', "sheet.column_unknown", None, "extra"),
    ("a row that is a list", b'{"rows": [\n[1]]}', "sheet.not_a_row", 2, None),
    ("a JSON number as text", b'{"rows": [\n{"code": "a", "target": "1"}]}', "sheet.not_a_number", 2, "target"),
    ("JSON with NaN", b'{"rows": [\n{"code": "a", "target": NaN}]}', "sheet.not_a_number", 2, None),
    ("a JSON column twice", b'{"rows": [\n{"code": "a", "code": "b"}]}', "sheet.column_twice", 2, "code"),
    ("a JSON column missing", b'{"rows": [\n{"code": "a"}]}', "sheet.column_missing", 2, "target"),
    ("a JSON column unknown", b'{"rows": [\n{"code": "a", "target": 1, "x": 1}]}', "sheet.column_unknown", 2, "x"),
    ("JSON nested without end", b'{"rows": ' + b"[" * 200_000, "sheet.damaged_json", 1, None),
]  # fmt: skip


@pytest.mark.parametrize(("data", "code", "line", "field"), [case[1:] for case in REFUSED], ids=[c[0] for c in REFUSED])
def test_what_is_not_the_register_is_refused_with_its_place(
    data: bytes, code: str, line: int | None, field: str | None
) -> None:
    with pytest.raises(Problem) as refused:
        sheets.read(PAIR, data, file="pair.xlsx")
    problem = refused.value
    assert (problem.code, problem.file, problem.line, problem.field) == (code, "pair.xlsx", line, field)
    assert "%(" not in wording.sentence(problem) != code


KINDS_REFUSED: list[tuple[Any, Any, str]] = [
    ("integer", 1.5, "sheet.not_whole"),
    ("integer", 1e15, "sheet.too_many_digits"),
    ("date", "5/1/2026", "sheet.not_a_day"),
    ("date", "2026-02-30", "sheet.not_a_day"),
    ("date", 45_000, "sheet.not_a_day"),
    ("datetime", NAIVE, "sheet.no_zone"),
    ("datetime", "2026-01-05T09:00:00", "sheet.no_zone"),
    ("datetime", "soon", "sheet.not_a_moment"),
    ("datetime", 3, "sheet.not_a_moment"),
    ("yes_no", "perhaps", "sheet.not_yes_or_no"),
    ("yes_no", 2, "sheet.not_yes_or_no"),
    ("codes", 3, "sheet.not_text"),
]


@pytest.mark.parametrize(("kind", "cell", "code"), KINDS_REFUSED)
def test_a_cell_of_another_kind_is_refused_and_never_guessed(kind: Any, cell: object, code: str) -> None:
    with pytest.raises(Problem) as refused:
        sheets.read(Register("pair", (Column("x", kind),)), workbook([["x"], [cell]]), file="f.xlsx")
    assert (refused.value.code, refused.value.line, refused.value.field) == (code, 2, "x")


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("text", "x" * 32_768, "sheet.text_too_long"),
        ("text", "😀" * 16_384, "sheet.text_too_long"),
        ("text", "\ud800", "sheet.not_a_character"),
        ("number", float("nan"), "sheet.not_a_number"),
        ("number", 10**400, "sheet.not_a_number"),
        ("integer", 10**15, "sheet.too_many_digits"),
        ("datetime", NAIVE, "sheet.no_zone"),
        ("codes", ["a b"], "sheet.not_a_code"),
        ("codes", [""], "sheet.not_a_code"),
    ],
)
def test_what_a_file_could_not_carry_is_refused_before_it_is_written(kind: Any, value: object, code: str) -> None:
    register = Register("one", (Column("x", kind),))
    for write in (sheets.as_xlsx, sheets.as_json):
        with pytest.raises(Problem) as refused:
            write(register, [{"x": value}])
        assert (refused.value.code, refused.value.line, refused.value.field) == (code, 2, "x")


def test_what_is_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pledgeline.ui.sheets.sheet.MAX_BYTES", 1024**2)
    with pytest.raises(Problem) as refused:
        sheets.read(PAIR, b"PK" + b"\0" * 1024**2, file="f.xlsx")
    assert refused.value.code == "sheet.too_large"


def test_too_many_rows_are_refused_going_out_and_coming_in(monkeypatch: pytest.MonkeyPatch) -> None:
    three = [{"code": "a", "target": 1}] * 3
    listing, book = sheets.as_json(PAIR, three), sheets.as_xlsx(PAIR, three)
    for module in ("sheet", "listing", "workbook"):
        monkeypatch.setattr(f"pledgeline.ui.sheets.{module}.MAX_ROWS", 2)
    for data in (listing.encode(), book):
        with pytest.raises(Problem, match=r"sheet\.too_many_rows"):
            sheets.read(PAIR, data, file="f")
    with pytest.raises(Problem, match=r"sheet\.too_many_rows"):
        sheets.as_json(PAIR, three)


def test_a_second_sheet_is_left_alone_and_a_lost_name_is_asked_for() -> None:
    def second(sheet: Any) -> None:
        sheet.parent.create_sheet("notes").append(["mine"])

    assert sheets.read(PAIR, workbook(GOOD, second), file="f")[0]["code"] == "a"
    with pytest.raises(Problem, match=r"sheet\.no_such_sheet"):
        sheets.read(Register("other", PAIR.columns), workbook(GOOD, second), file="f")


def test_a_register_is_refused_where_two_columns_share_a_name_or_the_kind_is_unknown() -> None:
    with pytest.raises(ValueError, match="names of their own"):
        Register("twice", (Column("a", "text"), Column("a", "text")))
    with pytest.raises(ValueError, match="no kind"):
        Column("a", "colour")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="wrong"):
        sheets.as_json(PAIR, [{"code": "a"}])


def test_every_code_that_is_raised_has_a_sentence() -> None:
    folder = Path(limits.__file__).parent
    raised = {code for file in folder.glob("*.py") for code in re.findall(r'"(sheet\.\w+)"', file.read_text("utf-8"))}
    assert raised == {code for code in wording.PROBLEMS if code.startswith("sheet.")}
    assert json.dumps(sorted(raised)).count("sheet.") > 20
