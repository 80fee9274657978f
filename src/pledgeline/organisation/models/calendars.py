"""Opening calendars as records; what they mean is computed by `core/calendar.py`."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from pledgeline.organisation.core import calendar as core
from pledgeline.organisation.models.named import Named
from pledgeline.organisation.models.scope import ScopedQuerySet

WEEKDAY = Q(weekday__gte=0, weekday__lte=6)


class CalendarQuerySet(ScopedQuerySet):
    centre_path = "services__engagements__centre__code"

    def with_hours(self) -> CalendarQuerySet:
        return self.prefetch_related("openings", "special_days__openings")


class OpeningCalendar(Named):
    """Opening hours that one or more services keep."""

    zone = models.CharField(max_length=64)

    objects: ClassVar[CalendarQuerySet] = CalendarQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Named.Meta):
        pass

    def hours(self) -> core.OpeningHours:
        """Costs three queries unless fetched `with_hours()`."""
        weekly: dict[int, tuple[core.Opening, ...]] = {}
        for opening in self.openings.all():
            weekly[opening.weekday] = (*weekly.get(opening.weekday, ()), opening.as_core())
        return core.OpeningHours(self.zone, weekly, {day.day: day.as_core() for day in self.special_days.all()})


class Opening(models.Model):
    """A weekly opening; several a day are allowed. `closes` not after `opens` is on the next day."""

    calendar = models.ForeignKey(OpeningCalendar, models.CASCADE, related_name="openings")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=WEEKDAY, name="opening_weekday_is_0_to_6"),
            models.UniqueConstraint(fields=["calendar", "weekday", "opens"], name="opening_begins_once"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}–{self.closes:%H:%M}"

    def as_core(self) -> core.Opening:
        return core.Opening(self.opens, self.closes)


class SpecialDay(models.Model):
    """A day that does not follow the week: closed, like another weekday (make-up workday 调休), or hours of its own."""

    CLOSED, LIKE_WEEKDAY, OWN_HOURS = "closed", "like_weekday", "own_hours"

    calendar = models.ForeignKey(OpeningCalendar, models.CASCADE, related_name="special_days")
    day = models.DateField()
    kind = models.CharField(max_length=16)
    weekday = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "day"], name="special_day_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["closed", "own_hours"], weekday__isnull=True)
                | (Q(kind="like_weekday", weekday__isnull=False) & WEEKDAY),
                name="special_day_weekday_only_when_like_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"

    def as_core(self) -> core.SpecialDay:
        if self.kind == self.LIKE_WEEKDAY and self.weekday is not None:
            return core.OpensLike(self.weekday)
        if self.kind == self.OWN_HOURS:
            return core.OpensAt(tuple(core.Opening(one.opens, one.closes) for one in self.openings.all()))
        return core.Closed()


class SpecialOpening(models.Model):
    """An opening of a day with hours of its own."""

    special_day = models.ForeignKey(SpecialDay, models.CASCADE, related_name="openings")
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["opens"]
        constraints = [models.UniqueConstraint(fields=["special_day", "opens"], name="special_opening_begins_once")]

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}–{self.closes:%H:%M}"
