"""Review series and their reviews: begun with a rhythm, prepared with a frozen pre-read, held with minutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pledgeline.experience.core.contract import Side
from pledgeline.kernel.codes import checked_code
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.partnership import queries
from pledgeline.partnership.actions import _checks, told
from pledgeline.partnership.core import statement as digests
from pledgeline.partnership.core.rhythm import next_due
from pledgeline.partnership.models import Review, ReviewSeries

MOST_POINTS = 30


@transaction.atomic
def begin(
    *,
    code: str,
    centre: str,
    title_en: str,
    title_zh: str,
    every_months: int,
    first_due: date,
    agenda: Sequence[Mapping[str, str]],
    by: Any,
    at: datetime | None = None,
) -> ReviewSeries:
    """Raises Problem `review.code_taken`, `review.rhythm`, `review.points` or `partnership.missing`."""
    checked_code(code, field="code")
    if not 1 <= every_months <= 12:
        raise Problem("review.rhythm", field="every_months")
    if ReviewSeries.objects.filter(code=code).exists():
        raise Problem("review.code_taken", field="code", series=code)
    made = ReviewSeries.objects.create(
        code=code,
        centre=_checks.centre(centre),
        **_checks.said(200, title_en=title_en, title_zh=title_zh),
        every_months=every_months,
        first_due=first_due,
        agenda=_points(agenda, "agenda"),
        created_by=by,
        created_at=_checks.moment(at),
    )
    _record("review.begun", made, by, {"every_months": every_months, "first_due": first_due})
    return made


@transaction.atomic
def set_agenda(*, code: str, agenda: Sequence[Mapping[str, str]], by: Any) -> ReviewSeries:
    """The standing agenda of reviews to come; those prepared keep theirs."""
    series = _series(code)
    series.agenda = _points(agenda, "agenda")
    series.save()
    _record("review.agenda_set", series, by, {"points": len(series.agenda)})
    return series


@transaction.atomic
def end(*, code: str, on: date, by: Any) -> ReviewSeries:
    """No review is due any more after `on`. Raises Problem `review.unknown` or `review.ended`."""
    series = _series(code)
    if series.ended_on is not None:
        raise Problem("review.ended", series=code)
    series.ended_on = on
    series.save()
    _record("review.ended", series, by, {"on": on})
    return series


@transaction.atomic
def prepare(
    *,
    code: str,
    first_day: date,
    last_day: date,
    by: Any,
    snapshot: str | None = None,
    at: datetime | None = None,
) -> Review:
    """Freezes the agenda and the figures that both sides will talk about. Raises Problem `review.unknown`,
    `review.ended`, `review.prepared_already` (until that one was held), `review.days` or `review.no_data`."""
    series = _series(code)
    moment = _checks.moment(at)
    if series.ended_on is not None:
        raise Problem("review.ended", series=code)
    last = series.reviews.order_by("-number").first()
    if last is not None and last.held_on is None:
        raise Problem("review.prepared_already", series=code, number=last.number)
    if last_day < first_day or last_day > _checks.local_day(moment):
        raise Problem("review.days", field="last_day")
    preread = queries.preread(
        centre=series.centre,
        period=Period.from_days(first_day, last_day),
        day=_checks.local_day(moment),
        snapshot=snapshot,
    )
    made = Review.objects.create(
        series=series,
        centre=series.centre,
        number=last.number + 1 if last is not None else 1,
        due=next_due(series.first_due, series.every_months, last.due if last is not None else None),
        first_day=first_day,
        last_day=last_day,
        snapshot=preread["snapshot"],
        agenda=series.agenda,
        preread=preread,
        digest=digests.digest({"agenda": series.agenda, "preread": preread}),
        prepared_at=moment,
        created_by=by,
        created_at=moment,
    )
    data = {"number": made.number, "due": made.due, "snapshot": made.snapshot, "digest": made.digest}
    _record("review.prepared", series, by, data)
    told.prepared(made)
    return made


@transaction.atomic
def hold(
    *,
    code: str,
    number: int,
    held_on: date,
    attended: str,
    minutes_en: str,
    minutes_zh: str,
    by: Any,
    decisions: Sequence[Mapping[str, str]] = (),
    at: datetime | None = None,
) -> Review:
    """The minutes and decisions of a review, for good; each decision names the `side` that carries it. Raises Problem
    `review.unknown`, `review.held_already`, `review.held_early`, `review.decision_side` or `partnership.missing`."""
    series = _series(code)
    review: Review | None = series.reviews.select_for_update().filter(number=number).first()
    if review is None:
        raise Problem("review.unknown", series=code, number=number)
    if review.held_on is not None:
        raise Problem("review.held_already", series=code, number=number)
    moment = _checks.moment(at)
    if not _checks.local_day(review.prepared_at) <= held_on <= _checks.local_day(moment):
        raise Problem("review.held_early", field="held_on")
    points = _points(decisions, "decisions") if decisions else []
    for one, given in zip(points, decisions, strict=True):
        if given.get("side") not in [side.value for side in Side]:
            raise Problem("review.decision_side", field="decisions")
        one["side"] = given["side"]
    words = _checks.said(20_000, minutes_en=minutes_en, minutes_zh=minutes_zh)
    review.held_on, review.attended, review.decisions = held_on, attended.strip()[:2_000], points
    review.minutes_en, review.minutes_zh = words["minutes_en"], words["minutes_zh"]
    review.minuted_by, review.minuted_at = by, moment
    review.save()
    _record("review.held", series, by, {"number": number, "on": held_on, "decisions": len(points)})
    return review


def _points(given: Sequence[Mapping[str, str]], field: str) -> list[dict[str, str]]:
    found = [{"en": one.get("en", "").strip(), "zh": one.get("zh", "").strip()} for one in given]
    if not found or len(found) > MOST_POINTS or any(not (one["en"] and one["zh"]) for one in found):
        raise Problem("review.points", field=field, most=MOST_POINTS)
    return found


def _series(code: str) -> ReviewSeries:
    found: ReviewSeries | None = ReviewSeries.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise Problem("review.unknown", series=code)
    return found


def _record(action: str, series: ReviewSeries, by: Any, data: Mapping[str, Any]) -> None:
    _checks.record(action, ("review", series.code), series.centre, by, data)
