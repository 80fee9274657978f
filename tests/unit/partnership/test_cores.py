from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pledgeline.kernel.problem import Problem
from pledgeline.partnership.core import notation
from pledgeline.partnership.core.improvement import Measure, measurable, overdue, step_after
from pledgeline.partnership.core.pooling import Pooled
from pledgeline.partnership.core.remark import media_type, plain_name
from pledgeline.partnership.core.terms import Agreed, Exclusion, Rule, Volume
from tests.partnerships import AGREED

CODES = st.from_regex(r"\A[a-z][a-z0-9-]{0,12}\Z")
AMOUNTS = st.decimals(-99_999, 99_999, places=2)
WORDS = st.text("abc 中文,.", min_size=1, max_size=20).map(lambda text: f"x{text.strip()}")


@st.composite
def rules(draw: Any) -> Rule:
    floors = sorted(draw(st.sets(st.decimals(0, 1, places=3), min_size=1, max_size=4)))
    return Rule(
        code=draw(CODES),
        contract=draw(CODES),
        number=draw(st.integers(1, 99)),
        figure=draw(CODES),
        bands=tuple({"at_least": floor, "amount": draw(AMOUNTS)} for floor in floors),
        below=draw(AMOUNTS),
        exclusions=tuple(draw(st.lists(CODES, max_size=3))),
    )


@given(st.lists(rules(), max_size=4))
def test_rules_written_as_lines_read_back_the_same(written: list[Rule]) -> None:
    assert [Rule.model_validate(one) for one in notation.read_rules(notation.rule_lines(written))] == written


@given(st.lists(st.builds(Exclusion, code=CODES, days_before=st.integers(-31, 365),
                          title=st.fixed_dictionaries({"en": WORDS, "zh": WORDS})), max_size=4))  # fmt: skip
def test_exclusions_written_as_lines_read_back_the_same(written: list[Exclusion]) -> None:
    found = notation.read_exclusions(notation.exclusion_lines(written))
    assert [Exclusion.model_validate(one) for one in found] == written


@given(st.lists(st.builds(Volume, service=CODES, channel=CODES, contacts_a_month=st.integers(1, 10**7),
                          tolerance=st.floats(0, 1)), max_size=4))  # fmt: skip
def test_volumes_written_as_lines_read_back_the_same(written: list[Volume]) -> None:
    found = notation.read_volumes(notation.volume_lines(written))
    assert [Volume.model_validate(one) for one in found] == written


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a | b", "terms.line_parts", 1),
        ("\na|b|1|lower|0.8|0|", "terms.line_bands", 2),
        ("a|b|1|lower|0.8: 1|0||extra", "terms.line_parts", 1),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, code: str, line: int) -> None:
    with pytest.raises(Problem) as problem:
        notation.read_rules(text)
    assert (problem.value.code, problem.value.line, problem.value.field) == (code, line, "rules")


RULE = AGREED["rules"][0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rules": [RULE, RULE]}, "rule named twice"),
        ({"rules": [{**RULE, "exclusions": ["bad-luck"]}]}, "exclusion not declared"),
        ({"rules": [{**RULE, "bands": [{"at_least": "0.9", "amount": 1}, {"at_least": "0.8", "amount": 0}]}]}, "rise"),
        ({"rules": [{**RULE, "bands": [{"at_least": "80", "amount": 1}]}]}, "less than or equal to 1"),
        ({"malus_cap": "-1"}, "greater than or equal to 0"),
        ({"bonus_cap": "0.005"}, "decimal"),
        ({"volumes": [{"service": "loans", "channel": "voice", "contacts_a_month": 1, "tolerance": 0}]}, "not agreed"),
        ({"services": []}, "at least 1"),
        ({"price": 1}, "Extra inputs"),
    ],
)
def test_terms_that_do_not_hold_together_are_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Agreed.model_validate({**AGREED, **change})


def test_a_share_that_ought_to_fall_is_judged_by_what_is_left_of_it() -> None:
    falling = Measure("abandonment_rate", "1.0", "abandonment_rate", "at_most", 0.05, 30)
    reading = falling.reading(Pooled(4, 100), version="1.0")
    assert (reading.good, reading.n, falling.rising_target) == (96, 100, 0.95)
    assert measurable("service_level", "service_level")
    assert not measurable("handle_time", "handle_s_mean")


def test_where_a_check_leaves_an_action_and_when_it_is_late() -> None:
    from datetime import date

    from pledgeline.partnership.core.effect import Effect

    assert [step_after(one).value for one in Effect] == ["effective", "not_effective", "done"]
    due = date(2026, 11, 10)
    assert not overdue(due, None, today=due)
    assert overdue(due, date(2026, 11, 11), today=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("report.pdf", b"%PDF-1.7 ...", "application/pdf"),
        ("Report.PNG", b"\x89PNG\r\n\x1a\n....", "image/png"),
        ("列表.csv", "时间,原因".encode("gb18030"), "text/csv"),
        ("page.pdf", b"<html><script>", None),
        ("page.html", b"<html>", None),
        ("macro.xlsm", b"PK\x03\x04", None),
        ("notes.txt", b"MZ\x00\x00", None),
        ("pdf", b"%PDF-", None),
    ],
)
def test_a_file_is_taken_only_where_its_bytes_agree_with_its_ending(name: str, data: bytes, kind: str | None) -> None:
    assert media_type(name, data) == kind


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\temp\\a.pdf", "a.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_file_name_keeps_no_folder_and_no_line_break(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_amounts_stay_exact() -> None:
    agreed = Agreed.model_validate(AGREED)
    assert agreed.model_dump(mode="json")["rules"][0]["bands"][1]["amount"] == "12000.10"
    settled = agreed.rules[0].settled_by(metric="human_or_callback_within", version="1.0", minimum_n=30)
    assert settled.bands[1].amount == Decimal("12000.10")
