"""A new organisation writes down its centres, services and hours on pages, and who serves what."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from pledgeline.organisation import queries
from pledgeline.organisation.core.calendar import Closed, OpensLike
from pledgeline.organisation.models import AuditEntry, Centre, Engagement, OpeningCalendar, Service

pytestmark = pytest.mark.django_db

PLACE = {"name_en": "East", "name_zh": "华东", "zone": "Asia/Shanghai"}
WEEK = {day: "09:00-18:00" for day in ("mon", "tue", "wed", "thu", "fri")} | {"sat": "", "sun": ""}


def send(browser: Any, path: str, **fields: Any) -> Any:
    return browser.post(f"/organisation/{path}", fields)


def test_hours_a_service_a_centre_and_an_engagement_in_their_order(as_: Any) -> None:
    alice = as_("alice")
    special = "2026-10-01 休息\n2026-10-10 按周五"
    assert send(alice, "new-calendar/", code="long", **PLACE, **WEEK, special=special).status_code == 302
    hours = OpeningCalendar.objects.get(code="long").hours()
    assert hours.special == {date(2026, 10, 1): Closed(), date(2026, 10, 10): OpensLike(4)}
    assert sorted(hours.weekly) == [0, 1, 2, 3, 4]
    done = send(alice, "new-service/", code="deposits", **PLACE, calendar="long")
    assert done.headers["Location"] == "/organisation/services/deposits/"
    assert send(alice, "new-centre/", code="east", **PLACE, kind="outsourced").status_code == 302
    engaged = {"centre": "east", "service": "deposits", "channels": ["voice", "chat"], "first_day": "2026-11-02"}
    assert send(alice, "engage/", **engaged).headers["Location"] == "/organisation/centres/east/"
    served = Engagement.objects.get(centre__code="east")
    assert (served.service.code, served.valid_to) == ("deposits", None)
    assert sorted(one.channel for one in served.channels.all()) == ["chat", "voice"]
    assert "Saved." in alice.get("/organisation/centres/east/").content.decode()


def test_a_change_keeps_the_code_whatever_is_sent(as_: Any) -> None:
    alice = as_("alice")
    assert send(alice, "centres/north/edit/", code="other", **PLACE, kind="outsourced").status_code == 302
    assert Centre.objects.get(code="north").name_zh == "华东"
    assert not Centre.objects.filter(code="other").exists()
    assert send(alice, "services/cards/edit/", code="other", **PLACE, calendar="").status_code == 302
    assert Service.objects.get(code="cards").calendar is None
    assert 'value="09:00-18:00"' in alice.get("/organisation/calendars/office/").content.decode()
    holiday = {**PLACE, **WEEK, "special": "2030-10-01 closed"}
    assert send(alice, "calendars/office/", **holiday).status_code == 302
    assert "2030-10-01 closed" in alice.get("/organisation/calendars/office/").content.decode()
    alice.cookies["django_language"] = "zh-hans"
    assert "2030-10-01 休息" in alice.get("/organisation/calendars/office/").content.decode()
    assert send(alice, "calendars/office/", **PLACE, **WEEK | {"mon": "08:00-12:00"}, special="").status_code == 302
    said = queries.calendar_said("office")
    assert said is not None
    assert (said[0]["name_en"], said[1].special) == ("East", {})


def test_an_engagement_ends_with_a_day_and_what_is_over_cannot_be_ended(as_: Any) -> None:
    alice = as_("alice")
    path = "engagements/north/loans/end/"
    assert send(alice, path, last_day="2026-06-30").status_code == 302
    assert Engagement.objects.get(centre__code="north", service__code="loans").valid_to == date(2026, 7, 1)
    again = send(alice, path, last_day="2026-06-30")
    assert again.status_code == 422
    assert "there is nothing to end" in again.content.decode()


@pytest.mark.parametrize(
    ("path", "fields", "said"),
    [
        ("new-centre/", {"code": "north", **PLACE, "kind": "in_house"}, "There already is a centre"),
        ("new-centre/", {"code": "a b", **PLACE, "kind": "in_house"}, "cannot be a code"),
        ("new-centre/", {"code": "east", **PLACE, "zone": "Mars", "kind": "in_house"}, "There is no time zone"),
        ("new-centre/", {"code": "east", **PLACE, "kind": "palace"}, "Select a valid choice"),
        ("new-service/", {"code": "cards", **PLACE, "calendar": ""}, "There already is a service"),
        ("new-calendar/", {"code": "office", **PLACE, **WEEK}, "There already is an opening calendar"),
        ("new-calendar/", {"code": "x", **PLACE, "mon": "9 to 5"}, "is no stretch of hours"),
        ("new-calendar/", {"code": "x", **PLACE, "mon": "09:00-12:00, 11:00-13:00"}, "begins before the one ahead"),
        ("new-calendar/", {"code": "x", **PLACE, "special": "today closed"}, "does not begin with a day"),
        ("engage/", {"centre": "south", "service": "cards", "channels": ["voice"], "first_day": "2026-05-01"},
         "already serves"),
        ("engage/", {"centre": "south", "service": "loans", "channels": ["voice"], "first_day": "2026-05-02",
                     "last_day": "2026-05-01"}, "Exchange the two days"),
        ("engage/", {"centre": "south", "service": "loans", "first_day": "2026-05-01"}, "This field is required"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_in_the_form_and_nothing_is_written(
    as_: Any, path: str, fields: dict[str, Any], said: str
) -> None:
    alice = as_("alice")
    before = AuditEntry.objects.count()
    answer = send(alice, path, **fields)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("path", ["new-centre/", "new-service/", "new-calendar/", "calendars/", "engage/"])
def test_who_only_reads_is_offered_none_of_it(as_: Any, path: str) -> None:
    assert as_("dan").get(f"/organisation/{path}").status_code == 403
    assert "new-centre" not in as_("dan").get("/organisation/centres/").content.decode()
    assert "new-centre" in as_("mia").get("/organisation/centres/").content.decode()


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("new-centre/", "centres/"),
        ("engage/", "centres/"),
        ("engagements/north/cards/end/", "centres/"),
        ("new-service/", "services/"),
        ("calendars/", "services/"),
        ("new-calendar/", "services/"),
    ],
)
def test_the_frame_says_where_a_page_of_writing_belongs(as_: Any, path: str, entry: str) -> None:
    frame = as_("alice").get(f"/organisation/{path}").content.decode().split("<main")[0]
    assert [one.group(1) for one in re.finditer(r'href="([^"]+)"[^>]*aria-current="page"', frame)] == [
        f"/organisation/{entry}"
    ]


def test_names_of_a_list_are_kept_whole_and_the_commas_with_them(as_: Any) -> None:
    served = as_("alice").get("/organisation/centres/").content.decode()
    assert re.search(r'<span class="whole">[^<]+,</span> <span class="whole">[^<,]+</span>', served)


def test_what_is_not_there_cannot_be_changed(as_: Any) -> None:
    alice = as_("alice")
    for path in ("centres/none/edit/", "services/none/edit/", "calendars/none/", "engagements/north/none/end/"):
        assert alice.get(f"/organisation/{path}").status_code == 404
