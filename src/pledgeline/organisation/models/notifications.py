"""What people are told, how they want to hear it, and each dispatch of it. A person sees only their own."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from pledgeline.organisation.core import dispatch
from pledgeline.organisation.models.named import in_readers_language
from pledgeline.organisation.models.scope import role_of


class OwnQuerySet(models.QuerySet[Any]):
    """Rows that belong to one person; nobody else sees them, whatever their role."""

    person_path: ClassVar[str] = "person"

    def visible_to(self, user: Any) -> Self:
        return self.filter(**{self.person_path: user}) if role_of(user) is not None else self.none()


class Notification(models.Model):
    """Something one person is told. `code` is what addresses and webhooks use; `path` leads to what it is about."""

    code = models.CharField(max_length=32, unique=True)
    person = models.ForeignKey("organisation.User", models.CASCADE, related_name="notifications")
    at = models.DateTimeField()
    kind = models.CharField(max_length=64)
    title_en = models.CharField(max_length=200)
    title_zh = models.CharField(max_length=200)
    body_en = models.TextField(blank=True)
    body_zh = models.TextField(blank=True)
    path = models.CharField(max_length=500)
    subject_kind = models.CharField(max_length=64)
    subject_key = models.CharField(max_length=200)
    read_at = models.DateTimeField(null=True)

    objects: ClassVar[OwnQuerySet] = OwnQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="notification_newest"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notification_unread"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title_en="") & ~Q(title_zh="") & Q(path__startswith="/") & ~Q(path__startswith="//"),
                name="notification_says_something_and_leads_inside",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.kind}"

    @property
    def title(self) -> str:
        return in_readers_language(self.title_en, self.title_zh)

    @property
    def body(self) -> str:
        return in_readers_language(self.body_en, self.body_zh)


class NotificationPreference(models.Model):
    """How one person wants to hear; whoever has none yet has the defaults of `queries.notifications`."""

    person = models.OneToOneField("organisation.User", models.CASCADE, related_name="notification_preference")
    mail = models.CharField(max_length=16)
    digest_at = models.TimeField()
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    zone = models.CharField(max_length=64)

    objects: ClassVar[OwnQuerySet] = OwnQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(mail__in=list(dispatch.Mail)), name="notification_mail_is_known"),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | (Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until"))),
                name="notification_quiet_hours_have_two_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.mail}"

    def as_core(self) -> dispatch.Preference:
        quiet = None
        if self.quiet_from is not None and self.quiet_until is not None:
            quiet = (self.quiet_from, self.quiet_until)
        return dispatch.Preference(dispatch.Mail(self.mail), self.digest_at, self.zone, quiet)


class WebhookEndpoint(models.Model):
    """An address that is told what one person is told.

    No secret is kept: it is computed from `nonce` and the key in the keys folder (see `actions/_webhook.py`).
    """

    code = models.CharField(max_length=32, unique=True)
    person = models.ForeignKey("organisation.User", models.CASCADE, related_name="webhooks")
    url = models.CharField(max_length=500)
    nonce = models.CharField(max_length=64)
    registered_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects: ClassVar[OwnQuerySet] = OwnQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["registered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "url"], condition=Q(removed_at__isnull=True), name="webhook_once_a_person"
            )
        ]

    def __str__(self) -> str:
        return self.code


class DispatchQuerySet(OwnQuerySet):
    person_path = "notification__person"


class Dispatch(models.Model):
    """One notification on one way: by e-mail where `endpoint` is empty, else to that webhook.

    `code` goes with it (Message-ID, Pledgeline-Dispatch): whoever gets it twice after a crash can tell.
    """

    code = models.CharField(max_length=32, unique=True)
    notification = models.ForeignKey(Notification, models.CASCADE, related_name="dispatches")
    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, null=True, related_name="dispatches")
    state = models.CharField(max_length=16, default=dispatch.State.WAITING)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)

    objects: ClassVar[DispatchQuerySet] = DispatchQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="dispatch_due")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(dispatch.State)), name="dispatch_state_is_known"),
            models.UniqueConstraint(
                fields=["notification"], condition=Q(endpoint__isnull=True), name="dispatch_by_mail_once"
            ),
            models.UniqueConstraint(
                fields=["notification", "endpoint"],
                condition=Q(endpoint__isnull=False),
                name="dispatch_to_endpoint_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.state}"
