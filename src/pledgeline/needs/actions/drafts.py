"""Writing an expectation before anybody relies on it. A draft may be incomplete; what is put in force may not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from pledgeline.kernel.codes import checked_code
from pledgeline.kernel.problem import Problem
from pledgeline.needs.actions import expectations
from pledgeline.needs.core.expectation import Importance, reserved
from pledgeline.needs.models import TEXTS, Expectation, ExpectationDraft, ExpectationVersion, Segment
from pledgeline.organisation.actions import audit
from pledgeline.organisation.queries import known_codes

# What a draft says; `segment` by its code.
FIELDS = (*TEXTS, "segment", "channels", "importance", "owner", "effective_from", "next_review")


@transaction.atomic
def begin(*, code: str, service: str, by: Any, at: datetime | None = None, **said: Any) -> ExpectationDraft:
    """The draft of a new expectation. Raises Problem `expectation.code_taken`, `draft.code_taken`,
    `expectation.code_reserved`, `expectation.service_unknown` or `segment.unknown`."""
    checked_code(code, field="code")
    reserved(code)
    if Expectation.objects.filter(code=code).exists():
        raise Problem("expectation.code_taken", field="code", expectation=code)
    if service not in known_codes().services:
        raise Problem("expectation.service_unknown", field="service", service=service)
    columns = _columns(said)
    made = {"service": service, "importance": Importance.WANTED.value, "changed_by": by}
    draft, new = ExpectationDraft.objects.get_or_create(
        code=code, defaults={**made, "changed_at": at or timezone.now(), **columns}
    )
    if not new:
        raise Problem("draft.code_taken", field="code", expectation=code)
    _record("draft.begun", code, by, {"service": service, **_plain(draft)})
    return draft


@transaction.atomic
def begin_revision(*, code: str, by: Any, at: datetime | None = None) -> ExpectationDraft:
    """A draft that says what the latest version says, to be changed; the one that is there where one is.

    Raises Problem `expectation.unknown`.
    """
    known = Expectation.objects.select_for_update().filter(code=code).first()
    if known is None:
        raise Problem("expectation.unknown", expectation=code)
    draft = ExpectationDraft.objects.filter(code=code).first()
    if draft is not None:
        return draft
    latest = known.versions.order_by("-number")[0]
    names = (*TEXTS, "segment", "channels", "importance", "owner", "next_review")
    said = {name: getattr(latest, name) for name in names}
    draft = ExpectationDraft.objects.create(
        code=code, expectation=known, service=known.service, changed_by=by, changed_at=at or timezone.now(), **said
    )
    _record("draft.begun", code, by, {"revises": latest.number})
    return draft


@transaction.atomic
def change(*, code: str, seen: str, by: Any, at: datetime | None = None, **said: Any) -> ExpectationDraft:
    """Writes the fields of FIELDS that are named. `seen` is `stamp` of the draft as the writer had it before them.

    Raises Problem `draft.unknown`, `segment.unknown`, or `draft.changed_meanwhile` where somebody else wrote since.
    """
    draft = _locked(code)
    if seen != stamp(draft):
        raise Problem("draft.changed_meanwhile")
    columns = _columns(said)
    if all(getattr(draft, name) == value for name, value in columns.items()):
        return draft
    for name, value in columns.items():
        setattr(draft, name, value)
    draft.changed_by, draft.changed_at = by, at or timezone.now()
    draft.save()
    _record("draft.changed", code, by, _plain(draft))
    return draft


@transaction.atomic
def discard(*, code: str, by: Any) -> None:
    """Throws a draft away; the trail keeps what it said. Raises Problem `draft.unknown`."""
    draft = _locked(code)
    said = _plain(draft)
    draft.delete()
    _record("draft.discarded", code, by, said)


@transaction.atomic
def put_in_force(*, code: str, by: Any, at: datetime | None = None) -> ExpectationVersion:
    """Makes the draft a version, in force from its first day, and the draft is gone.

    Raises Problem `draft.unknown`, `draft.incomplete` naming the field, or one of `expectations.register` or `revise`.
    """
    draft = _locked(code)
    for name in ("segment", "effective_from", "next_review"):
        if getattr(draft, name) is None:
            raise Problem("draft.incomplete", field=name)
    assert draft.segment is not None
    names = (*TEXTS, "channels", "owner", "next_review")
    said: dict[str, Any] = {name: getattr(draft, name) for name in names}
    said |= {"segment": draft.segment.code, "importance": Importance(draft.importance)}
    start: Any = draft.effective_from
    draft.delete()
    if draft.expectation is None:
        wording = expectations.Wording(**said)
        return expectations.register(
            code=code, service=draft.service, wording=wording, effective_from=start, by=by, at=at
        )
    return expectations.revise(code=code, effective_from=start, by=by, at=at, **said)


def stamp(draft: ExpectationDraft) -> str:
    """Tells one state of a draft from another."""
    return draft.changed_at.isoformat()


def _locked(code: str) -> ExpectationDraft:
    draft = ExpectationDraft.objects.select_for_update().filter(code=code).first()
    if draft is None:
        raise Problem("draft.unknown", expectation=code)
    return draft


def _columns(said: dict[str, Any]) -> dict[str, Any]:
    unknown = set(said) - set(FIELDS)
    assert not unknown, f"a draft has no field {sorted(unknown)}"
    columns = dict(said)
    if "segment" in said:
        code = said["segment"]
        columns["segment"] = Segment.objects.filter(code=code).first() if code else None
        if code and columns["segment"] is None:
            raise Problem("segment.unknown", field="segment", segment=code)
    if "importance" in said:
        columns["importance"] = Importance(said["importance"]).value
    if "channels" in said:
        columns["channels"] = sorted({checked_code(one, field="channels") for one in said["channels"]})
    return columns


def _plain(draft: ExpectationDraft) -> dict[str, Any]:
    days = {name: value.isoformat() for name in ("effective_from", "next_review") if (value := getattr(draft, name))}
    words = {name: value for name in (*TEXTS, "owner", "importance", "channels") if (value := getattr(draft, name))}
    return {"segment": draft.segment.code if draft.segment else None, **words, **days}


def _record(action: str, code: str, by: Any, data: dict[str, Any]) -> None:
    audit.record(room="needs", action=action, subject=("expectation", code), by=by, data=data)
