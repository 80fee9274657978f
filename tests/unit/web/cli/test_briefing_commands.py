"""`briefing status|remind` and `campaign gate`: what they print, and with which status they end.

The bodies run in this process, on the small stage; that the process itself ends so is asked of an empty house.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import time_machine
import typer

from pledgeline.briefing.actions import campaigns
from pledgeline.web.cli import briefings, house
from tests.briefings import NOW, RIGHT, TODAY, acknowledge, days, publish
from tests.unit.web.cli.conftest import Shell

CODE = "double-eleven"
Ran = Callable[..., tuple[int, str]]


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ran:
    """Runs a body at a moment; the status it ends with, and what it printed."""
    monkeypatch.setattr(house, "prepare", lambda *_args, **_kwargs: None)

    def run(body: Any, *arguments: Any, at: datetime = NOW, **options: Any) -> tuple[int, str]:
        capsys.readouterr()
        with time_machine.travel(at, tick=False):
            try:
                body(*arguments, **options)
                status = 0
            except typer.Exit as ended:
                status = ended.exit_code
        return status, capsys.readouterr().out

    return run


@pytest.fixture
def campaign(told: Any, cast: Any) -> None:
    plan = campaigns.Plan("W11", "双十一", TODAY + days(7), TODAY + days(8), centres=("south",), briefing=CODE)
    campaigns.plan(code="w11", plan=plan, by=cast.alice, at=NOW)


# --- briefing status ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_status_tells_each_briefing_and_centre_and_ends_with_1_once_somebody_is_overdue(told: Any, ran: Ran) -> None:
    acknowledge("south", "s1", "s2", "s3", "s4")
    status, printed = ran(briefings.status, format_="json")
    assert status == 0
    north, south = json.loads(printed)["briefings"]
    assert north == {
        "briefing": CODE, "number": 1, "centre": "north", "done": 0, "needed": 10, "overdue": 0,
        "acknowledge_by": "2026-11-07",
    }  # fmt: skip
    assert (south["centre"], south["done"], south["overdue"]) == ("south", 4, 0)
    status, printed = ran(briefings.status, format_="json", at=NOW + days(6))
    assert status == 1
    assert [row["overdue"] for row in json.loads(printed)["briefings"]] == [10, 0]


@pytest.mark.django_db
def test_status_as_a_table_says_the_same(told: Any, ran: Ran) -> None:
    status, printed = ran(briefings.status, format_="table", at=NOW + days(6))
    assert status == 1
    assert "0 / 10" in printed
    assert "2026-11-07" in printed


# --- campaign gate --------------------------------------------------------------------------------------------------

FIELDS = {"campaign", "standing", "ready", "may_start", "tell_by", "told_on", "lamps", "overrides"}
LAMP = {"topic", "centre", "light", "reason", "reason_code", "reason_numbers"}


@pytest.mark.django_db
def test_a_gate_is_red_then_overridden_then_green(campaign: None, ran: Ran, cast: Any) -> None:
    from pledgeline.briefing.actions import understanding

    status, printed = ran(briefings.gate, "w11", format_="json")
    found = json.loads(printed)
    assert status == 1
    assert set(found) == FIELDS
    assert all(set(lamp) == LAMP for lamp in found["lamps"])
    assert (found["ready"], found["may_start"], found["standing"]) == (False, False, "planned")
    assert (found["tell_by"], found["told_on"]) == ("2026-11-06", "2026-11-02")
    lights = {lamp["topic"]: lamp["light"] for lamp in found["lamps"]}
    assert lights["briefing"] == "green"
    assert lights["acknowledged"] == lights["understood"] == "red"
    assert lights["capacity"] == "not_shown"

    campaigns.override(code="w11", reason="The posters [bold]hang[/bold].", by=cast.alice, at=NOW)
    status, printed = ran(briefings.gate, "w11", format_="json")
    found = json.loads(printed)
    assert (status, found["ready"], found["may_start"]) == (1, False, True)
    assert [(one["name"], one["holds"]) for one in found["overrides"]] == [("Alice", True)]
    status, printed = ran(briefings.gate, "w11", format_="table")
    assert "Released by Alice although not ready: The posters [bold]hang[/bold]." in printed

    people = ("s1", "s2", "s3", "s4")
    acknowledge("south", *people)
    for person in people:
        understanding.record(briefing=CODE, number=1, centre="south", person=person, answers=RIGHT, by=None, at=NOW)
    status, printed = ran(briefings.gate, "w11", format_="json")
    assert (status, json.loads(printed)["ready"]) == (0, True)


@pytest.mark.django_db
def test_a_campaign_called_off_is_never_ready(campaign: None, ran: Ran, cast: Any) -> None:
    campaigns.cancel(code="w11", reason="Sold out.", by=cast.alice, at=NOW)
    status, printed = ran(briefings.gate, "w11", format_="json")
    assert (status, json.loads(printed)["standing"]) == (1, "cancelled")
    assert "Called off: Sold out." in ran(briefings.gate, "w11", format_="table")[1]


# --- briefing remind ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_remind_says_how_many_it_sent_and_drew_and_repeats_nothing(told: Any, ran: Ran) -> None:
    publish("in-effect", effective_from=TODAY, acknowledge_by=TODAY)
    status, printed = ran(briefings.remind)
    assert (status, printed.splitlines()) == (0, ["2 reminders sent.", "2 samples drawn to be asked again."])
    _status, printed = ran(briefings.remind)
    assert printed.splitlines() == ["0 reminders sent.", "0 samples drawn to be asked again."]


# --- the process itself ---------------------------------------------------------------------------------------------


def test_the_process_ends_with_2_and_one_sentence_where_the_campaign_is_not_there(shell: Shell) -> None:
    said = shell("campaign", "gate", "no-such")
    assert said.status == 2
    assert "There is no campaign “no-such”" in said.err
    assert "Traceback" not in said.err


def test_in_an_empty_house_nothing_is_outstanding(shell: Shell) -> None:
    said = shell("briefing", "status", "--format", "json")
    assert (said.status, said.json()) == (0, {"briefings": []})
    assert shell("briefing", "status", "--format", "yaml").status == 2
