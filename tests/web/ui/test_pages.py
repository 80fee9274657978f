"""The frame of every page: front door, language, theme, policy, faults, and the gallery with its keeper."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

As = Callable[[str], Any]
pytestmark = pytest.mark.django_db


def inline_styles_and_scripts(html: str) -> list[str]:
    data = r'<script(?![^>]*\bsrc=)(?![^>]*type="application/json")[^>]*>'
    return re.findall(rf"\sstyle=|<style|{data}|\son[a-z]+=", html)


@pytest.mark.parametrize(("accept", "word"), [("en", "Sign in"), ("zh-CN", "登录")])
def test_the_front_door_opens_in_the_readers_language_without_a_sign_in(accept: str, word: str) -> None:
    page = Client(headers={"accept-language": accept}).get("/account/login/")
    assert page.status_code == 200
    html = page.content.decode()
    assert f"<h1>{word}</h1>" in html
    assert 'lang="zh-Hans"' in html if accept == "zh-CN" else '<html lang="en"' in html
    assert "placeholder" not in html
    assert inline_styles_and_scripts(html) == []


def test_a_reader_who_has_not_signed_in_may_switch_the_language() -> None:
    client = Client(headers={"accept-language": "en"})
    answer = client.post("/language/", {"language": "zh-hans", "next": "/account/login/"})
    assert answer.status_code == 302
    assert "登录" in client.get("/account/login/").content.decode()


def test_the_language_switch_leads_to_no_other_site() -> None:
    answer = Client().post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert "elsewhere" not in answer["Location"]


@pytest.mark.parametrize(("cookie", "shown"), [("dark", 'data-theme="dark"'), ("light", 'data-theme="light"')])
def test_the_server_renders_the_chosen_theme_so_that_nothing_flashes(cookie: str, shown: str) -> None:
    client = Client()
    client.cookies["pledgeline_theme"] = cookie
    assert shown in client.get("/account/login/").content.decode()


def test_a_theme_that_is_none_is_ignored() -> None:
    client = Client()
    client.cookies["pledgeline_theme"] = '"><script>'
    assert "data-theme=" not in client.get("/account/login/").content.decode()


def test_only_an_administrator_sees_the_gallery(as_: As) -> None:
    assert as_("adam").get("/ui/gallery/").status_code == 200
    for name in ("alice", "bob", "carol", "dan", "eve", "mia"):
        assert as_(name).get("/ui/gallery/").status_code == 403
    assert as_("nobody").get("/ui/gallery/").status_code == 302


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_gallery_shows_every_component_without_inline_style_or_script(as_: As, language: str) -> None:
    client = as_("adam")
    client.cookies["django_language"] = language
    page = client.get("/ui/gallery/")
    html = page.content.decode()
    assert inline_styles_and_scripts(html) == []
    for css in (
        "badge",
        "figure",
        "stats",
        "chart",
        "table",
        "empty",
        "callout",
        "tabs",
        "pagination",
        "upload",
        "finder",
    ):
        assert f'class="{css}' in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert [one for one in set(ids) if ids.count(one) > 1] == []
    policy = page["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500"])
def test_fault_pages_render_without_a_request(name: str, language: str) -> None:
    with override(language):
        html = render_to_string(f"{name}.html")
    assert name.removesuffix("_csrf") in html
    assert inline_styles_and_scripts(html) == []
    assert bool(re.search(r"[\u4e00-\u9fff]{6}", html)) is (language == "zh-hans")


def test_a_wrong_address_gets_the_products_own_page(as_: As) -> None:
    page = as_("alice").get("/no/such/page/")
    assert page.status_code == 404
    assert "site-header" in page.content.decode()


@pytest.mark.parametrize("path", ["/account/2fa/", "/account/password/change/", "/account/logout/"])
def test_account_pages_wear_the_products_frame(as_: As, path: str) -> None:
    client = as_("alice")
    client.cookies["django_language"] = "zh-hans"
    html = client.get(path).content.decode()
    assert "site-header" in html
    assert inline_styles_and_scripts(html) == []
