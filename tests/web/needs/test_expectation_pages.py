from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.needs_recorded import register

pytestmark = pytest.mark.django_db
LIST = "/needs/"
CARDS, LOANS = "/needs/lost-card/", "/needs/early-payoff/"
SOURCE = {"kind": "asked", "dated": "2026-01-05", "n": "20", "strength": "fair", "reference": "Interviews"}


@pytest.fixture(autouse=True)
def _recorded(cast: Any) -> None:
    register("lost-card", "cards")
    register("early-payoff", "loans", need_en="Pay a loan back early.", need_zh="能提前还款。")


@pytest.mark.parametrize(
    ("name", "cards", "loans"),
    [
        *((name, 200, 200) for name in ("alice", "bob", "dan", "eve", "adam", "mia")),
        ("carol", 200, 404),
        ("nobody", 302, 302),
    ],
)
def test_who_may_read_what(as_: Any, name: str, cards: int, loans: int) -> None:
    browser = as_(name)
    assert (browser.get(CARDS).status_code, browser.get(LOANS).status_code) == (cards, loans)


def test_the_list_shows_a_centre_only_what_its_customers_expect(as_: Any) -> None:
    seen = as_("carol").get(LIST).content.decode()
    assert "Block a lost card at once." in seen
    assert "Pay a loan back early." not in seen
    assert "Pay a loan back early." in as_("eve").get(LIST).content.decode()


def test_a_reference_may_name_a_centre_and_is_kept_from_centres(as_: Any) -> None:
    assert "south centre" in as_("alice").get(CARDS).content.decode()
    assert "south centre" not in as_("bob").get(CARDS).content.decode()


@pytest.mark.parametrize(
    ("name", "status"),
    [("alice", 302), ("mia", 302), *((name, 403) for name in ("bob", "carol", "dan", "eve", "adam"))],
)
def test_only_the_client_adds_a_source(as_: Any, name: str, status: int) -> None:
    assert as_(name).post(CARDS + "sources/", SOURCE).status_code == status


def test_a_foreign_and_an_unknown_expectation_answer_alike(as_: Any) -> None:
    carol = as_("carol")
    for code in ("early-payoff", "unknown"):
        for page in ("sources", "refusals"):
            assert carol.post(f"/needs/{code}/{page}/", SOURCE).status_code == 404


def test_what_cannot_stand_is_said_beside_the_form(as_: Any) -> None:
    answer = as_("alice").post(CARDS + "sources/", {**SOURCE, "n": ""})
    assert answer.status_code == 422
    assert "number of cases it rests on" in answer.content.decode()


def test_a_refusal_is_shown_with_its_reason_and_no_html_of_the_writer(as_: Any) -> None:
    why = {"because_en": "<b>Too dear</b>", "because_zh": "成本过高"}
    assert as_("mia").post(CARDS + "refusals/", why).status_code == 302
    seen = as_("carol").get(CARDS).content.decode()
    assert "&lt;b&gt;Too dear" in seen
    assert "<b>Too dear" not in seen


def test_reading_changes_nothing(as_: Any) -> None:
    assert as_("alice").get(reverse("needs:add_source", args=["lost-card"])).status_code == 405


def test_the_list_asks_the_same_queries_however_long_it_is(as_: Any, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = as_("alice")
    browser.get(LIST)
    with CaptureQueriesContext(connection) as few:
        browser.get(LIST)
    for number in range(60):
        register(f"more-{number}", "cards", sourced=False)
    with django_assert_num_queries(len(few)):
        browser.get(LIST)
