"""Opening hours as people type them: read generously, written plainly, and read back without loss."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.core.calendar import Closed, Opening, OpensAt, OpensLike, SpecialDay
from pledgeline.organisation.core.notation import (
    day_text,
    parse_day,
    parse_special,
    parse_special_lines,
    special_lines,
    special_text,
)


def hours(*texts: str) -> tuple[Opening, ...]:
    return tuple(Opening(*(time.fromisoformat(part) for part in one.split("-"))) for one in texts)


@pytest.mark.parametrize(
    ("text", "openings"),
    [
        ("", ()),
        ("  ", ()),
        ("09:00-18:00", hours("09:00-18:00")),
        ("9:00 - 12:00, 13:00-18:00", hours("09:00-12:00", "13:00-18:00")),
        ("09:00－12:00；13:00～18:00", hours("09:00-12:00", "13:00-18:00")),
        ("９：００至１２：００、13:00—18:00", hours("09:00-12:00", "13:00-18:00")),
        ("00:00-24:00", hours("00:00-00:00")),
        ("22:00-06:00", hours("22:00-06:00")),
    ],
)
def test_hours_are_read_however_people_write_them(text: str, openings: tuple[Opening, ...]) -> None:
    assert parse_day(text, field="mon") == openings


@pytest.mark.parametrize("text", ["nine", "9-18", "09:00", "25:00-26:00", "09:60-10:00", "09:00-24:01", "closed", "-"])
def test_what_is_no_stretch_of_hours_is_refused_with_its_field(text: str) -> None:
    with pytest.raises(Problem) as refused:
        parse_day(text, field="mon")
    assert (refused.value.code, refused.value.field) == ("calendar.hours_text", "mon")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("closed", Closed()),
        (" 休息 ", Closed()),
        ("放假", Closed()),
        ("as fri", OpensLike(4)),
        ("As Sunday", OpensLike(6)),
        ("按周一", OpensLike(0)),
        ("按星期天", OpensLike(6)),
        ("同周三", OpensLike(2)),
        ("09:00-12:00", OpensAt(hours("09:00-12:00"))),
    ],
)
def test_a_special_day_is_closed_or_like_a_weekday_or_has_hours(text: str, kind: SpecialDay) -> None:
    assert parse_special(text, field="special") == kind


@pytest.mark.parametrize("text", ["", "as xyz", "按周八", "open", "closed 09:00-12:00", "09:00"])
def test_what_does_not_say_how_a_day_opens_is_refused(text: str) -> None:
    with pytest.raises(Problem, match=r"calendar\.special_text"):
        parse_special(text, field="special")


def test_the_lines_of_a_holiday_list() -> None:
    found = parse_special_lines(
        "2026-10-01 休息\n\n  2026-10-10\u3000按周五 \r\n2027-02-05 09:00-12:00\n", field="special"
    )
    assert found == {
        date(2026, 10, 1): Closed(),
        date(2026, 10, 10): OpensLike(4),
        date(2027, 2, 5): OpensAt(hours("09:00-12:00")),
    }
    assert special_lines(found) == "2026-10-01 closed\n2026-10-10 as fri\n2027-02-05 09:00-12:00"
    assert special_lines(found, chinese=True) == "2026-10-01 休息\n2026-10-10 按周五\n2027-02-05 09:00-12:00"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1 October closed", "calendar.special_line"),
        ("2026-02-30 closed", "calendar.special_line"),
        ("2026-10-01 closed\n2026-10-01 as fri", "calendar.day_twice"),
        ("2026-10-01", "calendar.special_text"),
    ],
)
def test_a_line_that_is_not_understood_is_named(text: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        parse_special_lines(text, field="special")
    assert (refused.value.code, refused.value.field) == (code, "special")


minutes = st.times().map(lambda one: one.replace(second=0, microsecond=0))
openings = st.lists(st.builds(Opening, minutes, minutes), min_size=1, max_size=3).map(tuple)
kinds: Any = st.one_of(st.just(Closed()), st.integers(0, 6).map(OpensLike), openings.map(OpensAt))


@given(openings)
def test_hours_come_back_as_they_were_written(those: tuple[Opening, ...]) -> None:
    assert parse_day(day_text(those), field="mon") == those


@given(st.dictionaries(st.dates(), kinds, max_size=5), st.booleans())
def test_special_days_come_back_in_either_language(special: dict[date, SpecialDay], chinese: bool) -> None:
    assert parse_special_lines(special_lines(special, chinese=chinese), field="special") == special


@given(kinds)
def test_the_plain_form_is_ascii(kind: SpecialDay) -> None:
    assert special_text(kind).isascii()
