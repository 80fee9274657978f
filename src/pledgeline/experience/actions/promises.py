"""Writing promises. A version in force is never edited: what customers were promised on a day stays readable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from pledgeline.experience.core.definition import SETTLING, fingerprint
from pledgeline.experience.core.promise import Direction, Hours, State
from pledgeline.experience.models import Definition, DefinitionVersion, Promise, PromiseVersion
from pledgeline.kernel.codes import checked_code
from pledgeline.kernel.problem import Problem
from pledgeline.kernel.verdict import Modality
from pledgeline.organisation.actions import audit

_CODES = ("services", "centres", "channels", "expectations")


@dataclass(frozen=True)
class Wording:
    """Everything a version says; `target` is a share 0–1 or seconds. An empty scope list means all."""

    sentence_en: str
    sentence_zh: str
    target: float
    metric: str = ""
    figure: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    direction: Direction = Direction.AT_LEAST
    modality: Modality = Modality.SHALL
    services: Sequence[str] = ()
    centres: Sequence[str] = ()
    channels: Sequence[str] = ()
    hours: Hours | None = Hours.ALWAYS
    expectations: Sequence[str] = ()

    def columns(self) -> dict[str, Any]:
        """The same as columns of PromiseVersion; raises Problem naming the field that cannot stand."""
        for name in ("sentence_en", "sentence_zh"):
            if not getattr(self, name).strip():
                raise Problem("promise.sentence_missing", field=name)
        # Written so that "not a number" is refused as well.
        if not 0 <= self.target < float("inf"):
            raise Problem("promise.target_out_of_range", field="target", value=self.target)
        if self.modality is Modality.SCOPE:
            raise Problem("promise.modality_unfit", field="modality", value=self.modality.value)
        for name in _CODES:
            for code in getattr(self, name):
                checked_code(code, field=name)
        return {
            **{name: getattr(self, name) for name in ("sentence_en", "sentence_zh", "target", "metric", "figure")},
            "params": dict(self.params),
            "direction": self.direction.value,
            "modality": self.modality.value,
            "hours": self.hours.value if self.hours else "",
            **{name: sorted(set(getattr(self, name))) for name in _CODES},
        }


@transaction.atomic
def register(*, code: str, wording: Wording, by: Any) -> PromiseVersion:
    """A new promise with its first version, a draft. Raises Problem `promise.code_taken` or one of the wording's."""
    checked_code(code, field="code")
    columns = wording.columns()
    promise, new = Promise.objects.get_or_create(code=code, defaults={"created_at": timezone.now()})
    if not new:
        raise Problem("promise.code_taken", field="code", promise=code)
    version = _write(promise, 1, columns, by)
    _record("promise.registered", version, by, columns)
    return version


@transaction.atomic
def revise(*, code: str, by: Any, **changes: Any) -> PromiseVersion:
    """The next version, a draft: the latest one with `changes` (fields of Wording).

    Raises Problem `promise.unknown`, or `promise.draft_exists` where a draft waits already: edit or enact that one.
    """
    promise = _locked(code)
    latest = promise.versions.order_by("-number")[0]
    if latest.state == State.DRAFT:
        raise Problem("promise.draft_exists", promise=code, number=latest.number)
    columns = replace(_wording(latest), **changes).columns()
    version = _write(promise, latest.number + 1, columns, by)
    _record("promise.revised", version, by, columns)
    return version


@transaction.atomic
def edit(*, code: str, number: int, by: Any, seen: str | None = None, **changes: Any) -> PromiseVersion:
    """A draft with `changes`. `seen` is the fingerprint of what the writer began from. Raises Problem
    `promise.version_is_fixed` for any version that is or was in force, `promise.changed_meanwhile` where somebody
    else wrote in between, or `promise.under_review`."""
    version = _version(_locked(code), number)
    if version.state != State.DRAFT:
        raise Problem("promise.version_is_fixed", promise=code, number=number)
    if seen and seen != fingerprint(version.as_core()):
        raise Problem("promise.changed_meanwhile", promise=code, number=number)
    _not_under_review(version)
    columns = replace(_wording(version), **changes).columns()
    for name, value in columns.items():
        setattr(version, name, value)
    version.save()
    _record("promise.edited", version, by, columns)
    return version


@transaction.atomic
def make_effective(
    *, code: str, number: int, effective_from: date, effective_to: date | None = None, by: Any
) -> PromiseVersion:
    """Puts a draft in force from a day on; the version in force until then ends the day before.

    `effective_to` is the first day on which it no longer rules. Raises Problem `promise.not_a_draft`,
    `promise.period_empty`, or `promise.periods_overlap` where an earlier version begins on or after that day.
    """
    version = _version(_locked(code), number)
    if version.state != State.DRAFT:
        raise Problem("promise.not_a_draft", promise=code, number=number)
    if effective_to is not None and effective_to <= effective_from:
        raise Problem("promise.period_empty", field="effective_to", promise=code)
    _end_earlier_versions(version, effective_from)
    version.state = State.EFFECTIVE
    version.effective_from, version.effective_to = effective_from, effective_to
    version.save()
    days = {"effective_from": effective_from.isoformat(), "effective_to": effective_to and effective_to.isoformat()}
    _record("promise.put_in_force", version, by, days)
    return version


@transaction.atomic
def enact(*, code: str, number: int, effective_from: date, effective_to: date | None = None, by: Any) -> PromiseVersion:
    """`make_effective` for a promise that no definition speaks for. Raises Problem `promise.needs_definition` where a
    service of its scope keeps a definition: there a second person approves before anything comes into force."""
    version = _version(_locked(code), number)
    kept = Definition.objects.order_by("service")
    if version.services:
        kept = kept.filter(service__in=version.services)
    first = kept.first()
    if version.state == State.DRAFT and first is not None:
        raise Problem("promise.needs_definition", promise=code, number=number, service=first.service)
    return make_effective(code=code, number=number, effective_from=effective_from, effective_to=effective_to, by=by)


@transaction.atomic
def ensure(*, code: str, wording: Wording, effective_from: date, by: Any) -> PromiseVersion:
    """The promise in force from a day on with exactly this wording: registered, or left alone without a trace.

    Raises Problem `promise.differs` where the promise exists and its latest version says something else.
    """
    promise = Promise.objects.select_for_update().filter(code=code).first()
    if promise is None:
        register(code=code, wording=wording, by=by)
        return make_effective(code=code, number=1, effective_from=effective_from, by=by)
    latest = promise.versions.order_by("-number")[0]
    if any(getattr(latest, name) != value for name, value in wording.columns().items()):
        raise Problem("promise.differs", promise=code, number=latest.number)
    return latest


@transaction.atomic
def end(*, code: str, on: date, by: Any) -> PromiseVersion:
    """The version in force no longer rules from day `on`. Raises Problem `promise.not_in_force` where none is in force
    then, `promise.period_empty` where it would have no day left."""
    promise = _locked(code)
    version = promise.versions.filter(state=State.EFFECTIVE).order_by("-number").first()
    if version is None or (version.effective_to is not None and version.effective_to <= on):
        raise Problem("promise.not_in_force", promise=code)
    if version.effective_from is not None and on <= version.effective_from:
        raise Problem("promise.period_empty", field="effective_to", promise=code)
    version.effective_to = on
    version.save()
    _record("promise.ended", version, by, {"effective_to": on.isoformat()})
    return version


def _not_under_review(version: PromiseVersion) -> None:
    """What somebody is asked to approve must not change under their eyes."""
    said = {"code": version.promise.code, "number": version.number}
    for one in DefinitionVersion.objects.filter(state__in=SETTLING).select_related("definition"):
        if said in one.promises:
            raise Problem(
                "promise.under_review",
                promise=version.promise.code,
                number=version.number,
                service=one.definition.service,
                version=one.number,
            )


def _end_earlier_versions(version: PromiseVersion, start: date) -> None:
    for earlier in version.promise.versions.exclude(state=State.DRAFT).select_for_update():
        assert earlier.effective_from is not None
        if earlier.effective_from >= start:
            raise Problem(
                "promise.periods_overlap",
                field="effective_from",
                promise=earlier.promise.code,
                number=earlier.number,
                start=earlier.effective_from.isoformat(),
            )
        if earlier.effective_to is None or earlier.effective_to > start:
            earlier.effective_to = start
        earlier.state = State.SUPERSEDED
        earlier.save()


def _locked(code: str) -> Promise:
    """The promise, held until the transaction ends, so that two people cannot put two versions in force at once."""
    promise = Promise.objects.select_for_update().filter(code=code).first()
    if promise is None:
        raise Problem("promise.unknown", promise=code)
    return promise


def _version(promise: Promise, number: int) -> PromiseVersion:
    version = promise.versions.filter(number=number).first()
    if version is None:
        raise Problem("promise.version_unknown", promise=promise.code, number=number)
    return version


def _wording(version: PromiseVersion) -> Wording:
    names = ("sentence_en", "sentence_zh", "target", "metric", "figure", "params")
    return Wording(
        **{name: getattr(version, name) for name in (*names, *_CODES)},
        hours=Hours(version.hours) if version.hours else None,
        direction=Direction(version.direction),
        modality=Modality(version.modality),
    )


def _write(promise: Promise, number: int, columns: Mapping[str, Any], by: Any) -> PromiseVersion:
    return PromiseVersion.objects.create(
        promise=promise, number=number, created_by=by, created_at=timezone.now(), **columns
    )


def _record(action: str, version: PromiseVersion, by: Any, data: Mapping[str, Any]) -> None:
    subject = ("promise", version.promise.code)
    audit.record(room="experience", action=action, subject=subject, by=by, data={"number": version.number, **data})
