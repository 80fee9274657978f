"""The page on which the organisation keeps its own numbers."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.urls import reverse

from pledgeline.organisation.models import ParameterSetting
from tests.briefings import NOW, TODAY

pytestmark = pytest.mark.django_db
CODE = "briefing.acknowledged_share"
LIST, ONE = reverse("organisation:parameters"), reverse("organisation:parameter", args=[CODE])
CLIENT, CENTRES = ("alice", "mia", "dan", "eve", "adam"), ("bob", "carol")


@pytest.fixture(autouse=True)
def _on_the_second_of_november() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def given(**changes: Any) -> dict[str, Any]:
    return {"value": "90", "valid_from": TODAY.isoformat(), "reason": "Shifts are <b>short</b>.", **changes}


def test_the_clients_people_read_the_numbers_and_a_centres_do_not(as_: Any) -> None:
    for who in CLIENT:
        assert "95" in as_(who).get(LIST).content.decode()
        assert as_(who).get(ONE).status_code == 200
    for who in CENTRES:
        assert {as_(who).get(url).status_code for url in (LIST, ONE)} == {403}
    assert as_("alice").get(reverse("organisation:parameter", args=["briefing.no_such"])).status_code == 404


def test_owner_and_administrator_set_a_number_and_nobody_else(as_: Any) -> None:
    for percent, who in enumerate((*CLIENT, *CENTRES), start=80):
        as_(who).post(ONE, given(value=str(percent)))
    assert {one.set_by.username for one in ParameterSetting.objects.all()} == {"alice", "adam"}


def test_a_share_is_typed_in_percent_and_the_reason_is_shown_as_text(as_: Any) -> None:
    browser = as_("alice")
    assert browser.post(ONE, given(value="95.1")).status_code == 302
    assert ParameterSetting.objects.get().value == 0.951
    for url in (LIST, ONE):
        text = browser.get(url).content.decode()
        assert "95.1" in text
        assert "&lt;b&gt;short" in text
        assert "<b>short" not in text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"value": "101"}, "cannot be"),
        ({"reason": ""}, "required"),
        ({"valid_from": "2026-11-01"}, "is not rewritten"),
        ({"value": "nonsense"}, "Enter a number"),
    ],
)
def test_what_cannot_stand_says_so_beside_the_field(as_: Any, wrong: Any, says: str) -> None:
    answer = as_("alice").post(ONE, given(**wrong))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not ParameterSetting.objects.exists()


def test_the_page_reads_chinese_to_whoever_reads_chinese(as_: Any) -> None:
    browser = as_("dan")
    browser.cookies["django_language"] = "zh-hans"
    assert "应知人员中须已确认的比例" in browser.get(LIST).content.decode()


@pytest.mark.parametrize(("url", "queries"), [(LIST, 3), (ONE, 3)])
def test_the_pages_ask_the_same_queries_however_much_was_set(
    as_: Any, cast: Any, url: str, queries: int, django_assert_num_queries: Any
) -> None:
    ParameterSetting.objects.bulk_create(
        ParameterSetting(code=CODE, value=n / 1000, valid_from=TODAY, reason="…", set_at=NOW, set_by=cast.alice)
        for n in range(300)
    )
    browser = as_("alice")
    with django_assert_num_queries(queries):
        browser.get(url)
