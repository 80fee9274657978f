"""Who sees what of the briefings, and what the pages do."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from pledgeline.briefing.actions import campaigns, links, questions
from pledgeline.briefing.models import Acknowledgement, CheckResult, Override, Question
from tests.briefings import NOW, TODAY, a_person, acknowledge, days, enrol, publish

pytestmark = pytest.mark.django_db
CODE = "double-eleven"


@pytest.fixture(autouse=True)
def _on_the_second_of_november() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def campaign(told: Any) -> Any:
    wanted = campaigns.Plan(
        "Double Eleven", "双十一", TODAY + days(7), TODAY + days(8), services=("cards",), briefing=CODE,
        expected={(TODAY + days(7), "voice"): 400},
    )  # fmt: skip
    return campaigns.plan(code="w11", plan=wanted, by=None, at=NOW)


EVERYBODY = {
    "briefings": [],
    "briefing": [CODE],
    "calendar": [],
    "matrix": [],
    "questions": [],
    "campaigns": [],
    "campaign": ["w11"],
}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("who", ["alice", "mia", "dan", "eve", "adam", "bob", "carol"])
def test_everybody_reads_the_pages(as_: Any, campaign: Any, who: str, language: str) -> None:
    browser = as_(who)
    browser.cookies["django_language"] = language
    for name, arguments in EVERYBODY.items():
        answer = browser.get(reverse(f"briefing:{name}", args=arguments))
        assert answer.status_code == 200, name
        if name == "briefings":
            assert ("双十一用卡优惠" if language == "zh-hans" else "Double Eleven offers") in answer.content.decode()


def test_nobody_is_sent_to_the_sign_in(as_: Any, campaign: Any) -> None:
    for name, arguments in EVERYBODY.items():
        answer = as_("nobody").get(reverse(f"briefing:{name}", args=arguments))
        assert answer.status_code == 302
        assert reverse("account_login") in answer["Location"]


@pytest.mark.parametrize(
    ("name", "arguments", "allowed"),
    [
        ("new", [], {"alice", "mia"}),
        ("write", [CODE], {"alice", "mia"}),
        ("due", [], {"bob", "carol"}),
        ("rosters", [], {"mia", "adam", "bob", "carol"}),
    ],
)
def test_other_pages_are_for_some(as_: Any, campaign: Any, name: str, arguments: Any, allowed: set[str]) -> None:
    everyone = ("alice", "mia", "dan", "eve", "adam", "bob", "carol")
    url = reverse(f"briefing:{name}", args=arguments)
    assert {who for who in everyone if as_(who).get(url).status_code == 200} == allowed
    assert {as_(who).get(url).status_code for who in set(everyone) - allowed} == {403}


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("people", [CODE, "north"]),
        ("people", [CODE, "nowhere"]),
        ("people", ["only-north", "north"]),
        ("people", ["only-north", "south"]),
        ("briefing", ["only-north"]),
        ("briefing", ["no-such"]),
        ("campaign", ["no-such"]),
        ("question", [1]),
        ("question", [99]),
        ("roster", ["north"]),
        ("roster", ["nowhere"]),
        ("roster_sheet", ["north"]),
        ("sheet", [CODE, "north"]),
    ],
)
def test_what_is_another_centres_is_not_found_like_what_is_not_there(
    as_: Any, campaign: Any, name: str, arguments: Any
) -> None:
    publish("only-north", centres=("north",))
    questions.ask(briefing=CODE, number=1, centre="north", text="Since when?", by=None, at=NOW)
    assert as_("carol").get(reverse(f"briefing:{name}", args=arguments)).status_code == 404


def test_a_centre_sees_its_own_numbers_only(as_: Any, campaign: Any) -> None:
    acknowledge("north", "n01", "n02", "n03")
    for name, arguments in EVERYBODY.items():
        text = as_("carol").get(reverse(f"briefing:{name}", args=arguments)).content.decode()
        assert "North" not in text, name
        assert "/ 10" not in text, name
        assert "/ 14" not in text, name


def test_tomorrows_changes_are_acknowledged_with_one_button(as_: Any, told: Any) -> None:
    publish("tomorrow", effective_from=TODAY + days(1), acknowledge_by=TODAY)
    browser, url = as_("carol"), reverse("briefing:due")
    text = browser.get(url).content.decode()
    assert text.count('name="told"') == 4  # the campaign of next week is not due yet
    ticked = [f"tomorrow/1/{code}" for code in ("s1", "s2", "s3", "s4")]
    assert browser.post(url, {"told": ticked}).status_code == 302
    assert Acknowledgement.objects.count() == 4
    assert 'name="told"' not in browser.get(url).content.decode()


def test_html_in_a_text_is_shown_as_text_in_page_and_difference(as_: Any, rosters: Any) -> None:
    publish(body_en="Pay <b>500</b> <script>alert(1)</script>")
    publish(CODE, body_en="Pay <b>300</b> <script>alert(1)</script>")
    text = as_("alice").get(reverse("briefing:briefing", args=[CODE])).content.decode()
    assert "<script>alert" not in text
    assert "<del>500</del><ins>300</ins>" in text
    assert "&lt;b&gt;" in text


def test_a_superseded_version_cannot_be_acknowledged_from_a_page_left_open(as_: Any, told: Any) -> None:
    publish(CODE, body_en="New.")
    answer = as_("carol").post(
        reverse("briefing:people", args=[CODE, "south"]), {"number": "1", "told": ["s1"]}, follow=True
    )
    assert "superseded by version 2" in answer.content.decode()
    assert not Acknowledgement.objects.exists()


# --- workbook -----------------------------------------------------------------------------------------------------


def ticked(data: bytes, *, also: str = "", formula: bool = False) -> BytesIO:
    book = openpyxl.load_workbook(BytesIO(data))
    sheet = book.active
    head = [cell.value for cell in sheet[1]]
    column = head.index("acknowledged") + 1
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, column).value = "=1+1" if formula else "yes"
    if also:
        values = {"briefing": CODE, "number": 1, "centre": "south", "person": also, "acknowledged": "yes"}
        sheet.append([values.get(name) for name in head])
    file = BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "list.xlsx"
    return file


@pytest.mark.parametrize(
    ("how", "says", "recorded"),
    [
        ({}, "4 acknowledgements recorded", 4),
        ({"also": "ghost"}, "“ghost” is not on the roster", 0),
        ({"formula": True}, "", 0),
    ],
)
def test_the_list_goes_out_as_a_workbook_and_comes_back(
    as_: Any, told: Any, how: Any, says: str, recorded: int
) -> None:
    browser, url = as_("carol"), reverse("briefing:sheet", args=[CODE, "south"])
    data = browser.get(url).content
    answer = browser.post(url, {"file": ticked(data, **how)}, follow=True)
    assert says in answer.content.decode()
    assert Acknowledgement.objects.count() == recorded


def test_a_roster_goes_out_and_comes_back_unchanged(as_: Any, rosters: Any) -> None:
    browser, url = as_("carol"), reverse("briefing:roster_sheet", args=["south"])
    file = BytesIO(browser.get(url).content)
    file.name = "roster.xlsx"
    assert "0 new, 0 changed, 4 as they were" in browser.post(url, {"file": file}, follow=True).content.decode()


# --- links --------------------------------------------------------------------------------------------------------


def a_link(**more: Any) -> str:
    (made,) = links.issue(briefing=CODE, number=1, centre="south", people=["s1"], by=None, at=NOW, **more)
    return reverse("briefing:link", args=[made.token])


def test_a_link_is_read_without_a_trace_and_used_once(as_: Any, told: Any) -> None:
    browser, url = as_("nobody"), a_link()
    assert "Double Eleven offers" in browser.get(url).content.decode()
    assert not Acknowledgement.objects.exists()
    answers = {"answer0": "1", "answer1": "2", "answer2": "0"}
    assert browser.post(url, answers).status_code == 200
    assert (Acknowledgement.objects.count(), CheckResult.objects.get().right) == (1, 3)
    again = browser.post(url, answers)
    assert again.status_code == 410
    assert "works once only" in again.content.decode()
    assert browser.get(url).status_code == 410


def test_a_link_that_expired_or_leads_nowhere_says_so(as_: Any, told: Any) -> None:
    url = a_link(valid_days=1)
    with time_machine.travel(NOW + days(2), tick=False):
        answer = as_("nobody").post(url)
    assert answer.status_code == 410
    assert "valid until 3 Nov 2026" in answer.content.decode()
    assert as_("nobody").get(reverse("briefing:link", args=["guessed"])).status_code == 404


# --- questions and campaigns --------------------------------------------------------------------------------------


def test_a_question_is_asked_answered_and_read_by_all_without_its_centre(as_: Any, told: Any) -> None:
    as_("carol").post(reverse("briefing:ask", args=[CODE, 1]), {"text": "Since when?"})
    number = Question.objects.get().number
    assert as_("bob").get(reverse("briefing:question", args=[number])).status_code == 404
    assert as_("carol").post(reverse("briefing:question", args=[number]), {}).status_code == 403
    words = {"outcome": "faq", "answer_en": "From Monday.", "answer_zh": "周一起。", "question_en": "From when?"}
    as_("alice").post(reverse("briefing:question", args=[number]), words)
    text = as_("bob").get(reverse("briefing:briefing", args=[CODE])).content.decode()
    assert "From Monday." in text
    assert "From when?" in text
    assert "Since when?" not in text


def test_an_override_needs_a_reason_and_is_shown_wherever_the_campaign_is(as_: Any, campaign: Any) -> None:
    url = reverse("briefing:override", args=["w11"])
    assert as_("dan").post(url, {"reason": "x"}).status_code == 403
    as_("alice").post(url, {"reason": " "})
    assert not Override.objects.exists()
    as_("alice").post(url, {"reason": "The offer is in print."})
    for name, arguments in (("campaigns", []), ("campaign", ["w11"])):
        text = as_("bob").get(reverse(f"briefing:{name}", args=arguments)).content.decode()
        assert "The offer is in print." in text
        assert "Alice" in text


def test_a_briefing_is_written_and_published_on_the_pages(as_: Any, rosters: Any) -> None:
    browser = as_("alice")
    words = {
        "code": "fee", "kind": "change", "title_en": "Fee", "title_zh": "年费", "body_en": "No fee.",
        "body_zh": "免年费。", "effective_from": "2026-11-10", "acknowledge_by": "2026-11-08", "services": ["cards"],
    }  # fmt: skip
    for n in (1, 2, 3):
        words |= {f"q{n}_en": "Fee?", f"q{n}_zh": "年费？", f"q{n}_choices_en": "No\nYes", f"q{n}_choices_zh": "免\n收"}
    assert browser.post(reverse("briefing:new"), {**words, "body_zh": ""}).status_code == 422
    assert browser.post(reverse("briefing:new"), words).status_code == 302
    browser.post(reverse("briefing:publish", args=["fee", 1]))
    text = as_("bob").get(reverse("briefing:briefing", args=["fee"])).content.decode()
    assert "No fee." in text
    page = browser.get(reverse("briefing:write", args=["fee"])).content.decode()
    assert "No\nYes" in page.replace("\r", "")


# --- size ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["briefings", "matrix", "campaigns", "questions", "calendar"])
def test_the_lists_ask_as_many_queries_for_forty_as_for_four(
    as_: Any, rosters: Any, name: str, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def fill(first: int, last: int) -> None:
        for n in range(first, last):
            publish(f"b{n}")
            questions.ask(briefing=f"b{n}", number=1, centre="north", text="?", by=None, at=NOW)
            wanted = campaigns.Plan("C", "活动", TODAY, TODAY, services=("cards",), briefing=f"b{n}")
            campaigns.plan(code=f"c{n}", plan=wanted, by=None, at=NOW)

    browser, url = as_("bob"), reverse(f"briefing:{name}")
    fill(0, 4)
    browser.get(url)
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get(url)
    fill(4, 40)
    with CaptureQueriesContext(connection) as many:
        browser.get(url)
    assert len(many) == len(few) <= 30


def test_a_late_joiner_and_a_shift_taken_over_are_counted(as_: Any, told: Any) -> None:
    from pledgeline.briefing.actions import rosters as writing

    enrol("south", a_person("new", joined_on=TODAY + days(1)), a_person("other", services=("loans",)))
    writing.cover(centre="south", person="other", service="cards", first_day=TODAY, last_day=TODAY + days(3), by=None)
    with time_machine.travel(NOW + days(1), tick=False):
        text = as_("carol").get(reverse("briefing:people", args=[CODE, "south"])).content.decode()
    assert text.count("late joiner<") == 1
    assert text.count("covering a shift<") == 1
