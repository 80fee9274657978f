"""People. One role each, and nobody above the roles: there is no superuser."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q

from pledgeline.organisation.core import roles
from pledgeline.organisation.models.scope import ScopedQuerySet, role_of


class UserQuerySet(ScopedQuerySet):
    centre_path = "centre__code"


class PeopleManager(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    # `createsuperuser` would make someone above the roles; the constraint below refuses it as well.
    use_in_migrations = False

    def create_superuser(self, *args: Any, **kwargs: Any) -> User:
        raise NotImplementedError("Pledgeline has no superusers; invite a person with the role `admin`.")


class User(AbstractUser):
    """A centre's people belong to exactly one centre, the client's people to none."""

    # One field: not every name has a first and a last part, nor in that order.
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=16)
    centre = models.ForeignKey("organisation.Centre", models.PROTECT, null=True, blank=True, related_name="people")
    # Empty: whatever the browser asks for.
    language = models.CharField(max_length=10, blank=True, default="")
    # How many notifications wait to be read: comes with the person, so the frame of a page asks nothing more.
    unread = models.PositiveIntegerField(default=0)

    objects: ClassVar[PeopleManager] = PeopleManager()

    REQUIRED_FIELDS = ["role"]

    class Meta:
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=sorted(roles.CENTRE_ROLES), centre__isnull=False)
                | Q(role__in=sorted(roles.CLIENT_ROLES), centre__isnull=True),
                name="user_centre_roles_have_a_centre",
            ),
            models.CheckConstraint(condition=Q(is_superuser=False, is_staff=False), name="user_is_never_superuser"),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    @property
    def works_for_client(self) -> bool:
        return roles.works_for_client(role_of(self))
