"""Every main page of the rooms, and the first record that each of their lists opens, as readers of both sides have it.

One browser page walks through all of them, so that a look costs the opening of a page and no more; all that is wrong
is told at once. What single pages promise stands in `test_pages_worth_showing.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

import pytest

from tests.browser.house.conftest import CENTRE_MANAGER, OWNER
from tests.browser.house.test_pages_worth_showing import FAINT, OVERFLOW, UNTIDY
from tests.browser.ui.test_frame import SMALL_TARGETS

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("house")]

OF_BOTH_SIDES = [
    "/",
    "/needs/",
    "/needs/segments/",
    "/needs/conflicts/",
    "/promises/",
    "/definitions/",
    "/metric-contracts/",
    "/clocks/",
    "/briefings/",
    "/briefings/calendar/",
    "/briefings/matrix/",
    "/briefings/rechecks/",
    "/briefings/questions/",
    "/briefings/campaigns/",
    "/partnership/",
    "/partnership/terms/",
    "/partnership/statements/",
    "/partnership/reviews/",
    "/partnership/actions/?which=all",
    "/partnership/escalations/",
    "/partnership/health/",
    "/partnership/mirror/",
    "/partnership/pulse/",
    "/partnership/ideas/",
    "/partnership/thanks/",
    "/assurance/",
    "/assurance/x-ray/",
    "/assurance/assessments/",
    "/data/",
    "/data/receipts/",
    "/organisation/centres/",
    "/organisation/services/",
    "/organisation/notifications/",
    "/organisation/notifications/preferences/",
    "/registers/",
]
PAGES = {
    OWNER: [
        *OF_BOTH_SIDES,
        "/needs/new/",
        "/needs/signals/",
        "/needs/drafts/",
        "/new-promise/",
        "/new-metric-contract/",
        "/coverage/",
        "/briefings/new/",
        "/briefings/plan/",
        "/organisation/parameters/",
    ],
    CENTRE_MANAGER: [*OF_BOTH_SIDES, "/partnership/workspace/", "/briefings/due/", "/briefings/rosters/west/"],
}
# Who, language, theme, width: every pair of the four is there once.
LOOKS = [
    (OWNER, "en", "light", 390),
    (OWNER, "zh-hans", "dark", 390),
    (OWNER, "zh-hans", "light", 1440),
    (OWNER, "en", "dark", 1440),
    (CENTRE_MANAGER, "zh-hans", "light", 390),
]

FIRST_ROW = """document.querySelector('main tbody th a[href^="/"]')?.getAttribute('href')"""
LINKS = """[...document.querySelectorAll('main a[href^="/"], nav a[href^="/"]')].map(a => a.getAttribute('href'))"""
# A table without a caption or a heading of its columns, or with a heading that does not say what it heads.
TABLES_WITHOUT_WORDS = """
[...document.querySelectorAll('main table')]
  .filter(t => !t.caption?.textContent.trim() || !t.querySelector('thead th[scope=col]')
               || t.querySelector('th:not([scope])'))
  .map(t => t.outerHTML.slice(0, 90))
"""
LEAPS_OF_HEADINGS = """
(() => {
  const levels = [...document.querySelectorAll('main :is(h1, h2, h3, h4)')].filter(h => h.checkVisibility());
  return levels.filter((h, n) => n && h.tagName[1] - levels[n - 1].tagName[1] > 1).map(h => h.innerText.slice(0, 40));
})()
"""
CURRENT_TAB_OUT_OF_SIGHT = """
[...document.querySelectorAll('.tabs [aria-current]')]
  .filter(a => { const [tab, row] = [a, a.closest('.tabs')].map(e => e.getBoundingClientRect());
                 return tab.left < row.left - 1 || tab.right > row.right + 1; }).map(a => a.innerText)
"""


def _faults(page: Page, language: str) -> Iterator[str]:
    if page.get_attribute("html", "lang") != ("zh-Hans" if language == "zh-hans" else "en"):
        yield "speaks another language"
    if page.locator("h1").count() != 1:
        yield "has not one heading"
    if (beyond := page.evaluate(OVERFLOW)) > 0:
        yield f"is {beyond} px wider than its window"
    for name, script in (
        ("too small to hit", SMALL_TARGETS),
        ("table without words", TABLES_WITHOUT_WORDS),
        ("heading that leaps", LEAPS_OF_HEADINGS),
        ("tab out of sight", CURRENT_TAB_OUT_OF_SIGHT),
    ):
        yield from (f"{name}: {one}" for one in page.evaluate(script))
    yield from (f"faint: {one}" for one in page.evaluate(FAINT, "main"))
    yield from (f"{what}: {where}" for what, where in page.evaluate(UNTIDY))


@pytest.mark.parametrize(("who", "language", "theme", "width"), LOOKS)
def test_every_main_page_fits_is_legible_and_nothing_is_blocked(
    visit: Callable[..., Page], house, complaints: list[str], who: str, language: str, theme: str, width: int
) -> None:
    page = visit(PAGES[who][0], who=who, language=language, theme=theme, width=width)
    found, waiting = [], list(PAGES[who])
    for path in waiting:
        complaints.clear()
        answer = page.goto(house.url + path)
        assert answer is not None
        page.wait_for_function("document.readyState === 'complete'")
        found += [f"{path} answers {answer.status}"] if answer.status != 200 else []
        found += [f"{path} {fault}" for fault in [*_faults(page, language), *complaints]]
        # What a record's page can do wrong, it does on a phone.
        first = page.evaluate(FIRST_ROW) if width == 390 and path in PAGES[who] else None
        if first and first.split("?")[0] not in waiting:
            waiting.append(first)
    assert width > 390 or len(waiting) > len(PAGES[who]) + 8
    assert found == []


# Of pages that differ in their record only, two are opened.
MOST_OF_A_KIND = 2


@pytest.mark.parametrize("who", PAGES)
def test_no_link_of_the_main_pages_leads_nowhere(visit: Callable[..., Page], house, who: str) -> None:
    from django.urls import resolve

    page = visit("/", who=who)
    kinds: Counter[str] = Counter()
    broken, seen, waiting = [], set(PAGES[who]), [(path, "") for path in PAGES[who]]
    for path, where in waiting:
        answer = page.request.get(house.url + path, max_redirects=0)
        if answer.status != 200 and not 301 <= answer.status <= 302:
            broken.append(f"{path} answers {answer.status}, linked from {where}")
        if where or "html" not in answer.headers.get("content-type", ""):
            continue
        page.set_content(answer.text())
        for link in page.evaluate(LINKS):
            target = urldefrag(link).url
            kind = resolve(urlsplit(target).path).view_name
            if target not in seen and kinds[kind] < MOST_OF_A_KIND:
                kinds[kind] += 1
                seen.add(target)
                waiting.append((target, path))
    assert len(waiting) > len(PAGES[who]) + 20
    assert broken == []
