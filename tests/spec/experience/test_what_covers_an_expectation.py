"""An expectation is covered by a promise that serves it and can be tested; every gap is named (4 a → 4 b)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from pledgeline.experience.core.coverage import Expected, coverage, places
from pledgeline.experience.core.promise import Direction, Promise, Rule, Scope, State
from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Modality, Reason

WORDS = {"en": "x", "zh": "x"}
NO_FEED = Reason("no_feed", {"promise": "p"})


def promise(code: str, *expectations: str) -> Promise:
    rule = Rule("service_level", "service_level", Direction.AT_LEAST, 0.8)
    return Promise(code, 1, WORDS, rule, Modality.SHALL, Scope(), State.EFFECTIVE, Period(), expectations=expectations)


@pytest.mark.parametrize(
    ("refused", "promises", "hindered", "gap"),
    [
        (False, [], {}, "expectation_without_promise"),
        (False, [promise("p", "other")], {}, "expectation_without_promise"),
        (False, [promise("p", "quick")], {}, None),
        (False, [promise("p", "quick")], {"p": [NO_FEED]}, "no_feed"),
        # one that can be tested is enough
        (False, [promise("p", "quick"), promise("q", "quick")], {"p": [NO_FEED]}, None),
        (True, [], {}, None),
    ],
)
def test_the_gap_is_named(refused: bool, promises: list[Promise], hindered: dict, gap: str | None) -> None:
    (row,) = coverage([Expected("quick", WORDS, refused=refused)], promises, hindered).rows
    assert (row.gap.code if row.gap else None) == gap


def test_citations_of_nothing_and_promises_that_serve_nothing_are_listed() -> None:
    found = coverage([Expected("quick", WORDS)], [promise("a", "quick", "lost"), promise("b")], {})
    assert (found.unknown, [one.code for one in found.uncited], found.gaps) == ((("a", "lost"),), ["b"], 0)
    assert coverage([], [promise("a", "old")], {}, known={"old"}).unknown == ()


SERVING = [
    ("north", "cards", ("voice", "chat")),
    ("south", "cards", ("voice",)),
    ("north", "loans", ("voice",)),
    ("south", "cards", ("chat",)),
]


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        (Scope(), [("north", "north-all", True), ("south", None, False)]),
        # Over chat the south has delivered nothing; its contract speaks of chat only.
        (Scope(channels=("chat",)), [("north", "north-all", False), ("south", "south-chat", False)]),
        (Scope(centres=("south",)), [("south", None, False)]),
        (Scope(services=("loans",)), []),
        (Scope(channels=("email",)), []),
    ],
)
def test_a_promise_is_settled_and_fed_centre_by_centre(scope: Scope, found: list[tuple[str, str | None, bool]]) -> None:
    """A contract settles a promise where it speaks of every channel over which the centre serves it."""
    contracts = {"north": ("north-all", {"voice", "chat"}), "south": ("south-chat", {"chat"})}

    def settled(_promise: Promise, centre: str, channels: Sequence[str]) -> str | None:
        code, agreed = contracts[centre]
        return code if set(channels) <= agreed else None

    of = replace(promise("p", "quick"), scope=scope)
    feeding = {("north", "cards", "voice"), ("south", "loans", "voice")}
    shown = places(of, SERVING, service="cards", feeding=feeding, settled=settled, begun=lambda *_: None)
    assert [(one.centre, one.contract, one.fed) for one in shown] == found
