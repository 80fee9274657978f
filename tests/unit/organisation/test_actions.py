"""Every write of the room: what it does, what it refuses, and the one audit entry it leaves."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries
from pledgeline.organisation.actions import calendars, centres, engagements, people, services
from pledgeline.organisation.core.calendar import Closed, Opening, OpeningHours, OpensAt, OpensLike
from pledgeline.organisation.models import (
    AuditEntry,
    Centre,
    Engagement,
    OpeningCalendar,
    Service,
    SpecialDay,
    User,
)

pytestmark = pytest.mark.django_db

NORTH: dict[str, Any] = {
    "code": "north",
    "name_en": "North",
    "name_zh": "北方",
    "kind": "in_house",
    "zone": "Asia/Shanghai",
    "by": None,
}
CARDS: dict[str, Any] = {"code": "cards", "name_en": "Cards", "name_zh": "信用卡", "zone": "Asia/Shanghai", "by": None}
OFFICE: dict[str, Any] = {
    "code": "office",
    "name_en": "Office hours",
    "name_zh": "工作时间",
    "zone": "Asia/Shanghai",
    "weekly": {0: (Opening(time(9), time(12)), Opening(time(13), time(18)))},
    "special": {
        date(2026, 10, 1): Closed(),
        date(2026, 10, 10): OpensLike(0),
        date(2026, 10, 11): OpensAt((Opening(time(22), time(2)),)),
    },
    "by": None,
}


def trail() -> list[str]:
    return list(AuditEntry.objects.order_by("seq").values_list("action", flat=True))


def details(action: str) -> dict[str, Any]:
    return AuditEntry.objects.filter(action=action).latest("seq").details()


# --- centres and services ---------------------------------------------------------------------------------------------


def test_a_centre_is_registered_once() -> None:
    centres.register(**NORTH)
    with pytest.raises(Problem, match=r"centre\.exists"):
        centres.register(**NORTH)
    assert trail() == ["centre.registered"]
    assert details("centre.registered")["kind"] == "in_house"


def test_ensuring_twice_changes_nothing_and_leaves_no_trace() -> None:
    centres.ensure(**NORTH)
    services.ensure(**CARDS)
    calendars.define(**OFFICE)
    before = trail()
    centres.ensure(**NORTH)
    services.ensure(**CARDS)
    calendars.define(**OFFICE)
    assert trail() == before == ["centre.registered", "service.registered", "calendar.defined"]


def test_a_change_is_recorded_with_before_and_after() -> None:
    centres.ensure(**NORTH)
    centres.ensure(**{**NORTH, "kind": "outsourced"})
    assert details("centre.changed") == {"kind": ["in_house", "outsourced"]}
    calendars.define(**OFFICE)
    services.ensure(**CARDS)
    services.ensure(**CARDS, calendar="office")
    assert details("service.changed") == {"calendar": [None, "office"]}


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"code": "two words"}, "code.malformed", "code"),
        ({"code": ""}, "code.malformed", "code"),
        ({"name_zh": " "}, "name.missing", "name_zh"),
        ({"kind": "offshore"}, "word.unknown", "kind"),
        ({"zone": "Nowhere"}, "zone.unknown", "zone"),
    ],
)
def test_a_centre_that_makes_no_sense_is_refused(change: dict[str, str], code: str, field: str) -> None:
    with pytest.raises(Problem) as refused:
        centres.register(**{**NORTH, **change})
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not Centre.objects.exists()
    assert trail() == []


def test_a_service_with_an_unknown_calendar_is_refused() -> None:
    with pytest.raises(Problem, match=r"calendar\.unknown"):
        services.register(**CARDS, calendar="no-such")
    assert not Service.objects.exists()


# --- calendars --------------------------------------------------------------------------------------------------------


def test_a_calendar_comes_back_as_it_was_defined() -> None:
    calendars.define(**OFFICE)
    services.register(**CARDS, calendar="office")
    expected = OpeningHours("Asia/Shanghai", OFFICE["weekly"], OFFICE["special"])
    assert queries.opening_hours() == {"cards": expected}


def test_a_calendar_is_replaced_wholly() -> None:
    calendars.define(**OFFICE)
    calendars.define(**{**OFFICE, "special": {date(2027, 1, 1): Closed()}, "weekly": {}})
    hours = OpeningCalendar.objects.get().hours()
    assert hours == OpeningHours("Asia/Shanghai", {}, {date(2027, 1, 1): Closed()})
    assert details("calendar.changed")["special"] == {"2027-01-01": "closed"}


def test_a_calendar_with_a_slip_of_the_pen_leaves_the_old_one_standing() -> None:
    calendars.define(**OFFICE)
    overlapping = {0: (Opening(time(9), time(13)), Opening(time(12), time(18)))}
    with pytest.raises(Problem, match=r"calendar\.overlap"):
        calendars.define(**{**OFFICE, "weekly": overlapping})
    assert OpeningCalendar.objects.get().hours().weekly == OFFICE["weekly"]
    assert trail() == ["calendar.defined"]


def test_the_audit_trail_keeps_the_hours_readable_without_the_program() -> None:
    calendars.define(**OFFICE)
    kept = details("calendar.defined")
    assert kept["weekly"] == {"0": ["09:00-12:00", "13:00-18:00"]}
    assert kept["special"] == {
        "2026-10-01": "closed",
        "2026-10-10": {"like_weekday": 0},
        "2026-10-11": ["22:00-02:00"],
    }


# --- engagements ------------------------------------------------------------------------------------------------------


@pytest.fixture
def north_and_cards() -> dict[str, Any]:
    centres.register(**NORTH)
    services.register(**CARDS)
    return {"centre": "north", "service": "cards", "by": None}


def test_an_engagement_has_its_last_day_inside(north_and_cards: dict[str, Any]) -> None:
    engagements.begin(
        **north_and_cards, channels=["voice", "chat"], first_day=date(2026, 1, 1), last_day=date(2026, 6, 30)
    )
    (serving,) = queries.engagements()
    assert serving.channels == ("voice", "chat")
    assert serving.period.last == date(2026, 6, 30)
    assert serving.period.end == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("channels", "first_day", "last_day", "refused_as"),
    [
        (["voice"], date(2026, 6, 30), None, "engagement.overlap"),
        (["chat", "voice"], date(2025, 1, 1), date(2026, 1, 1), "engagement.overlap"),
        (["chat"], date(2026, 1, 1), None, "engagement.exists"),
        (["chat"], date(2026, 3, 1), None, None),
        (["voice"], date(2026, 7, 1), None, None),
        (["voice"], date(2025, 1, 1), date(2025, 12, 31), None),
        ([], date(2027, 1, 1), None, "engagement.channels_missing"),
        (["fax"], date(2027, 1, 1), None, "word.unknown"),
        (["voice"], date(2027, 1, 2), date(2027, 1, 1), "period.empty"),
    ],
)
def test_a_channel_is_served_by_one_engagement_at_a_time(
    north_and_cards: dict[str, Any],
    channels: list[str],
    first_day: date,
    last_day: date | None,
    refused_as: str | None,
) -> None:
    engagements.begin(**north_and_cards, channels=["voice"], first_day=date(2026, 1, 1), last_day=date(2026, 6, 30))
    refused = None
    try:
        engagements.begin(**north_and_cards, channels=channels, first_day=first_day, last_day=last_day)
    except Problem as problem:
        refused = problem.code
    assert refused == refused_as
    assert Engagement.objects.count() == (2 if refused is None else 1)


def test_ending_an_engagement_keeps_it_for_the_days_it_ran(north_and_cards: dict[str, Any]) -> None:
    engagements.begin(**north_and_cards, channels=["voice"], first_day=date(2026, 1, 1))
    assert engagements.end(**north_and_cards, last_day=date(2026, 3, 31)) == 1
    assert queries.engagements()[0].period.last == date(2026, 3, 31)
    with pytest.raises(Problem, match=r"engagement\.none"):
        engagements.end(**north_and_cards, last_day=date(2026, 3, 31))
    assert trail()[-2:] == ["engagement.begun", "engagement.ended"]


def test_ensuring_an_engagement_adds_channels_and_moves_its_end(north_and_cards: dict[str, Any]) -> None:
    same = {**north_and_cards, "first_day": date(2026, 1, 1)}
    engagements.ensure(**same, channels=["voice"])
    engagements.ensure(**same, channels=["voice"])
    engagements.ensure(**same, channels=["voice", "chat"], last_day=date(2026, 12, 31))
    assert trail()[-2:] == ["engagement.begun", "engagement.changed"]
    assert details("engagement.changed") == {
        "channels": [["voice"], ["chat", "voice"]],
        "valid_to": [None, "2027-01-01"],
    }


# --- people -----------------------------------------------------------------------------------------------------------


def test_a_password_never_reaches_the_audit_trail(cast: Any) -> None:
    people.ensure(username="alice", name="Alice", role="owner", password="another long passphrase", by=None)
    assert details("person.changed") == {"with_new_password": True}
    assert not any("passphrase" in data for data in AuditEntry.objects.values_list("data", flat=True))


def test_a_user_name_that_differs_in_case_only_is_refused(cast: Any) -> None:
    with pytest.raises(Problem, match=r"people\.exists"):
        people.invite(username="Alice", name="Another", role="owner", by=None)


def test_a_change_of_role_moves_the_person_between_the_sides(cast: Any) -> None:
    people.change_role(username="bob", role="manager", by=cast.adam)
    assert details("person.role_changed") == {"centre": ["north", None], "role": ["centre_manager", "manager"]}
    people.change_role(username="bob", role="team_lead", centre="south", by=cast.adam)
    assert queries.visible_centres(User.objects.get(username="bob")) == {"south"}


def test_the_last_administrator_stays(cast: Any) -> None:
    with pytest.raises(Problem, match=r"people\.last_admin"):
        people.change_role(username="adam", role="owner", by=cast.adam)
    people.ensure(username="ada", name="Ada", role="admin", password="another long passphrase", by=None)
    people.change_role(username="adam", role="owner", by=cast.adam)
    with pytest.raises(Problem, match=r"people\.last_admin"):
        people.deactivate(username="ada", by=None)


# --- the database agrees ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"role": "team_lead"},
        {"role": "owner", "centre": "north"},
        {"role": "king"},
        {"role": ""},
        {"role": "admin", "is_superuser": True},
        {"role": "admin", "is_staff": True},
    ],
)
def test_the_database_refuses_a_person_outside_the_roles(cast: Any, fields: dict[str, Any]) -> None:
    if "centre" in fields:
        fields = {**fields, "centre": Centre.objects.get(code=fields["centre"])}
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="mallory", **fields)


def test_there_is_no_superuser_to_create() -> None:
    with pytest.raises(NotImplementedError):
        User.objects.create_superuser("root", password="x")


def test_the_database_refuses_an_engagement_that_ends_before_it_begins(cast: Any) -> None:
    running = Engagement.objects.first()
    assert running is not None
    running.valid_to = running.valid_from
    with pytest.raises(IntegrityError), transaction.atomic():
        running.save()


@pytest.mark.parametrize(
    "fields",
    [{"kind": "like_weekday"}, {"kind": "closed", "weekday": 1}, {"kind": "like_weekday", "weekday": 7}, {"kind": "x"}],
)
def test_the_database_refuses_a_special_day_that_says_two_things(cast: Any, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SpecialDay.objects.create(calendar=OpeningCalendar.objects.get(), day=date(2026, 10, 1), **fields)


def test_the_database_refuses_to_lose_a_centre_that_serves(cast: Any) -> None:
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        Centre.objects.get(code="north").delete()
