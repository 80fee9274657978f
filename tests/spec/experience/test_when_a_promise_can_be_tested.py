"""A promise without rule, channel or feed cannot be tested (4 b), and the reason names what is missing."""

from __future__ import annotations

from typing import Any

import pytest

from pledgeline.experience.core.promise import Direction, Promise, Rule, Scope, State
from pledgeline.experience.core.testable import Means, untestable
from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Modality

PLACE = ("north", "cards", "voice")
FIGURES = {"service_level": frozenset({"n", "service_level"})}


def promise(metric: str = "service_level", figure: str = "service_level", **scope: Any) -> Promise:
    rule = Rule(metric, figure, Direction.AT_LEAST, 0.8)
    return Promise("p", 1, {"en": "x", "zh": "x"}, rule, Modality.SHALL, Scope(**scope), State.EFFECTIVE, Period())


@pytest.mark.parametrize(
    ("what", "engaged", "feeding", "reason"),
    [
        (promise(), [PLACE], [PLACE], None),
        (promise(metric=""), [PLACE], [PLACE], "no_rule"),
        (promise(metric="happiness"), [PLACE], [PLACE], "no_rule"),
        (promise(figure="joy"), [PLACE], [PLACE], "no_rule_figure"),
        (promise(channels=("chat",)), [PLACE], [PLACE], "no_channel"),
        (promise(services=("loans",)), [PLACE], [PLACE], "no_channel"),
        (promise(centres=("south",)), [PLACE], [PLACE], "no_channel"),
        (promise(), [], [PLACE], "no_channel"),
        (promise(), [PLACE], [], "no_feed"),
        (promise(), [PLACE], [("north", "cards", "chat")], "no_feed"),
        # one silent centre of two: the promise can be tested, and the silence is a matter of scope (clause 1)
        (promise(), [PLACE, ("south", "cards", "voice")], [PLACE], None),
    ],
)
def test_what_is_missing_is_named(what: Promise, engaged: Any, feeding: Any, reason: str | None) -> None:
    found = untestable(what, Means(FIGURES, frozenset(engaged), frozenset(feeding)))
    assert [one.code for one in found] == ([reason] if reason else [])
