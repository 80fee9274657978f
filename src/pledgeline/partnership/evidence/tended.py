"""What was agreed between the two sides and kept: reviews, actions, escalations, as measures of a centre."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pledgeline.experience.core.contract import Side
from pledgeline.kernel.fact import Fact
from pledgeline.kernel.interval import Period
from pledgeline.partnership.core.effect import Effect
from pledgeline.partnership.core.measure import Case, Measure
from pledgeline.partnership.core.rhythm import Punctuality
from pledgeline.partnership.evidence import contract


@dataclass(frozen=True)
class Tended:
    """One centre's measures with the facts of their cases. What is not due yet is no case.

    `actions` and `escalations` are by the side that had to act; `effects` counts actions whose effect was decided;
    `overdue` holds actions that are past their day and not done.
    """

    reviews: Measure
    actions: Mapping[Side, Measure]
    effects: Mapping[Side, Measure]
    escalations: Mapping[Side, Measure]
    overdue: tuple[Fact, ...]
    facts: Mapping[str, tuple[Fact, ...]]


def tended(
    period: Period, *, day: date, centres: Sequence[str], grace_days: int = contract.GRACE_DAYS
) -> dict[str, Tended]:
    """Centre → what was due in `period`, as of `day`. The number of queries does not depend on the centres."""
    if not centres:
        return {}
    reviews = _by_centre(contract.reviews(period, day=day, centres=centres, grace_days=grace_days))
    actions = _by_centre(contract.actions(period, day=day, centres=centres))
    escalations = _by_centre(contract.escalations(period, day=day, centres=centres))
    return {
        centre: Tended(
            Measure.of(_reviews(reviews[centre])),
            {side: Measure.of(_actions(actions[centre], side)) for side in Side},
            {side: Measure.of(_effects(actions[centre], side)) for side in Side},
            {side: Measure.of(_escalations(escalations[centre], side)) for side in Side},
            tuple(one for one in actions[centre] if one.values["late"] and one.values["done_on"] is None),
            {
                "reviews": tuple(reviews[centre]),
                "actions": tuple(actions[centre]),
                "escalations": tuple(escalations[centre]),
            },
        )
        for centre in centres
    }


def _by_centre(facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = defaultdict(list)
    for one in facts:
        found[one.values["centre"]].append(one)
    return found


def _reviews(facts: Sequence[Fact]) -> Iterator[Case]:
    for one in facts:
        kept = Punctuality(one.values["punctuality"])
        if kept is not Punctuality.COMING:
            due = date.fromisoformat(one.values["due"])
            yield Case(f"{one.key}-{one.values['due']}", due, kept is Punctuality.ON_TIME)


def _actions(facts: Sequence[Fact], side: Side) -> Iterator[Case]:
    for one in facts:
        if one.values["side"] == side and (one.values["late"] or one.values["done_on"] is not None):
            yield Case(one.key, date.fromisoformat(one.values["due"]), not one.values["late"])


def _effects(facts: Sequence[Fact], side: Side) -> Iterator[Case]:
    for one in facts:
        if one.values["side"] == side and one.values["effect"] in (Effect.EFFECTIVE, Effect.NOT_EFFECTIVE):
            yield Case(one.key, date.fromisoformat(one.values["due"]), one.values["effect"] == Effect.EFFECTIVE)


def _escalations(facts: Sequence[Fact], side: Side) -> Iterator[Case]:
    """The side that has to answer is the one that did not raise it."""
    for one in facts:
        if one.values["raised_by"] != side and (one.values["late"] or one.values["answered_at"] is not None):
            raised = date.fromisoformat(one.values["raised_at"][:10])
            yield Case(f"{one.key}-{one.values['level']}", raised, not one.values["late"])
