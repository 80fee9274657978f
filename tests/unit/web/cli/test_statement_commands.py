"""statement make, show, present, check and freeze, on the contacts of one month; in one process."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from typer.testing import CliRunner

from pledgeline.kernel.problem import Problem
from tests.deliveries import row
from tests.partnerships import metric_contract, signed_terms

pytestmark = pytest.mark.django_db
LAST = row("zed", answered="10:00:30").replace("2026-01-05", "2026-01-31")
CODE = "north-2026-2026-01-1"


def run(*arguments: str) -> Any:
    from pledgeline.web.cli.app import app

    done = CliRunner().invoke(app, ["statement", *arguments], catch_exceptions=True)
    if isinstance(done.exception, Problem):
        raise done.exception
    return done


def test_a_month_is_made_checked_shown_and_frozen_by_commands(cast: Any, delivered: Any, deliver: Any) -> None:
    metric_contract(cast)
    signed_terms(cast)
    deliver("north", [LAST], name="last.csv")
    with time_machine.travel(datetime(2026, 2, 2, 2, tzinfo=UTC), tick=False):
        assert run("make", "north-2026", "2026-01").stdout.strip() == CODE
        assert run("present", CODE).stdout.strip() == "2026-02-12"
        with pytest.raises(Problem, match=r"statement\.objection_time"):
            run("freeze", CODE)
    said = json.loads(run("show", CODE, "--format", "json").stdout)
    assert set(said) == {
        *("statement", "state", "centre", "terms", "version", "from", "to", "snapshot", "digest", "currency"),
        *("uncapped", "due", "objections_until", "lines", "volumes"),
    }
    (line,) = said["lines"]
    assert (line["raw"], line["amount_adjusted"], said["state"]) == ({"good": 3, "n": 5}, "12000.10", "shown")
    assert run("check", CODE).exit_code == 0
    assert "3 / 5" in run("show", CODE).output
    with time_machine.travel(datetime(2026, 2, 13, 2, tzinfo=UTC), tick=False):
        assert run("freeze", CODE).stdout.strip() == said["digest"]
    with pytest.raises(Problem, match=r"option\.month"):
        run("make", "north-2026", "January")
    with pytest.raises(Problem, match=r"statement\.unknown"):
        run("show", "no-such-statement")
