"""What people are told. `notify` only stores; the worker (or `pledgeline notifications send`) calls `deliver_due`."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import _checks, _sending, audit
from pledgeline.organisation.core import dispatch as core
from pledgeline.organisation.models import Dispatch, Notification, NotificationPreference, User, WebhookEndpoint
from pledgeline.organisation.queries.notifications import preference_of

MAX_WEBHOOKS = 5
_AT_ONCE = 200


@transaction.atomic
def notify(
    *,
    to: Iterable[User | str],
    kind: str,
    title: Mapping[str, str],
    body: Mapping[str, str],
    path: str,
    subject: tuple[str, str],
    at: datetime | None = None,
) -> int:
    """Tells each person (a User or a user name) once; returns how many. People without access are left out.

    `title` and `body` hold `en` and `zh`; `path` leads to what it is about, inside this house. Nothing is sent here:
    who wants it by e-mail or webhook gets a dispatch with the moment at which it is due. No audit entry of its own:
    what is told about has one. Raises Problem `people.unknown`, ValueError for a path that leads outside.
    """
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError(f"{path!r} does not lead to a page of this house")
    at = at or timezone.now()
    people = _people(to)
    notes = Notification.objects.bulk_create(
        Notification(
            code=_new_code(),
            person=person,
            at=at,
            kind=kind,
            title_en=_title(title["en"]),
            title_zh=_title(title["zh"]),
            body_en=body["en"],
            body_zh=body["zh"],
            path=path,
            subject_kind=subject[0],
            subject_key=subject[1],
        )
        for person in people
    )
    User.objects.filter(pk__in=[person.pk for person in people]).update(unread=F("unread") + 1)
    _plan(notes, people, at)
    return len(notes)


@transaction.atomic
def mark_read(*, by: User, code: str | None = None, at: datetime | None = None) -> int:
    """The person's notification `code`, or all of them, is read; returns how many were not before.

    Raises Problem `notification.unknown` for a code that is not one of theirs.
    """
    User.objects.select_for_update().get(pk=by.pk)
    own = Notification.objects.visible_to(by)
    if code is not None:
        own = own.filter(code=code)
        if not own.exists():
            raise Problem("notification.unknown", field="code", value=code[:80])
    done = own.filter(read_at__isnull=True).update(read_at=at or timezone.now())
    left = Notification.objects.visible_to(by).filter(read_at__isnull=True).count()
    User.objects.filter(pk=by.pk).update(unread=left)
    by.unread = left
    return done


@transaction.atomic
def set_preferences(
    *,
    by: User,
    email: str,
    mail: str,
    zone: str,
    digest_at: time = time(8),
    quiet_from: time | None = None,
    quiet_until: time | None = None,
    at: datetime | None = None,
) -> None:
    """How `by` wants to hear from now on; mails that wait are planned anew.

    Raises Problem `word.unknown`, `zone.unknown`, `notification.email`, `notification.email_missing`,
    `notification.quiet_one_end` or `notification.quiet_all_day`.
    """
    if (quiet_from is None) != (quiet_until is None):
        raise Problem("notification.quiet_one_end", field="quiet_until" if quiet_until is None else "quiet_from")
    quiet = (quiet_from, quiet_until) if quiet_from is not None and quiet_until is not None else None
    wanted = core.checked(core.Preference(_checks.word(core.Mail, mail, field="mail"), digest_at, zone, quiet))
    address = _address(email, needed=wanted.mail is not core.Mail.OFF)
    person = User.objects.select_for_update().get(pk=by.pk)
    stored = NotificationPreference.objects.filter(person=person).first() or NotificationPreference(person=person)
    fields: dict[str, Any] = {
        "mail": wanted.mail.value,
        "digest_at": digest_at,
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
        "zone": zone,
    }
    for name, value in fields.items():
        setattr(stored, name, value)
    stored.save()
    # The trail keeps for ever, so it says that the address changed, never which it is.
    data = {**fields, "email_changed": bool(_checks.apply_changes(person, {"email": address}))}
    by.email = address
    _plan_again(person, wanted, at or timezone.now())
    audit.record(
        room="organisation",
        action="notification.preferences_chosen",
        subject=("person", person.username),
        by=by,
        data={name: str(value) if isinstance(value, time) else value for name, value in data.items()},
    )


@dataclass(frozen=True)
class Registered:
    """`secret` is shown once: nothing stores it."""

    code: str
    url: str
    secret: str


@transaction.atomic
def register_webhook(*, by: User, url: str, at: datetime | None = None) -> Registered:
    """From now on `url` is told what `by` is told.

    Raises Problem `webhook.url`, `webhook.private`, `webhook.exists` or `webhook.too_many`.
    """
    url = core.checked_url(url.strip(), private_allowed=settings.PLEDGELINE_WEBHOOKS_TO_PRIVATE)
    User.objects.select_for_update().get(pk=by.pk)
    own = WebhookEndpoint.objects.visible_to(by).filter(removed_at__isnull=True)
    if own.filter(url=url).exists():
        raise Problem("webhook.exists", field="url")
    if own.count() >= MAX_WEBHOOKS:
        raise Problem("webhook.too_many", field="url", limit=MAX_WEBHOOKS)
    endpoint = WebhookEndpoint.objects.create(
        code=_new_code(), person=by, url=url, nonce=secrets.token_hex(32), registered_at=at or timezone.now()
    )
    audit.record(room="organisation", action="webhook.registered", subject=("webhook", endpoint.code), by=by)
    return Registered(endpoint.code, url, _sending.secret_of(endpoint))


@transaction.atomic
def remove_webhook(*, by: User, code: str, at: datetime | None = None) -> None:
    """Nothing is sent there any more. Raises Problem `webhook.unknown` for a code that is not one of theirs."""
    own = WebhookEndpoint.objects.select_for_update().visible_to(by).filter(removed_at__isnull=True)
    endpoint = own.filter(code=code).first()
    if endpoint is None:
        raise Problem("webhook.unknown", field="code", value=code[:80])
    _checks.apply_changes(endpoint, {"removed_at": at or timezone.now()})
    Dispatch.objects.filter(endpoint=endpoint, state=core.State.WAITING).update(state=core.State.NOT_NEEDED)
    audit.record(room="organisation", action="webhook.removed", subject=("webhook", code), by=by)


# --- sending ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Delivered:
    """`sent` dispatches went out, `waiting` failed and are tried again, `given_up` failed for the last time."""

    sent: int = 0
    waiting: int = 0
    given_up: int = 0

    def __add__(self, other: Delivered) -> Delivered:
        return Delivered(self.sent + other.sent, self.waiting + other.waiting, self.given_up + other.given_up)


def deliver_due(*, now: datetime) -> Delivered:
    """Sends what is due. Each dispatch is taken by one worker, sent outside any transaction, and then settled:
    sent, or tried again later with the error stored. What several mails would say to one person, one mail says.
    """
    _take_back(now)
    _drop_what_is_read(now)
    done = Delivered()
    while True:
        due = Dispatch.objects.filter(state=core.State.WAITING, due_at__lte=now).order_by(
            "notification__person", "endpoint", "notification__at", "pk"
        )
        found = list(due.select_related("notification__person", "endpoint")[:_AT_ONCE])
        for (_, endpoint), group in groupby(found, key=lambda one: (one.notification.person, one.endpoint)):
            for together in [list(group)] if endpoint is None else [[one] for one in group]:
                done += _deliver([one for one in together if _claim(one, now)], endpoint, now)
        if len(found) < _AT_ONCE:
            return done


def _deliver(claimed: list[Dispatch], endpoint: WebhookEndpoint | None, now: datetime) -> Delivered:
    if not claimed:
        return Delivered()
    try:
        if endpoint is None:
            _sending.send_mail(claimed[0].notification.person, claimed)
        else:
            _sending.post(claimed[0], endpoint, now=now)
    except _sending.NotSent as failed:
        return _settle_failure(claimed, failed.stored, now)
    codes = [one.code for one in claimed]
    Dispatch.objects.filter(code__in=codes).update(state=core.State.SENT, done_at=now, error="", claimed_at=None)
    return Delivered(sent=len(claimed))


def _claim(one: Dispatch, now: datetime) -> bool:
    """Whether this worker has it now: of two that ask, the database gives it to one."""
    waiting = Dispatch.objects.filter(pk=one.pk, state=core.State.WAITING)
    return waiting.update(state=core.State.SENDING, claimed_at=now) == 1


@transaction.atomic
def _settle_failure(claimed: list[Dispatch], error: str, now: datetime) -> Delivered:
    given_up = 0
    for one in claimed:
        again = core.retry_at(one.failures + 1, now)
        state = core.State.WAITING if again else core.State.GIVEN_UP
        Dispatch.objects.filter(pk=one.pk).update(
            state=state,
            failures=one.failures + 1,
            error=error,
            claimed_at=None,
            due_at=again or one.due_at,
            done_at=None if again else now,
        )
        if again is None:
            given_up += 1
            subject = ("notification", one.notification.code)
            data = {"error": error, "failures": one.failures + 1}
            audit.record(room="organisation", action="notification.given_up", subject=subject, by=None, data=data)
    return Delivered(waiting=len(claimed) - given_up, given_up=given_up)


def _take_back(now: datetime) -> None:
    """A dispatch whose worker died with it in hand is tried again: it carries the same code as the first time."""
    lost = Dispatch.objects.filter(state=core.State.SENDING, claimed_at__lt=now - core.CLAIM_LASTS)
    lost.update(state=core.State.WAITING, failures=F("failures") + 1, error="interrupted", claimed_at=None)


def _drop_what_is_read(now: datetime) -> None:
    """No mail about what was read meanwhile, and nothing to people whose access was withdrawn."""
    due = Dispatch.objects.filter(state=core.State.WAITING, due_at__lte=now)
    idle = due.filter(
        Q(endpoint__isnull=True, notification__read_at__isnull=False) | Q(notification__person__is_active=False)
    )
    Dispatch.objects.filter(pk__in=list(idle.values_list("pk", flat=True))).update(
        state=core.State.NOT_NEEDED, done_at=now
    )


# --- helpers ------------------------------------------------------------------------------------------------------


def _new_code() -> str:
    return secrets.token_hex(12)


def _title(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 200 else one_line[:199] + "…"


def _people(to: Iterable[User | str]) -> list[User]:
    names = {one if isinstance(one, str) else one.username for one in to}
    found = list(
        User.objects.filter(username__in=names).select_related("centre", "notification_preference").order_by("pk")
    )
    if unknown := sorted(names - {one.username for one in found}):
        raise Problem("people.unknown", field="to", username=unknown[0])
    return [one for one in found if one.is_active]


def _plan(notes: list[Notification], people: list[User], at: datetime) -> None:
    """A dispatch for each way on which each person wants to hear."""
    by_person = {note.person_id: note for note in notes}
    planned = []
    for person in people:
        due = core.mail_due(at, preference_of(person)) if person.email and settings.PLEDGELINE_SENDS_MAIL else None
        if due is not None:
            planned.append(Dispatch(code=_new_code(), notification=by_person[person.pk], due_at=due))
    for endpoint in WebhookEndpoint.objects.filter(person__in=people, removed_at__isnull=True):
        note = by_person[endpoint.person_id]
        planned.append(Dispatch(code=_new_code(), notification=note, endpoint=endpoint, due_at=at))
    Dispatch.objects.bulk_create(planned)


def _plan_again(person: User, wanted: core.Preference, now: datetime) -> None:
    due = core.mail_due(now, wanted)
    mails = Dispatch.objects.filter(notification__person=person, endpoint__isnull=True, state=core.State.WAITING)
    if due is None:
        mails.update(state=core.State.NOT_NEEDED, done_at=now)
    else:
        mails.update(due_at=due)


def _address(email: str, *, needed: bool) -> str:
    email = email.strip()
    if not email and needed:
        raise Problem("notification.email_missing", field="email")
    if email:
        try:
            validate_email(email)
        except ValidationError as wrong:
            raise Problem("notification.email", field="email", value=email[:80]) from wrong
    return email
