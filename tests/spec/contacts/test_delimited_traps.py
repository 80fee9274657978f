"""The traps of exports as text and sheets: encodings, marks, clocks, and rows that do not fit."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from pledgeline.kernel.problem import Problem
from tests.unit.contacts.connectors.staging import stage

PROFILE = """
name: test
version: 1
connector: delimited
title: {en: t, zh: t}
summary: {en: s, zh: s}
zone: Europe/Berlin
file: {encodings: [utf-8, gb18030]}
key: [id]
outcome: {column: end, map: {answered: answered, left: abandoned_queue}}
instants:
  came: {column: came}
  queued: {column: queued, after: came}
  human: {column: human, after: [came, queued]}
times: {arrived_at: came, queue_in_at: queued, answered_at: human, released_at: human}
people: {customer: who}
"""
HEADER = "id,came,queued,human,end,who\n"


def row(name: str, came: str = "2026-01-05 09:00:00", human: str = "", end: str = "left", who: str = "") -> str:
    return f"{name},{came},{came},{human},{end},{who}\n"


def test_a_mark_windows_newlines_and_blank_lines_change_nothing_but_line_numbers() -> None:
    text = HEADER + row("a") + "\n" + row("b")
    out = stage(PROFILE, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert {name: contact["source_line"] for name, contact in out.contacts.items()} == {"a": 2, "b": 4}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
def test_chinese_text_is_read_in_its_encoding(encoding: str) -> None:
    profile = PROFILE.replace("left: abandoned_queue", "排队放弃: abandoned_queue")
    out = stage(profile, (HEADER + row("甲", end="排队放弃")).encode(encoding))
    assert out.contacts["甲"]["outcome_native"] == "排队放弃"


def test_a_line_in_another_encoding_is_rejected_alone() -> None:
    good = "".join(row(f"客{number}") for number in range(40))
    out = stage(PROFILE, (HEADER + good).encode() + "坏,\n".encode("gb18030") + row("z").encode())
    assert out.rejects == [(42, "encoding")]
    assert len(out.contacts) == 41


def test_rows_that_do_not_fit_are_rejected_with_their_line() -> None:
    out = stage(PROFILE, HEADER + row("a") + "b,1\n" + row("c").strip() + ",more\n" + row("d") + 'e,"open,,,,\n')
    assert [(line, reason) for line, reason in out.rejects] == [
        (3, "row.columns_missing"), (4, "row.columns_extra"), (6, "row.quote"),
    ]  # fmt: skip
    assert {name: contact["source_line"] for name, contact in out.contacts.items()} == {"a": 2, "d": 5}


def test_a_million_characters_in_a_line_reject_that_line() -> None:
    out = stage(PROFILE, HEADER + row("a") + "b" * 1_000_000 + ",,,,,\n" + row("c"))
    assert out.rejects == [(3, "line.too_long")]
    assert out.contacts["c"]["source_line"] == 4


def test_a_quoted_line_break_keeps_the_lines_of_later_rows() -> None:
    out = stage(PROFILE, HEADER + row("a", who='"x\ny"') + row("b") + "c,1\n")
    assert out.contacts["b"]["source_line"] == 4
    assert out.rejects == [(5, "row.columns_missing")]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (row("a", came="5.1.2026"), "time.unreadable"),
        (row("a", came=""), "time.missing"),
        (row("a", came="1926-01-05 09:00:00"), "time.implausible"),
        (row("a", end="vanished"), "outcome.unmapped"),
        (row(""), "key.missing"),
        (row("a\0b"), "text.nul"),
    ],
)
def test_a_value_that_cannot_be_meant_rejects_its_row(bad: str, reason: str) -> None:
    assert stage(PROFILE, HEADER + bad).rejects == [(2, reason)]


def test_a_missing_column_is_named_with_the_columns_there_are() -> None:
    with pytest.raises(Problem) as caught:
        stage(PROFILE, "id,came\n1,2\n")
    assert caught.value.code == "columns.missing"
    assert caught.value.params == {"missing": "end, who, queued, human", "found": "id, came"}


def test_autumns_repeated_hour_takes_the_earlier_offset_and_is_flagged() -> None:
    contact = stage(PROFILE, HEADER + row("a", came="2025-10-26 02:30:00")).contacts["a"]
    assert contact["arrived_at"] == "2025-10-26 00:30:00+00"
    assert contact["quality_flags"] == ["ambiguous_local_time"]


def test_order_tells_the_two_hours_of_autumn_apart() -> None:
    came, human = "2025-10-26 02:50:00", "2025-10-26 02:10:00"
    contact = stage(PROFILE, HEADER + row("a", came=came, human=human, end="answered")).contacts["a"]
    assert contact["arrived_at"] == "2025-10-26 00:50:00+00"
    assert contact["answered_at"] == "2025-10-26 01:10:00+00"


def test_springs_missing_hour_is_shifted_forward() -> None:
    contact = stage(PROFILE, HEADER + row("a", came="2026-03-29 02:30:00")).contacts["a"]
    assert contact["arrived_at"] == "2026-03-29 01:30:00+00"
    assert contact["quality_flags"] == ["ambiguous_local_time"]


CLOCKS = PROFILE.replace(
    "  came: {column: came}\n", "  came: {column: came, format: 'H:mm:ss', day: {column: day, format: yyMMdd}}\n"
)
for _clock in ("human", "queued"):
    CLOCKS = CLOCKS.replace(
        f"{{column: {_clock},", f"{{column: {_clock}, format: 'H:mm:ss', day: {{column: day, format: yyMMdd}},"
    )


def test_a_clock_that_steps_back_half_a_day_is_past_midnight() -> None:
    contact = stage(
        CLOCKS, "id,day,came,queued,human,end,who\na,260105,23:59:50,23:59:55,0:00:20,answered,\n"
    ).contacts["a"]
    assert contact["answered_at"] == "2026-01-05 23:00:20+00"
    assert contact["quality_flags"] == ["past_midnight"]


def test_a_clock_that_steps_back_a_second_is_kept_and_flagged() -> None:
    contact = stage(CLOCKS, "id,day,came,queued,human,end,who\na,260105,9:00:10,9:00:20,9:00:19,answered,\n").contacts[
        "a"
    ]
    assert contact["quality_flags"] == ["negative_duration", "clock_stepped_back"]


def test_times_without_an_offset_need_a_zone() -> None:
    with pytest.raises(Problem) as caught:
        stage(PROFILE.replace("zone: Europe/Berlin\n", ""), HEADER)
    assert caught.value.code == "definition.invalid"


@pytest.mark.parametrize(
    ("text", "mark", "seconds"), [("1.234,5", ",", 1234.5), ("1,234.5", ".", 1234.5), ("50 %", ".", 0.5), ("7", ",", 7)]
)
def test_numbers_are_read_in_local_notation(text: str, mark: str, seconds: float) -> None:
    profile = (
        PROFILE.replace("file: {", f"file: {{delimiter: ';', decimal_mark: '{mark}', ")
        + "durations: {talk_s: {column: who}}\n"
    )
    profile = profile.replace("people: {customer: who}\n", "")
    text = (HEADER + row("a", who="VALUE")).replace(",", ";").replace("VALUE", text)
    assert stage(profile, text).contacts["a"]["talk_s"] == seconds


def test_a_service_the_organisation_does_not_have_is_refused() -> None:
    profile = PROFILE.replace("people: {customer: who}", "service: {column: who}")
    out = stage(profile, HEADER + row("a", who="card") + row("b", who="cars"), services=frozenset({"card"}))
    assert list(out.contacts) == ["a"]
    assert out.rejects == [(3, "service.unknown")]


def test_a_person_cannot_be_kept_as_an_attribute() -> None:
    with pytest.raises(Problem) as caught:
        stage(PROFILE + "keep: [who]\n", HEADER)
    assert caught.value.code == "definition.invalid"


def test_names_in_a_profile_are_never_sql() -> None:
    name = "x\"; DROP TABLE t; --'"
    quoted = name.replace('"', '""')
    profile = PROFILE.replace("key: [id]", f"key: ['{name.replace(chr(39), chr(39) * 2)}']")
    out = stage(profile, HEADER.replace("id,", f'"{quoted}",') + row("it's"))
    assert list(out.contacts) == ["it's"]


def test_a_sheet_with_a_merged_title_is_read_like_text() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Report of January"])
    sheet.merge_cells("A1:F1")
    sheet.append(HEADER.strip().split(","))
    sheet.append(["a", "2026-01-05 09:00:00", "2026-01-05 09:00:00", None, "left", 13900001111])
    sheet.append(["b", "2026-01-05 09:00:00", "2026-01-05 09:00:00", None, "gone", None])
    packed = io.BytesIO()
    book.save(packed)
    out = stage(PROFILE.replace("file: {", "file: {skip_rows: 1, "), packed.getvalue(), name="x.xlsx")
    assert out.contacts["a"]["source_line"] == 3
    assert out.rejects == [(4, "outcome.unmapped")]


def test_a_sheet_that_unpacks_without_bounds_is_not_opened() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"0" * 50_000_000)
    with pytest.raises(Problem, match=r"file\.bomb"):
        stage(PROFILE, packed.getvalue())


def test_an_offer_nobody_logged_stays_unknown() -> None:
    assert stage(PROFILE, HEADER + row("a")).contacts["a"]["callback_offer"] == "unknown"
