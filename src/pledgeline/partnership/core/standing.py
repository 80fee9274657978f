"""Where a centre stands against Part 1: a certificate, the client's own audit, or a plan that closes the gaps."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pledgeline.kernel.verdict import Judgement, Reason, Verdict


class Severity(StrEnum):
    """A major gap means that a requirement of Part 1 is not met; a minor one, that it is met with a flaw."""

    MAJOR = "major"
    MINOR = "minor"


@dataclass(frozen=True)
class Certificate:
    """`services` empty: the certificate covers the whole centre. It is in force on `valid_to` too."""

    number: str
    body: str
    services: tuple[str, ...]
    valid_from: date
    valid_to: date

    def in_force_on(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_to

    def leaves_out(self, services: Collection[str]) -> list[str]:
        return sorted(set(services) - set(self.services)) if self.services else []


@dataclass(frozen=True)
class Audit:
    """The client's own audit of the centre against Part 1."""

    code: str
    day: date


@dataclass(frozen=True)
class Gap:
    """What an audit found missing; `due` is None while nobody has promised a date."""

    severity: Severity
    found: date
    due: date | None = None
    closed: date | None = None

    def open_on(self, day: date) -> bool:
        return self.found <= day and (self.closed is None or self.closed > day)


def standing(
    day: date,
    *,
    services: Collection[str],
    certificates: Sequence[Certificate],
    audits: Sequence[Audit],
    gaps: Sequence[Gap],
    audit_days: int,
) -> Judgement:
    """The verdict for one centre on `day`; `services` are those it serves, `audit_days` how long an audit counts.

    A certificate that covers every served service is the stronger proof. An audit counts while it is no older than
    `audit_days` and leaves no major gap open; then the verdict says that it rests on the weaker proof.
    """
    known = [one for one in certificates if one.valid_from <= day]
    current = [one for one in known if one.in_force_on(day)]
    covered = [one for one in current if not one.leaves_out(services)]
    if covered:
        best = max(covered, key=lambda one: one.valid_to)
        numbers = {"number": best.number, "body": best.body, "valid_to": best.valid_to.isoformat()}
        return Judgement(Verdict.MET, Reason("part1_certified", numbers))
    majors = [one for one in gaps if one.severity is Severity.MAJOR and one.open_on(day)]
    if majors:
        return _gaps(majors, day)
    fresh = [one for one in audits if one.day <= day and (day - one.day).days <= audit_days]
    if fresh:
        latest = max(fresh, key=lambda one: one.day)
        return Judgement(Verdict.MET, Reason("part1_audited", {"audit": latest.code, "day": latest.day.isoformat()}))
    return Judgement(Verdict.NOT_DEMONSTRATED, _why_not(day, services, known, current, audits, audit_days))


def _gaps(majors: Sequence[Gap], day: date) -> Judgement:
    """A plan in time leaves it open; without one, or past its date, the centre is known not to meet Part 1."""
    late = [one for one in majors if one.due is None or one.due < day]
    numbers = {"majors": len(majors), "late": len(late)}
    if late:
        return Judgement(Verdict.NOT_MET, Reason("part1_gaps_open", numbers))
    return Judgement(Verdict.NOT_DEMONSTRATED, Reason("part1_gaps_planned", numbers))


def _why_not(
    day: date,
    services: Collection[str],
    known: Sequence[Certificate],
    current: Sequence[Certificate],
    audits: Sequence[Audit],
    audit_days: int,
) -> Reason:
    if current:
        closest = min(current, key=lambda one: len(one.leaves_out(services)))
        return Reason("part1_scope", {"number": closest.number, "missing": closest.leaves_out(services)})
    if known:
        last = max(known, key=lambda one: one.valid_to)
        return Reason("part1_expired", {"number": last.number, "valid_to": last.valid_to.isoformat()})
    past = [one for one in audits if one.day <= day]
    if past:
        latest = max(past, key=lambda one: one.day)
        return Reason("part1_audit_old", {"day": latest.day.isoformat(), "audit_days": audit_days})
    return Reason("part1_nothing", {})
