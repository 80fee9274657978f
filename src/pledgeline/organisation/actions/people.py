"""People come in by invitation only: an administrator hands over a link with which they choose a password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import _checks, audit
from pledgeline.organisation.core.roles import CENTRE_ROLES, Role
from pledgeline.organisation.models import Centre, User


@dataclass(frozen=True)
class Invitation:
    """`path` leads to the page where the person chooses a password; once used, or after three days, it is void."""

    username: str
    path: str


@transaction.atomic
def invite(
    *, username: str, name: str, role: str, centre: str | None = None, language: str = "", by: User | None
) -> Invitation:
    """A new person, who cannot sign in before having chosen a password.

    Raises Problem `people.exists`, `people.username`, `word.unknown` for a role, `people.centre_needed`,
    `people.centre_not_for_role`, `centre.unknown` or `people.language`.
    """
    user = _add(username=username, fields=_fields(name, role, centre, language), password=None, by=by)
    return _invitation(user)


@transaction.atomic
def issue_link(*, username: str, by: User | None) -> Invitation:
    """A fresh link for someone who lost theirs or forgot the password; the old password works until it is used."""
    user = _known(username)
    audit.record(room="organisation", action="person.link_issued", subject=("person", username), by=by)
    return _invitation(user)


@transaction.atomic
def ensure(
    *,
    username: str,
    name: str,
    role: str,
    password: str,
    centre: str | None = None,
    language: str = "",
    by: User | None,
) -> User:
    """The person as described, with this password; no trace where nothing differs. For demonstrations and tests."""
    fields = _fields(name, role, centre, language)
    user = User.objects.select_for_update().filter(username=username).first()
    if user is None:
        return _add(username=username, fields=fields, password=password, by=by)
    changes = _checks.apply_changes(user, fields)
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
        changes["with_new_password"] = True
    if changes:
        audit.record(room="organisation", action="person.changed", subject=("person", username), by=by, data=changes)
    return user


@transaction.atomic
def change_role(*, username: str, role: str, centre: str | None = None, by: User | None) -> None:
    """Raises Problem `people.last_admin` where nobody could manage people any more."""
    user = _known(username)
    place = _place(_checks.word(Role, role, field="role"), centre)
    if role != Role.ADMIN:
        _keep_an_admin(user)
    if changes := _checks.apply_changes(user, {"role": role, "centre": place}):
        audit.record(
            room="organisation", action="person.role_changed", subject=("person", username), by=by, data=changes
        )


@transaction.atomic
def describe(*, username: str, name: str, language: str, by: User | None) -> None:
    """The name people read, and the language. Raises Problem `people.unknown` or `people.language`."""
    fields = {"name": name.strip(), "language": _language(language)}
    if changes := _checks.apply_changes(_known(username), fields):
        audit.record(room="organisation", action="person.changed", subject=("person", username), by=by, data=changes)


@transaction.atomic
def deactivate(*, username: str, by: User | None) -> None:
    """Ends every session at the next request and refuses sign-in; the person's traces stay."""
    user = _known(username)
    _keep_an_admin(user)
    if _checks.apply_changes(user, {"is_active": False}):
        audit.record(room="organisation", action="person.deactivated", subject=("person", username), by=by)


@transaction.atomic
def reactivate(*, username: str, by: User | None) -> None:
    if _checks.apply_changes(_known(username), {"is_active": True}):
        audit.record(room="organisation", action="person.reactivated", subject=("person", username), by=by)


@transaction.atomic
def choose_language(*, user: User, language: str) -> None:
    """The language the person reads, on every browser. Raises Problem `people.language`."""
    changes = _checks.apply_changes(_known(user.username), {"language": _language(language)})
    if changes:
        subject = ("person", user.username)
        audit.record(room="organisation", action="person.language_chosen", subject=subject, by=user, data=changes)


def _add(*, username: str, fields: dict[str, Any], password: str | None, by: User | None) -> User:
    try:
        User._meta.get_field("username").run_validators(username)
    except ValidationError as refused:
        raise Problem("people.username", field="username", value=username[:80]) from refused
    # Two names that differ in case only would be one person on one database and two on another.
    if User.objects.filter(username__iexact=username).exists():
        raise Problem("people.exists", field="username", username=username)
    user = User.objects.create_user(username, password=password, **fields)
    data = {**fields, "centre": user.centre.code if user.centre else None}
    audit.record(room="organisation", action="person.invited", subject=("person", username), by=by, data=data)
    return user


def _fields(name: str, role: str, centre: str | None, language: str) -> dict[str, Any]:
    known = _checks.word(Role, role, field="role")
    return {"name": name.strip(), "role": known, "centre": _place(known, centre), "language": _language(language)}


def _place(role: Role, centre: str | None) -> Centre | None:
    if role in CENTRE_ROLES:
        if not centre:
            raise Problem("people.centre_needed", field="centre", role=role.value)
        return _checks.centre(centre)
    if centre:
        raise Problem("people.centre_not_for_role", field="centre", role=role.value)
    return None


def _language(language: str) -> str:
    if language and language not in dict(settings.LANGUAGES):
        raise Problem("people.language", field="language", value=language, known=", ".join(dict(settings.LANGUAGES)))
    return language


def _known(username: str) -> User:
    user = User.objects.select_for_update().filter(username=username).first()
    if user is None:
        raise Problem("people.unknown", field="username", username=username)
    return user


def _keep_an_admin(user: User) -> None:
    if user.role != Role.ADMIN:
        return
    # All administrators are locked, so that two cannot remove each other at the same moment.
    others = User.objects.select_for_update().filter(role=Role.ADMIN, is_active=True).order_by("pk")
    if all(one.pk == user.pk for one in others):
        raise Problem("people.last_admin", username=user.username)


def _invitation(user: User) -> Invitation:
    where = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return Invitation(user.username, reverse("account_reset_password_from_key", kwargs=where))
