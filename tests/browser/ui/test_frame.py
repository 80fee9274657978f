"""What only a browser can tell: nothing overflows, nothing is blocked, keys and buttons do what they say."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., "Page"]

# A button that is neither seen nor reached by a key, nor told to a reader, is nobody's target: Enter presses it.
SMALL_TARGETS = """
[...document.querySelectorAll('a, button, input, select, summary, textarea')]
  .filter(e => e.checkVisibility() && !e.matches('[aria-hidden=true][tabindex="-1"]'))
  .filter(e => !e.matches('.skip-link, .upload input, p a:not(.chart a)'))
  .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)
"""


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("path", ["/account/login/", "/ui/gallery/"])
def test_pages_fit_their_width_and_nothing_is_blocked(
    open_page: OpenPage, complaints: list[str], path: str, language: str, width: int
) -> None:
    page = open_page(path, who="nobody" if "login" in path else "adam", language=language, width=width)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate(SMALL_TARGETS) == []
    assert complaints == []


def test_the_theme_button_goes_through_three_states_and_the_server_remembers(open_page: OpenPage) -> None:
    page = open_page("/account/login/", theme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.click("[data-theme-toggle]")
    assert page.get_attribute("html", "data-theme") == "light"
    light = page.evaluate(ground)
    assert light != dark
    page.reload()
    assert page.get_attribute("html", "data-theme") == "light"
    page.click("[data-theme-toggle]")
    assert page.get_attribute("html", "data-theme") == "dark"
    page.click("[data-theme-toggle]")
    assert page.get_attribute("html", "data-theme") is None
    assert "pledgeline_theme" not in [cookie.get("name") for cookie in page.context.cookies()]


def test_the_arrow_keys_walk_a_heat_map_and_its_words_appear(open_page: OpenPage) -> None:
    page = open_page("/ui/gallery/", who="adam")
    page.locator(".chart__wide [data-row] [data-mark]").first.focus()
    said = "document.activeElement.getAttribute('aria-label')"
    walked = []
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "End", "ArrowRight", "Home"):
        page.keyboard.press(key)
        walked.append(page.evaluate(said)[:15])
    assert walked == [
        "Mon 09:00–10:00",
        "Tue 09:00–10:00",
        "Tue 08:00–09:00",
        "Sun 21:00–22:00",
        "Sun 21:00–22:00",
        "Mon 08:00–09:00",
    ]
    assert page.text_content(".chart-tip") == page.evaluate(said)
    assert page.locator(".chart-focus").count() == 1


def test_each_chart_is_one_stop_of_the_tab_key(open_page: OpenPage) -> None:
    page = open_page("/ui/gallery/", who="adam")
    stops = page.evaluate(
        "[...document.querySelectorAll('.chart__wide svg')].map(s => s.querySelectorAll('[tabindex=\"0\"]').length)"
    )
    assert stops
    assert set(stops) == {1}


def test_the_first_tab_leads_past_the_header(open_page: OpenPage) -> None:
    page = open_page("/ui/gallery/", who="adam")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_chosen_file_is_named(open_page: OpenPage) -> None:
    page = open_page("/ui/gallery/", who="adam")
    page.set_input_files(".upload input", {"name": "八月.csv", "mimeType": "text/csv", "buffer": b"x" * 2048})
    assert page.text_content(".upload__files") == "八月.csv (2 KiB)"


def test_print_is_light_and_leaves_the_navigation_out(open_page: OpenPage) -> None:
    page = open_page("/ui/gallery/", who="adam", theme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.is_visible(".site-header")
    assert page.is_visible(".print-brand")


def test_without_scripts_the_pages_still_work(open_page: OpenPage) -> None:
    page = open_page("/account/login/")
    browser = page.context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False, locale="zh-CN")
    try:
        bare = plain.new_page()
        bare.goto(page.url)
        bare.click(".door__tools form button")
        assert "Sign in" in (bare.text_content("h1") or "")
    finally:
        plain.close()
