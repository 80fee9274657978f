"""The plan's heat map and the page "What if?" as the client's planner has them, on a plan of the demo organisation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.house.test_pages_worth_showing import FAINT, LOOKS, OVERFLOW, Visit
from tests.browser.ui.test_frame import SMALL_TARGETS

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("house")]

PLANNER = "zhou.heng"
PLAN = "/capacity/plans/card-2026-11-west/"


@LOOKS
@pytest.mark.parametrize("path", [PLAN, f"{PLAN}what-if/"])
def test_both_fit_are_legible_and_nothing_is_blocked(
    visit: Visit, complaints: list[str], path: str, theme: str, width: int
) -> None:
    page = visit(path, who=PLANNER, language="zh-hans" if width == 390 else "en", theme=theme, width=width)
    assert page.locator(".chart svg:visible").count() > 0
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate(FAINT, "main") == []
    assert complaints == []


def test_the_heat_map_is_walked_by_keyboard_interval_by_interval_and_day_by_day(visit: Visit) -> None:
    page = visit(PLAN, who=PLANNER)
    cells = page.locator("#gap svg:visible [data-mark]")
    first = _cell(cells.first.get_attribute("aria-label"))
    page.locator("#gap svg:visible [data-mark][tabindex='0']").focus()
    assert _at(page) == first
    page.keyboard.press("ArrowRight")
    assert (_at(page)[0], _at(page)[1] > first[1]) == (first[0], True)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    assert (_at(page)[0] != first[0], _at(page)[1]) == (True, first[1])
    assert page.locator(".chart-tip:visible").count() == 1
    page.keyboard.press("End")
    assert _at(page) == _cell(cells.last.get_attribute("aria-label"))


def test_where_people_are_missing_the_cell_says_how_many(visit: Visit) -> None:
    page = visit(PLAN, who=PLANNER)
    short = page.locator("#gap svg:visible [data-mark].f-chart-step-0, #gap svg:visible [data-mark][fill*='step-0']")
    assert short.count() > 0
    have, need = re.findall(r"[\d.]+", str(short.first.get_attribute("aria-label")).split(": ")[1])
    assert float(have) < float(need)


def test_what_if_is_asked_and_answered_with_its_interval(visit: Visit) -> None:
    page = visit(PLAN, who=PLANNER)
    page.locator("#chance a[href$='/what-if/']").click()
    page.wait_for_selector("#difference")
    more = _difference(page)
    page.fill("[name=volume]", "150")
    page.fill("[name=agents]", "-1")
    page.locator(".filters [type=submit]").click()
    page.wait_for_url("**volume=150**")
    page.wait_for_selector("#difference")
    low, value, high = _difference(page)
    assert low <= value <= high < 0 < more[0] <= more[1] <= more[2]
    assert page.locator("#side tbody tr").count() == 6
    assert page.input_value("[name=agents]") == "-1"


def _cell(said: str | None) -> tuple[str, str]:
    """(day, interval) of what a cell says."""
    day, interval = re.fullmatch(r"(.+) (\d\d:\d\d\S*): .*", str(said)).groups()  # type: ignore[union-attr]
    return day, interval


def _at(page: Page) -> tuple[str, str]:
    return _cell(page.evaluate("document.activeElement.getAttribute('aria-label')"))


def _difference(page: Page) -> tuple[float, float, float]:
    """(low, value, high) in percentage points, as the page writes them."""
    said = (page.locator("#difference dd").first.text_content() or "").replace("95 %", "").replace("95%", "")
    value, low, high = (float(one.replace("−", "-")) for one in re.findall(r"[+−][\d.]+", said))
    return low, value, high
