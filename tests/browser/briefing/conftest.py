"""The small stage of the briefings in front of a browser, on the second of November."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.briefings import NOW, TODAY, a_person, acknowledge, days, enrol, publish


@pytest.fixture
def stage(cast: Any) -> Iterator[None]:
    """At `south` six people: two briefings by tomorrow, one of them in its second version; a campaign let start; a
    cover, a question with its clock, a sample drawn."""
    from pledgeline.briefing.actions import campaigns, questions, rechecks, rosters

    with time_machine.travel(NOW, tick=False):
        enrol("north", *(a_person(f"n{n:02d}", shift="early") for n in range(1, 11)))
        enrol("south", *(a_person(f"s{n}", shift="early" if n % 2 else "late") for n in range(1, 6)))
        enrol("south", a_person("lead", name="Carol", duty="team_lead", username="carol", joined_on=TODAY))
        publish("fees", at=NOW - days(9), effective_from=TODAY - days(5), acknowledge_by=TODAY - days(5))
        acknowledge("north", *(f"n{n:02d}" for n in range(1, 10)), code="fees")
        acknowledge("south", "s1", "s2", code="fees")
        publish("fees", body_en="Purchases over 300 yuan earn triple points.", acknowledge_by=TODAY)
        publish("hours", kind="change", effective_from=TODAY + days(1), acknowledge_by=TODAY, questions=())
        publish()
        plan = campaigns.Plan(
            "Double Eleven", "双十一", TODAY + days(7), TODAY + days(10), services=("cards",), briefing="double-eleven",
            expected={(TODAY + days(7 + n), channel): 400 - 90 * n for n in range(3) for channel in ("voice", "chat")},
        )  # fmt: skip
        campaigns.plan(code="w11", plan=plan, by=None, at=NOW)
        campaigns.override(code="w11", reason="The posters hang already.", by=cast.alice, at=NOW)
        campaigns.plan(code="w12", plan=campaigns.Plan("Twelve", "双十二", TODAY + days(40), TODAY + days(41)), by=None)
        campaigns.cancel(code="w12", reason="The supplier is late.", by=cast.mia, at=NOW)
        rosters.cover(
            centre="north", person="n01", service="loans", first_day=TODAY, last_day=TODAY + days(2), by=None, at=NOW
        )
        questions.ask(briefing="fees", number=2, centre="south", text="From which day on?", by=cast.carol, at=NOW)
        rechecks.arrange(by=None, at=NOW, seeds=lambda: "stage")
        yield
