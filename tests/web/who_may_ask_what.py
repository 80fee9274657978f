"""Asks every address of the house as every role of two centres, of the client, and as nobody.

`tests/web/who_may_ask_what.yaml` is the reviewed list of what each may: a line for each method, address and example.
A room tells in `tests/web/<room>/examples.py` what may stand in its addresses; a new address is a new line here:

    python -m tests.web.who_may_ask_what propose

rewrites the list from what the program answers. Read the difference before you commit it: it is the review.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
REVIEWED = HERE / "who_may_ask_what.yaml"

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
    for folder in sorted(path.name for path in HERE.iterdir() if path.is_dir()):
        name = f"tests.web.{folder}.examples"
        if find_spec(name) is not None:
            offered: Examples = import_module(name).examples()
            found.update(offered)
    return found


_PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


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


def ask(cookies: Any, method: str, path: str) -> tuple[str, bytes]:
    """The outcome and the body; whatever the request changed is undone."""
    from django.db import transaction
    from django.test import Client

    client = Client(raise_request_exception=False)
    client.cookies.update(cookies)
    try:
        with transaction.atomic():
            answer = getattr(client, method.lower())(path)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            raise _Undone
    except _Undone:
        return outcome(answer.status_code, answer.headers.get("Location", "")), body


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
        pytest.main(["-q", "-p", "no:cacheprovider", "-k", "nothing_more", str(HERE / "test_who_may_ask_what.py")])
    )


if __name__ == "__main__":
    sys.exit(main())
