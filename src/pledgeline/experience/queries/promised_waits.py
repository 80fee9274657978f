"""The longest waits that promises in force name: for the room of needs, which sets customers' patience beside them."""

from __future__ import annotations

from datetime import date

from pledgeline.experience.queries.promises import promises_on
from pledgeline.needs.queries.promised import PromisedWait

# Which parameter of a metric is the wait that customers are promised.
LIMITS = {"human_or_callback_within": "limit_s", "service_level": "target_s"}


def promised_waits(day: date) -> list[PromisedWait]:
    """One for each promise in force on a day whose rule names a wait."""
    return [
        PromisedWait(
            one.code,
            float(one.rule.params[LIMITS[one.rule.metric]]),
            dict(one.sentence),
            one.scope.services,
            one.scope.channels,
        )
        for one in promises_on(day)
        if LIMITS.get(one.rule.metric) in one.rule.params
    ]
