"""Every address, as every role of both centres, of the client, and as nobody: what is allowed is one reviewed list."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from typing import Any
from urllib.parse import quote

import pytest

from tests.cast import PASSWORD
from tests.web import who_may_ask_what as who

# One process asks; the others would set up the same house again.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("who_may_ask_what")]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of refusals, each logged with its traceback, would cost more than the asking."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@dataclass(frozen=True)
class Cost:
    """Queries of a page, and how many rows, items, cards, boxes and choices it shows."""

    queries: int
    shown: int


@dataclass
class Asked:
    """What every asker got everywhere, and what pages cost and show with ten and with ten thousand of all they list.

    `nothing` holds the digest of each 404, without its token and the address that was asked for; `opened` the addresses
    at which somebody is shown a page.
    """

    known: who.Examples
    outcomes: dict[str, dict[str, str]] = field(default_factory=dict)
    nothing: dict[tuple[str, str], str] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)
    costs: dict[str, Cost] = field(default_factory=dict)
    grown: dict[str, Cost] = field(default_factory=dict)


_ASKED: list[Asked] = []


@pytest.fixture
def asked(request: pytest.FixtureRequest) -> Asked:
    """The house is set up and asked once, for all tests of this file."""
    if not _ASKED:
        _ASKED.append(_ask_all(request.getfixturevalue("cookies")))
    return _ASKED[0]


@pytest.fixture
def cookies(cast: Any, delivered: Any, as_: Any) -> dict[str, Any]:
    """Of each asker, after signing in; both centres have delivered contacts."""
    from pledgeline.organisation.actions import people

    for username, (name, role, centre) in who.MORE.items():
        user = people.ensure(username=username, name=name, role=role, centre=centre, password=PASSWORD, by=None)
        object.__setattr__(cast, username, user)
    return {asker: as_(username).cookies for asker, username in who.ASKERS.items()}


def _ask_all(cookies: Mapping[str, Any]) -> Asked:
    asked, house = Asked(who.examples()), who.House()
    # (line, path) → the first of the payers who is shown a page there.
    pages: dict[tuple[str, str], str] = {}
    for name, path in who.questions(asked.known):
        for method in ("GET", "POST"):
            line = f"{method} {name}"
            asked.outcomes[line] = {}
            for asker in who.ASKERS:
                answer = house.ask(cookies[asker], method, path)
                asked.outcomes[line][asker] = answer.outcome
                if method == "GET" and answer.status == 200 and asker != "nobody":
                    asked.opened.add(name.partition(" ")[0])
                    if asker in who.PAYERS:
                        pages.setdefault((name, path), asker)
                if answer.outcome == "404":
                    asked.nothing[line, asker] = sha256(comparable(answer.body, path)).hexdigest()
    who.grow(who.FEW)
    who.grow_places(who.FEW)
    # Asked twice: what can be remembered has to be found first.
    _costs(house, cookies, pages)
    asked.costs = _costs(house, cookies, pages)
    who.grow(who.MANY)
    # One example of an address is enough: what is long beside it is the same beside the others.
    first = dict({page[0].partition(" ")[0]: (page, asker) for page, asker in reversed(pages.items())}.values())
    asked.grown = _costs(house, cookies, first)
    # What was remembered with ten may have to be found again once: only a page that asks more needs a second look.
    again = {
        page: asker
        for page, asker in first.items()
        if asked.grown[_payer(page, pages)].queries > asked.costs[_payer(page, pages)].queries
    }
    asked.grown |= _costs(house, cookies, again)
    who.grow_places(who.MANY)
    of_places = {page: asker for page, asker in first.items() if page[0].startswith(who.OF_PLACES)}
    asked.grown |= _costs(house, cookies, of_places)
    return asked


def _payer(page: tuple[str, str], pages: Mapping[tuple[str, str], str]) -> str:
    return f"{page[0]} as {pages[page]}"


SHOWN = re.compile(rb"<(?:tr|li|article|section|option)[ >]|<input type=\"(?:checkbox|radio)\"")


def _costs(house: who.House, cookies: Mapping[str, Any], pages: Mapping[tuple[str, str], str]) -> dict[str, Cost]:
    """What each page costs and shows whoever pays for it."""
    found = {}
    for page, asker in pages.items():
        answer = house.ask(cookies[asker], "GET", page[1])
        assert answer.status == 200, f"{page[0]} as {asker}: {answer.status}"
        found[_payer(page, pages)] = Cost(answer.queries, 0 if answer.is_file else len(SHOWN.findall(answer.body)))
    return found


def test_everyone_may_ask_what_the_reviewed_list_says_and_nothing_more(asked: Asked) -> None:
    found = {line: who.in_words(outcomes) for line, outcomes in asked.outcomes.items()}
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


def test_every_address_with_parts_has_examples_of_both_sides_and_an_unknown_one(asked: Asked) -> None:
    known = asked.known
    parted = [address for address in who.addresses() if who.has_parts(address)]
    lacking = [address for address in parted if "unknown" not in known.get(address, {}) or len(known[address]) < 2]
    assert lacking == [], "say in tests/web/<room>/examples.py what may stand in these addresses"
    assert sorted(set(known) - set(parted)) == [], "examples of addresses that are not there"


TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*|("X-CSRFToken": ")[^"]*|(X-CSRFToken&quot;: &quot;)\w+')


def comparable(body: bytes, path: str) -> bytes:
    """A page without its token and without the address that was asked for."""
    body = TOKEN.sub(b"TOKEN", body)
    for form in {path, escape(path), quote(path)}:
        body = body.replace(form.encode(), b"PATH")
    return body


def test_what_is_another_centres_is_answered_byte_for_byte_like_what_does_not_exist(asked: Asked) -> None:
    """Nobody learns from an answer that a thing exists which they may not see."""
    differing, compared = [], 0
    people = [*who.GROUPS["centres"], *who.GROUPS["client"]]
    for address, offered in asked.known.items():
        for label in offered:
            for method, asker in ((method, asker) for method in ("GET", "POST") for asker in people):
                line, unknown = f"{method} /{address} of {label}", f"{method} /{address} of unknown"
                if label == "unknown" or (line, asker) not in asked.nothing:
                    continue
                compared += 1
                if asked.nothing[line, asker] != asked.nothing.get((unknown, asker)):
                    differing.append(f"{asker}: {line}")
    assert differing == []
    assert compared > 20


# --- what pages cost ----------------------------------------------------------------------------------------------


def test_every_page_asks_as_many_queries_as_its_pinned_number(asked: Asked) -> None:
    found = {name: cost.queries for name, cost in asked.costs.items()}
    if who.PROPOSE:
        who.write_costs(found)
    pinned = who.pinned_costs()
    missing = [f"'{name}': {n}" for name, n in found.items() if name not in pinned]
    stale = sorted(set(pinned) - set(found))
    changed = {name: (pinned[name], n) for name, n in found.items() if pinned.get(name, n) != n}
    assert not missing, "add to what_a_page_costs.yaml:\n" + "\n".join(missing)
    assert not stale, "remove from what_a_page_costs.yaml, no page answers there:\n" + "\n".join(stale)
    assert not changed, f"pinned and found: {changed}"


def test_no_page_that_somebody_may_open_is_missing_from_the_pinned_ones(asked: Asked) -> None:
    """A page that none of the three payers may open would cost what it likes."""
    pinned = {name.partition(" ")[0] for name in asked.costs}
    assert sorted(asked.opened - pinned) == []
    assert len(pinned) > 40


def test_no_page_costs_more_when_everything_it_lists_has_grown_a_thousandfold(asked: Asked) -> None:
    assert {name.partition(" ")[0] for name in asked.grown} == {name.partition(" ")[0] for name in asked.costs}
    dearer = {
        name: (asked.costs[name].queries, cost.queries)
        for name, cost in asked.grown.items()
        if cost.queries > asked.costs[name].queries
    }
    assert dearer == {}, f"queries with {who.FEW} and with {who.MANY} records: {dearer}"


def test_no_page_shows_more_than_a_page_holds_however_much_there_is_to_list(asked: Asked) -> None:
    """Three registers of fifty on one page are many, and still a page; a register that is not divided is not."""
    longer = {
        name: (asked.costs[name].shown, cost.shown)
        for name, cost in asked.grown.items()
        if cost.shown > asked.costs[name].shown + who.A_PAGE
    }
    assert longer == {}, f"rows, items, cards, boxes and choices with {who.FEW} and with {who.MANY} records: {longer}"


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
