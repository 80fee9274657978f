"""Home, promise page, requirement, report and data pages as a reader has them: both languages, themes and widths."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.house.conftest import CENTRE_MANAGER, TEAM_LEAD
from tests.browser.ui.test_frame import SMALL_TARGETS

if TYPE_CHECKING:
    from playwright.sync_api import Page

# One house for all of them: without the group each worker of pytest-xdist would build its own.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("house")]
Visit = Callable[..., "Page"]

PROMISE = "/promises/human-or-callback-60/"
PAGES = ["/", PROMISE, "/assurance/", "/data/", "/data/receipts/", "/data/contacts/"]
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
FAINT = (Path(__file__).parents[1] / "faint.js").read_text("utf-8")
UNTIDY = (Path(__file__).parents[1] / "untidy.js").read_text("utf-8")
# What A4 leaves between its margins, in CSS pixels.
PAPER = 680


LOOKS = pytest.mark.parametrize(("theme", "width"), [("light", 390), ("dark", 390), ("light", 1440), ("dark", 1440)])


@LOOKS
@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_is_legible_and_nothing_is_blocked(
    visit: Visit, complaints: list[str], path: str, language: str, theme: str, width: int
) -> None:
    page = visit(path, language=language, theme=theme, width=width)
    assert page.get_attribute("html", "lang") == ("zh-Hans" if language == "zh-hans" else "en")
    assert page.locator("h1").count() == 1
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate(FAINT, "main") == []
    assert page.evaluate(UNTIDY) == []
    assert complaints == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_home_says_of_each_promise_whether_it_is_kept(visit: Visit, language: str) -> None:
    page = visit("/", language=language)
    verdicts = page.locator("article[data-verdict]")
    assert verdicts.count() == page.locator("article .card__title a").count() >= 4
    assert {"met", "not_met"} & {one.get_attribute("data-verdict") for one in verdicts.all()}
    chinese = any("\u4e00" <= letter <= "\u9fff" for letter in page.text_content("h1") or "")
    assert chinese == (language == "zh-hans")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_promise_page_draws_trend_heat_map_and_waits_and_leads_to_contacts(visit: Visit, language: str) -> None:
    page = visit(PROMISE, language=language)
    assert page.locator("#measured .chart svg:visible").count() >= 3
    assert page.locator("#measured .chart svg:visible [aria-label]").count() > 50
    page.locator("#measured a[href*='/data/contacts/']").first.click()
    rows = page.locator("main tbody tr")
    assert rows.count() > 0
    rows.first.locator("a").first.click()
    assert page.locator("h1").count() == 1
    assert "/data/contacts/" in page.url


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("path", ["/", PROMISE, "/assurance/", "/capacity/plans/card-2026-11-west/"])
def test_what_is_printed_fits_the_paper(visit: Visit, path: str, language: str) -> None:
    page = visit(path, language=language, theme="dark")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER, "height": 1000})
    assert page.evaluate(OVERFLOW) <= 0
    assert page.evaluate(FAINT, "main") == []


def test_a_long_page_says_what_it_holds_and_leads_there(visit: Visit) -> None:
    page = visit(PROMISE, width=390)
    links = page.locator("nav.on-page a")
    assert links.count() == page.locator("main h2:not(.card__title):visible").count() >= 4
    links.last.click()
    top = page.locator("main h2:not(.card__title):visible").last.bounding_box()
    assert top is not None
    assert 0 <= top["y"] < 900


def test_home_leads_a_team_lead_to_what_is_not_acknowledged(visit: Visit) -> None:
    page = visit("/", who=TEAM_LEAD, language="zh-hans", width=390)
    page.locator("main .strip a[href='/briefings/due/']").click()
    page.wait_for_url("**/briefings/due/")
    assert page.locator("main form input[type=checkbox]:checked").count() > 0


def test_a_requirement_opens_down_to_its_evidence(visit: Visit) -> None:
    page = visit("/")
    page.locator(".strip a[href$='/5.4.wait/']").click()
    assert page.locator("main a[href*='/5.4.wait/']").count() > 0
    page.locator("main a[href*='/5.4.wait/']").first.click()
    assert "s0" in (page.text_content("main") or "")
    assert page.locator("main a[href*='/data/contacts/']").count() > 0


@LOOKS
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_report_is_one_readable_page_that_needs_no_server(
    visit: Visit, complaints: list[str], house, chromium, language: str, width: int, theme: str
) -> None:
    (written,) = [one for one in (house.home / "report").glob("*.html") if one.stem.endswith(language.split("-")[0])]
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, offline=True)
    try:
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(written.as_uri())
        assert page.evaluate(OVERFLOW) <= 0
        assert page.locator("svg").count() > 0
        for clause in ("5.4", "a)", "e)", "3.1"):
            assert clause in (page.text_content("body") or "")
        assert page.evaluate(FAINT, "body") == []
        assert complaints == []
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (
            "rgb(255, 255, 255)",
            "rgba(0, 0, 0, 0)",
        )
    finally:
        context.close()


def test_a_centres_manager_finds_no_other_centre_on_any_page(visit: Visit) -> None:
    for path in PAGES:
        said = visit(path, who=CENTRE_MANAGER).text_content("body") or ""
        for other in ("北方自建中心", "南方外包中心", "North centre", "South centre"):
            assert other not in said, f"{path} names {other}"
