"""Ten thousand briefings: as many queries as for ten, on every page, and how many those are."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pledgeline.briefing.actions import campaigns, questions
from pledgeline.briefing.actions import rosters as rostering
from pledgeline.briefing.models import Briefing, BriefingVersion, Campaign, Question
from tests.briefings import NOW, QUESTIONS, TODAY, a_person, acknowledge, days, enrol, publish

pytestmark = pytest.mark.django_db
CODE = "double-eleven"

# Page → queries for the owner (alice) and for a team lead (carol); None: that reader may not open it.
PINNED: dict[str, tuple[int | None, int | None]] = {
    "briefings": (10, 12),
    "briefing": (35, 41),
    "calendar": (7, 10),
    "matrix": (14, 16),
    "rechecks": (14, 16),
    "questions": (6, 7),
    "question": (5, 6),
    "campaigns": (22, 24),
    "campaign": (22, 25),
    "due": (None, 17),
    "people": (12, 14),
    "rosters": (None, 7),
    "roster": (None, 14),
    "new": (7, None),
    "write": (21, None),
    "plan_campaign": (8, None),
    "edit_campaign": (27, None),
    "campaign_contacts": (23, None),
    "campaign_sheet": (21, None),
    "sheet": (None, 10),
    "roster_sheet": (None, 5),
}
ARGUMENTS: dict[str, list[Any]] = {
    **{key: [CODE] for key in ("briefing", "write")},
    **{key: ["w11"] for key in ("campaign", "edit_campaign", "campaign_contacts", "campaign_sheet")},
    **{key: ["south"] for key in ("roster", "roster_sheet")},
    **{key: [CODE, "south"] for key in ("people", "sheet")},
    "question": [1],
}


@pytest.fixture(autouse=True)
def _on_the_second_of_november() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def stage(rosters: None) -> None:
    """One briefing with a campaign, an open question, a cover and some acknowledgements; the rest is like it."""
    publish(effective_from=TODAY, acknowledge_by=TODAY)
    acknowledge("north", "n01", "n02")
    enrol("south", a_person("s5", services=("loans",)), a_person("lead", username="carol", duty="team_lead"))
    rostering.cover(centre="south", person="s5", service="cards", first_day=TODAY, last_day=TODAY, by=None, at=NOW)
    questions.ask(briefing=CODE, number=1, centre="south", text="?", by=None, at=NOW)
    plan = campaigns.Plan("W11", "双十一", TODAY + days(1), TODAY + days(2), services=("cards",), briefing=CODE)
    campaigns.plan(code="w11", plan=plan, by=None, at=NOW)
    campaigns.override(code="w11", reason="The posters hang.", by=_alice(), at=NOW)


def _alice() -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username="alice")


def fill(n: int) -> None:
    """`n` more briefings in effect, each with a campaign and an open question, written past the actions."""
    plain = BriefingVersion.objects.get(briefing__code=CODE)
    shared = {
        name: getattr(plain, name)
        for name in ("title_en", "title_zh", "body_en", "body_zh", "services", "effective_from", "acknowledge_by")
    }
    first = Briefing.objects.count()
    made = Briefing.objects.bulk_create(
        [Briefing(code=f"b{first + k:05d}", kind="change", created_at=NOW) for k in range(n)], batch_size=500
    )
    told = {**shared, "questions": QUESTIONS, "state": "published", "published_at": NOW, "created_at": NOW}
    versions = BriefingVersion.objects.bulk_create(
        [BriefingVersion(briefing=one, number=1, **told) for one in made], batch_size=500
    )
    span = {"first_day": TODAY, "last_day": TODAY + days(2), "created_at": NOW, "services": ["cards"]}
    Campaign.objects.bulk_create(
        [Campaign(code=one.code, name_en="Offers", name_zh="优惠", briefing=one, **span) for one in made],
        batch_size=500,
    )
    asked = {"centre": "south", "service": "cards", "text": "?", "asked_at": NOW, "due_at": NOW + days(1)}
    Question.objects.bulk_create(
        [Question(number=first + k + 1, version=one, **asked) for k, one in enumerate(versions)], batch_size=500
    )


def counted(browser: Any, name: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(reverse(f"briefing:{name}", args=ARGUMENTS.get(name, [])))
    assert answer.status_code == 200, name
    return len(asked)


def all_counted(as_: Any) -> dict[str, tuple[int | None, int | None]]:
    readers = as_("alice"), as_("carol")
    found = {}
    for name, pinned in PINNED.items():
        counts = [None if one is None else counted(who, name) for who, one in zip(readers, pinned, strict=True)]
        found[name] = (counts[0], counts[1])
    return found


def test_every_page_asks_what_is_pinned_for_ten_briefings_and_for_ten_thousand(as_: Any, stage: None) -> None:
    fill(9)
    assert all_counted(as_) == PINNED
    fill(9_990)
    assert Briefing.objects.count() == 10_000
    assert all_counted(as_) == PINNED


def test_the_address_of_every_page_that_is_read_stands_in_the_list(as_: Any) -> None:
    from pledgeline.briefing.urls import urlpatterns

    written = {"publish", "acknowledge_own", "check", "ask", "issue_links", "draw", "override", "move", "cancel"}
    written |= {"cover", "withdraw_cover"}
    # What a link opens is asked by somebody without an account, and of one version.
    assert {one.name for one in urlpatterns} - written - {"link"} == set(PINNED)
