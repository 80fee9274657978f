"""Forecasts made from contacts, what the same contacts teach, and what-if."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from tests.planned import EARLY, FIRST, a_forecast, a_plan, asked, figures, seven_weeks, shared_out

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_may() -> Any:
    with time_machine.travel(EARLY, tick=False):
        yield


@pytest.fixture
def contacts(cast: Any, deliver: Any) -> Any:
    return deliver("north", seven_weeks())


def text(browser: Any, view: str, *args: Any, query: str = "") -> str:
    answer = browser.get(reverse(f"capacity:{view}", args=args) + query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_forecast_is_made_frozen_and_later_measured_against_what_came(
    as_: Any, contacts: Any, deliver: Any, cast: Any
) -> None:
    from pledgeline.briefing.actions import campaigns
    from pledgeline.capacity.models import ForecastRecord

    plan = campaigns.Plan("Spring", "春季", FIRST, FIRST + timedelta(days=1), services=("cards",))
    campaigns.plan(code="spring", plan=plan, by=None, at=EARLY)
    browser = as_("mia")
    given = {"code": "june", "service": "cards", "channel": "voice", "first_day": "", "days": 7}
    answer = browser.post(reverse("capacity:forecasts"), given, follow=True)
    seen = answer.content.decode()
    assert "Frozen: from now on" in seen
    assert "Campaign “Spring” falls into these days and tells no contacts" in seen
    assert "no volume told" in seen
    record = ForecastRecord.objects.get(code="june")
    assert record.first_day == FIRST - timedelta(days=2)
    monday = record.values[FIRST.isoformat()]
    assert sum(monday["mean"]) == pytest.approx(36, abs=6)
    assert sum(monday["naive"]) == 36
    assert "Error of a day" not in seen
    deliver("north", seven_weeks(first=FIRST, a_day=54)[:270], name="june.csv")
    later = text(browser, "forecast", "june", query=f"?day={FIRST.isoformat()}")
    assert "Error of a day" in later
    assert "the campaign’s notice" in later
    assert "54" in later
    assert browser.post(reverse("capacity:forecasts"), given).status_code == 422


def test_too_few_contacts_are_said_to_be_too_few(as_: Any, delivered: Any) -> None:
    given = {"code": "early", "service": "cards", "channel": "voice", "days": 7}
    answer = as_("mia").post(reverse("capacity:forecasts"), given)
    assert answer.status_code == 422
    assert "Not enough data: 1 days with contacts, and a forecast needs 14" in answer.content.decode()
    told = as_("mia").post(reverse("capacity:forecasts"), given | {"a_day": 200}, follow=True).content.decode()
    assert "it rests on what you expect of a day" in told
    assert "what was expected of an open day (version 1)" in told


@pytest.mark.parametrize(("who", "status"), [("eve", 200), ("dan", 200), ("bob", 403), ("carol", 403), ("nobody", 302)])
def test_forecasts_are_the_clients(as_: Any, cast: Any, lake: Any, who: str, status: int) -> None:
    a_forecast()
    for address in (reverse("capacity:forecasts"), reverse("capacity:forecast", args=["june-cards"])):
        assert as_(who).get(address).status_code == status
    assert as_(who).get(reverse("capacity:learned")).status_code == status


def test_a_forecast_is_shared_out_by_cost_within_floors(as_: Any, cast: Any, lake: Any) -> None:
    from pledgeline.capacity.models import Allocation

    a_forecast()
    browser = as_("mia")
    address = reverse("capacity:share_out", args=["june-cards"])
    terms = {
        "cost_north": 2,
        "least_north": 40,
        "most_north": 100,
        "cost_south": 1,
        "least_south": 0,
        "most_south": 100,
    }
    seen = browser.get(address, terms).content.decode()
    assert "40.0" in seen
    assert not Allocation.objects.exists()
    assert browser.post(address, terms).status_code == 302
    shares = Allocation.objects.get().shares
    assert shares["north"][FIRST.isoformat()][10] == pytest.approx(0.4)
    assert "North centre" in text(browser, "forecast", "june-cards")
    refused = browser.post(address, terms | {"least_south": 70})
    assert "The floors add up to 1.10" in refused.content.decode()
    assert Allocation.objects.count() == 1
    assert as_("eve").get(address).status_code == 403


def test_contacts_teach_handling_time_patience_and_who_was_there(as_: Any, contacts: Any) -> None:
    a_plan("north-april", "north")
    seen = text(as_("mia"), "learned", query="?service=cards&channel=voice&centre=north")
    assert "4 min" in seen
    assert "Customers willing to wait longer than so long" in seen
    assert "reconstructed" in seen
    assert "Not enough data" not in seen
    none = text(as_("mia"), "learned", query="?service=loans&channel=voice")
    assert "No contact of this kind was handled" in none


def what_if_plan(cast: Any) -> None:
    from pledgeline.capacity.actions import outlooks, plans

    a_forecast()
    shared_out()
    for centre in ("north", "south"):
        a_plan(f"{centre}-june", centre)
        plans.hand_over(code=f"{centre}-june", forecast="june-cards", by=cast.mia)
        figures(f"{centre}-june", "committed", 3.0)
    outlooks.reckon(code="north-june", asked=asked(), by=cast.mia)


def test_what_if_compares_a_day_with_one_agent_more(as_: Any, cast: Any, lake: Any) -> None:
    what_if_plan(cast)
    seen = text(as_("bob"), "what_if", "north-june")
    assert "Probability that 80\xa0% is kept on such a day" in seen
    assert "+" in seen.split("Share kept, difference")[1][:80]
    assert "no contact teaches it yet: a prior is taken" in seen
    assert "Other centres help" not in seen
    fewer = text(as_("bob"), "what_if", "north-june", query=f"?day={FIRST}&volume=150&handling=100&agents=-1")
    assert "−" in fewer.split("Share kept, difference")[1][:80]
    client = text(
        as_("mia"), "what_if", "north-june", query=f"?day={FIRST}&volume=100&handling=100&agents=0&overflow=on"
    )
    assert "Other centres help" in client


def test_what_if_uses_what_the_centres_own_contacts_taught(as_: Any, cast: Any, contacts: Any) -> None:
    what_if_plan(cast)
    seen = text(as_("bob"), "what_if", "north-june")
    assert "measured, by blocks of three hours; mean 4 min" in seen
    assert "measured (Kaplan–Meier)" in seen


def test_what_if_of_a_day_without_staff_says_what_is_missing(as_: Any, cast: Any) -> None:
    a_plan("north-june", "north")
    assert "Nothing to change yet" in text(as_("mia"), "what_if", "north-june")
    assert as_("carol").get(reverse("capacity:what_if", args=["north-june"])).status_code == 404


def test_of_all_centres_together_the_implied_staff_is_the_sum_of_theirs(cast: Any, deliver: Any) -> None:
    """As one queue they would need fewer than they do, and everybody would look idle."""
    from pledgeline.capacity.queries.learned import learned

    deliver("north", seven_weeks(a_day=180))
    deliver("south", seven_weeks(a_day=270))
    alone = [learned(service="cards", channel="voice", centre=code) for code in ("north", "south")]
    together = learned(service="cards", channel="voice")
    assert together is not None
    assert together.staff
    for row in together.staff:
        theirs = [one for found in alone if found is not None for one in found.staff if one.hour == row.hour]
        assert len(theirs) == 2
        for name in ("implied", "low", "high", "contacts"):
            parts = [getattr(one, name) for one in theirs]
            assert getattr(row, name) == (None if None in parts else pytest.approx(sum(parts))), name
    assert any(row.implied for row in together.staff)


def test_what_was_learned_is_noted_beside_its_snapshot_and_found_again_by_the_next_process(contacts: Any) -> None:
    from pledgeline.capacity.core.learned import learned_as_json
    from pledgeline.capacity.queries import kept
    from pledgeline.capacity.queries.learned import learned
    from pledgeline.contacts import queries

    asked = {"service": "cards", "channel": "voice"}
    first = learned(**asked)
    notes = queries.the_lake().root / "rollups" / str(queries.current_snapshot()) / "notes"
    written = {note.name: note.read_bytes() for note in notes.glob("*.json")}
    assert written
    kept._MEMORY.clear()
    again = learned(**asked)
    assert again is not first
    assert learned_as_json(again) == learned_as_json(first)
    # A note that was damaged is no answer: it is found anew, and the same.
    for name in written:
        (notes / name).write_bytes(written[name][:40])
    kept._MEMORY.clear()
    assert learned_as_json(learned(**asked)) == learned_as_json(first)
    assert {note.name: note.read_bytes() for note in notes.glob("*.json")} == written
