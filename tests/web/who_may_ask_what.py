"""Asks every address of the house as every role of two centres, of the client, and as nobody.

`tests/web/who_may_ask_what.yaml` is the reviewed list of what each may: a line for each method, address and example.
A room tells in `tests/web/<room>/examples.py` what may stand in its addresses; a new address is a new line here:

    python -m tests.web.who_may_ask_what propose

rewrites the list from what the program answers, and the pinned query counts beside it (`what_a_page_costs.yaml`).
Read the difference before you commit it: it is the review.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from django.db.models.base import ModelState

HERE = Path(__file__).resolve().parent
REVIEWED = HERE / "who_may_ask_what.yaml"
TEST = "test_who_may_ask_what.py"
COSTS = HERE / "what_a_page_costs.yaml"
# So many of whatever a page lists are few, and so many more are many: a page shows some of them, and asks as many
# queries as before.
FEW, MANY = 10, 10_000
# So many rows, boxes and choices more than with few may a page show of them.
A_PAGE = 150


def copies(original: Any, n: int, **changes: Any) -> list[Any]:
    """`n` unsaved records like `original`; a change is a value, or a function of the number of the copy."""
    found = []
    for number in range(n):
        one = copy(original)
        one.pk, one._state = None, ModelState()
        for name, value in changes.items():
            setattr(one, name, value(number) if callable(value) else value)
        found.append(one)
    return found


# Name of the asker → role and centre; the cast has the others.
MORE = {"ben": ("Ben", "team_lead", "north"), "cora": ("Cora", "centre_manager", "south")}
ASKERS = {
    "owner": "alice",
    "manager": "mia",
    "auditor": "dan",
    "executive": "eve",
    "admin": "adam",
    "A-manager": "bob",
    "A-lead": "ben",
    "B-manager": "cora",
    "B-lead": "carol",
    "nobody": "nobody",
}
GROUPS = {
    "everyone": tuple(ASKERS),
    "people": tuple(ASKERS)[:-1],
    "client": ("owner", "manager", "auditor", "executive", "admin"),
    "centres": ("A-manager", "A-lead", "B-manager", "B-lead"),
    "A": ("A-manager", "A-lead"),
    "B": ("B-manager", "B-lead"),
}
# Who opens each page to see what it costs: the first of these who may.
PAYERS = ("owner", "admin", "A-manager")
# In this order in a line. A page that shows a form's faults, or says what stands against it, was allowed.
OUTCOMES = ("allowed", "403", "404", "405", "sign-in")
_NOT_REFUSED = {400, 409, 410, 422}

Examples = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Address → label (`A`, `B`: of centre north or south; `client`; `own`; `unknown`) → what stands in the address."""


def addresses() -> list[str]:
    """Every address the house answers to, as the resolver knows it."""
    from django.urls import get_resolver

    def walk(patterns: list[Any], before: str) -> Iterator[str]:
        for pattern in patterns:
            here = before + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns, here)
            else:
                yield here

    return list(dict.fromkeys(walk(get_resolver().url_patterns, "")))


def examples() -> dict[str, Mapping[str, Mapping[str, Any]]]:
    """What the rooms offer for their addresses; makes the records they speak of."""
    found: dict[str, Mapping[str, Mapping[str, Any]]] = {}
    for module in _rooms():
        offered: Examples = module.examples()
        found.update(offered)
    return found


def _rooms() -> Iterator[Any]:
    for folder in sorted(path.name for path in HERE.iterdir() if path.is_dir()):
        name = f"tests.web.{folder}.examples"
        if find_spec(name) is not None:
            yield import_module(name)


_PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


def grow(n: int) -> None:
    """Lets the rooms make `n` more of whatever their pages list (`many(n)` in `tests/web/<room>/examples.py`)."""
    for module in _rooms():
        if hasattr(module, "many"):
            module.many(n)


# The pages whose lists `grow_places` makes long.
OF_PLACES = "/organisation/"


def grow_places(n: int) -> None:
    """`n` more centres and services. Nearly every page offers them to choose from, and with ten thousand to offer each
    would take a second: they come last, for the pages that list them."""
    from tests.web.organisation import examples

    examples.places(n)


def has_parts(address: str) -> bool:
    return _PART.search(address) is not None


def filled(address: str, parts: Mapping[str, Any]) -> str:
    """The path with these parts: `organisation/centres/<str:code>/` and `code` north → /organisation/centres/north/."""
    path = _PART.sub(lambda found: str(parts[found[1] or found[2]]), address)
    return "/" + path.replace("^", "").replace("$", "").replace("\\", "")


def questions(known: Examples) -> list[tuple[str, str]]:
    """(line without its method, path) for each address and each example of it."""
    found = []
    for address in addresses():
        if not has_parts(address):
            found.append((f"/{address}", filled(address, {})))
            continue
        for label, parts in known.get(address, {}).items():
            found.append((f"/{address} of {label}", filled(address, parts)))
    return found


class _Undone(Exception):
    pass


@dataclass(frozen=True)
class Answer:
    """What an address answered: the outcome, the status behind it, the body, and what it cost in queries; whether it is
    a file to be kept, which is whole and no page."""

    outcome: str
    status: int
    body: bytes
    queries: int
    is_file: bool


class House:
    """The house as a server runs it, asked without one: every middleware, loaded once, and nothing in between.

    The test client would load them for each browser and keep a copy of every context of every template; for the
    thousands of questions asked here that costs more than the answers.
    """

    def __init__(self) -> None:
        from django.test.client import ClientHandler, RequestFactory

        self.handler = ClientHandler(enforce_csrf_checks=False)
        self.handler.load_middleware()
        self.factory = RequestFactory()

    def ask(self, cookies: Any, method: str, path: str) -> Answer:
        """The answer; whatever the request changed is undone."""
        from django.db import connection, transaction

        request: Any = self.factory.generic(method, path)
        request.COOKIES = {name: morsel.value for name, morsel in cookies.items()}
        request._dont_enforce_csrf_checks = True
        count = _Count()
        try:
            with transaction.atomic(), connection.execute_wrapper(count):
                answer = self.handler.get_response(request)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                for close in answer._resource_closers:
                    close()
                raise _Undone
        except _Undone:
            status = answer.status_code
            is_file = answer.headers.get("Content-Disposition", "").startswith("attachment")
            return Answer(outcome(status, answer.headers.get("Location", "")), status, body, count.n, is_file)


class _Count:
    """Counts statements, but for the savepoints of an action's own transaction."""

    def __init__(self) -> None:
        self.n = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "SAVEPOINT" not in sql:
            self.n += 1
        return execute(sql, params, many, context)


def outcome(status: int, location: str) -> str:
    if status == 302 and location.startswith("/account/login/"):
        return "sign-in"
    if status < 400 or status in _NOT_REFUSED:
        return "allowed"
    return str(status)


def in_words(outcomes: Mapping[str, str]) -> str:
    """`allowed client A; 404 B; sign-in nobody` from what each asker got."""
    parts = []
    for one in sorted(set(outcomes.values()), key=lambda word: (OUTCOMES.index(word) if word in OUTCOMES else 9, word)):
        askers = {name for name, got in outcomes.items() if got == one}
        words = []
        for group, members in GROUPS.items():
            if askers.issuperset(members):
                words.append(group)
                askers -= set(members)
        parts.append(" ".join([one, *words, *(name for name in ASKERS if name in askers)]))
    return "; ".join(parts)


def reviewed() -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load(REVIEWED.read_text(encoding="utf-8")) or {}
    return found


def write(lines: Mapping[str, str]) -> None:
    head = (
        "# Who may ask what: every address, GET and POST, as every role of centre A (north) and B (south), of the\n"
        "# client, and as nobody. Reviewed by people; tests/web/test_who_may_ask_what.py compares it.\n"
        "# allowed: answered, also with what is wrong in a form. 404: as if it did not exist. 405: no such method.\n"
    )
    text = "".join(f"{yaml_line(name, words)}\n" for name, words in sorted(lines.items(), key=_by_address))
    REVIEWED.write_text(head + text, encoding="utf-8")


def pinned_costs() -> dict[str, int]:
    found: dict[str, int] = yaml.safe_load(COSTS.read_text(encoding="utf-8")) if COSTS.is_file() else {}
    return found or {}


def write_costs(costs: Mapping[str, int]) -> None:
    head = (
        "# How many queries every page asks, for the first of owner, administrator and a centre's manager who may\n"
        "# open it, with ten of everything that pages list, once what can be remembered is remembered.\n"
        "# tests/web/test_who_may_ask_what.py compares it, and asks again with ten thousand more.\n"
    )
    COSTS.write_text(head + "".join(f"'{name}': {n}\n" for name, n in sorted(costs.items())), encoding="utf-8")


def yaml_line(name: str, words: str) -> str:
    return f"'{name}': {words}"


def _by_address(line: tuple[str, str]) -> tuple[str, str]:
    method, _, place = line[0].partition(" ")
    return place, method


# Set by `propose`: the test then writes the list instead of comparing with it.
PROPOSE = False


def main() -> int:
    if sys.argv[1:] != ["propose"]:
        sys.stderr.write("python -m tests.web.who_may_ask_what propose\n")
        return 2
    import pytest

    this = import_module("tests.web.who_may_ask_what")
    this.PROPOSE = True  # type: ignore[attr-defined]
    return int(
        pytest.main(
            ["-q", "-p", "no:cacheprovider", "-k", "nothing_more or pinned_number", str(HERE / TEST)],
        )
    )


if __name__ == "__main__":
    sys.exit(main())
