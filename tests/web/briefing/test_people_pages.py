"""Covers and samples on pages, the team lead's screen, and what another centre's people are told: nothing."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.urls import reverse

from pledgeline.briefing.actions import rechecks
from pledgeline.briefing.models import Acknowledgement, Draw, Link, ShiftCover
from tests.briefings import NOW, TODAY, a_person, days, enrol, publish

pytestmark = pytest.mark.django_db
DUE = reverse("briefing:due")


@pytest.fixture(autouse=True)
def _on_the_second_of_november() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def loans(cast: Any) -> Any:
    enrol("north", a_person("n1"), a_person("n2", services=("loans",)))
    enrol("south", a_person("s1"))
    return publish("loans", services=("loans",), effective_from=TODAY, acknowledge_by=TODAY)


def cover(**changes: Any) -> dict[str, Any]:
    day = TODAY.isoformat()
    return {"person": "n1", "service": "loans", "first_day": day, "last_day": day, **changes}


def at(name: str, *arguments: Any) -> str:
    return reverse(f"briefing:{name}", args=arguments)


def test_a_cover_is_written_down_told_of_acknowledged_and_withdrawn(as_: Any, loans: Any) -> None:
    browser = as_("bob")
    text = browser.post(at("cover", "north"), cover(), follow=True).content.decode()
    assert "Briefings that Person n1 has to acknowledge: 1." in text
    assert "loans/1/n1" in browser.get(DUE).content.decode()
    assert text.count("covering") == 0
    people = browser.get(at("people", "loans", "north")).content.decode()
    assert "covering a shift" in people
    gone = {"person": "n1", "service": "loans", "first_day": TODAY.isoformat()}
    browser.post(at("withdraw_cover", "north"), gone)
    assert not ShiftCover.objects.exists()
    assert browser.post(at("withdraw_cover", "north"), {**gone, "first_day": "never"}).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"person": "ghost"}, "not one of the available"),
        ({"service": "no-such"}, "not one of the available"),
        ({"last_day": "2026-11-01"}, "would end before it begins"),
        ({"first_day": "soon"}, "valid date"),
    ],
)
def test_a_cover_that_cannot_stand_says_so_beside_the_field(as_: Any, loans: Any, wrong: Any, says: str) -> None:
    answer = as_("bob").post(at("cover", "north"), cover(**wrong))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not ShiftCover.objects.exists()


@pytest.mark.parametrize("name", ["cover", "withdraw_cover"])
def test_of_another_centre_nobody_writes_covers_and_cannot_tell_whether_it_is_there(
    as_: Any, loans: Any, name: str
) -> None:
    for centre in ("north", "nowhere"):
        assert as_("carol").post(at(name, centre), cover()).status_code == 404
    assert {as_(who).post(at(name, "north"), cover()).status_code for who in ("alice", "dan", "eve")} == {403}


def test_a_lead_with_queues_of_the_own_may_look_at_the_whole_centre(as_: Any, loans: Any) -> None:
    publish("fees", effective_from=TODAY, acknowledge_by=TODAY, questions=())
    enrol("north", a_person("lead", duty="team_lead", services=("loans",), username="bob"))
    browser = as_("bob")
    assert "fees/1/" not in browser.get(DUE).content.decode()
    whole = browser.get(f"{DUE}?all=1").content.decode()
    assert "fees/1/n1" in whole
    answer = browser.post(f"{DUE}?all=1", {"told": ["fees/1/n1"]})
    assert answer["Location"] == f"{DUE}?all=1"
    assert Acknowledgement.objects.get().member.code == "n1"


def test_tomorrows_changes_are_one_tap_from_every_page_of_a_lead_and_of_nobody_else(as_: Any, loans: Any) -> None:
    for who, offered in (("bob", True), ("carol", True), ("alice", False), ("dan", False)):
        text = as_(who).get(at("calendar")).content.decode()
        assert (f'href="{DUE}"' in text) is offered, who
    page = as_("bob").get(DUE).content.decode()
    navigation = page[page.index("<nav") : page.index("</nav>")]
    assert navigation.count('aria-current="page"') == 1


# --- asking again -----------------------------------------------------------------------------------------------------


def test_a_sample_is_drawn_on_the_page_and_only_who_has_not_answered_gets_a_link(as_: Any, loans: Any) -> None:
    browser = as_("bob")
    text = browser.get(at("rechecks")).content.decode()
    assert "Draw 1 people" in text
    browser.post(at("draw", "loans", "north"), {"size": "1"})
    assert Draw.objects.get().drawn == ["n2"]
    assert "0 of 1 have answered" in browser.get(at("rechecks")).content.decode()
    issued = browser.post(at("issue_links", "loans", "north"), {"purpose": "check"}).content.decode()
    assert issued.count("/link/") == 1
    path = issued[issued.index("/briefings/link/") :].split("<")[0]
    assert as_("nobody").post(path, {"answer0": "1", "answer1": "2", "answer2": "0"}).status_code == 200
    assert "1 of 1 have answered" in browser.get(at("rechecks")).content.decode()
    assert "Make links for those who" not in browser.get(at("people", "loans", "north")).content.decode()
    assert Link.objects.count() == 1


def test_a_centre_sees_its_own_samples_only(as_: Any, told: Any) -> None:
    publish(effective_from=TODAY, acknowledge_by=TODAY + days(5))
    rechecks.arrange(by=None, at=NOW)
    for who, seen, hidden in (("bob", "North", "South"), ("carol", "South", "North")):
        text = as_(who).get(at("rechecks")).content.decode()
        assert seen in text
        assert hidden not in text
    assert {as_(who).get(at("rechecks")).status_code for who in ("dan", "eve", "adam")} == {403}


def test_the_matrix_of_a_centres_manager_has_one_column(as_: Any, told: Any) -> None:
    texts = {who: as_(who).get(at("matrix")).content.decode() for who in ("alice", "bob", "carol")}
    assert {who: text.count('scope="col"') for who, text in texts.items()} == {"alice": 3, "bob": 2, "carol": 2}
    assert "/ 10" in texts["bob"]
    assert "/ 4" not in texts["bob"]
