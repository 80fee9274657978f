"""Clause 4 e: an action closes with proof by the same metric version, or it says that there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pledgeline.partnership.core.effect import Effect, Reading, check, difference

BEFORE = Reading("m", "1", 140, 200)


@pytest.mark.parametrize(
    ("good", "n", "effect"),
    [
        (180, 200, Effect.EFFECTIVE),  # 70 % to 90 %
        (150, 200, Effect.NOT_EFFECTIVE),  # rose, but misses the target of 78 %
        (100, 200, Effect.NOT_EFFECTIVE),
        (24, 30, Effect.NOT_DEMONSTRATED),  # 80 %, within chance
        (29, 29, Effect.NOT_DEMONSTRATED),  # too few
        (0, 0, Effect.NOT_DEMONSTRATED),
    ],
)
def test_the_effect(good: int, n: int, effect: Effect) -> None:
    assert check(BEFORE, replace(BEFORE, good=good, n=n), target=0.78, minimum_n=30).effect is effect


def test_another_metric_version_demonstrates_nothing() -> None:
    found = check(BEFORE, Reading("m", "2", 200, 200), target=0.78, minimum_n=30)
    assert (found.effect, found.reason.code) == (Effect.NOT_DEMONSTRATED, "effect_version_differs")


def test_the_interval_is_newcombes_own_example() -> None:
    """Newcombe 1998, example a: 56/70 − 48/80, method 10: 0.0524 to 0.3339."""
    lower, upper = difference(Reading("m", "1", 48, 80), Reading("m", "1", 56, 70))
    assert (lower, upper) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))
