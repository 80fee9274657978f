"""An expectation is covered by a promise that serves it and can be tested; every gap is named (4 a → 4 b)."""

from __future__ import annotations

import pytest

from pledgeline.experience.core.coverage import Expected, coverage
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
