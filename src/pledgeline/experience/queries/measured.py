"""Reads: what a promise measured, as one reader may see it. A lens is what is looked at; the rest looks through it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pledgeline.contacts import queries as contacts
from pledgeline.contacts.core.question import Question
from pledgeline.contacts.core.rule import RuleCounts
from pledgeline.contacts.queries import page_figures
from pledgeline.experience.core.judgement import judge
from pledgeline.experience.core.promise import Direction, Promise
from pledgeline.experience.core.reading import (
    FEWEST,
    FEWEST_IN_AN_HOUR,
    WORST_HOURS,
    Decided,
    Share,
    starts,
    weakest,
    weakest_decides,
)
from pledgeline.experience.queries.testing import Stage
from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Judgement, Reason, Verdict
from pledgeline.organisation import queries as organisation

# The metric that counts contacts by what the 1-minute rule decided: bounds, waits and hours exist for it alone.
RULE_METRIC = "human_or_callback_within"
# What a feed must tell before the figures of a metric are whole, in the order in which a contact passes them.
NEEDED: Mapping[str, tuple[str, ...]] = {
    RULE_METRIC: ("bot_ivr_ended_at", "human_requested_at", "answered_at", "callback_offered_at", "released_at"),
    "service_level": ("human_requested_at", "answered_at", "released_at"),
    "abandonment_rate": ("human_requested_at", "answered_at", "released_at"),
    "speed_of_answer": ("human_requested_at", "answered_at"),
    "handle_time": ("answered_at", "hold_s", "acw_s"),
}


@dataclass(frozen=True)
class Lens:
    """A promise, the days it is looked at, the filters of every question, and the snapshot they are put to.

    `period` is closed on both sides. `unit` is that of the judged figure (share, seconds or count).
    """

    promise: Promise
    period: Period
    where: Mapping[str, tuple[str, ...]]
    unit: str
    snapshot: str

    def question(self, *by: str) -> Question:
        return Question(self.promise.rule.metric, by, self.period, self.where, self.promise.rule.params)

    @property
    def counts_the_rule(self) -> bool:
        """Whether there are bounds, waits and hours to show."""
        return self.promise.rule.metric == RULE_METRIC

    def value(self, figures: Mapping[str, Any]) -> float | None:
        return figures.get(self.promise.rule.figure)


@dataclass(frozen=True)
class CentreReading:
    """`figures` are empty where no contact of the centre came in these days."""

    centre: str
    figures: Mapping[str, Any]
    judgement: Judgement

    @property
    def n(self) -> int:
        return int(self.figures.get("n") or 0)


@dataclass(frozen=True)
class Measured:
    """All together and centre by centre; `decided` says which centre the verdict is taken from."""

    lens: Lens
    figures: Mapping[str, Any]
    centres: tuple[CentreReading, ...]
    decided: Decided
    version: str
    params: Mapping[str, Any]

    @property
    def value(self) -> float | None:
        return self.lens.value(self.figures)

    @property
    def n(self) -> int:
        return int(self.figures.get("n") or 0)


@dataclass(frozen=True)
class Course:
    """Figures by `day` or `week`, oldest first; None for a day or week without contacts."""

    step: str
    points: tuple[tuple[date, Mapping[str, Any] | None], ...]


@dataclass(frozen=True)
class HourReading:
    """`weekday` 0 is Monday; local time of the services."""

    weekday: int
    hour: int
    counts: RuleCounts


@dataclass(frozen=True)
class SpotReading:
    """A weak spot: one hour of one day at one centre, one hour of all days, or a centre as a whole."""

    centre: str | None
    share: Share
    day: date | None = None
    hour: int | None = None
    counts: RuleCounts | None = None


@dataclass(frozen=True)
class Blind:
    """A fact that a feed does not tell, why, and how many contacts could not be decided at its centre."""

    source: str
    centre: str
    fact: str
    reason: Mapping[str, str] | str
    undecided: int


def lens(
    promise: Promise,
    *,
    user: Any,
    period: Period | None = None,
    centre: str = "",
    service: str = "",
    snapshot: str | None = None,
    stage: Stage | None = None,
) -> Lens | Reason:
    """What `user` may see of a promise; by default over all days with data. Otherwise why there is nothing to see.

    A page of many promises hands in the `stage` that they share.
    """
    rule = promise.rule
    if not rule.metric:
        return Reason("no_rule", {"promise": promise.code})
    unit = _units().get(rule.metric, {}).get(rule.figure)
    if unit is None:
        return Reason("no_rule_figure", {"promise": promise.code, "metric": rule.metric})
    seen = organisation.visible_centres(user) if stage is None else stage.seen
    at = snapshot or (contacts.current_snapshot() if stage is None else stage.snapshot)
    delivered = contacts.data_period(centres=seen) if stage is None else stage.delivered
    if at is None or delivered is None:
        return Reason("no_deliveries", {})
    asked = _closed(period, delivered)
    if promise.period.start is None or not promise.period.overlaps(asked):
        return Reason("not_in_force", {"promise": promise.code})
    where = _filters(promise, seen, centre, service)
    if where is None:
        return Reason("out_of_scope", {"promise": promise.code})
    return Lens(promise, asked.shared(promise.period), where, unit, at)


def _closed(period: Period | None, delivered: Period) -> Period:
    """Open sides become those of the data."""
    if period is None:
        return delivered
    start, end = period.start or delivered.start, period.end or delivered.end
    # Someone who asks from a day after the last delivery asks about that day on: an empty period, not an error.
    if start is not None and end is not None and end <= start:
        return Period.from_days(start, start) if period.start else Period.from_days(period.last, period.last)
    return Period(start, end)


def _filters(
    promise: Promise, seen: Collection[str] | None, centre: str, service: str
) -> dict[str, tuple[str, ...]] | None:
    """None where the reader may see nothing of it; an unseen centre asked for is nothing, too."""
    if seen is not None and (not seen or (centre and centre not in seen)):
        return None
    centres: Collection[str] = [centre] if centre else (seen or ())
    return promise.scope.filters(centres=centres, services=[service] if service else ())


@cache
def _units() -> Mapping[str, Mapping[str, str]]:
    return contacts.metric_figures()


def measure(through: Lens, stage: Stage | None = None) -> Measured:
    """The figures of a promise and their verdict, judged centre by centre."""
    rule = through.promise.rule
    zones = stage.zones if stage is not None else None
    whole = page_figures.answer(through.question(), snapshot=through.snapshot, zones=zones)
    by_centre = page_figures.answer(through.question("centre"), snapshot=through.snapshot, zones=zones)
    known = {group["by"]["centre"]: group for group in by_centre.groups}
    readings = []
    for centre in sorted({*known, *_engaged(through, stage)}):
        figures = {name: value for name, value in known.get(centre, {}).items() if name != "by"}
        readings.append(CentreReading(centre, figures, _judged(through, figures)))
    figures = {name: value for name, value in whole.groups[0].items() if name != "by"}
    judged = weakest(readings, lambda one: Share(through.value(one.figures), one.n), direction=rule.direction, fewest=1)
    decided = weakest_decides([(one.centre, one.judgement) for one in judged])
    if decided.by is None:
        decided = Decided(judge(rule, figures, minimum_n=FEWEST, unit=through.unit), None)
    return Measured(through, figures, tuple(readings), decided, whole.version, whole.params)


def _judged(through: Lens, figures: Mapping[str, Any]) -> Judgement:
    """A centre without a contact that the promise speaks of has nothing to keep or to break."""
    if not figures.get("n"):
        return Judgement(Verdict.NOT_APPLICABLE, Reason("none_in_scope", {"n": 0}))
    promise = through.promise
    return judge(promise.rule, figures, minimum_n=FEWEST, unit=through.unit).softened(promise.modality)


def _engaged(through: Lens, stage: Stage | None) -> set[str]:
    """Centres that serve the scope in these days, contacts or not."""
    wanted, scope, days = through.where, through.promise.scope, through.period
    return {
        one.centre
        for one in (organisation.engagements(during=days) if stage is None else stage.engaged_in(days))
        if one.centre in wanted.get("centre", (one.centre,))
        and one.service in wanted.get("service", (one.service,))
        and (not scope.channels or set(scope.channels) & set(one.channels))
    }


def course(through: Lens, step: str, stage: Stage | None = None) -> Course:
    """How the figures moved, by `day` or `week`; one pass over the kept counts."""
    zones = stage.zones if stage is not None else None
    answer = page_figures.answer(through.question(step), snapshot=through.snapshot, zones=zones)
    known = {group["by"][step]: group for group in answer.groups if group["n"]}
    return Course(step, tuple((day, known.get(day.isoformat())) for day in starts(through.period, step)))


def week_grid(through: Lens) -> tuple[HourReading, ...]:
    """Counts of each hour of the week; only for the 1-minute rule."""
    cells = page_figures.promise_grid(through.question("weekday", "hour"), snapshot=through.snapshot)
    return tuple(HourReading(cell.by["weekday"], cell.by["hour"], cell.counts) for cell in cells if cell.counts.n)


def weak_hours(through: Lens) -> tuple[SpotReading, ...]:
    """The hours of single days at single centres that fell furthest below the target; only for the 1-minute rule."""
    cells = page_figures.promise_grid(through.question("centre", "day", "hour"), snapshot=through.snapshot)
    spots = [
        SpotReading(
            cell.by["centre"],
            Share(cell.counts.lower, cell.counts.n),
            date.fromisoformat(cell.by["day"]),
            cell.by["hour"],
            cell.counts,
        )
        for cell in cells
    ]
    found = weakest(
        spots,
        lambda spot: spot.share,
        direction=Direction.AT_LEAST,
        fewest=FEWEST_IN_AN_HOUR,
        beyond=through.promise.rule.target,
    )
    return tuple(found[:WORST_HOURS])


def weakest_spot(measured: Measured, stage: Stage | None = None) -> SpotReading | None:
    """Where a promise is furthest from its target: a centre and hour of the day, or a centre where hours are not kept.

    None where no spot with enough contacts is on the wrong side of the target.
    """
    through, rule = measured.lens, measured.lens.promise.rule
    if through.counts_the_rule:
        zones = stage.zones if stage is not None else None
        cells = page_figures.promise_grid(through.question("centre", "hour"), snapshot=through.snapshot, zones=zones)
        spots: Sequence[SpotReading] = [
            SpotReading(cell.by["centre"], Share(cell.counts.lower, cell.counts.n), hour=cell.by["hour"])
            for cell in cells
        ]
    else:
        spots = [SpotReading(one.centre, Share(through.value(one.figures), one.n)) for one in measured.centres]
    found = weakest(spots, lambda spot: spot.share, direction=rule.direction, fewest=FEWEST, beyond=rule.target)
    return found[0] if found else None


def waits(through: Lens) -> page_figures.Waits:
    """How long customers waited; only for the 1-minute rule."""
    return page_figures.promise_waits(through.question(), snapshot=through.snapshot)


def blind_spots(measured: Measured, *, user: Any) -> tuple[Blind, ...]:
    """What the feeds behind a promise do not tell."""
    needed = NEEDED.get(measured.lens.promise.rule.metric, ())
    shown = {one.centre: one for one in measured.centres if one.n}
    return tuple(
        Blind(
            source.code,
            source.centre,
            fact,
            source.capabilities[fact],
            int(shown[source.centre].figures.get("not_verifiable") or 0) if fact == "callback_offered_at" else 0,
        )
        for source in contacts.sources(centres=organisation.visible_centres(user))
        if source.centre in shown
        for fact in needed
        if fact in source.capabilities
    )
