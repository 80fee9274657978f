"""What makes a figure of the contacts worth a person's decision about a need.

A signal is raised only where the *lower end* of the 95 % interval lies above the limit: chance alone raises few. The
limits are ours; none of them is the standard's, and a signal proves nothing before somebody has looked at it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from pledgeline.kernel.verdict import Judgement, Reason, Verdict


class SignalKind(StrEnum):
    REASON_GROWS = "reason_grows"
    SERVICE_GROWS = "service_grows"
    REPEATED = "repeated"
    IMPATIENT = "impatient"
    ABANDONED = "abandoned"


class SignalState(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


@dataclass(frozen=True)
class Limits:
    """`least` contacts a signal rests on. `grows` is the growth beyond 1 between two periods, the others are shares:
    of customers who come back within a week, of those whose patience ends before the promised wait, and of those who
    leave a channel while they wait."""

    least: int = 30
    # Weeks differ by a tenth without any cause that a customer would name.
    grows: float = 0.2
    # In the literature one in five comes back within a week where nothing is wrong in particular.
    repeated: float = 0.2
    impatient: float = 0.1
    abandoned: float = 0.1


@dataclass(frozen=True)
class Subject:
    """Whom a signal speaks of; empty means every channel, or every reason."""

    kind: SignalKind
    service: str
    channel: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Estimate:
    """A share or a ratio with the ends of its 95 % interval, resting on `n` contacts."""

    n: int
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Found:
    """A signal before it is recorded. `figures` are plain numbers that go with it."""

    subject: Subject
    estimate: Estimate
    limit: float
    figures: Mapping[str, Any] = field(default_factory=dict)


def raised(
    subject: Subject, estimate: Estimate | None, limits: Limits, figures: Mapping[str, Any] | None = None
) -> Found | None:
    """The signal that an estimate gives; None where it gives none."""
    if estimate is None or estimate.n < limits.least:
        return None
    limit = limit_of(subject.kind, limits)
    return Found(subject, estimate, limit, figures or {}) if estimate.low > limit else None


def limit_of(kind: SignalKind, limits: Limits) -> float:
    """What the lower end must lie above; growth is a ratio, so 1 is “as before”."""
    return {
        SignalKind.REASON_GROWS: 1 + limits.grows,
        SignalKind.SERVICE_GROWS: 1 + limits.grows,
        SignalKind.REPEATED: limits.repeated,
        SignalKind.IMPATIENT: limits.impatient,
        SignalKind.ABANDONED: limits.abandoned,
    }[kind]


@dataclass(frozen=True)
class Dates:
    """When a signal was found, and when it was decided about; None while it waits."""

    found_on: date
    decided_on: date | None


def judge_signals(signals: Sequence[Dates], *, service: str, day: date, decide_days: int) -> Judgement:
    """Of a service: a signal left waiting beyond the days the organisation gave itself is a fact (not met)."""
    waiting = [one for one in signals if one.decided_on is None or one.decided_on > day]
    late = [one for one in waiting if one.found_on < day - timedelta(days=decide_days)]
    numbers = {
        "service": service,
        "found": len(signals),
        "waiting": len(waiting),
        "late": len(late),
        "decide_days": decide_days,
    }
    if not signals:
        return Judgement(Verdict.NOT_APPLICABLE, Reason("signals_none", numbers))
    if late:
        return Judgement(Verdict.NOT_MET, Reason("signals_late", numbers))
    return Judgement(Verdict.MET, Reason("signals_decided", numbers))
