"""Who may sign in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator

from pledgeline.organisation.core import roles
from pledgeline.organisation.models import User
from pledgeline.organisation.models.scope import role_of

PAGE_ROWS = 50


@dataclass(frozen=True)
class PersonRow:
    username: str
    name: str
    role: str
    centre: str | None
    centre_name: str | None
    active: bool
    last_sign_in: datetime | None


def anybody() -> bool:
    """Whether there is anybody who may sign in."""
    return User.objects.filter(is_active=True).exists()


def people_page(user: Any, *, number: int) -> Page[User]:
    """A page of the people `user` may see, by user name; `person_rows` reads what it shows."""
    found = User.objects.visible_to(user).select_related("centre").order_by("username")
    return Paginator(found, PAGE_ROWS).get_page(number)


def person_rows(people: Iterable[User]) -> tuple[PersonRow, ...]:
    return tuple(
        PersonRow(
            one.username,
            one.get_full_name(),
            one.role,
            one.centre.code if one.centre else None,
            one.centre.name if one.centre else None,
            one.is_active,
            one.last_login,
        )
        for one in people
    )


def people_of(user: Any, centre: str, *, number: int = 1) -> Page[User]:
    """A page of those who work at a centre that `user` may see, and may sign in; `person_rows` reads what it shows."""
    found = User.objects.visible_to(user).select_related("centre").filter(centre__code=centre, is_active=True)
    return Paginator(found.order_by("username"), PAGE_ROWS).get_page(number)


def may_manage_people(user: Any) -> bool:
    return roles.may_manage_people(role_of(user))
