"""Campaigns on pages: planned, filled in by table and workbook, moved, called off, let start all the same."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from pledgeline.briefing.actions import campaigns
from pledgeline.briefing.models import Campaign, Override
from tests.briefings import NOW, TODAY, days

pytestmark = pytest.mark.django_db
CODE = "double-eleven"
FIRST, LAST = TODAY + days(7), TODAY + days(8)
EVERYONE = ("alice", "mia", "dan", "eve", "adam", "bob", "carol")


@pytest.fixture(autouse=True)
def _on_the_second_of_november() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def url(name: str, code: str = "w11") -> str:
    return reverse(f"briefing:{name}", args=[code])


def given(**changes: Any) -> dict[str, Any]:
    plain = {
        "code": "w11", "name_en": "Double Eleven", "name_zh": "双十一", "first_day": FIRST.isoformat(),
        "last_day": LAST.isoformat(), "briefing": CODE, "services": ["cards"], "promises": "",
    }  # fmt: skip
    return {**plain, **changes}


@pytest.fixture
def campaign(told: Any) -> Campaign:
    plan = campaigns.Plan("Double Eleven", "双十一", FIRST, LAST, services=("cards",), briefing=CODE)
    return campaigns.plan(code="w11", plan=plan, by=None, at=NOW)


def expected() -> dict[Any, int]:
    return dict(campaigns.plan_now("w11").expected)


@pytest.mark.parametrize("name", ["edit_campaign", "campaign_contacts", "campaign_sheet", "move", "cancel"])
def test_who_answers_for_a_service_plans_and_nobody_else(as_: Any, campaign: Any, name: str) -> None:
    asked = {who: as_(who).get(url(name)).status_code for who in EVERYONE}
    read = 405 if name in ("move", "cancel") else 200
    assert asked == dict.fromkeys(EVERYONE, read if read == 405 else 403) | dict.fromkeys(("alice", "mia"), read)
    refused = {as_(who).post(url(name), {"cancel-reason": "x"}).status_code for who in ("dan", "adam", "bob", "carol")}
    assert refused == {403}
    assert as_("alice").post(url(name, "no-such")).status_code == 404


def test_a_campaign_is_planned_and_its_contacts_filled_in(as_: Any, told: Any) -> None:
    browser = as_("alice")
    assert "double-eleven" in browser.get(reverse("briefing:plan_campaign")).content.decode()
    answer = browser.post(reverse("briefing:plan_campaign"), given())
    assert answer["Location"] == url("campaign_contacts")
    page = browser.get(url("campaign_contacts")).content.decode()
    assert page.count('type="number"') == 4  # two days, voice and chat: what the centres serve for cards
    filled = {f"{FIRST.isoformat()}-voice": "400", f"{LAST.isoformat()}-chat": "30"}
    assert browser.post(url("campaign_contacts"), filled).status_code == 302
    assert expected() == {(FIRST, "voice"): 400, (LAST, "chat"): 30}
    text = browser.get(url("campaign")).content.decode()
    assert "430 in all" in text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"last_day": TODAY.isoformat()}, "would end before it begins"),
        ({"briefing": "no-such"}, "There is no briefing"),
        ({"code": "no code"}, "cannot be a code"),
        ({"name_zh": ""}, "required"),
        ({"services": ["loans-of-mars"]}, "not one of the available"),
    ],
)
def test_a_plan_that_cannot_stand_says_so_beside_the_field(as_: Any, told: Any, wrong: Any, says: str) -> None:
    answer = as_("alice").post(reverse("briefing:plan_campaign"), given(**wrong))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Campaign.objects.exists()


def test_two_people_planning_the_same_code_make_one_campaign(as_: Any, campaign: Any) -> None:
    answer = as_("mia").post(reverse("briefing:plan_campaign"), given(name_en="Mine"))
    assert answer.status_code == 422
    assert "There already is a campaign" in answer.content.decode()
    assert Campaign.objects.get().name_en == "Double Eleven"


def test_a_plan_is_changed_and_a_negative_number_is_not(as_: Any, campaign: Any) -> None:
    browser = as_("mia")
    browser.post(url("edit_campaign"), given(name_en="<b>Eleven</b>"))
    text = browser.get(url("campaign")).content.decode()
    assert "&lt;b&gt;Eleven" in text
    assert "<b>Eleven" not in text
    assert browser.post(url("campaign_contacts"), {f"{FIRST.isoformat()}-voice": "-1"}).status_code == 422
    assert expected() == {}


def test_a_campaign_is_moved_and_called_off_on_its_page(as_: Any, campaign: Any) -> None:
    browser = as_("alice")
    text = browser.post(url("move"), {"move-first_day": "2026-12-01"}, follow=True).content.decode()
    assert "it begins on 1 Dec 2026" in text
    assert "Choose the day" in browser.post(url("move"), {}, follow=True).content.decode()
    assert "Say why" in browser.post(url("cancel"), {}, follow=True).content.decode()
    browser.post(url("cancel"), {"cancel-reason": "The supplier is <i>late</i>."})
    for who in ("alice", "bob"):
        for page in (url("campaign"), reverse("briefing:campaigns"), reverse("briefing:briefing", args=[CODE])):
            text = as_(who).get(page).content.decode()
            assert "The supplier is &lt;i&gt;late" in text, page
    assert "Double Eleven" not in browser.get(reverse("briefing:calendar") + "?month=2026-12").content.decode()
    assert "no longer changed" in browser.get(url("edit_campaign")).content.decode()
    assert browser.post(url("edit_campaign"), given()).status_code == 422


def test_an_override_stands_wherever_the_campaign_is_until_it_is_changed(as_: Any, campaign: Any) -> None:
    as_("alice").post(url("override"), {"reason": "The posters hang."})
    pages = (url("campaign"), reverse("briefing:campaigns"), reverse("briefing:briefing", args=[CODE]))
    for page in pages:
        text = as_("bob").get(page).content.decode()
        assert "Released by Alice although not ready" in text, page
        assert "The posters hang." in text, page
    calendar = reverse("briefing:calendar") + "?month=2026-11"
    assert "released</span>" in as_("bob").get(calendar).content.decode()
    with time_machine.travel(NOW + days(1), tick=False):
        as_("mia").post(url("edit_campaign"), given(last_day="2026-11-12"))
        for page in pages:
            assert "no longer holds" in as_("bob").get(page).content.decode(), page
        assert "released</span>" not in as_("bob").get(calendar).content.decode()
    assert Override.objects.count() == 1


# --- workbook ---------------------------------------------------------------------------------------------------------


def returned(data: bytes, value: Any) -> BytesIO:
    book = openpyxl.load_workbook(BytesIO(data))
    sheet = book.active
    column = [cell.value for cell in sheet[1]].index("contacts") + 1
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, column).value = value
    file = BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "w11.xlsx"
    return file


@pytest.mark.parametrize(
    ("value", "says", "taken"),
    [(25, "100 contacts expected", 4), (None, "0 contacts", 0), ("=1+1", "", 0), (-4, "are negative", 0)],
)
def test_the_table_goes_out_as_a_workbook_and_comes_back(
    as_: Any, campaign: Any, value: Any, says: str, taken: int
) -> None:
    browser = as_("alice")
    data = browser.get(url("campaign_sheet")).content
    answer = browser.post(url("campaign_sheet"), {"file": returned(data, value)}, follow=True)
    assert says in answer.content.decode()
    assert len(expected()) == taken


def test_what_is_no_workbook_is_refused_in_words(as_: Any, campaign: Any) -> None:
    file = BytesIO(b"day;contacts\n2026-11-09;1\n")
    file.name = "w11.csv"
    browser = as_("alice")
    answer = browser.post(url("campaign_sheet"), {"file": file}, follow=True)
    assert answer.status_code == 200
    assert "sheet." not in answer.content.decode()
    assert "Choose a file first" in browser.post(url("campaign_sheet"), {}, follow=True).content.decode()
    assert expected() == {}


def test_a_campaign_of_many_days_goes_by_workbook(as_: Any, told: Any) -> None:
    plan = campaigns.Plan("Year", "全年", FIRST, FIRST + days(200), services=("cards",))
    campaigns.plan(code="year", plan=plan, by=None, at=NOW)
    text = as_("alice").get(url("campaign_contacts", "year")).content.decode()
    assert "Too many days" in text
    assert 'type="number"' not in text
    assert as_("alice").get(url("campaign_sheet", "year")).status_code == 200
