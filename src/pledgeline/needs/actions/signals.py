"""Looking for signals in the contacts, and deciding what they mean. What is decided is a person's word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from pledgeline.contacts import queries as contacts
from pledgeline.contacts.core.question import Answer, Question
from pledgeline.contacts.queries.patience import curves
from pledgeline.contacts.queries.trial import metric_version
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.needs.actions import expectations
from pledgeline.needs.core.expectation import SourceKind, Strength
from pledgeline.needs.core.growth import growth
from pledgeline.needs.core.signals import Estimate, Found, Limits, SignalKind, SignalState, Subject, raised
from pledgeline.needs.models import Signal
from pledgeline.needs.queries.promised import promised_waits
from pledgeline.needs.queries.signals import look_period
from pledgeline.organisation.actions import audit
from pledgeline.organisation.queries import known_codes

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Looked:
    """What one look did, in numbers of signals: new ones, waiting ones brought up to date, and those somebody has
    decided about in this period before."""

    period: Period
    snapshot: str
    new: tuple[int, ...]
    renewed: tuple[int, ...]
    decided_before: int


@dataclass(frozen=True)
class _Asked:
    """What a signal was found with, to ask it again."""

    metric: str
    version: str
    params: Mapping[str, Any]


def look(
    *,
    period: Period | None = None,
    limits: Limits | None = None,
    by: Any,
    at: datetime | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> Looked:
    """Asks the newest snapshot about `period` (by default its last four weeks), beside the days just before it.

    Raises Problem `signals.no_contacts`, `signals.too_little` where there is no such period yet, or
    `growth.not_whole_weeks`.
    """
    snapshot = contacts.current_snapshot()
    if snapshot is None:
        raise Problem("signals.no_contacts")
    chosen = period or look_period()
    if chosen is None or chosen.start is None or chosen.last is None:
        raise Problem("signals.too_little")
    found = list(_found(chosen, snapshot, limits or Limits(), progress))
    return _record(found, chosen, snapshot, by, at or timezone.now())


def _found(
    period: Period, snapshot: str, limits: Limits, progress: Callable[[float], None]
) -> Iterator[tuple[Found, _Asked]]:
    seekers = (_grown, _repeated, _impatient, _abandoned)
    known = known_codes().services
    for done, seek in enumerate(seekers):
        progress(done / len(seekers))
        for found, asked in seek(period, snapshot, limits):
            # What no service of ours is named by is a matter of mapping, not of needs.
            if found.subject.service in known:
                yield found, asked
    progress(1.0)


def _ask(question: Question, snapshot: str) -> tuple[Answer, _Asked]:
    answer = contacts.ask(question, snapshot=snapshot)
    return answer, _Asked(question.metric, answer.version, answer.params)


def _grown(period: Period, snapshot: str, limits: Limits) -> Iterator[tuple[Found, _Asked]]:
    """Services, and reasons where the feed tells them, with more contacts a day than in the days just before."""
    assert period.start is not None
    assert period.end is not None
    length = period.end - period.start
    whole = Period(period.start - length, period.end)
    for kind, names in ((SignalKind.SERVICE_GROWS, ("service",)), (SignalKind.REASON_GROWS, ("service", "reason"))):
        answer, asked = _ask(Question("contacts_offered", (*names, "day"), whole), snapshot)
        counts: dict[tuple[str, ...], dict[date, int]] = {}
        for group in answer.groups:
            codes = tuple(group["by"][name] for name in names)
            if None not in codes:
                counts.setdefault(codes, {})[date.fromisoformat(group["by"]["day"])] = group["n"]
        for codes, by_day in sorted(counts.items()):
            now = growth(_days(by_day, whole.start, period.start), _days(by_day, period.start, period.end))
            if now is None:
                continue
            subject = Subject(kind, codes[0], reason=codes[1] if len(codes) > 1 else "")
            estimate = Estimate(now.after, now.ratio, now.low, now.high)
            figures = {"before": now.before, "after": now.after, "dispersion": now.dispersion}
            if (signal := raised(subject, estimate, limits, figures)) is not None:
                yield signal, asked


def _days(counts: Mapping[date, int], start: date | None, end: date) -> dict[date, int]:
    assert start is not None
    return {start + number * _DAY: counts.get(start + number * _DAY, 0) for number in range((end - start).days)}


def _shares(
    kind: SignalKind, question: Question, snapshot: str, limits: Limits, figure: str, beside: Iterable[str]
) -> Iterator[tuple[Found, _Asked]]:
    """A share of the metric, its interval `ci95`, and some counts beside it, for each group of the question."""
    answer, asked = _ask(question, snapshot)
    for group in answer.groups:
        service, channel = group["by"]["service"], group["by"].get("channel", "")
        if service is None or group[figure] is None:
            continue
        low, high = group["ci95"]
        estimate = Estimate(group["n"], group[figure], low, high)
        signal = raised(Subject(kind, service, channel), estimate, limits, {name: group[name] for name in beside})
        if signal is not None:
            yield signal, asked


def _repeated(period: Period, snapshot: str, limits: Limits) -> Iterator[tuple[Found, _Asked]]:
    question = Question("repeat_contacts", ("service",), period)
    beside = ("repeated", "other_channel", "too_recent", "without_customer")
    return _shares(SignalKind.REPEATED, question, snapshot, limits, "repeat_rate", beside)


def _abandoned(period: Period, snapshot: str, limits: Limits) -> Iterator[tuple[Found, _Asked]]:
    question = Question("abandonment_rate", ("service", "channel"), period)
    beside = ("abandoned", "short_abandoned", "answered")
    return _shares(SignalKind.ABANDONED, question, snapshot, limits, "abandonment_rate", beside)


def _impatient(period: Period, snapshot: str, limits: Limits) -> Iterator[tuple[Found, _Asked]]:
    """Services and channels whose customers' patience ends before the wait they were promised is over."""
    assert period.last is not None
    waits = promised_waits(period.last)
    version = metric_version("patience") or ""
    for (service, channel), (n, hung_up, curve) in curves(
        ("service", "channel"), period=period, snapshot=snapshot
    ).items():
        for promised in (one for one in waits if service and channel and one.speaks_of(service, channel)):
            then = curve.at(promised.limit_s) if curve is not None else None
            if then is None:
                continue
            # Its patience has ended: the share no longer willing, so the ends change places.
            estimate = Estimate(n, 1 - then.share, 1 - then.high, 1 - then.low)
            figures = {"promise": promised.promise, "limit_s": promised.limit_s, "hung_up": hung_up}
            signal = raised(Subject(SignalKind.IMPATIENT, service, channel), estimate, limits, figures)
            if signal is not None:
                yield signal, _Asked("patience", version, {"at_s": promised.limit_s})
                break


@transaction.atomic
def _record(found: list[tuple[Found, _Asked]], period: Period, snapshot: str, by: Any, moment: datetime) -> Looked:
    new, renewed, decided_before = [], [], 0
    for one, asked in found:
        subject = {name: getattr(one.subject, name) for name in ("service", "channel", "reason")}
        of_subject = Signal.objects.filter(kind=one.subject.kind.value, **subject)
        # A decision holds for the days it was taken on; later days may say something else.
        if of_subject.exclude(state=SignalState.WAITING.value).filter(last_day__gte=period.start).exists():
            decided_before += 1
            continue
        signal = of_subject.filter(state=SignalState.WAITING.value).first()
        if signal is None:
            last = Signal.objects.aggregate(last=Max("number"))["last"] or 0
            signal = Signal(number=last + 1, kind=one.subject.kind.value, **subject)
            new.append(signal.number)
        elif signal.snapshot == snapshot and (signal.first_day, signal.last_day) == (period.start, period.last):
            continue
        else:
            renewed.append(signal.number)
        _fill(signal, one, asked, period, snapshot, moment)
    data = {
        "first_day": period.start.isoformat() if period.start else None,
        "last_day": period.last.isoformat() if period.last else None,
        "new": new,
        "renewed": renewed,
    }
    audit.record(room="needs", action="signals.looked_for", subject=("snapshot", snapshot), by=by, data=data)
    return Looked(period, snapshot, tuple(new), tuple(renewed), decided_before)


def _fill(signal: Signal, one: Found, asked: _Asked, period: Period, snapshot: str, moment: datetime) -> None:
    assert period.start is not None
    assert period.last is not None
    signal.first_day, signal.last_day = period.start, period.last
    signal.n, signal.value = one.estimate.n, one.estimate.value
    signal.low, signal.high, signal.limit = one.estimate.low, one.estimate.high, one.limit
    signal.figures, signal.params = dict(one.figures), dict(asked.params)
    signal.metric, signal.metric_version = asked.metric, asked.version
    signal.snapshot, signal.found_at = snapshot, moment
    signal.save()


@transaction.atomic
def accept(*, number: int, expectation: str, strength: Strength, by: Any, at: datetime | None = None) -> Signal:
    """The signal becomes a source of an expectation: observed behaviour, dated by its last day.

    Raises Problem `signal.unknown`, `signal.decided`, `signal.person_missing` or `expectation.unknown`.
    """
    signal = _waiting(number, by)
    reference = f"signal {signal.number}: {signal.metric} {signal.metric_version}, snapshot {signal.snapshot}"
    source = expectations.add_source(
        code=expectation,
        kind=SourceKind.BEHAVIOUR,
        dated=signal.last_day,
        n=signal.n,
        strength=strength,
        reference=reference,
        by=by,
        at=at,
    )
    signal.state, signal.source, signal.expectation = SignalState.ACCEPTED.value, source, source.expectation
    _decide(signal, by, at, "signal.accepted", {"expectation": expectation, "strength": strength.value})
    return signal


@transaction.atomic
def dismiss(*, number: int, because_en: str, because_zh: str, by: Any, at: datetime | None = None) -> Signal:
    """It says nothing of a need, and why. Raises Problem `signal.unknown`, `signal.decided`, `signal.person_missing`
    or `signal.reason_missing`."""
    signal = _waiting(number, by)
    for field, words in (("because_en", because_en), ("because_zh", because_zh)):
        if not words.strip():
            raise Problem("signal.reason_missing", field=field)
    signal.state = SignalState.DISMISSED.value
    signal.because_en, signal.because_zh = because_en.strip(), because_zh.strip()
    said = {"because_en": signal.because_en, "because_zh": signal.because_zh}
    _decide(signal, by, at, "signal.dismissed", said)
    return signal


def _waiting(number: int, by: Any) -> Signal:
    signal = Signal.objects.select_for_update().filter(number=number).first()
    if signal is None:
        raise Problem("signal.unknown", number=number)
    if by is None:
        raise Problem("signal.person_missing", number=number)
    if signal.state != SignalState.WAITING.value:
        raise Problem("signal.decided", number=number)
    return signal


def _decide(signal: Signal, by: Any, at: datetime | None, action: str, data: Mapping[str, Any]) -> None:
    signal.decided_by, signal.decided_at = by, at or timezone.now()
    signal.save()
    audit.record(room="needs", action=action, subject=("signal", str(signal.number)), by=by, data=data)
