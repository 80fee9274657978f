"""Reading signals: those that wait for a decision, what was decided, and the patience behind them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils import timezone

from pledgeline.contacts import queries as contacts
from pledgeline.contacts.core.patience import PatienceCurve
from pledgeline.contacts.queries import patience
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.needs.core.signals import SignalKind, SignalState
from pledgeline.needs.models import Signal
from pledgeline.needs.queries.promised import PromisedWait, promised_waits
from pledgeline.organisation import queries as organisation

PAGE_ROWS = 50
# Four whole weeks: each weekday counts the same, and a campaign of a week does not drown.
LOOK_DAYS = 28


@dataclass(frozen=True)
class SignalRow:
    """One signal as people read it; `expectation` is the code of the one it became a source of."""

    number: int
    kind: SignalKind
    service: str
    channel: str
    reason: str
    period: Period
    n: int
    value: float
    low: float
    high: float
    limit: float
    figures: Mapping[str, Any]
    metric: str
    metric_version: str
    params: Mapping[str, Any]
    snapshot: str
    found_at: datetime
    state: SignalState
    because: dict[str, str]
    expectation: str
    decided_by: str
    decided_at: datetime | None

    @property
    def is_ratio(self) -> bool:
        return self.kind in (SignalKind.SERVICE_GROWS, SignalKind.REASON_GROWS)


@dataclass(frozen=True)
class SignalKnown:
    """One signal as it stood on a day, for facts."""

    number: int
    kind: SignalKind
    service: str
    found_on: date
    decided_on: date | None


@dataclass(frozen=True)
class Patience:
    """How long customers of a service are willing to wait on a channel; `curve` is None where too few hung up."""

    service: str
    channel: str
    n: int
    hung_up: int
    curve: PatienceCurve | None
    promised: tuple[PromisedWait, ...]


def waiting(user: Any, *, number: int = 1) -> Page[Any]:
    """A page of SignalRow, the latest days first."""
    found = Signal.objects.visible_to(user).waiting().select_related("expectation", "decided_by")
    return _page(found.order_by("-last_day", "kind", "service", "channel", "reason", "number"), number)


def waiting_signals() -> list[SignalRow]:
    """Every signal that waits, for the command line."""
    return [_row(one) for one in Signal.objects.waiting().select_related("expectation", "decided_by")]


def decided(user: Any, *, number: int = 1) -> Page[Any]:
    """A page of SignalRow, newest decision first."""
    found = Signal.objects.visible_to(user).exclude(state=SignalState.WAITING.value)
    found = found.select_related("expectation", "decided_by").order_by("-decided_at", "-number")
    return _page(found, number)


def _page(found: QuerySet[Signal], number: int) -> Page[Any]:
    page = Paginator(found, PAGE_ROWS).get_page(number)
    rows: Any = [_row(one) for one in page.object_list]
    page.object_list = rows
    return page


def signal(number: int, *, user: Any) -> SignalRow:
    """Raises Problem `signal.unknown`, also for whoever may not see signals."""
    one = Signal.objects.visible_to(user).select_related("expectation", "decided_by").filter(number=number).first()
    if one is None:
        raise Problem("signal.unknown", number=number)
    return _row(one)


def signals_on(day: date, *, services: Collection[str]) -> list[SignalKnown]:
    """Those found by a day for one of the services, whoever asks: for facts and checks, not pages."""
    return [
        SignalKnown(
            one.number,
            SignalKind(one.kind),
            one.service,
            timezone.localdate(one.found_at),
            _decided_by(day, one),
        )
        for one in Signal.objects.filter(service__in=services)
        if timezone.localdate(one.found_at) <= day
    ]


def _decided_by(day: date, one: Signal) -> date | None:
    decided_on = timezone.localdate(one.decided_at) if one.decided_at else None
    return decided_on if decided_on is not None and decided_on <= day else None


def look_period() -> Period | None:
    """The last four weeks that contacts have been delivered for; None where there are fewer than eight."""
    held = contacts.data_period()
    if held is None or held.start is None or held.end is None:
        return None
    start = held.end - timedelta(days=LOOK_DAYS)
    return Period(start, held.end) if start - timedelta(days=LOOK_DAYS) >= held.start else None


def patience_by_channel(period: Period) -> tuple[str, list[Patience]]:
    """The snapshot that was asked, and for each service and channel how long its customers are willing to wait."""
    snapshot = contacts.current_snapshot()
    known = organisation.known_codes().services
    if snapshot is None or period.last is None:
        return "", []
    promised = promised_waits(period.last)
    return snapshot, [
        Patience(
            service,
            channel,
            n,
            hung_up,
            curve,
            tuple(one for one in promised if one.speaks_of(service, channel)),
        )
        for (service, channel), (n, hung_up, curve) in sorted(_curves(snapshot, period).items())
        if service in known
    ]


@lru_cache(maxsize=16)
def _curves(snapshot: str, period: Period) -> Mapping[tuple[str, str], tuple[int, int, PatienceCurve | None]]:
    """A snapshot never changes, so what was asked of it is remembered."""
    found = patience.curves(("service", "channel"), period=period, snapshot=snapshot)
    return {(str(service), str(channel)): one for (service, channel), one in found.items() if service and channel}


def _row(one: Signal) -> SignalRow:
    return SignalRow(
        one.number,
        SignalKind(one.kind),
        one.service,
        one.channel,
        one.reason,
        Period.from_days(one.first_day, one.last_day),
        one.n,
        one.value,
        one.low,
        one.high,
        one.limit,
        one.figures,
        one.metric,
        one.metric_version,
        one.params,
        one.snapshot,
        one.found_at,
        SignalState(one.state),
        {"en": one.because_en, "zh": one.because_zh},
        one.expectation.code if one.expectation else "",
        one.decided_by.name if one.decided_by else "",
        one.decided_at,
    )
