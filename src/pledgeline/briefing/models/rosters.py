"""The people of the centres who have to know: agents are no users of this program, so a roster names them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from pledgeline.briefing.core.briefing import Duty
from pledgeline.briefing.core.roster import Cover, Person
from pledgeline.organisation.queries import visible_centres


class ByCentre(models.QuerySet[Any]):
    """Rows that carry the code of their centre in `centre_path`."""

    centre_path: ClassVar[str] = "centre"

    def visible_to(self, user: Any) -> Any:
        seen = visible_centres(user)
        return self if seen is None else self.filter(**{f"{self.centre_path}__in": seen})


class MemberQuerySet(ByCentre):
    def on_roster(self, day: date) -> Any:
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gt=day), joined_on__lte=day)

    def covering(self) -> Any:
        """With the shifts they take over, in one more query."""
        return self.prefetch_related("covers")


class Member(models.Model):
    """One person of a centre's roster, by the code the centre itself uses."""

    centre = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    # Empty lists: all that the centre serves.
    services = models.JSONField(default=list, blank=True)
    channels = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=10, blank=True)
    duty = models.CharField(max_length=16, default=Duty.AGENT.value)
    shift = models.CharField(max_length=40, blank=True)
    joined_on = models.DateField()
    # The first day on which the person no longer belongs to the roster.
    left_on = models.DateField(null=True, blank=True)
    # The user name of somebody who can sign in here, where that is the same person.
    username = models.CharField(max_length=150, blank=True)

    objects: ClassVar[MemberQuerySet] = MemberQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["centre", "code"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "code"], name="roster_names_a_person_once"),
            models.UniqueConstraint(fields=["username"], condition=~Q(username=""), name="roster_names_a_user_once"),
            models.CheckConstraint(condition=~Q(centre="") & ~Q(code="") & ~Q(name=""), name="roster_row_is_named"),
            models.CheckConstraint(condition=Q(duty__in=[one.value for one in Duty]), name="roster_duty_is_known"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gt=F("joined_on")), name="roster_leaves_after_joining"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre}/{self.code}"

    def as_core(self) -> Person:
        return Person(
            centre=self.centre,
            code=self.code,
            name=self.name,
            services=tuple(self.services),
            channels=tuple(self.channels),
            language=self.language,
            duty=self.duty,
            shift=self.shift,
            joined_on=self.joined_on,
            left_on=self.left_on,
            covers=tuple(
                Cover(one.service, tuple(one.channels), one.first_day, one.last_day) for one in self.covers.all()
            ),
        )


class CoverQuerySet(ByCentre):
    centre_path = "member__centre"


class ShiftCover(models.Model):
    """Days on which a person serves another service as well, in place of a colleague."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="covers")
    service = models.CharField(max_length=64)
    channels = models.JSONField(default=list, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()

    objects: ClassVar[CoverQuerySet] = CoverQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["member__centre", "member__code", "first_day", "service"]
        constraints = [
            models.UniqueConstraint(fields=["member", "service", "first_day"], name="cover_is_named_once"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="cover_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.service} {self.first_day}"
