"""Reads: what there is to test promises with, and why a promise cannot be tested, as one reader may know it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pledgeline.contacts import queries as contacts
from pledgeline.contacts.core.question import Question
from pledgeline.contacts.queries import page_figures
from pledgeline.experience.core.promise import Promise
from pledgeline.experience.core.testable import Means, untestable
from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Reason
from pledgeline.organisation import queries as organisation


@dataclass(frozen=True)
class Stage:
    """What every promise on a page is looked at with; asked once, however many promises there are.

    `seen` None: all centres. `delivered` None: no contacts yet, or none this reader may see. `zones` are those of the
    services, as the kept answers are remembered by.
    """

    seen: frozenset[str] | None
    snapshot: str | None
    delivered: Period | None
    serving: tuple[organisation.Serving, ...]
    zones: Mapping[str, str]
    means: Means

    def engaged_in(self, days: Period) -> tuple[organisation.Serving, ...]:
        return tuple(one for one in self.serving if one.period.overlaps(days))


def stage(user: Any, *, today: date) -> Stage:
    """Engagements with a day from the first delivered day until today; contacts of all delivered days."""
    seen = organisation.visible_centres(user)
    at, delivered = contacts.current_snapshot(), contacts.data_period(centres=seen)
    first = min(delivered.start, today) if delivered is not None and delivered.start is not None else today
    serving = tuple(
        one
        for one in organisation.engagements(during=Period.from_days(first, today))
        if seen is None or one.centre in seen
    )
    zones = contacts.zone_names()
    feeding: frozenset[tuple[str, str, str]] = frozenset()
    if at is not None and delivered is not None and (seen is None or seen):
        where = {"centre": tuple(sorted(seen))} if seen is not None else {}
        asked = Question("contacts_offered", ("centre", "service", "channel"), delivered, where)
        groups = page_figures.answer(asked, snapshot=at, zones=zones).groups
        feeding = frozenset((g["by"]["centre"], g["by"]["service"], g["by"]["channel"]) for g in groups if g["n"])
    means = Means(
        contacts.metric_figures(),
        frozenset((one.centre, one.service, channel) for one in serving for channel in one.channels),
        feeding,
        open=frozenset(organisation.opening_hours()),
    )
    return Stage(seen, at, delivered, serving, zones, means)


def hindrances(promises: Iterable[Promise], means: Means, *, service: str = "") -> dict[str, tuple[Reason, ...]]:
    """Code of each promise → why it cannot be tested (there, where a service is named); empty where it can."""
    narrowed = replace(means, service=service) if service else means
    # Thousands of promises rest on a few dozen rules and scopes, and what hinders follows from those.
    known: dict[tuple[Any, ...], tuple[Reason, ...]] = {}
    found = {}
    for one in promises:
        rests_on = one.rule.metric, one.rule.figure, one.scope, one.hours
        if rests_on not in known:
            known[rests_on] = tuple(untestable(one, narrowed))
        found[one.code] = tuple(Reason(why.code, {**why.numbers, "promise": one.code}) for why in known[rests_on])
    return found
