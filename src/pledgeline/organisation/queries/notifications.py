"""A person's own notifications, and how that person wants to hear them. Nobody asks for another's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from pledgeline.organisation.core import dispatch as core
from pledgeline.organisation.models import Dispatch, Notification, NotificationPreference, User, WebhookEndpoint

PAGE_ROWS = 25
RECENT_FAILURES = 10


@dataclass(frozen=True)
class NotificationRow:
    code: str
    at: datetime
    kind: str
    title: str
    body: str
    path: str
    is_read: bool


@dataclass(frozen=True)
class WebhookRow:
    code: str
    url: str
    registered_at: datetime


@dataclass(frozen=True)
class FailedRow:
    """A dispatch that failed: `due_at` None where it was given up."""

    title: str
    url: str
    """Empty for an e-mail."""
    error: str
    failures: int
    due_at: datetime | None


def notification_page(user: Any, *, number: int) -> Page[Notification]:
    """A page of the user's own, newest first."""
    return Paginator(Notification.objects.visible_to(user), PAGE_ROWS).get_page(number)


def notification_rows(page: Page[Notification]) -> tuple[NotificationRow, ...]:
    return tuple(
        NotificationRow(one.code, one.at, one.kind, one.title, one.body, one.path, one.read_at is not None)
        for one in page
    )


def notification_path(user: Any, code: str) -> str | None:
    """Where the notification leads; None where it is not one of the user's."""
    return Notification.objects.visible_to(user).filter(code=code).values_list("path", flat=True).first()


def preference_of(user: Any) -> core.Preference:
    """What the person chose, else: a mail at once, no quiet hours, the zone of the centre or of the house."""
    try:
        stored: NotificationPreference = user.notification_preference
    except NotificationPreference.DoesNotExist:
        zone = user.centre.zone if user.centre is not None else settings.TIME_ZONE
        return core.Preference(core.Mail.AT_ONCE, time(8), zone)
    return stored.as_core()


def webhooks(user: Any, *, number: int = 1) -> Page[Any]:
    """A page of WebhookRow: the user's own that still are told."""
    own = WebhookEndpoint.objects.visible_to(user).filter(removed_at__isnull=True)
    page: Page[Any] = Paginator(own.order_by("registered_at", "pk"), PAGE_ROWS).get_page(number)
    rows: Any = [WebhookRow(one.code, one.url, one.registered_at) for one in page.object_list]
    page.object_list = rows
    return page


def failed_dispatches(user: Any) -> tuple[FailedRow, ...]:
    """The newest of the user's dispatches whose last attempt failed."""
    failed = Dispatch.objects.visible_to(user).filter(
        state__in=[core.State.WAITING, core.State.GIVEN_UP], failures__gt=0
    )
    rows = failed.select_related("notification", "endpoint").order_by("-notification__at", "-pk")[:RECENT_FAILURES]
    return tuple(
        FailedRow(
            one.notification.title,
            one.endpoint.url if one.endpoint else "",
            one.error,
            one.failures,
            one.due_at if one.state == core.State.WAITING else None,
        )
        for one in rows
    )


def people_in(roles: Iterable[str], *, centres: Iterable[str] | None = None) -> QuerySet[User]:
    """Who to notify: people with access in one of these roles, of these centres where they are named; never for a
    page."""
    found = User.objects.filter(is_active=True, role__in=roles)
    return found if centres is None else found.filter(centre__code__in=centres)
