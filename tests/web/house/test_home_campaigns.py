"""Home shows the next campaigns with their gates: to a centre those that concern it, an override for all to see."""

from __future__ import annotations

from typing import Any

import pytest

from tests.briefings import NOW, TODAY, days, publish
from tests.clock import today_is

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _staged(monkeypatch: pytest.MonkeyPatch, cast: Any, lake: Any) -> None:
    from pledgeline.briefing.actions import campaigns

    today_is(monkeypatch, TODAY)
    publish()

    def plan(code: str, first: int, **more: Any) -> None:
        words = (code.capitalize(), f"活动{code}", TODAY + days(first), TODAY + days(first + 2))
        campaigns.plan(code=code, plan=campaigns.Plan(*words, **more), by=cast.alice, at=NOW)

    plan("offers", 9, services=("cards",))
    plan("loud", 4, services=("cards",), briefing="double-eleven")
    plan("quiet", 6, centres=("north",))
    plan("gone", 5, services=("cards",))
    campaigns.cancel(code="gone", reason="Sold out.", by=cast.alice, at=NOW)
    campaigns.override(code="loud", reason="The posters hang.", by=cast.alice, at=NOW)


def shown(browser: Any) -> list[tuple[str, bool, bool]]:
    """(code, whether its gate is open, whether it was let start) of each campaign, in the order of the page."""
    answer = browser.get("/")
    assert answer.status_code == 200
    return [(one.planned.code, one.gate.is_open, one.overridden) for one in answer.context["campaigns"]]


def test_the_next_campaign_stands_first_and_what_was_called_off_is_gone(as_: Any) -> None:
    assert shown(as_("alice")) == [("loud", False, True), ("quiet", False, False), ("offers", False, False)]


def test_a_centre_sees_the_campaigns_that_concern_it(as_: Any) -> None:
    assert [code for code, _open, _let in shown(as_("carol"))] == ["loud", "offers"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Released by Alice although not ready: The posters hang."),
        ("zh-hans", "未就绪"),
        ("en", "Not ready: Briefing"),
        ("zh-hans", "未就绪项：告知"),
    ],
)
def test_the_page_says_whether_it_is_ready_and_who_let_it_start(as_: Any, language: str, said: str) -> None:
    browser = as_("alice")
    browser.cookies["django_language"] = language
    page = browser.get("/").content.decode()
    assert said in page
    assert 'id="campaigns"' in page
    assert "/briefings/campaigns/offers/" in page
