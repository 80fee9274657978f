"""A real Chromium in front of a running server. Each test gets a context of its own and an empty list of complaints."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.optional import need_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Playwright keeps an event loop in this thread; Django would take every query for one made inside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    path = need_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console said: a blocked style or script, an error, a file not found."""
    return []


@pytest.fixture
def open_page(
    chromium: Browser, live_server: Any, as_: Callable[[str], Any], complaints: list[str]
) -> Iterator[Callable[..., Page]]:
    """`open_page("/path/", who="alice", language="zh-hans", width=390, theme="dark")`."""
    contexts = []

    def opened(
        path: str, *, who: str = "nobody", language: str = "en", width: int = 1440, theme: str = "light"
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if theme == "dark" else "light",
            locale="zh-CN" if language == "zh-hans" else "en-GB",
        )
        contexts.append(context)
        context.set_default_timeout(180_000)
        cookies = {name: morsel.value for name, morsel in as_(who).cookies.items()} | {"django_language": language}
        context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + path)
        # On a busy machine `goto` has come back while the page was still being read, with neither style nor script.
        page.wait_for_function("document.readyState === 'complete'")
        return page

    yield opened
    for context in contexts:
        context.close()
