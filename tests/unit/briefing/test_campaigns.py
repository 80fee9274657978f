"""Planning a campaign, changing it, moving it, calling it off, and what an override is worth afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from pledgeline.briefing import evidence, queries
from pledgeline.briefing.actions import campaigns
from pledgeline.briefing.actions import registers as handing_in
from pledgeline.briefing.actions._checks import LinesRejected
from pledgeline.briefing.core.campaign import Standing, days_of, moved, standing, took_place
from pledgeline.briefing.core.gate import Capacity, Facts, Light, Limits, Topic, gate
from pledgeline.briefing.core.roster import Share
from pledgeline.briefing.models import Campaign, ExpectedContacts
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import parameters
from pledgeline.organisation.models import AuditEntry, Notification
from pledgeline.ui.sheets import Row
from tests.briefings import NOW, TODAY, acknowledge, days

FIRST, LAST = TODAY + days(7), TODAY + days(9)


def a_plan(**changes: Any) -> campaigns.Plan:
    plain = {"services": ("cards",), "briefing": "double-eleven", "expected": {(FIRST, "voice"): 400}}
    return campaigns.Plan("Double Eleven", "双十一", FIRST, LAST, **{**plain, **changes})


@pytest.fixture
def campaign(told: Any, cast: Any) -> Campaign:
    return campaigns.plan(code="w11", plan=a_plan(), by=cast.alice, at=NOW)


def row(day: date = TODAY, user: Any = None) -> queries.CampaignRow:
    return queries.row_of("w11", day=day) if user is None else queries.campaign("w11", user=user, day=day)


# --- core -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "cancelled_on", "stands"),
    [
        (TODAY, None, Standing.PLANNED),
        (FIRST, None, Standing.RUNNING),
        (LAST, None, Standing.RUNNING),
        (LAST + days(1), None, Standing.OVER),
        (TODAY, TODAY, Standing.CANCELLED),
        (TODAY, TODAY + days(1), Standing.PLANNED),  # as it stood on that day
        (LAST + days(1), LAST, Standing.CANCELLED),
    ],
)
def test_where_a_campaign_stands(day: date, cancelled_on: date | None, stands: Standing) -> None:
    assert standing(Period.from_days(FIRST, LAST), day, cancelled_on=cancelled_on) is stands


def test_a_campaign_called_off_before_its_first_day_never_took_place() -> None:
    assert [took_place(FIRST, one) for one in (None, FIRST - days(1), FIRST)] == [True, False, True]


def test_moving_there_and_back_changes_nothing() -> None:
    expected = {(FIRST, "voice"): 400, (LAST, "chat"): 30}
    there = moved(expected, timedelta(days=21))
    assert min(there)[0] == FIRST + days(21)
    assert moved(there, -timedelta(days=21)) == expected
    assert days_of(Period.from_days(FIRST, LAST)) == [FIRST, FIRST + days(1), LAST]


@pytest.mark.parametrize(
    ("capacity", "light"),
    [
        (None, Light.NOT_SHOWN),
        (Capacity(True, 20, 21), Light.GREEN),
        (Capacity(False, 20, 18, 0.99), Light.RED),
        (Capacity(True, 20, 21, 0.79), Light.RED),
        (Capacity(True, 20, 21, 0.80), Light.GREEN),
    ],
)
def test_the_chance_of_keeping_the_promise_has_a_limit_of_its_own(capacity: Capacity | None, light: Light) -> None:
    facts = Facts(("north",), capacity={"north": capacity} if capacity else None)
    (lamp,) = [one for one in gate(facts, Limits()).lamps if one.topic is Topic.CAPACITY]
    assert lamp.light is light


@pytest.mark.parametrize(("n", "most", "light"), [(0, 0, Light.GREEN), (1, 0, Light.RED), (1, 1, Light.GREEN)])
def test_some_questions_may_stay_open_where_the_organisation_says_so(n: int, most: int, light: Light) -> None:
    facts = Facts(("north",), "b", {"north": Share(1, 1)}, open_questions={"north": n})
    (lamp,) = [one for one in gate(facts, Limits(open_questions=most)).lamps if one.topic is Topic.QUESTIONS]
    assert lamp.light is light


# --- changing -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"last_day": FIRST - days(1)}, "campaign.period_empty", "last_day"),
        ({"last_day": FIRST + days(366)}, "campaign.too_long", "last_day"),
        ({"expected": {(TODAY, "voice"): 1}}, "campaign.expected_outside", "expected"),
        ({"expected": {(FIRST, "voice"): -1}}, "campaign.expected_outside", "expected"),
        ({"expected": {(FIRST, "voice"): 10**9}}, "campaign.expected_too_many", "expected"),
        ({"expected": {(FIRST, "pigeon"): 1}}, "briefing.word_unknown", "expected"),
        ({"briefing": "no-such"}, "briefing.unknown", "briefing"),
        ({"services": ["no-such"]}, "briefing.service_unknown", "services"),
        ({"promises": ["no code"]}, "code.malformed", "promises"),
        ({"name_zh": " "}, "campaign.name_missing", "name_zh"),
    ],
)
def test_a_plan_that_cannot_stand_is_refused_by_field(
    campaign: Any, cast: Any, changes: Any, code: str, field: str
) -> None:
    with pytest.raises(Problem) as refused:
        campaigns.change(code="w11", by=cast.alice, at=NOW, **changes)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert campaigns.plan_now("w11") == a_plan(services=["cards"], promises=[], centres=[])


@pytest.mark.django_db
def test_what_has_begun_is_not_rewritten_and_saving_the_same_writes_nothing(campaign: Any, cast: Any) -> None:
    before = AuditEntry.objects.count()
    campaigns.change(code="w11", by=cast.alice, at=NOW, name_en="Double Eleven")
    assert AuditEntry.objects.count() == before
    for verb, more in ((campaigns.change, {"name_en": "W"}), (campaigns.move, {"first_day": LAST + days(9)})):
        with pytest.raises(Problem, match=r"campaign\.begun"):
            verb(code="w11", by=cast.alice, at=NOW + days(7), **more)


@pytest.mark.django_db
def test_moving_takes_the_contacts_along_and_tells_the_centres(campaign: Any, cast: Any) -> None:
    campaigns.move(code="w11", first_day=FIRST + days(3), by=cast.mia, at=NOW)
    plan = campaigns.plan_now("w11")
    assert (plan.first_day, plan.last_day) == (FIRST + days(3), LAST + days(3))
    assert dict(plan.expected) == {(FIRST + days(3), "voice"): 400}
    told = Notification.objects.filter(kind="campaign.moved")
    assert {one.person.username for one in told} == {"alice", "mia", "bob", "carol"}
    assert "2026年11月12日" in told[0].body_zh
    assert {one.at for one in told} == {NOW}
    with pytest.raises(Problem, match=r"campaign\.move_past"):
        campaigns.move(code="w11", first_day=TODAY, by=cast.mia, at=NOW)


@pytest.mark.django_db
def test_a_campaign_called_off_stays_readable_and_is_changed_no_more(campaign: Any, cast: Any) -> None:
    with pytest.raises(Problem, match=r"campaign\.cancel_reason"):
        campaigns.cancel(code="w11", reason=" ", by=cast.alice, at=NOW)
    campaigns.cancel(code="w11", reason="The supplier is late.", by=cast.alice, at=NOW)
    found = row(user=cast.carol)
    assert found.standing is Standing.CANCELLED
    assert found.cancelled is not None
    assert (found.cancelled.name, found.cancelled.because) == ("Alice", "The supplier is late.")
    assert not found.may_start
    for verb, more in (
        (campaigns.change, {"name_en": "W"}),
        (campaigns.move, {"first_day": FIRST + days(1)}),
        (campaigns.cancel, {"reason": "Again."}),
        (campaigns.override, {"reason": "All the same."}),
    ):
        with pytest.raises(Problem, match=r"campaign\.cancelled"):
            verb(code="w11", by=cast.alice, at=NOW + days(1), **more)
    assert Notification.objects.filter(kind="campaign.cancelled", person=cast.bob).count() == 1
    assert evidence.campaigns_begun(Period(TODAY, LAST + days(9))) == []


@pytest.mark.django_db
def test_a_campaign_called_off_while_it_runs_had_to_be_told_all_the_same(campaign: Any, cast: Any) -> None:
    campaigns.cancel(code="w11", reason="Sold out.", by=cast.alice, at=NOW + days(8))
    assert [one.code for one in evidence.campaigns_begun(Period(TODAY, LAST + days(9)))] == ["w11"]
    campaigns.plan(code="old", plan=a_plan(expected={}), by=None, at=NOW)
    with pytest.raises(Problem, match=r"campaign\.over"):
        campaigns.cancel(code="old", reason="Too late.", by=cast.alice, at=NOW + days(30))


@pytest.mark.django_db
def test_the_database_itself_wants_a_reason(campaign: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.filter(code="w11").update(cancelled_at=NOW)


# --- override ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_override_holds_until_the_campaign_is_changed(campaign: Any, cast: Any) -> None:
    campaigns.override(code="w11", reason="The posters hang.", by=cast.alice, at=NOW)
    assert (row().may_start, row().gate.is_open) == (True, False)
    campaigns.change(code="w11", last_day=LAST + days(5), by=cast.mia, at=NOW + timedelta(hours=1))
    (given,) = row().overrides
    assert (given.holds, given.reason) == (False, "The posters hang.")
    assert not row().may_start
    campaigns.override(code="w11", reason="They still hang.", by=cast.alice, at=NOW + timedelta(hours=2))
    assert row().may_start


@pytest.mark.django_db
def test_nobody_without_a_name_lets_a_campaign_start(campaign: Any) -> None:
    with pytest.raises(Problem, match=r"campaign\.override_name"):
        campaigns.override(code="w11", reason="Because.", by=None, at=NOW)


# --- own numbers -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_gate_asks_for_what_the_organisation_set(campaign: Any, cast: Any) -> None:
    acknowledge("south", "s1", "s2", "s3")

    def lamp(day: date) -> Light:
        lamps = queries.gate_of("w11", day=day).lamps
        return next(one.light for one in lamps if (one.topic, one.centre) == (Topic.ACKNOWLEDGED, "south"))

    parameters.set_value(
        code="briefing.acknowledged_share",
        value=0.75,
        valid_from=TODAY + days(1),
        reason="Small.",
        by=cast.alice,
        at=NOW,
    )
    assert [lamp(TODAY), lamp(TODAY + days(1))] == [Light.RED, Light.GREEN]


@pytest.mark.django_db
def test_a_campaign_says_by_when_and_when_it_was_told(campaign: Any, cast: Any) -> None:
    found = row()
    assert (found.tell_by, found.told_on, found.told_late) == (FIRST - days(3), TODAY, False)
    parameters.set_value(
        code="briefing.lead_days", value=14, valid_from=TODAY, reason="Print runs.", by=cast.alice, at=NOW
    )
    assert row().told_late


@pytest.mark.django_db
def test_the_reply_clock_is_as_long_as_the_organisation_says(told: Any, cast: Any) -> None:
    from pledgeline.briefing.actions import questions

    def due() -> Any:
        asked = questions.ask(briefing="double-eleven", number=1, centre="south", text="?", by=None, at=NOW)
        return asked.due_at - NOW

    assert due() == timedelta(hours=8)  # from 10:00 to 18:00, when the service closes
    parameters.set_value(
        code="briefing.reply_hours", value=2.5, valid_from=TODAY, reason="Sale.", by=cast.alice, at=NOW
    )
    assert due() == timedelta(hours=2.5)


# --- workbook --------------------------------------------------------------------------------------------------------


def sheet_row(line: int, **changes: Any) -> Row:
    return Row(line, {"campaign": "w11", "day": FIRST, "channel": "voice", "contacts": 10, **changes})


@pytest.mark.django_db
def test_a_sheet_replaces_the_table_and_empty_cells_expect_nothing(campaign: Any, cast: Any) -> None:
    rows = [sheet_row(2, contacts=None), sheet_row(3, day=LAST, channel="chat", contacts=7), sheet_row(4, day=LAST)]
    assert handing_in.expected_sheet(campaign="w11", rows=rows, by=cast.alice, file="w11.xlsx", at=NOW) == 17
    assert dict(campaigns.plan_now("w11").expected) == {(LAST, "chat"): 7, (LAST, "voice"): 10}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"campaign": "other"}, "campaign.wrong_sheet"),
        ({"day": LAST + days(1)}, "campaign.expected_outside"),
        ({"contacts": -3}, "campaign.expected_outside"),
        ({}, "campaign.expected_twice"),
        ({"day": None}, "campaign.line_incomplete"),
        ({"channel": "pigeon"}, "briefing.word_unknown"),
    ],
)
def test_a_line_that_cannot_stand_is_named_and_nothing_is_taken(
    campaign: Any, cast: Any, wrong: Any, code: str
) -> None:
    with pytest.raises(Problem) as refused:
        handing_in.expected_sheet(
            campaign="w11", rows=[sheet_row(2), sheet_row(3, **wrong)], by=cast.alice, file="w11.xlsx", at=NOW
        )
    problem = refused.value.problems[0] if isinstance(refused.value, LinesRejected) else refused.value
    assert (problem.code, problem.file, problem.line) == (code, "w11.xlsx", 3)
    assert dict(campaigns.plan_now("w11").expected) == {(FIRST, "voice"): 400}


def travelled(register: str) -> list[Row]:
    """The rows of a register as they come back from a workbook."""
    from pledgeline.briefing.queries import registers
    from pledgeline.ui import sheets

    of = registers.registers()[register]
    return list(sheets.read(of, sheets.as_xlsx(of, registers.export_rows(register)), file=f"{register}.xlsx"))


@pytest.mark.django_db
def test_registers_of_campaigns_come_over_whole_also_what_was_called_off(campaign: Any, cast: Any) -> None:
    campaigns.plan(code="past", plan=a_plan(briefing=""), by=cast.alice, at=NOW)
    Campaign.objects.filter(code="past").update(first_day=TODAY - days(9), last_day=TODAY - days(7))
    ExpectedContacts.objects.filter(campaign__code="past").update(day=TODAY - days(8))
    campaigns.cancel(code="w11", reason="The supplier is late.", by=cast.alice, at=NOW)
    files = {name: travelled(name) for name in ("campaigns", "campaign_contacts")}
    told = Notification.objects.count()

    def take_in() -> list[tuple[int, int, int]]:
        found = [handing_in.import_rows(name=name, rows=rows, by=cast.alice) for name, rows in files.items()]
        return [(one.created, one.updated, one.unchanged) for one in found]

    assert take_in() == [(0, 0, 2), (0, 0, 2)]
    Campaign.objects.all().delete()
    assert take_in() == [(2, 0, 0), (0, 2, 0)]
    again = {name: travelled(name) for name in files}
    assert {name: [dict(row) for row in rows] for name, rows in again.items()} == {
        name: [dict(row) for row in rows] for name, rows in files.items()
    }
    assert row(TODAY).standing is Standing.CANCELLED
    assert Notification.objects.count() == told  # what was called off elsewhere is no news here
    later = [Row(one.line, {**one, "contacts": 1}) for one in files["campaign_contacts"]]
    with pytest.raises(Problem, match=r"campaign\.(begun|cancelled)"):
        handing_in.import_rows(name="campaign_contacts", rows=later, by=cast.alice)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "said", "refused"),
    [
        ("w11", {"called_off_at": NOW, "called_off_because": "Sold out."}, "campaign.called_off_by_file"),
        ("new", {"called_off_at": NOW, "called_off_because": None}, "campaign.cancel_reason"),
        ("new", {"called_off_at": None, "called_off_because": "Sold out."}, "campaign.called_off_when"),
        ("new", {"called_off_at": NOW + days(99_999), "called_off_because": "x"}, "campaign.called_off_when"),
    ],
)
def test_a_file_neither_calls_off_what_stands_nor_half_says_it(
    campaign: Any, cast: Any, code: str, said: Any, refused: str
) -> None:
    (line,) = travelled("campaigns")
    with pytest.raises(Problem) as problem:
        handing_in.import_rows(name="campaigns", rows=[Row(7, {**line, "code": code, **said})], by=cast.alice)
    assert (problem.value.code, problem.value.line) == (refused, 7)
    assert list(Campaign.objects.values_list("code", flat=True)) == ["w11"]


@pytest.mark.django_db
def test_the_next_campaigns_are_those_that_run_or_come_and_are_not_called_off(campaign: Any, cast: Any) -> None:
    for code, first in (("past", TODAY - days(20)), ("soon", TODAY + days(2)), ("off", TODAY + days(3))):
        plan = a_plan(expected={})
        shifted = campaigns.Plan(plan.name_en, plan.name_zh, first, first + days(2), services=("cards",))
        campaigns.plan(code=code, plan=shifted, by=None, at=NOW)
    campaigns.cancel(code="off", reason="Sold out.", by=cast.alice, at=NOW)
    found = queries.next_campaigns(cast.alice, day=TODAY, most=4)
    assert [one.planned.code for one in found] == ["soon", "w11"]
    assert [one.planned.code for one in queries.next_campaigns(cast.alice, day=TODAY, most=1)] == ["soon"]
