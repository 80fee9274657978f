"""Ideas, thanks and ratings leave and come back without loss; a pulse leaves as it may be shown, and stays out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.models import Notification
from pledgeline.partnership.actions import ideas, mirror, pulse, recognition
from pledgeline.partnership.actions.registers import import_rows
from pledgeline.partnership.core.quarter import Quarter
from pledgeline.partnership.models import Idea, MirrorRating, Recognition
from pledgeline.partnership.queries import registers as queries
from pledgeline.ui import sheets
from pledgeline.ui.sheets import Imported
from tests.conftest import _guards_lifted

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 9, 20, 2, tzinfo=UTC)
NAMES = ("ideas", "recognitions", "client_ratings", "pulse_results")


@pytest.fixture
def recorded(cast: Any) -> None:
    first = ideas.send(centre="north", side="client", text="=Say the limits\nfirst", signed="小王", by=None, at=THEN)
    ideas.send(centre="south", side="centre", text="More light", by=cast.carol, reply_days=5, at=THEN)
    ideas.answer(
        number=first.number, outcome="not_adopted", answer_en="No.", answer_zh="不采纳。", by=cast.alice, at=THEN
    )
    recognition.thank(centre="north", side="client", thanked="夜班", text="For Friday", by=cast.mia, at=THEN)
    recognition.thank(centre="south", side="centre", thanked="Mia", text="For Monday", by=None, at=THEN)
    mirror.rate(
        centre="north",
        quarter=Quarter(2026, 3),
        scores={"reply": (2, "Late"), "forecast": (5, "")},
        by=cast.bob,
        at=THEN,
    )
    made = pulse.open_round(
        code="north-q3", centre="north", opens_on=date(2026, 9, 1), closes_on=date(2026, 9, 30), by=None, at=THEN
    )
    for team, n in (("early", 5), ("late", 6), ("night", 2)):
        for token in pulse.issue_links(code="north-q3", n=n, team=team, by=None, at=THEN).tokens:
            pulse.answer(token=token, answers={one["code"]: 4 for one in made.questions}, at=THEN)


def read(name: str, rows: list[dict[str, Any]]) -> list[sheets.Row]:
    register = queries.registers()[name]
    return sheets.read(register, sheets.as_xlsx(register, rows), file=f"{name}.xlsx")


@pytest.mark.parametrize("name", NAMES)
def test_what_was_exported_comes_back_and_changes_nothing(recorded: None, name: str) -> None:
    rows = queries.export_rows(name)
    assert rows
    assert import_rows(name=name, rows=read(name, rows), by=None) == Imported(unchanged=len(rows))
    assert queries.export_rows(name) == rows


@pytest.mark.parametrize(
    ("name", "model"), [("ideas", Idea), ("recognitions", Recognition), ("client_ratings", MirrorRating)]
)
def test_an_empty_house_takes_them_in_as_they_were(recorded: None, name: str, model: Any) -> None:
    rows = queries.export_rows(name)
    with _guards_lifted(connection):
        model.objects.all()._raw_delete("default")
    assert import_rows(name=name, rows=read(name, rows), by=None) == Imported(created=len(rows))
    assert queries.export_rows(name) == rows


@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        ("ideas", {"text": "Another"}, "partnership.record_is_fixed"),
        ("ideas", {"answer_en": "Yes."}, "partnership.record_is_fixed"),
        ("ideas", {"number": 9, "due_on": date(2026, 9, 1)}, "idea.due_before_sent"),
        ("ideas", {"number": 9, "centre": "nowhere"}, "partnership.centre_unknown"),
        ("ideas", {"sent_on": None}, "partnership.missing"),
        ("recognitions", {"thanked": "Somebody"}, "partnership.record_is_fixed"),
        ("recognitions", {"number": 9, "by": "nobody-here"}, "people.unknown"),
        ("client_ratings", {"score": 1}, "rating.rated"),
        ("client_ratings", {"quarter": "2026-X3"}, "quarter.malformed"),
        ("pulse_results", {"n": 99}, "pulse.never_taken_in"),
    ],
)
def test_a_line_that_says_otherwise_is_refused_by_its_line(
    recorded: None, name: str, change: dict[str, Any], code: str
) -> None:
    rows = queries.export_rows(name)
    before = [dict(row) for row in rows]
    rows[0] |= change
    with pytest.raises(Problem) as problem:
        import_rows(name=name, rows=read(name, rows), by=None)
    assert (problem.value.code, problem.value.line) == (code, 2)
    assert queries.export_rows(name) == before


def test_an_answer_that_a_file_brings_is_given(recorded: None) -> None:
    rows = queries.export_rows("ideas")
    rows[1] |= {
        "outcome": "adopted", "answer_en": "Ordered.", "answer_zh": "已订购。", "answered_on": date(2026, 9, 22),
    }  # fmt: skip
    assert import_rows(name="ideas", rows=read("ideas", rows), by=None) == Imported(updated=1, unchanged=1)
    assert queries.export_rows("ideas") == rows


def test_a_pulse_leaves_as_its_page_shows_it(recorded: None) -> None:
    """Two people of the night alone would be found: the smallest team shown goes with them."""
    rows = queries.export_rows("pulse_results")
    assert {(one["cut"], one["team"], one["n"]) for one in rows} == {("whole", None, 13), ("team", "late", 6)}


def test_whoever_is_to_answer_an_idea_is_told_whose_it_is_and_when_it_was_sent(recorded: None) -> None:
    told = Notification.objects.filter(kind="idea.sent")
    assert {(one.person.username, one.title_en, one.at) for one in told} == {
        ("alice", "An idea from North centre: answer by 4 Oct 2026", THEN),
        ("mia", "An idea from North centre: answer by 4 Oct 2026", THEN),
        ("carol", "An idea from your own people: answer by 25 Sep 2026", THEN),
    }
