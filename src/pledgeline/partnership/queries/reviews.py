"""Reads: review series, reviews, and the pre-read that is frozen when one is prepared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, OuterRef, Q, Subquery

from pledgeline.contacts import queries as contacts
from pledgeline.contacts.core.question import Question
from pledgeline.experience import queries as experience
from pledgeline.experience.core.judgement import judge
from pledgeline.experience.core.promise import Promise
from pledgeline.experience.core.reading import FEWEST
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.kernel.verdict import Judgement, Reason, Verdict
from pledgeline.organisation import queries as organisation
from pledgeline.partnership.core.improvement import CLOSED
from pledgeline.partnership.core.rhythm import Punctuality, next_due, punctuality
from pledgeline.partnership.models import Escalation, Improvement, Objection, Review, ReviewSeries, Statement

PAGE_ROWS = 50

GRACE_DAYS = 7
_KEPT = ("n", "lower", "upper", "ci95")


@dataclass(frozen=True)
class SeriesRow:
    code: str
    centre: str
    title: Mapping[str, str]
    every_months: int
    ended_on: date | None
    next_due: date
    """Of the review that is prepared, else of the next to prepare."""
    punctuality: Punctuality
    prepared: int | None
    """Number of the review that waits to be held."""
    held: int
    last_held: date | None


@dataclass(frozen=True)
class ReviewRow:
    number: int
    due: date
    held_on: date | None
    punctuality: Punctuality
    decisions: int


@dataclass(frozen=True)
class SeriesPage:
    row: SeriesRow
    agenda: tuple[Mapping[str, str], ...]
    reviews: Page[Any]
    """A page of ReviewRow, the newest first."""


@dataclass(frozen=True)
class ReadFigure:
    """One promise in the pre-read, as it stood when it was frozen."""

    promise: str
    number: int
    sentence: Mapping[str, str]
    figure: str
    unit: str
    target: float
    direction: str
    value: float | None
    figures: Mapping[str, Any]
    judgement: Judgement
    metric: str
    version: str
    params: Mapping[str, Any]


@dataclass(frozen=True)
class ReviewPage:
    series: str
    title: Mapping[str, str]
    centre: str
    number: int
    due: date
    period: Period
    snapshot: str
    digest: str
    prepared_at: datetime
    agenda: tuple[Mapping[str, str], ...]
    figures: tuple[ReadFigure, ...]
    counts: Mapping[str, int]
    held_on: date | None
    attended: str
    minutes: Mapping[str, str]
    decisions: tuple[Mapping[str, str], ...]


def series_list(user: Any, *, today: date, number: int = 1) -> tuple[Page[Any], list[SeriesRow]]:
    """A page of the series `user` may see, by centre and code; two queries."""
    found = _summed_up(ReviewSeries.objects.visible_to(user)).order_by("centre", "code")
    page = Paginator(found, PAGE_ROWS).get_page(number)
    return page, [_series(one, today) for one in page.object_list]


def series_under_way(user: Any, *, today: date, most: int) -> list[SeriesRow]:
    """Those that have not ended, by centre and code; one query."""
    found = _summed_up(ReviewSeries.objects.visible_to(user).filter(ended_on__isnull=True))
    return [_series(one, today) for one in found.order_by("centre", "code")[:most]]


def series(code: str, *, user: Any, today: date, number: int = 1) -> SeriesPage:
    """With a page of its reviews. Raises Problem `review.unknown`."""
    one = _summed_up(ReviewSeries.objects.visible_to(user)).filter(code=code).first()
    if one is None:
        raise Problem("review.unknown", series=code)
    page: Page[Any] = Paginator(one.reviews.order_by("-number"), PAGE_ROWS).get_page(number)
    rows: Any = [
        ReviewRow(
            review.number,
            review.due,
            review.held_on,
            punctuality(review.due, review.held_on, today=today, grace_days=GRACE_DAYS),
            len(review.decisions),
        )
        for review in page.object_list
    ]
    page.object_list = rows
    return SeriesPage(_series(one, today), tuple(one.agenda), page)


def review(code: str, number: int, *, user: Any) -> ReviewPage:
    """Raises Problem `review.unknown`."""
    one = Review.objects.visible_to(user).filter(series__code=code, number=number).select_related("series").first()
    if one is None:
        raise Problem("review.unknown", series=code, number=number)
    return ReviewPage(
        series=code,
        title={"en": one.series.title_en, "zh": one.series.title_zh},
        centre=one.centre,
        number=one.number,
        due=one.due,
        period=Period.from_days(one.first_day, one.last_day),
        snapshot=one.snapshot,
        digest=one.digest,
        prepared_at=one.prepared_at,
        agenda=tuple(one.agenda),
        figures=tuple(_read_figure(figure) for figure in one.preread["figures"]),
        counts=one.preread["counts"],
        held_on=one.held_on,
        attended=one.attended,
        minutes={"en": one.minutes_en, "zh": one.minutes_zh},
        decisions=tuple(one.decisions),
    )


def preread(*, centre: str, period: Period, day: date, snapshot: str | None = None) -> dict[str, Any]:
    """What both sides will talk about, as JSON: every promise of the centre with its figure on one snapshot, and what
    is open. Figures stay empty while nothing was delivered; the page then says so."""
    at = snapshot or contacts.current_snapshot()
    delivered = contacts.data_period(centres=[centre])
    figures: list[dict[str, Any]] = []
    if at is not None and delivered is not None and delivered.overlaps(period):
        shown = period.shared(delivered)
        figures = [_figure(one, centre, shown, at) for one in _promises(centre, day)]
    return {"snapshot": at or "", "figures": figures, "counts": _counts(centre, day)}


def _promises(centre: str, day: date) -> list[Promise]:
    served = {
        one.service for one in organisation.engagements(during=Period.from_days(day, day)) if one.centre == centre
    }
    return [
        one
        for one in experience.promises_on(day)
        if one.rule.metric
        and (not one.scope.centres or centre in one.scope.centres)
        and (not one.scope.services or served & set(one.scope.services))
    ]


def _figure(promise: Promise, centre: str, period: Period, snapshot: str) -> dict[str, Any]:
    rule = promise.rule
    where = promise.scope.filters(centres=[centre]) or {"centre": (centre,)}
    answer = contacts.ask(Question(rule.metric, (), period, where, rule.params), snapshot=snapshot)
    figures = {name: value for name, value in answer.groups[0].items() if name != "by"}
    unit = contacts.metric_figures().get(rule.metric, {}).get(rule.figure, "share")
    judged = judge(rule, figures, minimum_n=FEWEST, unit=unit).softened(promise.modality)
    return {
        "promise": promise.code,
        "number": promise.number,
        "sentence": dict(promise.sentence),
        "figure": rule.figure,
        "unit": unit,
        "target": rule.target,
        "direction": rule.direction.value,
        "value": figures.get(rule.figure),
        "figures": {name: figures[name] for name in _KEPT if name in figures},
        "verdict": judged.verdict.value,
        "reason": judged.reason.code,
        "numbers": dict(judged.reason.numbers),
        "metric": rule.metric,
        "version": answer.version,
        "params": dict(answer.params),
    }


def _read_figure(one: Mapping[str, Any]) -> ReadFigure:
    return ReadFigure(
        one["promise"],
        one["number"],
        one["sentence"],
        one["figure"],
        one["unit"],
        one["target"],
        one["direction"],
        one["value"],
        one["figures"],
        Judgement(Verdict(one["verdict"]), Reason(one["reason"], one["numbers"])),
        one["metric"],
        one["version"],
        one["params"],
    )


def _counts(centre: str, day: date) -> dict[str, int]:
    actions = Improvement.objects.filter(centre=centre).exclude(state__in=CLOSED)
    return {
        "actions_open": actions.count(),
        "actions_overdue": actions.filter(state="open", due__lt=day).count(),
        "escalations_open": Escalation.objects.filter(centre=centre, closed_at__isnull=True).count(),
        "objections_open": Objection.objects.filter(line__statement__centre=centre, outcome="").count(),
        "statements_open": Statement.objects.filter(centre=centre, state="shown").count(),
    }


def _summed_up(series: Any) -> Any:
    """Each with what its reviews come to, however many there are: the database counts them."""
    reviews = Review.objects.filter(series=OuterRef("pk"))
    waiting = reviews.filter(held_on__isnull=True).order_by("number")
    return series.annotate(
        held=Count("reviews", filter=Q(reviews__held_on__isnull=False)),
        last_held=Max("reviews__held_on"),
        last_due=Subquery(reviews.order_by("-number").values("due")[:1]),
        waiting=Subquery(waiting.values("number")[:1]),
        waiting_due=Subquery(waiting.values("due")[:1]),
    )


def _series(one: Any, today: date) -> SeriesRow:
    """Of a series that was summed up."""
    due = one.waiting_due or next_due(one.first_due, one.every_months, one.last_due)
    return SeriesRow(
        one.code,
        one.centre,
        {"en": one.title_en, "zh": one.title_zh},
        one.every_months,
        one.ended_on,
        due,
        punctuality(due, None, today=today, grace_days=GRACE_DAYS),
        one.waiting,
        one.held,
        one.last_held,
    )
