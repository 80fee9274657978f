"""Reads: the clocks that run on a service's contacts, and what each of them measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from pledgeline.contacts import queries as contacts
from pledgeline.contacts.core.question import Answer, Question
from pledgeline.contacts.queries import page_figures
from pledgeline.experience.core.clocks import Clock, ClockRule, Looser, clocks, looser
from pledgeline.experience.core.judgement import judge
from pledgeline.experience.core.promise import Promise, Rule
from pledgeline.experience.core.reading import FEWEST, Decided, Share, weakest, weakest_decides
from pledgeline.experience.models import AppliedClock
from pledgeline.experience.queries.promises import promises_on
from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Judgement, Reason
from pledgeline.organisation import queries as organisation


@dataclass(frozen=True)
class ClockReading:
    """One rule on the same contacts as all others: of a clock, or (`clock` None) of an own promise.

    `applies`: the organisation said so, or it always does; the others run for comparison only. `judgement` None: the
    rule names no share, so its value is read and not judged.
    """

    clock: Clock | None
    rule: ClockRule | None
    promise: Promise | None
    applies: bool
    unit: str
    figures: Mapping[str, Any]
    by_centre: Mapping[str, Mapping[str, Any]]
    judgement: Judgement | None
    version: str
    params: Mapping[str, Any]
    where: Mapping[str, tuple[str, ...]]
    decided_by: str | None = None
    """The centre that decides over an own promise; a rule is judged on all contacts together."""

    @property
    def figure(self) -> str:
        if self.promise is not None:
            return self.promise.rule.figure
        return self.rule.figure if self.rule is not None else ""

    @property
    def value(self) -> float | None:
        return self.figures.get(self.figure)

    @property
    def n(self) -> int:
        return int(self.figures.get("n") or 0)


@dataclass(frozen=True)
class ClocksPage:
    """Every reading rests on the same snapshot and days. `more` own promises about waits are not among them."""

    service: str
    period: Period
    snapshot: str
    readings: tuple[ClockReading, ...]
    centres: tuple[str, ...]
    more: int = 0


# As many own promises as one compares with a dozen clocks; the page of promises has them all.
MOST_PROMISES = 24


def applied_clocks(service: str, *, on: date) -> dict[str, str]:
    """Code of each clock that applies to a service on a day → the note given with it; those that always apply too."""
    found = {code: "" for code, one in clocks().items() if one.always}
    rows = AppliedClock.objects.filter(service=service, since__lte=on).filter(Q(until=None) | Q(until__gt=on))
    return found | {one.clock: one.note for one in rows if one.clock in clocks()}


@dataclass(frozen=True)
class RunningClock:
    """A clock that the organisation said applies; who said so, and since when."""

    code: str
    title: Mapping[str, str]
    note: str
    since: date
    decided_by: str


def running_clocks(service: str, *, on: date) -> list[RunningClock]:
    """Those that may be lifted: clocks that always apply are not among them. One decided for a later day is."""
    rows = AppliedClock.objects.filter(service=service, clock__in=list(clocks())).select_related("decided_by")
    return [
        RunningClock(
            one.clock,
            clocks()[one.clock].title.model_dump(),
            one.note,
            one.since,
            (one.decided_by.get_full_name() or one.decided_by.username) if one.decided_by else "",
        )
        for one in rows.filter(Q(until=None) | Q(until__gt=on))
    ]


def looser_promises(services: Sequence[str], *, on: date) -> list[Looser]:
    """Promises in force on a day whose target is looser than a clock that applies to their service."""
    found = []
    promises = promises_on(on)
    for service in services:
        for code in applied_clocks(service, on=on):
            found += looser(promises, clocks()[code], service=service)
    return found


def clocks_page(
    service: str, *, user: Any, today: date, period: Period | None = None, snapshot: str | None = None
) -> ClocksPage | Reason:
    """All clocks side by side for one service, as `user` may see it: a centre's people only their own contacts.

    Raises nothing for an unknown service: the reason says there is nothing to show.
    """
    services, seen = organisation.visible_services(user), organisation.visible_centres(user)
    if (services is not None and service not in services) or service not in organisation.known_codes().services:
        return Reason("service_unknown", {"service": service})
    at = snapshot or contacts.current_snapshot()
    days = period or contacts.data_period(centres=seen)
    if at is None or days is None or (seen is not None and not seen):
        return Reason("no_deliveries", {})
    applied = applied_clocks(service, on=today)
    where = {"service": (service,)} | ({"centre": tuple(sorted(seen))} if seen is not None else {})
    ask = _Asking(days, at, contacts.zone_names())
    promises = [one for one in promises_on(today, service=service) if _waits(one)]
    readings = [_of_promise(one, where, ask) for one in promises[:MOST_PROMISES]]
    for clock in clocks().values():
        readings += [_of_rule(clock, rule, clock.code in applied, where, ask) for rule in clock.rules]
    named = sorted({centre for one in readings for centre in one.by_centre})
    more = max(0, len(promises) - MOST_PROMISES)
    return ClocksPage(service, days, at, tuple(readings), tuple(named), more)


def _waits(promise: Promise) -> bool:
    """Clocks are about waits: handle times and the like have no part in the comparison."""
    return promise.rule.metric in ("human_or_callback_within", "service_level", "speed_of_answer", "abandonment_rate")


@dataclass(frozen=True)
class _Asking:
    """The same days, snapshot and zones for every question of the page."""

    days: Period
    snapshot: str
    zones: Mapping[str, str]

    def __call__(self, rule: Rule, by: tuple[str, ...], where: Mapping[str, tuple[str, ...]]) -> Answer:
        question = Question(rule.metric, by, self.days, where, rule.params)
        return page_figures.answer(question, snapshot=self.snapshot, zones=self.zones)


def _of_promise(promise: Promise, where: Mapping[str, tuple[str, ...]], ask: _Asking) -> ClockReading:
    unit = contacts.metric_figures().get(promise.rule.metric, {}).get(promise.rule.figure, "share")
    wanted = promise.scope.filters(centres=where.get("centre", ()), services=where["service"])
    judged, parts, version, params = _asked(promise.rule, wanted, ask)
    decided = _decided(promise, parts, unit)
    if decided.by is None:
        decided = Decided(judge(promise.rule, judged, minimum_n=FEWEST, unit=unit).softened(promise.modality), None)
    seen = wanted or dict(where)
    return ClockReading(
        None, None, promise, True, unit, judged, parts, decided.judgement, version, params, seen, decided.by
    )


def _decided(promise: Promise, parts: Mapping[str, Mapping[str, Any]], unit: str) -> Decided:
    """As on the promise's own page: centre by centre, and the weakest decides."""
    rule = promise.rule
    ordered = weakest(
        [(centre, figures) for centre, figures in sorted(parts.items()) if figures.get("n")],
        lambda one: Share(one[1].get(rule.figure), int(one[1]["n"])),
        direction=rule.direction,
        fewest=1,
    )
    judged = [
        (centre, judge(rule, figures, minimum_n=FEWEST, unit=unit).softened(promise.modality))
        for centre, figures in ordered
    ]
    return weakest_decides(judged)


def _of_rule(
    clock: Clock, rule: ClockRule, applies: bool, where: Mapping[str, tuple[str, ...]], ask: _Asking
) -> ClockReading:
    wanted = {**where, **({"channel": rule.channels} if rule.channels else {})}
    if not rule.metric:
        return ClockReading(clock, rule, None, applies, "share", {}, {}, None, "", {}, wanted)
    unit = contacts.metric_figures().get(rule.metric, {}).get(rule.figure, "share")
    own = Rule(rule.metric, rule.figure, rule.direction, rule.share or 0.0, rule.params)
    judged, parts, version, params = _asked(own, wanted, ask)
    judgement = None
    if rule.share is not None:
        judgement = judge(own, judged, minimum_n=FEWEST, unit=unit).softened(clock.modality)
    return ClockReading(clock, rule, None, applies, unit, judged, parts, judgement, version, params, wanted)


def _asked(
    rule: Rule, where: Mapping[str, tuple[str, ...]] | None, ask: _Asking
) -> tuple[Mapping[str, Any], Mapping[str, Mapping[str, Any]], str, Mapping[str, Any]]:
    if where is None:
        return {"n": 0}, {}, "", rule.params
    whole, parts = ask(rule, (), where), ask(rule, ("centre",), where)
    by_centre: dict[str, Mapping[str, Any]] = {group["by"]["centre"]: _plain(group) for group in parts.groups}
    return _plain(whole.groups[0]), by_centre, whole.version, whole.params


def _plain(group: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in group.items() if name != "by"}
