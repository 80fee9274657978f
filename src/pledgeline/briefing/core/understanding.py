"""Whether a briefing is understood, from three questions asked of some of the people, with an interval that widens.

A person has understood when all three answers are right: with three choices each, guessing passes one check in 27.
Evidence ages. A check taken `d` days ago counts as

    w = 2^(−d / h)          with half-life h in days (h = 60: after 60 days half a person, after 120 a quarter),

so with u = 1 for understood and 0 for not:

    share = Σ w·u / Σ w          effective n = Σ w

Of each person only the latest check counts. The 95 % Wilson interval is taken on the effective n, corrected for teams
that are small: of N people concerned, n checked tell as much as n·(N − 1)/(N − n) would in a crowd (all of them, fresh:
no uncertainty left). What decides is the lower end; it sinks as checks age, until people are asked again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from pledgeline.contacts.core.estimates import wilson

HALF_LIFE_DAYS = 60.0
QUESTIONS = 3


@dataclass(frozen=True)
class Result:
    """One person's latest check: how many of the three answers were right, and on which day."""

    person: tuple[str, str]
    day: date
    right: int
    asked: int = QUESTIONS

    @property
    def understood(self) -> bool:
        return self.right == self.asked


@dataclass(frozen=True)
class Understanding:
    """`share` of those checked, weighted by age; `checked` people of `concerned`, worth `effective_n` today."""

    share: float | None
    lower: float | None
    upper: float | None
    checked: int
    effective_n: float
    concerned: int


def weight(age_days: int, half_life_days: float) -> float:
    """How much a check that is `age_days` old counts: 1 today, ½ after a half-life."""
    if half_life_days <= 0:
        raise ValueError("a half-life is longer than nothing")
    return float(2.0 ** (-max(0, age_days) / half_life_days))


def understanding(
    results: Iterable[Result], *, concerned: int, day: date, half_life_days: float = HALF_LIFE_DAYS
) -> Understanding:
    """What the checks up to `day` say of the `concerned` people. Without a check there is no share and no interval."""
    latest: dict[tuple[str, str], Result] = {}
    for one in results:
        if one.day <= day and (one.person not in latest or latest[one.person].day <= one.day):
            latest[one.person] = one
    if not latest:
        return Understanding(None, None, None, 0, 0.0, concerned)
    weights = {one.person: weight((day - one.day).days, half_life_days) for one in latest.values()}
    n = sum(weights.values())
    k = sum(weights[one.person] for one in latest.values() if one.understood)
    k = n if all(one.understood for one in latest.values()) else k  # rounding in sums must not lose the whole
    informative = in_small_team(n, max(concerned, len(latest)))
    if informative is None:
        return Understanding(k / n, k / n, k / n, len(latest), n, concerned)
    low, high = wilson(k / n * informative, informative) if k < n else wilson(informative, informative)
    return Understanding(k / n, low, high, len(latest), n, concerned)


def in_small_team(n: float, of: int) -> float | None:
    """How many checks in a crowd tell as much as `n` of a team of `of`; None where everybody was asked just now."""
    if n >= of:
        return None
    return n * (of - 1) / (of - n) if of > 1 else n


def draw(people: Collection[tuple[str, str]], *, size: int, rng: Random) -> tuple[tuple[str, str], ...]:
    """At most `size` of `people` by chance, each as likely as any other; the same generator draws the same people."""
    ordered = sorted(people)
    return tuple(sorted(rng.sample(ordered, min(size, len(ordered)))))


def marked(answers: Sequence[int | None], right: Sequence[int]) -> int:
    """How many of `answers` (places of choices, None where left open) are the right ones."""
    return sum(given == wanted for given, wanted in zip(answers, right, strict=True))
