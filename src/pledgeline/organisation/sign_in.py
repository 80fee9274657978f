"""Signing in: by invitation only, every arrival and departure in the audit trail.

Signals are used here and nowhere else: Django and allauth tell of a sign-in in no other way.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa import signals as mfa_signals
from django.contrib.auth import signals as auth_signals
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest

from pledgeline.organisation.actions import audit
from pledgeline.organisation.models import User


class PasswordBackend(AuthenticationBackend):
    """Who somebody is; what they may do is said by each room's `rules.py` alone.

    Django's own would look for rights in two tables that are always empty, at every right that is refused.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False


class ClosedAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def _note(action: str, user: User | None, **data: Any) -> None:
    with transaction.atomic():
        audit.record(
            room="organisation",
            action=action,
            subject=("person", user.username if user else ""),
            by=user,
            data=data,
        )


@receiver(auth_signals.user_logged_in)
def note_sign_in(user: User, **kwargs: Any) -> None:
    _note("person.signed_in", user)


@receiver(auth_signals.user_logged_out)
def note_sign_out(user: User | None, **kwargs: Any) -> None:
    if user is not None:
        _note("person.signed_out", user)


@receiver(auth_signals.user_login_failed)
def note_failed_sign_in(credentials: dict[str, Any], **kwargs: Any) -> None:
    """The name that was tried is kept only where it is a person's: people type passwords into the wrong field.

    allauth refuses before it looks at the password once the limit is reached, so the limit bounds these entries too.
    """
    tried = credentials.get("username") or ""
    known = User.objects.filter(username=tried).values_list("username", flat=True).first()
    with transaction.atomic():
        audit.record(room="organisation", action="person.sign_in_failed", subject=("person", known or ""), by=None)


@receiver([account_signals.password_changed, account_signals.password_set, account_signals.password_reset])
def note_password(user: User, **kwargs: Any) -> None:
    _note("person.password_chosen", user)


@receiver(mfa_signals.authenticator_added)
def note_second_step_added(user: User, authenticator: Any, **kwargs: Any) -> None:
    _note("person.second_step_added", user, kind=authenticator.type)


@receiver(mfa_signals.authenticator_removed)
def note_second_step_removed(user: User, authenticator: Any, **kwargs: Any) -> None:
    _note("person.second_step_removed", user, kind=authenticator.type)


@receiver(mfa_signals.authentication_failed)
def note_second_step_failed(user: User, **kwargs: Any) -> None:
    _note("person.second_step_failed", user)
