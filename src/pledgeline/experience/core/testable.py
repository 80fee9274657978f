"""Whether a promise can be tested at all, and what is missing where it cannot."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from pledgeline.experience.core.promise import Hours, Promise
from pledgeline.kernel.verdict import Reason


@dataclass(frozen=True)
class Means:
    """What there is to test promises with.

    `figures` maps each known metric to the figures it answers with; `engaged` holds (centre, service, channel) of
    every engagement; `feeding` holds (centre, service, channel) of which contacts have arrived in the period; `open`
    holds the services whose opening hours are known (None: not asked).
    """

    figures: Mapping[str, Collection[str]]
    engaged: Collection[tuple[str, str, str]]
    feeding: Collection[tuple[str, str, str]]
    service: str | None = field(default=None)
    open: Collection[str] | None = field(default=None)


def untestable(promise: Promise, means: Means) -> list[Reason]:
    """Every reason why `promise` cannot be tested; empty when it can. `means.service` narrows to one service."""
    rule, scope = promise.rule, promise.scope
    if rule.metric not in means.figures:
        return [Reason("no_rule", {"promise": promise.code, "metric": rule.metric})]
    if rule.figure not in means.figures[rule.metric]:
        return [Reason("no_rule_figure", {"promise": promise.code, "metric": rule.metric, "figure": rule.figure})]

    def within(place: tuple[str, str, str]) -> bool:
        centre, service, channel = place
        return (
            scope.covers(service=service, centre=centre)
            and (not scope.channels or channel in scope.channels)
            and means.service in (None, service)
        )

    places = {place for place in means.engaged if within(place)}
    if not places:
        return [Reason("no_channel", {"promise": promise.code, "channels": list(scope.channels)})]
    if promise.hours is None:
        return [Reason("no_hours", {"promise": promise.code})]
    if promise.hours is Hours.OPENING and means.open is not None:
        unknown = sorted({service for _, service, _ in places} - set(means.open))
        if unknown:
            return [Reason("no_opening_hours", {"promise": promise.code, "services": unknown})]
    silent = sorted({f"{centre}/{channel}" for centre, service, channel in places - set(means.feeding)})
    if len(silent) == len({(centre, channel) for centre, _, channel in places}):
        return [Reason("no_feed", {"promise": promise.code, "silent": silent})]
    return []
