"""Every visible sentence reads well in Chinese and in English; nothing visible stands outside the catalogues."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.template.base import Lexer, TokenType

from tools import messages

PACKAGE = messages.PACKAGE
TEMPLATES = sorted(p for p in PACKAGE.rglob("*") if "templates" in p.parts and p.suffix in (".html", ".txt"))
DEFINITIONS = sorted(PACKAGE.rglob("*.yaml"))

CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Names, and marks that are the same in both languages (n: how many).
UNTRANSLATED = re.compile(r"\b(Pledgeline|GB/T 35780|ISO 18295|PDF|CSV|XLSX|JSON|API|n)\b|守诺")
READ_ALOUD = {"alt", "aria-label", "aria-description", "data-label", "label", "placeholder", "title"}


def relative(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


# --- catalogues ---------------------------------------------------------------------------------------------------


def test_every_sentence_is_translated() -> None:
    assert messages.all_faults() == []


def test_catalogues_are_as_the_tool_writes_them() -> None:
    """Otherwise the next `make messages` would bury a change under rearrangements."""
    untidy = [
        room.folder.name
        for room in messages.rooms()
        if room.places and room.catalogue.is_file() and room.catalogue.read_bytes() != messages.merged(room)
    ]
    assert untidy == []


# --- templates ----------------------------------------------------------------------------------------------------


class Visible(HTMLParser):
    """Collects what a reader sees or hears in the literal parts of a page.

    Code is the same in every language; an element that names its own language (`lang="en"`) is in that one on purpose.
    """

    def __init__(self) -> None:
        super().__init__()
        self.exempt: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.exempt:
            self.exempt += [tag] if tag == self.exempt[0] else []
        elif tag in ("script", "style", "code", "kbd") or dict(attrs).get("lang"):
            self.exempt.append(tag)
        else:
            self.found += [value for name, value in attrs if name in READ_ALOUD and value]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.exempt:
            self.found += [value for name, value in attrs if name in READ_ALOUD and value]

    def handle_endtag(self, tag: str) -> None:
        if self.exempt and tag == self.exempt[0]:
            self.exempt.pop()

    def handle_data(self, data: str) -> None:
        if not self.exempt:
            self.found.append(data)


def literal_parts(source: str) -> list[str]:
    """Letters in a template's own text that no translation covers. Values and tags are taken out first."""
    text, hidden = [], ""
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            word = token.contents.split()[0]
            if hidden:
                hidden = "" if word == hidden else hidden
            elif word in ("blocktranslate", "blocktrans", "comment"):
                hidden = f"end{word}"
        elif token.token_type == TokenType.TEXT and not hidden:
            text.append(token.contents)
    page = Visible()
    page.feed("".join(text))
    page.close()
    words = [UNTRANSLATED.sub("", part).strip() for part in page.found]
    return [part for part in words if any(character.isalpha() for character in part)]


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_a_template_says_nothing_untranslated(path: Path) -> None:
    assert literal_parts(path.read_text(encoding="utf-8")) == []


def test_untranslated_text_in_a_template_is_found() -> None:
    page = """{% load i18n %}<h1 class="big" title="Told">{% translate "Promise" %}</h1>{# note #}
    <p>{% blocktranslate trimmed %}Kept by {{ n }}{% endblocktranslate %} Pledgeline</p><code>ingest</code>
    <{% if a %}a href="{{ a }}"{% else %}p{% endif %} aria-label="{{ name }}">Never said <b>Pledgeline</b></p>
    <a lang="en" title="English">Switch to <b>English</b></a>"""
    assert literal_parts(page) == ["Told", "Never said"]


# --- definitions --------------------------------------------------------------------------------------------------


def pairs(node: Any, at: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Every mapping that speaks a language, with the way to it."""
    if isinstance(node, dict):
        own = [(at, node)] if {"en", "zh"} & node.keys() else []
        return own + [pair for key, value in node.items() for pair in pairs(value, f"{at}.{key}")]
    if isinstance(node, list):
        return [pair for place, value in enumerate(node) for pair in pairs(value, f"{at}[{place}]")]
    return []


def faults_of_pair(pair: dict[str, Any]) -> str:
    english, chinese = (str(pair.get(language) or "").strip() for language in ("en", "zh"))
    if not english or not chinese:
        return "one language is missing"
    if re.search("[a-z]{3}", english) and not CHINESE.search(chinese):
        return f"no Chinese in {chinese!r}"
    if CHINESE.search(english):
        return f"Chinese in the English {english!r}"
    return ""


@pytest.mark.parametrize("path", DEFINITIONS, ids=relative)
def test_a_definition_speaks_both_languages(path: Path) -> None:
    documents = yaml.safe_load_all(path.read_text(encoding="utf-8"))
    faults = [f"{at}: {fault}" for doc in documents for at, pair in pairs(doc) if (fault := faults_of_pair(pair))]
    assert faults == []


@pytest.mark.parametrize(
    "pair",
    [{"en": "Promise"}, {"en": "Promise", "zh": ""}, {"en": "Promise", "zh": "Promise"}, {"en": "承诺", "zh": "承诺"}],
)
def test_a_torn_pair_is_found(pair: dict[str, Any]) -> None:
    assert faults_of_pair(pair)


def test_definitions_and_templates_were_looked_at() -> None:
    assert len(TEMPLATES) > 10
    assert len(DEFINITIONS) > 1
