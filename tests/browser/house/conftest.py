"""The demo organisation, small, made and served by the command line itself: what a newcomer has after `make demo`."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

# One customer in fifty: about 12,000 contacts, made and assessed in seconds.
SCALE = "0.02"
# Spark and a server share two cores with the browser in CI; no test measures time.
PATIENCE_MS = 180_000
OWNER, CENTRE_MANAGER, TEAM_LEAD = "lin.yue", "tang.wei", "luo.xin"


@dataclass(frozen=True)
class House:
    url: str
    home: Path
    password: str


def _environment(home: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PLEDGELINE_", "DJANGO_"))}
    return own | {
        "PLEDGELINE_HOME": str(home),
        "PLEDGELINE_DEMO_SCALE": SCALE,
        "PLEDGELINE_DEMO_SERVE": "0",
    }


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


def _wait_until_it_answers(url: str, serving: subprocess.Popen[bytes]) -> None:
    for _ in range(720):
        assert serving.poll() is None, "the server ended before it answered"
        try:
            with urllib.request.urlopen(f"{url}/health/", timeout=5) as answer:
                assert answer.status == 200
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.25)
    raise AssertionError("the server did not answer within three minutes")


@pytest.fixture(scope="session")
def house(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    home = folder / "home"
    command = [sys.executable, "-m", "pledgeline.web.cli"]
    subprocess.run([*command, "demo"], env=_environment(home), cwd=folder, check=True, stdout=subprocess.DEVNULL)
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    serving = subprocess.Popen([*command, "serve", "--port", str(port)], env=_environment(home), cwd=folder)
    try:
        _wait_until_it_answers(url, serving)
        yield House(url, home, (home / "keys" / "demo-password").read_text("ascii"))
    finally:
        serving.terminate()
        serving.wait(timeout=30)


@pytest.fixture(scope="session")
def signed_in(chromium: Browser, house: House) -> Iterator[Callable[[str], BrowserContext]]:
    """A context of somebody who came in through the sign-in page; each person signs in once."""
    contexts: dict[str, BrowserContext] = {}

    def of(username: str) -> BrowserContext:
        if username not in contexts:
            context = contexts[username] = chromium.new_context()
            context.set_default_timeout(PATIENCE_MS)
            page = context.new_page()
            page.goto(f"{house.url}/account/login/")
            page.fill("[name=login]", username)
            page.fill("[name=password]", house.password)
            page.click("main [type=submit]")
            page.wait_for_url(f"{house.url}/")
            page.close()
        return contexts[username]

    yield of
    for context in contexts.values():
        context.close()


@pytest.fixture
def visit(
    chromium: Browser, house: House, signed_in: Callable[[str], BrowserContext], complaints: list[str]
) -> Iterator[Callable[..., Page]]:
    """`visit("/", who=OWNER, language="zh-hans", width=390, theme="dark")`."""
    contexts = []

    def visited(path: str, *, who: str = OWNER, language: str = "en", width: int = 1440, theme: str = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if theme == "dark" else "light",
            storage_state=signed_in(who).storage_state(),
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies([{"name": "django_language", "value": language, "url": house.url}])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(house.url + path)
        return page

    yield visited
    for context in contexts:
        context.close()
