"""A team lead with a phone: tomorrow's changes acknowledged in three taps, or by keyboard alone; every page fits."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from pledgeline.briefing.models import Acknowledgement
from tests.browser.ui.test_frame import SMALL_TARGETS

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., "Page"]

OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
CLIENT = ("", "of/fees/", "of/fees/people/north/", "matrix/", "calendar/?month=2026-11", "campaigns/", "campaigns/w11/",
          "campaigns/w11/contacts/", "campaigns/w11/edit/", "questions/")  # fmt: skip
CENTRE = ("due/", "rechecks/", "rosters/south/", "of/fees/people/south/", "matrix/")


def acknowledged() -> set[tuple[str, str]]:
    """(briefing, person) of the versions that hold."""
    found = Acknowledgement.objects.filter(version__state="published", member__centre="south")
    return set(found.values_list("version__briefing__code", "member__code"))


def test_on_a_phone_tomorrows_changes_take_three_taps_from_any_page(open_page: OpenPage, stage: None) -> None:
    page = open_page("/organisation/centres/", who="carol", width=390)
    taps = 2
    page.get_by_role("button", name="Menu").click()
    page.locator("nav").get_by_role("link", name="Tomorrow’s changes").click()
    button = page.get_by_role("button", name="Acknowledge for everybody ticked")
    box = button.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 900  # in sight without scrolling
    button.click()
    taps += 1
    page.get_by_text("Your team knows everything").wait_for()
    assert taps == 3
    assert acknowledged() == {
        (code, who) for code in ("fees", "hours") for who in ("s1", "s2", "s3", "s4", "s5", "lead")
    }


def test_by_keyboard_alone_whoever_was_not_there_is_left_out(open_page: OpenPage, stage: None) -> None:
    page = open_page("/briefings/due/", who="carol", width=390, language="zh-hans")
    absent = page.locator("input[name=told][value='fees/2/s3']")
    page.locator("main").focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "fees/2/s3":
            break
    assert absent.evaluate("field => field === document.activeElement")
    page.keyboard.press("Space")
    assert not absent.is_checked()
    page.keyboard.press("Enter")  # in a form, Enter is its button
    page.locator(".messages .callout--success").wait_for()
    assert page.locator("input[name=told]").count() == 1
    assert {who for code, who in acknowledged() if code == "fees"} == {"s1", "s2", "s4", "s5", "lead"}


@pytest.mark.parametrize(("width", "language", "theme"), [(390, "zh-hans", "dark"), (1440, "en", "light")])
def test_every_page_fits_and_nothing_is_blocked(
    open_page: OpenPage, complaints: list[str], stage: None, width: int, language: str, theme: str
) -> None:
    for who, paths in (("alice", CLIENT), ("carol", CENTRE)):
        page = open_page("/briefings/", who=who, width=width, language=language, theme=theme)
        for path in paths:
            page.goto(page.url.split("/briefings/")[0] + "/briefings/" + path)
            assert page.evaluate(OVERFLOW) <= 0, path
            assert page.evaluate(SMALL_TARGETS) == [], path
    assert complaints == []
