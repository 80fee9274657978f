"""Every address, as every role of both centres, of the client, and as nobody: what is allowed is one reviewed list."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.cast import PASSWORD
from tests.web import who_may_ask_what as who


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of refusals, each logged with its traceback, would cost more than the asking."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def cookies(cast: Any, delivered: Any, as_: Any) -> dict[str, Any]:
    """Of each asker, after signing in; both centres have delivered contacts."""
    from pledgeline.organisation.actions import people

    for username, (name, role, centre) in who.MORE.items():
        user = people.ensure(username=username, name=name, role=role, centre=centre, password=PASSWORD, by=None)
        object.__setattr__(cast, username, user)
    return {asker: as_(username).cookies for asker, username in who.ASKERS.items()}


@pytest.fixture
def known(cookies: Any) -> who.Examples:
    """What may stand in the addresses, by address and whose it is."""
    return who.examples()


def all_lines(cookies: Mapping[str, Any], known: who.Examples) -> dict[str, str]:
    return {
        f"{method} {name}": who.in_words({asker: who.ask(cookies[asker], method, path)[0] for asker in who.ASKERS})
        for name, path in who.questions(known)
        for method in ("GET", "POST")
    }


def test_everyone_may_ask_what_the_reviewed_list_says_and_nothing_more(cookies: Any, known: who.Examples) -> None:
    found = all_lines(cookies, known)
    if who.PROPOSE:
        who.write(found)
    faults = [f"{name}: {words}" for name, words in found.items() if re.search(r"\b5\d\d ", words)]
    assert faults == []
    listed = who.reviewed()
    missing = [who.yaml_line(name, words) for name, words in found.items() if name not in listed]
    stale = sorted(set(listed) - set(found))
    changed = [
        f"{name}\n  listed: {listed[name]}\n  found:  {words}"
        for name, words in found.items()
        if name in listed and listed[name] != words
    ]
    assert not missing, "add to who_may_ask_what.yaml, once reviewed:\n" + "\n".join(missing)
    assert not stale, "remove from who_may_ask_what.yaml, nothing answers there:\n" + "\n".join(stale)
    assert not changed, "the program answers otherwise than the reviewed list says:\n" + "\n".join(changed)


def test_every_address_with_parts_has_examples_of_both_sides_and_an_unknown_one(known: who.Examples) -> None:
    parted = [address for address in who.addresses() if who.has_parts(address)]
    lacking = [address for address in parted if "unknown" not in known.get(address, {}) or len(known[address]) < 2]
    assert lacking == [], "say in tests/web/<room>/examples.py what may stand in these addresses"
    assert sorted(set(known) - set(parted)) == [], "examples of addresses that are not there"


TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*|("X-CSRFToken": ")[^"]*|(X-CSRFToken&quot;: &quot;)\w+')


def comparable(body: bytes, path: str) -> bytes:
    """A page without its token and without the address that was asked for."""
    from html import escape
    from urllib.parse import quote

    body = TOKEN.sub(b"TOKEN", body)
    for form in {path, escape(path), quote(path)}:
        body = body.replace(form.encode(), b"PATH")
    return body


def test_what_is_another_centres_is_answered_byte_for_byte_like_what_does_not_exist(
    cookies: Any, known: who.Examples
) -> None:
    """Nobody learns from an answer that a thing exists which they may not see."""
    differing, compared = [], 0
    for address, offered in known.items():
        unknown = who.filled(address, offered["unknown"])
        for label, parts in offered.items():
            path = who.filled(address, parts)
            for asker in [*who.GROUPS["centres"], *who.GROUPS["client"]]:
                for method in ("GET", "POST"):
                    answer, body = who.ask(cookies[asker], method, path)
                    if label == "unknown" or answer != "404":
                        continue
                    compared += 1
                    other, nothing = who.ask(cookies[asker], method, unknown)
                    if (other, comparable(nothing, unknown)) != ("404", comparable(body, path)):
                        differing.append(f"{asker}: {method} {path}")
    assert differing == []
    assert compared > 20


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [
        (dict.fromkeys(who.ASKERS, "405"), "405 everyone"),
        (
            dict.fromkeys(who.GROUPS["client"] + who.GROUPS["A"], "allowed")
            | dict.fromkeys(who.GROUPS["B"], "404")
            | {"nobody": "sign-in"},
            "allowed client A; 404 B; sign-in nobody",
        ),
        ({**dict.fromkeys(who.GROUPS["people"], "403"), "admin": "allowed", "nobody": "sign-in"},
         "allowed admin; 403 centres owner manager auditor executive; sign-in nobody"),
    ],
)  # fmt: skip
def test_a_line_names_groups_where_it_can(outcomes: dict[str, str], words: str) -> None:
    assert who.in_words(outcomes) == words
