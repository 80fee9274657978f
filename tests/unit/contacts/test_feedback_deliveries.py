"""Survey answers and complaints come in through the same receipts as contacts, and answer questions from a snapshot."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pledgeline.contacts import queries
from pledgeline.contacts.actions import deliveries, rebuilding
from pledgeline.contacts.core.question import Question
from pledgeline.contacts.queries import registers
from pledgeline.kernel.problem import Problem
from tests.deliveries import NORTH

pytestmark = pytest.mark.django_db
SURVEY = "invitation,service,channel,customer,contact,asked_at,answered_at,satisfaction,recommend,ease"
ANSWERS = (
    "i1,cards,voice,13900000001,anna,2026-01-05 10:10:00,2026-01-05 11:00:00,5,10,7",
    "i2,cards,voice,13900000002,cai,2026-01-05 10:20:00,2026-01-05 11:10:00,2,,3",
    "i3,cards,voice,13900000003,dee,2026-01-05 10:30:00,,,,",
    "i4,cards,voice,13900000004,ed,2026-01-05 10:40:00,2026-01-05 12:00:00,6,3,4",
)
COMPLAINTS = (
    "complaint,service,channel,category,customer,contact,received_at,acknowledged_at,answered_at,closed_at,due_at,"
    "updated_at,outcome,cause,reopened"
)
OPEN = "k1,cards,voice,waiting,139,cai,2026-01-05 10:10:00,2026-01-05 15:00:00,,,,2026-01-06 00:00:00,open,,"
CLOSED = (
    "k1,cards,voice,waiting,139,cai,2026-01-05 10:10:00,2026-01-05 15:00:00,,2026-01-08 10:10:00,,"
    "2026-01-09 00:00:00,upheld,centre,0"
)


@pytest.fixture
def take(lake: Any, tmp_path: Path) -> Any:
    def in_(profile: str, *lines: str, name: str = "file.csv") -> Any:
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return deliveries.ingest(path=path, profile=profile, centre="north")

    return in_


def counts(receipt: Any) -> tuple[int, ...]:
    return tuple(getattr(receipt, name) for name in ("read", "accepted", "superseded", "unchanged", "rejected"))


def figures(metric: str, **params: Any) -> dict[str, Any]:
    (group,) = queries.ask(Question(metric, params=params)).groups
    return dict(group)


def test_a_survey_is_accounted_for_by_its_rows_and_answers_by_question(cast: Any, take: Any) -> None:
    receipt = take("survey-csv", SURVEY, *ANSWERS)
    # Six of five is no answer: the row waits in quarantine with its line.
    assert counts(receipt) == (4, 3, 0, 0, 1)
    assert receipt.rejects_by_reason == {"points.outside_scale": 1}
    satisfied = figures("csat")
    assert (satisfied["n"], satisfied["csat"], satisfied["asked"]) == (2, 0.5, 3)
    assert (figures("nps")["n"], figures("nps")["skipped"], figures("ces")["ces"]) == (1, 1, 5.0)
    assert figures("contacts_offered")["n"] == 0


def test_a_late_answer_takes_the_place_of_the_silence_before_it(cast: Any, take: Any) -> None:
    take("survey-csv", SURVEY, *ANSWERS[:3])
    late = "i3,cards,voice,13900000003,dee,2026-01-05 10:30:00,2026-01-07 09:00:00,4,7,"
    receipt = take("survey-csv", SURVEY, ANSWERS[0], late, name="later.csv")
    assert counts(receipt) == (2, 1, 0, 1, 0)
    satisfied = figures("csat")
    assert (satisfied["n"], satisfied["asked"]) == (3, 3)
    then = queries.ask(Question("csat"), snapshot="s000001").groups[0]
    assert (then["n"], then["asked"]) == (2, 3)


def test_a_complaint_is_brought_up_to_date_and_an_older_state_never_comes_back(cast: Any, take: Any) -> None:
    take("complaints-csv", COMPLAINTS, OPEN)
    assert (figures("complaint_clock")["closed"], figures("complaint_clock")["not_decided"]) == (0, 1)
    assert counts(take("complaints-csv", COMPLAINTS, CLOSED, name="b.csv")) == (1, 1, 0, 0, 0)
    assert counts(take("complaints-csv", COMPLAINTS, OPEN, name="c.csv"))[1:] == (0, 0, 1, 0)
    clock = figures("complaint_clock")
    assert (clock["lower"], clock["acknowledged_in_time"], clock["mean_close_s"]) == (1.0, 1.0, 3 * 86400)


def test_feedback_is_no_feed_of_contacts_and_does_not_stretch_their_days(cast: Any, take: Any, deliver: Any) -> None:
    deliver("north", NORTH)
    before = queries.data_period()
    late = ANSWERS[0].replace("2026-01-05", "2026-03-01")
    take("survey-csv", SURVEY, late)
    assert queries.data_period() == before
    assert [one.profile for one in queries.sources()] == ["csv-cn"]
    assert [one.profile for one in queries.feedback_sources()] == ["survey-csv"]
    feeds = registers.feeds(cast.alice)
    assert [one.code for one in feeds.contacts] == [one.code for one in queries.sources()]
    (survey,) = feeds.feedback
    assert (survey.profile, survey.read, survey.rejected) == ("survey-csv", 1, 0)
    assert survey.last_receipt


def test_names_and_numbers_of_customers_do_not_come_in(cast: Any, take: Any) -> None:
    take("survey-csv", SURVEY, *ANSWERS)
    at = queries.snapshot()
    rows = at.rows(at.table("survey_answer"))
    assert rows
    assert "1390000000" not in json.dumps(rows, default=str)
    assert {len(row["customer_ref"]) for row in rows} == {32}
    assert {row["contact_ref"] for row in rows} == {"anna", "cai", "dee"}


def test_a_rebuild_finds_the_same(cast: Any, take: Any) -> None:
    take("survey-csv", SURVEY, *ANSWERS)
    take("complaints-csv", COMPLAINTS, CLOSED)
    before = figures("csat"), figures("complaint_clock")
    assert rebuilding.rebuild().differing == ()
    assert (figures("csat"), figures("complaint_clock")) == before


def test_a_lake_of_an_older_program_gets_the_tables_with_its_next_delivery(cast: Any, take: Any, lake: Any) -> None:
    for name in ("survey_answer", "complaint"):
        shutil.rmtree(lake.tables / name)
    manifest = lake.root / "snapshots" / "s000000.json"
    old = json.loads(manifest.read_text())
    for part in ("tables", "rows"):
        old[part] = {name: 0 for name in ("contact", "contact_leg", "source_event")}
    manifest.write_text(json.dumps(old))
    assert figures("csat")["n"] == 0
    take("survey-csv", SURVEY, *ANSWERS)
    assert figures("csat")["n"] == 2


def test_a_metric_that_asks_no_contacts_has_no_worked_example() -> None:
    from pledgeline.contacts.queries.trial import trial

    with pytest.raises(Problem, match="not_of_contacts"):
        trial("csat", {}, [])
