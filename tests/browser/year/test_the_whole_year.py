"""A client and its centre live through a year on the pages, and after each step nine requirements are judged.

The assessment is the same each time: the first quarter of 2026, the centre `south`, the service `cards`. Whatever
moves a verdict was done by a person on a page, but for the contacts: a file delivered.
"""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.browser.year import steps
from tests.browser.year.conftest import REQUIREMENTS, Year

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MET, NOT_MET, UNSHOWN = "met", "not_met", "not_demonstrated"
IN_FORCE = date(2026, 1, 15)


def day(month: int, day: int) -> date:
    return date(2026, month, day)


def test_from_the_first_expectation_to_an_action_that_worked(year: Year, capsys: pytest.CaptureFixture[str]) -> None:
    year.on(day(1, 5))
    year.judged("who serves whom", dict.fromkeys(REQUIREMENTS, UNSHOWN))

    steps.name_the_customers(year)
    year.judged("customers named, sponsors not thought of", {})
    steps.rule_out_sponsors(year)
    year.judged("why there are no sponsors", {"3.1": MET})

    year.on(day(1, 6))
    steps.write_an_expectation(year)
    year.judged("expectation in force, no source", {})
    steps.add_a_source(year, "asked", dated=day(1, 3), n=240, reference="Survey of January")
    year.judged("customers were asked", {})
    steps.add_a_source(year, "complaints", dated=date(2025, 12, 30), n=31, reference="Complaints of December")
    year.judged("complaints say the same", {"4.a": MET})

    year.on(day(1, 7))
    steps.draft_a_promise(year)
    steps.submit_the_definition(year)
    steps.approve_the_definition(year, from_day=IN_FORCE)
    year.judged("promise drafted, definition approved", {})
    steps.put_the_definition_in_force(year)
    year.judged("definition in force from 15 January", {})
    steps.offer_a_metric_contract(year, from_day=IN_FORCE)
    steps.sign_the_metric_contract(year)
    year.judged("metric contract signed by both sides", {})

    year.on(day(1, 8))
    steps.write_a_briefing(year, "one-minute", kind="promise", effective_from=IN_FORCE, acknowledge_by=day(1, 14))
    year.judged("promise told", {})
    steps.acknowledge_by_roster(year, "one-minute")
    year.judged("acknowledged by roster", {"4.inform": MET})
    year.on(day(1, 12))
    steps.check_understanding(year, "one-minute")
    year.judged("understood", {"4.c": MET})

    year.on(day(1, 19))
    year.deliver(first=day(1, 15), days=3, in_time=12, late=8)
    year.judged("contacts delivered: 36 of 60 in time", {"4": NOT_MET, "4.b": MET, "1.scope": MET})
    steps.show_the_certificate(year)
    year.judged("certificate of the centre recorded", {"1.part1": MET})

    steps.plan_a_campaign(year, "spring", first_day=day(2, 2), last_day=day(2, 4))
    assert "Not ready" in steps.gate(year, "spring")
    year.judged("campaign planned, gate red", {"4.inform": UNSHOWN})
    steps.write_a_briefing(year, "spring-offer", kind="campaign", effective_from=day(2, 2), acknowledge_by=day(1, 30))
    steps.name_its_briefing(year, "spring", "spring-offer")
    assert "Not ready" in steps.gate(year, "spring")
    year.judged("campaign told, gate still red", {"4.c": UNSHOWN})
    year.on(day(1, 22))
    steps.acknowledge_and_answer_by_link(year, "spring-offer")
    assert "Not ready" not in steps.gate(year, "spring")
    year.judged("acknowledged and understood, gate green", {"4.inform": MET, "4.c": MET})

    steps.open_a_pulse(year, "first", closes_on=day(1, 30))
    steps.begin_a_review_series(year, "quarterly", first_due=day(2, 3))
    year.on(day(2, 3))
    year.judged("staff heard, review due", {})
    steps.hold_a_review(year, "quarterly", first_day=day(1, 15), last_day=day(1, 17))
    year.judged("review held over frozen figures", {"4.e": MET})

    steps.open_an_action(
        year, "quarterly", "mornings", due=day(2, 9),
        before=(day(1, 15), day(1, 17)), after=(day(2, 10), day(2, 13)),
    )  # fmt: skip
    year.on(day(2, 9))
    steps.carry_out_the_action(year, "mornings")
    year.judged("action opened and carried out", {})
    year.on(day(2, 16))
    year.deliver(first=day(2, 10), days=4, in_time=38, late=2)
    year.judged("contacts delivered: 152 of 160 in time", {"4": MET})
    shown = steps.check_the_effect(year, "mornings")
    assert re.search(r"South centre\s+Effective", shown)
    year.judged("the action worked, by the same metric version", {})
    with capsys.disabled():
        print(f"\n{year.as_text()}")
