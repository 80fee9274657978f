"""What customers expect travels as workbook and JSON and comes back the same; decisions stay their people's word."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pledgeline.kernel.problem import Problem
from pledgeline.needs.actions import conflicts, expectations, segments
from pledgeline.needs.actions.registers import import_rows
from pledgeline.needs.core.expectation import SegmentKind
from pledgeline.needs.models import ConflictDecision, ExpectationVersion, Segment, Source
from pledgeline.needs.queries import registers as queries
from pledgeline.organisation.models import AuditEntry
from pledgeline.ui import sheets
from pledgeline.web import registers as house
from tests.needs_recorded import AT, register

pytestmark = pytest.mark.django_db


def travelled(name: str, rows: list[dict[str, Any]], form: str) -> list[Any]:
    one = queries.registers()[name]
    data = sheets.as_xlsx(one, rows) if form == "xlsx" else sheets.as_json(one, rows).encode()
    return sheets.read(one, data, file=f"{name}.{form}")


@pytest.fixture
def recorded(cast: Any) -> None:
    register("lost-card", "cards", channels=["voice", "chat"])
    register("safe-card", "cards", need_en='=HYPERLINK("x")', sourced=False)
    expectations.revise(code="lost-card", effective_from=date(2026, 7, 1), by=cast.alice, adequate_en="Within 30 s.")
    why = {"because_en": "Too dear", "because_zh": "成本过高", "by": cast.alice, "at": AT}
    expectations.refuse(code="safe-card", **why)
    segments.rule_out(kind=SegmentKind.SPONSOR, **why)
    conflicts.mark(first="lost-card", second="safe-card", what_en="A", what_zh="甲", by=cast.mia, at=AT)
    how = {"how_en": "B", "how_zh": "乙", "prefers": "lost-card", "until": date(2030, 1, 1)}
    conflicts.decide(number=1, **how, by=cast.alice, at=AT)


@pytest.mark.parametrize("form", ["xlsx", "json"])
@pytest.mark.parametrize("name", list(queries.registers()))
def test_every_register_comes_back_as_it_left_and_changes_nothing(recorded: None, name: str, form: str) -> None:
    rows = queries.export_rows(name)
    assert rows
    entries = AuditEntry.objects.count()
    done = import_rows(name=name, rows=travelled(name, rows, form), by=None)
    assert (done.created, done.updated, done.unchanged) == (0, 0, len(rows))
    assert queries.export_rows(name) == rows
    assert AuditEntry.objects.count() == entries


def test_an_empty_house_takes_all_of_it_in_and_hands_out_the_same(recorded: None, cast: Any) -> None:
    """Rows of the registers without decisions in a file of another house; new codes stand for the empty one."""
    names = ("segments", "expectations", "expectation_sources", "expectation_conflicts")
    kept = {name: queries.export_rows(name) for name in names}

    def elsewhere(row: dict[str, Any]) -> dict[str, Any]:
        codes = ("code", "segment", "expectation", "first", "second")
        return {key: f"other-{value}" if key in codes else value for key, value in row.items()}

    for name in names:
        rows = [elsewhere(row) for row in kept[name]]
        assert import_rows(name=name, rows=travelled(name, rows, "json"), by=None).created == len(rows)
        assert [row for row in queries.export_rows(name) if row not in kept[name]] == rows
    assert house.find("expectations").room == "needs"


def test_a_version_in_force_is_not_edited_by_a_file_and_nothing_of_it_is_taken_in(recorded: None) -> None:
    rows = queries.export_rows("expectations")
    changed = [{**row, "owner": "Somebody else"} if row["number"] == 2 else row for row in rows]
    new = {**rows[0], "code": "brand-new"}
    with pytest.raises(Problem) as problem:
        import_rows(name="expectations", rows=travelled("expectations", [new, *changed], "xlsx"), by=None)
    assert (problem.value.code, problem.value.line) == ("expectation.version_is_fixed", 4)
    assert not ExpectationVersion.objects.filter(expectation__code="brand-new").exists()


def test_the_next_number_revises_and_another_is_out_of_turn(recorded: None) -> None:
    (_, second, *_) = queries.export_rows("expectations")
    third = {**second, "number": 3, "effective_from": date(2026, 9, 1), "adequate_en": "Within 20 s."}
    assert import_rows(name="expectations", rows=travelled("expectations", [third], "json"), by=None).created == 1
    assert ExpectationVersion.objects.get(expectation__code="lost-card", number=3).adequate_en == "Within 20 s."
    with pytest.raises(Problem, match="number_out_of_turn"):
        import_rows(name="expectations", rows=travelled("expectations", [{**third, "number": 7}], "json"), by=None)


def test_a_new_decision_is_decided_by_whoever_hands_it_in(recorded: None, cast: Any) -> None:
    (row,) = queries.export_rows("conflict_decisions")
    later = [{**row, "until": date(2031, 1, 1)}]
    with pytest.raises(Problem, match="person_missing"):
        import_rows(name="conflict_decisions", rows=travelled("conflict_decisions", later, "xlsx"), by=None)
    import_rows(name="conflict_decisions", rows=travelled("conflict_decisions", later, "xlsx"), by=cast.mia)
    assert [one.decided_by.username for one in ConflictDecision.objects.order_by("pk")] == ["alice", "mia"]


@pytest.mark.parametrize(
    ("name", "changes", "code"),
    [
        ("segments", {"kinds": ["alien"]}, "needs.word_unknown"),
        ("segments", {"code": "new", "kinds": []}, "segment.kind_missing"),
        ("expectation_sources", {"n": 7}, "source.is_fixed"),
        ("expectation_sources", {"kind": "rumour"}, "needs.word_unknown"),
        ("expectation_conflicts", {"what_en": "Something else"}, "conflict.known"),
        ("conflict_decisions", {"first": "nobody"}, "conflict.not_between"),
    ],
)
def test_what_cannot_stand_is_refused_with_its_line(recorded: None, name: str, changes: dict, code: str) -> None:
    rows = [{**queries.export_rows(name)[0], **changes}]
    before = (Segment.objects.count(), Source.objects.count())
    with pytest.raises(Problem) as problem:
        import_rows(name=name, rows=travelled(name, rows, "xlsx"), by=None)
    assert (problem.value.code, problem.value.line) == (code, 2)
    assert (Segment.objects.count(), Source.objects.count()) == before
