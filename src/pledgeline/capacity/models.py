"""Forecasts, staffing plans and the checklist of other means. Places are codes: a record outlives what it names."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from pledgeline.capacity.core.resources import Area, Item, Side
from pledgeline.capacity.core.stages import Stage
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.queries import visible_centres, visible_services

STAGES = [one.value for one in Stage]
INTERVALS = [5, 10, 15, 20, 30, 60]


class ForecastQuerySet(models.QuerySet["ForecastRecord"]):
    def visible_to(self, user: Any) -> Self:
        """A forecast is made of a service's contacts at all centres: the client's own, handed over through a plan."""
        return self if visible_services(user) is None else self.none()


class ForecastRecord(models.Model):
    """A forecast as it was made: frozen, dated, never changed. `values` has one entry a day."""

    code = models.CharField(max_length=64, unique=True)
    service = models.CharField(max_length=64)
    channel = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    snapshot = models.CharField(max_length=128)
    interval_min = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=64)
    first_day = models.DateField()
    last_day = models.DateField()
    values = models.JSONField()
    # What had been told of the campaigns in these days: code, days, expected contacts by day.
    campaigns = models.JSONField(default=list)

    objects: ClassVar[ForecastQuerySet] = ForecastQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-made_at", "code"]
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="forecast_has_a_code"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="forecast_ends_after_start"),
            models.CheckConstraint(condition=Q(interval_min__in=INTERVALS), name="forecast_interval_divides_an_hour"),
        ]

    def __str__(self) -> str:
        return self.code

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuses every change; raises Problem `forecast.is_frozen`."""
        if not self._state.adding:
            raise Problem("forecast.is_frozen", forecast=self.code)
        super().save(*args, **kwargs)


class CentreQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        seen = visible_centres(user)
        return self if seen is None else self.filter(centre__in=seen)


class StaffingPlan(models.Model):
    """What one centre is to staff for one service and channel from a first to a last day."""

    code = models.CharField(max_length=64, unique=True)
    centre = models.CharField(max_length=64)
    service = models.CharField(max_length=64)
    channel = models.CharField(max_length=32)
    first_day = models.DateField()
    last_day = models.DateField()
    interval_min = models.PositiveSmallIntegerField()
    # From this day on what was agreed is fixed.
    locks_on = models.DateField()
    forecast = models.ForeignKey(ForecastRecord, models.PROTECT, null=True, related_name="plans")
    # When the centre was given the forecast; None: not yet.
    handed_over_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    objects: ClassVar[CentreQuerySet] = CentreQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-first_day", "centre", "service", "channel"]
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="plan_has_a_code"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="plan_ends_after_start"),
            models.CheckConstraint(condition=Q(interval_min__in=INTERVALS), name="plan_interval_divides_an_hour"),
        ]

    def __str__(self) -> str:
        return self.code


class StaffedDay(models.Model):
    """Agents per interval of one day at one stage. Rows are only added: the highest number is what holds."""

    plan = models.ForeignKey(StaffingPlan, models.PROTECT, related_name="days")
    stage = models.CharField(max_length=16)
    day = models.DateField()
    number = models.PositiveIntegerField()
    agents = models.JSONField()
    # Probability that the promise is kept with these agents, as reckoned when they were written; None: not reckoned.
    chance = models.FloatField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["plan", "day", "stage", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "stage", "day", "number"], name="staffed_day_number_once"),
            models.CheckConstraint(condition=Q(stage__in=STAGES), name="staffed_day_stage_is_known"),
            models.CheckConstraint(condition=Q(number__gte=1), name="staffed_day_number_from_1"),
            models.CheckConstraint(
                condition=Q(chance__isnull=True) | Q(chance__gte=0, chance__lte=1), name="staffed_day_chance_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan.code} {self.stage} {self.day}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuses every change; raises Problem `plan.day_is_fixed`."""
        if not self._state.adding:
            raise Problem("plan.day_is_fixed", plan=self.plan.code, day=self.day.isoformat())
        super().save(*args, **kwargs)


class ResourceItem(models.Model):
    """One line of an engagement's checklist; the audit trail keeps what it said before."""

    code = models.CharField(max_length=64, unique=True)
    centre = models.CharField(max_length=64)
    service = models.CharField(max_length=64)
    area = models.CharField(max_length=16)
    title_en = models.CharField(max_length=200)
    title_zh = models.CharField(max_length=200)
    side = models.CharField(max_length=16)
    due_on = models.DateField()
    in_place_on = models.DateField(null=True)
    evidence = models.TextField(blank=True)
    expires_on = models.DateField(null=True)

    objects: ClassVar[CentreQuerySet] = CentreQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["centre", "service", "area", "code"]
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="resource_has_a_code"),
            models.CheckConstraint(condition=Q(area__in=[one.value for one in Area]), name="resource_area_is_known"),
            models.CheckConstraint(condition=Q(side__in=[one.value for one in Side]), name="resource_side_is_known"),
            models.CheckConstraint(
                condition=Q(in_place_on__isnull=True) | ~Q(evidence=""), name="resource_in_place_has_evidence"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def as_core(self) -> Item:
        return Item(
            self.centre,
            self.service,
            Area(self.area),
            self.title_en,
            Side(self.side),
            self.due_on,
            self.in_place_on,
            self.evidence,
            self.expires_on,
        )


class Written(models.Model):
    """A row that stays as it was written; the database refuses every change as well."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuses every change; raises Problem `plan.is_kept`."""
        if not self._state.adding:
            raise Problem("plan.is_kept", what=str(self))
        super().save(*args, **kwargs)


class Allocation(Written):
    """How a forecast's contacts are shared out among centres; of a forecast the last one holds.

    `terms` are what was asked, by centre: `cost`, `least`, `most`. `shares` are by centre, then by day: one share for
    each of the forecast's intervals.
    """

    forecast = models.ForeignKey(ForecastRecord, models.PROTECT, related_name="allocations")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    terms = models.JSONField()
    shares = models.JSONField()

    class Meta:
        ordering = ["forecast", "number"]
        constraints = [
            models.UniqueConstraint(fields=["forecast", "number"], name="allocation_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="allocation_number_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.forecast.code}/{self.number}"


class Outlook(Written):
    """How likely a plan's staff keeps the promise, as reckoned at one moment; of a plan and stage the last one holds.

    `basis` says with what it was reckoned: forecast, reading, share, limit_s, aht_s, patience_s, method. `days` maps a
    day to `number` (of the staffed day it looked at), `expected` and `chance`; `spans` are weeks and months.
    """

    plan = models.ForeignKey(StaffingPlan, models.PROTECT, related_name="outlooks")
    stage = models.CharField(max_length=16)
    number = models.PositiveIntegerField()
    reckoned_at = models.DateTimeField()
    reckoned_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    basis = models.JSONField()
    days = models.JSONField()
    spans = models.JSONField()

    class Meta:
        ordering = ["plan", "stage", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "stage", "number"], name="outlook_number_once"),
            models.CheckConstraint(condition=Q(stage__in=STAGES), name="outlook_stage_is_known"),
            models.CheckConstraint(condition=Q(number__gte=1), name="outlook_number_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.plan.code} {self.stage}/{self.number}"
