"""Facts about the working relationship: reviews held, actions that worked, escalations answered, months agreed.

Every fact is as of a day: what was held, done, answered or frozen later does not count, so that the same period asked
again gives the same facts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from pledgeline.kernel.fact import Fact
from pledgeline.kernel.interval import Period
from pledgeline.partnership.core.improvement import overdue
from pledgeline.partnership.core.rhythm import next_due, punctuality
from pledgeline.partnership.models import (
    EscalationStep,
    Improvement,
    Review,
    ReviewSeries,
    Statement,
)

RECORDS = "records"
GRACE_DAYS = 7


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at is not None else None


def reviews(period: Period, *, day: date, centres: Sequence[str] = (), grace_days: int = GRACE_DAYS) -> list[Fact]:
    """One fact for each review of a series that was due in `period` and on or before `day`.

    `values`: `centre`, `series`, `number` (None: not even prepared), `due`, `held_on`, `punctuality` (on_time, late,
    overdue, coming), `decisions`. A series without any due day in `period` gives none.
    """
    facts = []
    said = ("series_id", "due", "number", "held_on", "decisions")
    held = {
        (of, due): one
        for of, due, *one in _within(Review.objects.order_by("-number"), "due", period).values_list(*said)
    }
    for series in _of(ReviewSeries, centres):
        for due in _due_days(series, period, day):
            number, held_on, decisions = held.get((series.pk, due), (None, None, []))
            kept = held_on if held_on is not None and held_on <= day else None
            values: dict[str, Any] = {
                "centre": series.centre,
                "series": series.code,
                "number": number,
                "due": due.isoformat(),
                "held_on": kept.isoformat() if kept is not None else None,
                "punctuality": punctuality(due, kept, today=day, grace_days=grace_days).value,
                "decisions": len(decisions) if kept is not None else 0,
            }
            facts.append(Fact("review", series.code, period, RECORDS, 1, values))
    return facts


def _midnight(day: date) -> datetime:
    """The first moment of a day of the house."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def _within(rows: Any, day: str, period: Period) -> Any:
    """Those whose `day` lies in the period."""
    if period.start is not None:
        rows = rows.filter(**{f"{day}__gte": period.start})
    return rows.filter(**{f"{day}__lt": period.end}) if period.end is not None else rows


def _due_days(series: ReviewSeries, period: Period, day: date) -> list[date]:
    ends = min(one for one in (day, series.ended_on, period.last) if one is not None)
    days = []
    due = series.first_due
    while due <= ends:
        if period.holds(due):
            days.append(due)
        due = next_due(series.first_due, series.every_months, due)
    return days


def actions(period: Period, *, day: date, centres: Sequence[str] = ()) -> list[Fact]:
    """One fact for each action on either side that was due in `period` and opened on or before `day`.

    `values`: `centre`, `side`, `opened_on`, `due`, `done_on`, `late` (done after its day, or not done and past it),
    `has_measure`, `judged_after` (last day of the later period), `effect` (effective, not_effective,
    not_demonstrated, or None: not checked yet), `checked_on`.
    """
    facts = []
    for one in _within(_of(Improvement, centres), "due", period).prefetch_related("checks"):
        if one.opened_on > day:
            continue
        done = one.done_on if one.done_on is not None and one.done_on <= day else None
        checks = [check for check in one.checks.all() if (on := _day(check.checked_at)) is not None and on <= day]
        last = checks[-1] if checks else None
        checked_on = _day(last.checked_at) if last is not None else None
        values = {
            "centre": one.centre,
            "side": one.side,
            "opened_on": one.opened_on.isoformat(),
            "due": one.due.isoformat(),
            "done_on": done.isoformat() if done is not None else None,
            "late": overdue(one.due, done, today=day),
            "has_measure": bool(one.measure),
            "judged_after": one.after_last.isoformat() if one.after_last is not None else None,
            "effect": last.effect if last is not None else None,
            "checked_on": checked_on.isoformat() if checked_on is not None else None,
        }
        facts.append(Fact("action", one.code, period, RECORDS, 1, values))
    return facts


def escalations(period: Period, *, day: date, centres: Sequence[str] = ()) -> list[Fact]:
    """One fact for each level of an escalation raised in `period`, as of the end of `day`.

    `values`: `centre`, `raised_by` (client or centre: the other side has to answer), `level`, `raised_at`, `due_at`,
    `answered_at`, `late` (answered after its clock, or not answered and past it).
    """
    found = EscalationStep.objects.select_related("escalation").order_by("escalation__number", "level")
    if centres:
        found = found.filter(escalation__centre__in=centres)
    end = _midnight(day + timedelta(days=1))
    if period.start is not None:
        found = found.filter(raised_at__gte=_midnight(period.start))
    if period.end is not None:
        found = found.filter(raised_at__lt=_midnight(period.end))
    facts = []
    for step in found:
        raised = _day(step.raised_at)
        if raised is None or not period.holds(raised) or raised > day:
            continue
        answered = step.answered_at if step.answered_at is not None and step.answered_at < end else None
        values = {
            "centre": step.escalation.centre,
            "raised_by": step.escalation.side,
            "level": step.level,
            "raised_at": step.raised_at.isoformat(),
            "due_at": step.due_at.isoformat(),
            "answered_at": answered.isoformat() if answered is not None else None,
            "late": (answered or end) > step.due_at,
        }
        facts.append(Fact("escalation", str(step.escalation.number), period, RECORDS, 1, values))
    return facts


def statements(period: Period, *, day: date, centres: Sequence[str] = ()) -> list[Fact]:
    """One fact for each statement shown to a centre whose month begins in `period`, as of the end of `day`.

    `values`: `centre`, `month`, `number`, `shown_on`, `objections`, `answered_late` (answers after their day, or open
    past it), `open_objections`, `agreed_on`, `frozen_on`, `restates` (code of the frozen one it restates, or ""),
    `withdrawn`. `n` is the number of its lines.
    """
    facts = []
    shown = _of(Statement, centres).filter(shown_at__isnull=False).select_related("replaces")
    for one in shown.prefetch_related("lines__objection").order_by("month", "code"):
        on = _day(one.shown_at)
        if not period.holds(one.month) or on is None or on > day:
            continue
        lines = list(one.lines.all())
        raised = [line.objection for line in lines if hasattr(line, "objection") and _by(line.objection.raised_at, day)]
        answered = [found for found in raised if _by(found.answered_at, day)]
        late = [
            found
            for found in raised
            if ((_day(found.answered_at) if found in answered else None) or day) > found.answer_due
        ]
        agreed, frozen = _day(one.agreed_at), _day(one.frozen_at)
        values = {
            "centre": one.centre,
            "month": one.month.isoformat(),
            "number": one.number,
            "shown_on": on.isoformat(),
            "objections": len(raised),
            "answered_late": len(late),
            "open_objections": len(raised) - len(answered),
            "agreed_on": agreed.isoformat() if agreed is not None and agreed <= day else None,
            "frozen_on": frozen.isoformat() if frozen is not None and frozen <= day else None,
            "restates": one.replaces.code if one.replaces is not None else "",
            "withdrawn": one.state == "withdrawn",
        }
        facts.append(Fact("statement", one.code, period, RECORDS, len(lines), values))
    return facts


def _by(at: datetime | None, day: date) -> bool:
    on = _day(at)
    return on is not None and on <= day


def _of(model: Any, centres: Sequence[str]) -> Any:
    return model.objects.filter(centre__in=centres) if centres else model.objects.all()
