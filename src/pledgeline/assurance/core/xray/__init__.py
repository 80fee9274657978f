"""The X-ray: records of several rooms that cannot both be right. Facts in, contradictions out; nothing is measured.

A verdict says whether a duty was shown over a period; an X-ray says what does not fit together today, and where to
mend it. Each rule is a function of all facts; `RULES` lists them in the order in which a reader should look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pledgeline.assurance.core.xray import briefings, contracts, operations, promises
from pledgeline.assurance.core.xray.facts import (
    Campaign,
    Contradiction,
    Engaged,
    Facts,
    Fix,
    Limits,
    Planned,
    Ruling,
    Telling,
    Theme,
)
from pledgeline.assurance.core.xray.operations import next_month

__all__ = [
    "RULES",
    "Campaign",
    "Contradiction",
    "Engaged",
    "Facts",
    "Fix",
    "Limits",
    "Planned",
    "Ruling",
    "Telling",
    "Theme",
    "contradictions",
    "next_month",
]

Rule = Callable[[Facts], Iterator[Contradiction]]
RULES: tuple[Rule, ...] = (
    promises.promise_untestable,
    promises.feed_lacks_fact,
    promises.promise_looser_than_clock,
    promises.promise_cites_nothing,
    briefings.centre_not_briefed,
    briefings.campaign_unprepared,
    contracts.certificate_expired,
    contracts.engagement_without_contract,
    contracts.contract_half_signed,
    contracts.definition_unsettled,
    operations.contacts_and_engagements,
    operations.forecast_missing,
)


def contradictions(facts: Facts) -> list[Contradiction]:
    """What every rule finds, in the order of the rules and by subject."""
    return [
        one for rule in RULES for one in sorted(rule(facts), key=lambda one: (one.code, sorted(one.subject.items())))
    ]
