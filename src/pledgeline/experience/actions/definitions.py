"""Writing experience definitions: drafted by one person, approved by another, in force from a day on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from pledgeline.experience import queries
from pledgeline.experience.actions import promises as promise_actions
from pledgeline.experience.core.definition import IN_WORK, RULED, Step, content_digest, hindrance
from pledgeline.experience.core.promise import Promise, State
from pledgeline.experience.models import Definition, DefinitionVersion
from pledgeline.kernel.codes import checked_code
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import audit
from pledgeline.organisation.queries import known_codes

Named = tuple[str, int]
"""A promise version: code and number."""


@transaction.atomic
def begin(
    *,
    service: str,
    aim_en: str,
    aim_zh: str,
    by: Any,
    promises: Iterable[Named] | None = None,
    at: datetime | None = None,
) -> DefinitionVersion:
    """The next version of a service's definition, a draft; by default of every promise that speaks to the service.

    Raises Problem `definition.service_unknown`, `definition.in_work` where a version is being worked on already, or
    one of what it says.
    """
    checked_code(service, field="service")
    if service not in known_codes().services:
        raise Problem("definition.service_unknown", field="service", service=service)
    moment = at or timezone.now()
    Definition.objects.get_or_create(service=service, defaults={"created_at": moment})
    definition = _locked(service)
    waiting = definition.versions.filter(state__in=IN_WORK).first()
    if waiting is not None:
        raise Problem("definition.in_work", service=service, number=waiting.number)
    latest = definition.versions.order_by("-number").first()
    chosen = queries.promises_to_define(service) if promises is None else list(promises)
    version = DefinitionVersion.objects.create(
        definition=definition,
        number=latest.number + 1 if latest else 1,
        created_by=by,
        created_at=moment,
        **_said(service, aim_en, aim_zh, chosen),
    )
    _record("definition.begun", version, by, {"promises": version.promises})
    return version


@transaction.atomic
def edit(
    *,
    service: str,
    number: int,
    by: Any,
    aim_en: str | None = None,
    aim_zh: str | None = None,
    promises: Iterable[Named] | None = None,
) -> DefinitionVersion:
    """A draft with what is given put in place. Raises Problem `definition.not_a_draft` for any other version."""
    version = _version(_locked(service), number, Step.DRAFT, "definition.not_a_draft")
    chosen = [(one["code"], one["number"]) for one in version.promises] if promises is None else list(promises)
    said = _said(
        service,
        version.aim_en if aim_en is None else aim_en,
        version.aim_zh if aim_zh is None else aim_zh,
        chosen,
    )
    for name, value in said.items():
        setattr(version, name, value)
    version.save()
    _record("definition.edited", version, by, {"promises": version.promises})
    return version


@transaction.atomic
def submit(*, service: str, number: int, by: Any, at: datetime | None = None) -> DefinitionVersion:
    """Puts a draft before the reviewers; from here on its promises stand still. Raises Problem
    `definition.not_a_draft`, `definition.empty`, or `definition.needs_a_person`."""
    version = _version(_locked(service), number, Step.DRAFT, "definition.not_a_draft")
    _a_person(by)
    if not version.promises:
        raise Problem("definition.empty", field="promises", service=service, number=number)
    version.state, version.note = Step.IN_REVIEW, ""
    version.submitted_by, version.submitted_at = by, at or timezone.now()
    version.digest = content_digest(version.aim, queries.promises_of(version))
    version.save()
    _record("definition.submitted", version, by, {"digest": version.digest})
    return version


@transaction.atomic
def send_back(*, service: str, number: int, reason: str, by: Any) -> DefinitionVersion:
    """Back to a draft, with the reason. Raises Problem `definition.not_in_review` or `definition.reason_missing`."""
    if not reason.strip():
        raise Problem("definition.reason_missing", field="reason")
    version = _version(_locked(service), number, Step.IN_REVIEW, "definition.not_in_review")
    version.state, version.note = Step.DRAFT, reason.strip()
    version.digest, version.submitted_by, version.submitted_at = "", None, None
    version.save()
    _record("definition.sent_back", version, by, {"reason": version.note})
    return version


@transaction.atomic
def approve(
    *,
    service: str,
    number: int,
    effective_from: date,
    by: Any,
    seen: str | None = None,
    at: datetime | None = None,
) -> DefinitionVersion:
    """The approval by a named person who neither drafted nor submitted it, from a day on that is not past.

    `seen` is the digest of what the approver had before them. Raises Problem `definition.already_approved` naming who
    was first, `definition.own_approval`, `definition.changed_meanwhile`, `definition.backdated`, or
    `definition.periods_overlap`.
    """
    moment = at or timezone.now()
    version = _in_review(_locked(service), number)
    _a_person(by)
    if by.pk in (version.created_by_id, version.submitted_by_id):
        raise Problem("definition.own_approval", service=service, number=number)
    if (seen or version.digest) != content_digest(version.aim, queries.promises_of(version)):
        raise Problem("definition.changed_meanwhile", service=service, number=number)
    if effective_from < timezone.localdate(moment):
        raise Problem("definition.backdated", field="effective_from", day=effective_from.isoformat())
    earlier = version.definition.versions.filter(state__in=RULED, effective_from__gte=effective_from).first()
    if earlier is not None:
        raise Problem("definition.periods_overlap", field="effective_from", service=service, number=earlier.number)
    version.state, version.effective_from = Step.APPROVED, effective_from
    version.approved_by, version.approved_at = by, moment
    version.save()
    _record("definition.approved", version, by, {"from": effective_from.isoformat(), "digest": version.digest})
    return version


@transaction.atomic
def put_in_force(*, service: str, number: int, by: Any) -> DefinitionVersion:
    """An approved version rules from its day on: its drafts of promises come into force that day, the version before
    ends, and so do promises that left the definition and speak to no other service.

    Raises Problem `definition.not_approved`, or `definition.promise_gone` where one of its promise versions was
    superseded meanwhile.
    """
    version = _version(_locked(service), number, Step.APPROVED, "definition.not_approved")
    start = version.effective_from
    assert start is not None
    listed = queries.promises_of(version)
    for promise in listed:
        if promise.state is State.DRAFT:
            promise_actions.make_effective(code=promise.code, number=promise.number, effective_from=start, by=by)
        elif not promise.period.holds(start) and not (promise.period.start and promise.period.start > start):
            raise Problem("definition.promise_gone", promise=promise.code, number=promise.number)
    before = version.definition.versions.filter(state=Step.EFFECTIVE).select_for_update().first()
    if before is not None:
        _end_those_that_left(queries.promises_of(before), listed, start, by)
        before.state, before.effective_to = Step.SUPERSEDED, start
        before.save()
    version.state = Step.EFFECTIVE
    version.save()
    _record("definition.put_in_force", version, by, {"from": start.isoformat()})
    return version


def _end_those_that_left(before: Sequence[Promise], after: Sequence[Promise], start: date, by: Any) -> None:
    kept = {one.code for one in after}
    for one in before:
        runs = one.state is State.EFFECTIVE and one.period.holds(start)
        if one.code not in kept and runs and len(one.scope.services) == 1:
            promise_actions.end(code=one.code, on=start, by=by)


def _said(service: str, aim_en: str, aim_zh: str, promises: Sequence[Named]) -> dict[str, Any]:
    """The columns that speak; raises Problem naming the field that cannot stand."""
    for name, text in (("aim_en", aim_en), ("aim_zh", aim_zh)):
        if not text.strip():
            raise Problem("definition.aim_missing", field=name)
    codes = [code for code, _number in promises]
    if len(codes) != len(set(codes)):
        twice = next(code for code in codes if codes.count(code) > 1)
        raise Problem("definition.promise_twice", field="promises", promise=twice)
    for promise in queries.named_promises(promises):
        reason = hindrance(promise, service=service)
        if reason is not None:
            raise Problem(f"definition.{reason.code}", field="promises", **reason.numbers)
    return {
        "aim_en": aim_en.strip(),
        "aim_zh": aim_zh.strip(),
        "promises": [{"code": code, "number": number} for code, number in sorted(promises)],
    }


def _a_person(by: Any) -> None:
    if by is None:
        raise Problem("definition.needs_a_person")


def _locked(service: str) -> Definition:
    """The definition, held until the transaction ends: of two people who approve at once, the second waits here."""
    definition = Definition.objects.select_for_update().filter(service=service).first()
    if definition is None:
        raise Problem("definition.unknown", service=service)
    return definition


def _in_review(definition: Definition, number: int) -> DefinitionVersion:
    version = definition.versions.filter(number=number).select_related("approved_by").first()
    if version is not None and version.approved_by is not None and version.approved_at is not None:
        raise Problem(
            "definition.already_approved",
            service=definition.service,
            number=number,
            by=version.approved_by.get_full_name() or version.approved_by.username,
            at=version.approved_at.isoformat(timespec="minutes"),
        )
    return _version(definition, number, Step.IN_REVIEW, "definition.not_in_review")


def _version(definition: Definition, number: int, step: Step, otherwise: str) -> DefinitionVersion:
    version = definition.versions.filter(number=number).first()
    if version is None:
        raise Problem("definition.version_unknown", service=definition.service, number=number)
    if version.state != step:
        raise Problem(otherwise, service=definition.service, number=number)
    return version


def _record(action: str, version: DefinitionVersion, by: Any, data: dict[str, Any]) -> None:
    subject = ("definition", version.definition.service)
    audit.record(room="experience", action=action, subject=subject, by=by, data={"number": version.number, **data})
