from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from pledgeline.experience import queries
from pledgeline.experience.actions import contracts, definitions

pytestmark = pytest.mark.django_db
EVERYONE = ("alice", "bob", "carol", "dan", "eve", "adam", "mia")
AIM = {"aim_en": "A person, <b>soon</b>.", "aim_zh": "尽快接通人工。"}


@pytest.fixture(autouse=True)
def _nothing_delivered(no_lake: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from pledgeline.contacts import queries as contacts

    monkeypatch.setattr(contacts, "current_snapshot", lambda: None)


@pytest.fixture
def in_review(promised: Any, cast: Any) -> None:
    definitions.begin(service="cards", by=cast.alice, **AIM)
    definitions.submit(service="cards", number=1, by=cast.alice)


@pytest.fixture
def offered(cast: Any) -> None:
    terms = queries.usual_terms("human_or_callback_within", {"limit_s": 60}, purpose="one-minute")
    for centre in ("north", "south"):
        contracts.draft(
            code=f"{centre}-wait", centre=centre, terms=terms, effective_from=date(2026, 7, 1), by=cast.alice
        )
        contracts.offer(code=f"{centre}-wait", number=1, by=cast.alice)


def page(browser: Any, view: str, *args: Any, status: int = 200) -> str:
    answer = browser.get(reverse(f"experience:{view}", args=args))
    assert answer.status_code == status
    return answer.content.decode()


def post(browser: Any, view: str, *args: Any, **data: Any) -> Any:
    return browser.post(reverse(f"experience:{view}", args=args), data, follow=True)


@pytest.mark.parametrize("view", ["definitions", "contracts", "clocks"])
def test_the_lists_open_for_everybody_who_has_signed_in_and_for_nobody_else(as_: Any, view: str) -> None:
    for person in EVERYONE:
        page(as_(person), view)
    assert as_("nobody").get(reverse(f"experience:{view}")).status_code == 302


def test_a_definition_is_drafted_reviewed_approved_and_put_in_force_on_its_pages(as_: Any, promised: Any) -> None:
    alice, mia = as_("alice"), as_("mia")
    post(alice, "definition_begin", service="cards", **AIM)
    edited = post(alice, "definition_edit", "cards", 1, promises=["one-minute:1"], **AIM)
    assert "&lt;b&gt;soon&lt;/b&gt;" in edited.content.decode()
    post(alice, "definition_submit", "cards", 1)
    seen = queries.definition("cards", user=mia_of(mia)).digest
    today = timezone.localdate().isoformat()
    told = post(alice, "definition_approve", "cards", 1, effective_from=today, seen=seen)
    assert "cannot approve it" in told.content.decode()
    assert (
        "Approved under your name"
        in post(mia, "definition_approve", "cards", 1, effective_from=today, seen=seen).content.decode()
    )
    late = post(as_("eve"), "definition_approve", "cards", 1, effective_from=today, seen=seen)
    assert "Mia has approved version 1 already" in late.content.decode()
    post(alice, "definition_put_in_force", "cards", 1)
    assert "In force" in page(as_("carol"), "definition", "cards")


def mia_of(browser: Any) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username="mia")


def test_a_centre_finds_neither_what_is_in_review_nor_the_services_of_another(as_: Any, in_review: Any) -> None:
    for person in ("bob", "carol"):
        page(as_(person), "definition", "cards", status=404)
        page(as_(person), "definition_version", "cards", 1, status=404)
    page(as_("alice"), "definition", "moon", status=404)


@pytest.mark.parametrize("person", ["bob", "carol", "dan", "adam"])
def test_who_may_neither_define_nor_approve_is_refused(as_: Any, in_review: Any, person: str) -> None:
    for view in ("definition_submit", "definition_put_in_force", "definition_approve", "definition_send_back"):
        answer = as_(person).post(reverse(f"experience:{view}", args=["cards", 1]))
        assert answer.status_code == 403


def test_reading_changes_nothing(as_: Any, in_review: Any, offered: Any) -> None:
    for view, args in (
        ("definition_submit", ["cards", 1]),
        ("definition_approve", ["cards", 1]),
        ("contract_sign", ["north-wait", 1]),
    ):
        assert as_("alice").get(reverse(f"experience:{view}", args=args)).status_code == 405


def test_both_sides_sign_and_another_centre_finds_nothing(as_: Any, offered: Any) -> None:
    shown = page(as_("bob"), "contract", "north-wait")
    assert "as expected" in shown
    for view, args in (("contract", ["north-wait"]), ("contract_version", ["north-wait", 1])):
        page(as_("carol"), view, *args, status=404)
    assert "south-wait" not in page(as_("bob"), "contracts")
    assert as_("carol").post(reverse("experience:contract_sign", args=["north-wait", 1])).status_code == 404
    assert as_("carol").post(reverse("experience:contract_sign", args=["no-such", 1])).status_code == 404
    assert "Signed under your name" in post(as_("bob"), "contract_sign", "north-wait", 1).content.decode()
    post(as_("mia"), "contract_sign", "north-wait", 1)
    assert "Signed by both sides" in page(as_("bob"), "contract", "north-wait")


def test_the_lists_ask_as_much_for_one_row_as_for_fifty(
    as_: Any, cast: Any, offered: Any, django_assert_max_num_queries: Any
) -> None:
    browser = as_("alice")
    with django_assert_max_num_queries(12):
        page(browser, "contracts")
    terms = queries.usual_terms("service_level", {}, purpose="p")
    for number in range(12):
        contracts.draft(code=f"c{number}", centre="north", terms=terms, effective_from=date(2026, 7, 1), by=cast.alice)
    with django_assert_max_num_queries(12):
        page(browser, "contracts")


def test_a_service_of_another_centre_has_no_clocks_page(as_: Any, cast: Any) -> None:
    page(as_("carol"), "clocks_of", "loans", status=404)
    page(as_("bob"), "clocks_of", "loans")
