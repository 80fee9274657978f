"""Writing what customers expect. What is in force is never edited: a new version replaces it from a day on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from pledgeline.kernel.codes import checked_code
from pledgeline.kernel.problem import Problem
from pledgeline.needs.core.expectation import Importance, SourceKind, Strength, reserved
from pledgeline.needs.models import TEXTS, Expectation, ExpectationVersion, Refusal, Segment, Source
from pledgeline.organisation.actions import audit
from pledgeline.organisation.queries import known_codes


@dataclass(frozen=True)
class Wording:
    """Everything a version says; an empty list of channels means all."""

    segment: str
    need_en: str
    need_zh: str
    adequate_en: str
    adequate_zh: str
    desired_en: str
    desired_zh: str
    moment_en: str
    moment_zh: str
    importance: Importance
    owner: str
    next_review: date
    channels: Sequence[str] = ()

    def columns(self) -> dict[str, Any]:
        """The same as columns of ExpectationVersion; raises Problem naming the field that cannot stand."""
        for name in (*TEXTS, "owner"):
            if not getattr(self, name).strip():
                raise Problem("expectation.text_missing", field=name)
        segment = Segment.objects.filter(code=self.segment).first()
        if segment is None:
            raise Problem("segment.unknown", field="segment", segment=self.segment)
        for code in self.channels:
            checked_code(code, field="channels")
        return {
            **{name: getattr(self, name) for name in (*TEXTS, "owner", "next_review")},
            "segment": segment,
            "importance": self.importance.value,
            "channels": sorted(set(self.channels)),
        }


@transaction.atomic
def register(
    *, code: str, service: str, wording: Wording, effective_from: date, by: Any, at: datetime | None = None
) -> ExpectationVersion:
    """A new expectation, in force from a day on.

    Raises Problem `expectation.code_taken`, `expectation.code_reserved`, `expectation.service_unknown` or one of the
    wording's.
    """
    reserved(checked_code(code, field="code"))
    if service not in known_codes().services:
        raise Problem("expectation.service_unknown", field="service", service=service)
    columns = wording.columns()
    made = {"service": service, "created_at": at or timezone.now()}
    expectation, new = Expectation.objects.get_or_create(code=code, defaults=made)
    if not new:
        raise Problem("expectation.code_taken", field="code", expectation=code)
    version = _write(expectation, 1, columns, effective_from, by, at)
    _record("expectation.registered", code, by, {"service": service, **_said(version)})
    return version


@transaction.atomic
def revise(
    *, code: str, effective_from: date, by: Any, at: datetime | None = None, **changes: Any
) -> ExpectationVersion:
    """The next version: the latest one with `changes` (fields of Wording). The one before ends the day before.

    Raises Problem `expectation.unknown`, or `expectation.periods_overlap` where the latest begins on or after that day.
    """
    expectation = _locked(code)
    latest = expectation.versions.select_related("segment").order_by("-number")[0]
    if latest.effective_from >= effective_from:
        start = latest.effective_from.isoformat()
        raise Problem(
            "expectation.periods_overlap", field="effective_from", expectation=code, number=latest.number, start=start
        )
    columns = replace(_wording(latest), **changes).columns()
    if latest.effective_to is None or latest.effective_to > effective_from:
        latest.effective_to = effective_from
        latest.save()
    version = _write(expectation, latest.number + 1, columns, effective_from, by, at)
    _record("expectation.revised", code, by, _said(version))
    return version


@transaction.atomic
def add_source(
    *,
    code: str,
    kind: SourceKind,
    dated: date,
    n: int | None,
    strength: Strength,
    reference: str,
    by: Any,
    at: datetime | None = None,
) -> Source:
    """Evidence for an expectation, with the day it speaks of.

    Raises Problem `expectation.unknown`, `source.reference_missing`, `source.not_counted` (everything but a law or a
    contract rests on a number of cases) or `source.in_the_future`.
    """
    expectation = _locked(code)
    moment = at or timezone.now()
    if not reference.strip():
        raise Problem("source.reference_missing", field="reference")
    if (n is None and kind is not SourceKind.LAW_OR_CONTRACT) or (n is not None and n < 1):
        raise Problem("source.not_counted", field="n")
    # A day ahead is allowed: somewhere it is tomorrow already.
    if dated > timezone.localdate(moment) + timedelta(days=1):
        raise Problem("source.in_the_future", field="dated", dated=dated.isoformat())
    source = Source.objects.create(
        expectation=expectation,
        kind=kind.value,
        dated=dated,
        n=n,
        strength=strength.value,
        reference=reference.strip(),
        recorded_at=moment,
    )
    data = {"kind": kind.value, "dated": dated.isoformat(), "n": n, "strength": strength.value}
    _record("source.added", code, by, {**data, "reference": source.reference})
    return source


@transaction.atomic
def refuse(*, code: str, because_en: str, because_zh: str, by: Any, at: datetime | None = None) -> Refusal:
    """Records that the organisation will not meet an expectation, and why; a decision needs a person.

    Raises Problem `expectation.unknown`, `refusal.person_missing` or `refusal.reason_missing`.
    """
    expectation = _locked(code)
    if by is None:
        raise Problem("refusal.person_missing", expectation=code)
    for name, words in (("because_en", because_en), ("because_zh", because_zh)):
        if not words.strip():
            raise Problem("refusal.reason_missing", field=name)
    refusal = Refusal.objects.create(
        expectation=expectation,
        because_en=because_en,
        because_zh=because_zh,
        decided_by=by,
        decided_at=at or timezone.now(),
    )
    _record("expectation.refused", code, by, {"because_en": because_en, "because_zh": because_zh})
    return refusal


def _locked(code: str) -> Expectation:
    expectation = Expectation.objects.select_for_update().filter(code=code).first()
    if expectation is None:
        raise Problem("expectation.unknown", expectation=code)
    return expectation


def _wording(version: ExpectationVersion) -> Wording:
    names = (*TEXTS, "owner", "next_review", "channels")
    return Wording(
        segment=version.segment.code,
        importance=Importance(version.importance),
        **{name: getattr(version, name) for name in names},
    )


def _write(
    expectation: Expectation, number: int, columns: Mapping[str, Any], start: date, by: Any, at: datetime | None
) -> ExpectationVersion:
    if columns["next_review"] < start:
        raise Problem("expectation.review_before_start", field="next_review", expectation=expectation.code)
    return ExpectationVersion.objects.create(
        expectation=expectation,
        number=number,
        effective_from=start,
        created_by=by,
        created_at=at or timezone.now(),
        **columns,
    )


def _said(version: ExpectationVersion) -> dict[str, Any]:
    days = {"effective_from": version.effective_from.isoformat(), "next_review": version.next_review.isoformat()}
    words = {name: getattr(version, name) for name in (*TEXTS, "owner", "importance", "channels")}
    return {"number": version.number, "segment": version.segment.code, **days, **words}


def _record(action: str, code: str, by: Any, data: Mapping[str, Any]) -> None:
    audit.record(room="needs", action=action, subject=("expectation", code), by=by, data=data)
