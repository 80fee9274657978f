"""Review series with a centre, and the reviews held in them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from pledgeline.partnership.models.base import OfCentre
from pledgeline.partnership.models.terms import ContractQuerySet


class ReviewSeries(OfCentre):
    """How often both sides sit down together, and about what. Its rhythm is fixed; another rhythm is another series."""

    said = ("code", "title_en", "title_zh", "every_months", "first_due")

    code = models.CharField(max_length=64, unique=True)
    title_en = models.CharField(max_length=200)
    title_zh = models.CharField(max_length=200)
    every_months = models.PositiveSmallIntegerField()
    first_due = models.DateField()
    # [{en, zh}], the standing agenda of the next review.
    agenda = models.JSONField(default=list)
    ended_on = models.DateField(null=True)

    objects: ClassVar[ContractQuerySet] = ContractQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfCentre.Meta):
        abstract = False
        ordering = ["centre", "code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(title_en="") & ~Q(title_zh=""), name="series_has_code_and_title"
            ),
            models.CheckConstraint(
                condition=Q(every_months__gte=1) & Q(every_months__lte=12), name="series_is_held_once_a_year_or_more"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Review(OfCentre):
    """One meeting: its pre-read is frozen when it is prepared, its minutes when it was held."""

    said = (
        *("series_id", "number", "due", "first_day", "last_day", "snapshot", "agenda", "preread", "digest"),
        "prepared_at",
    )

    series = models.ForeignKey(ReviewSeries, models.PROTECT, related_name="reviews")
    number = models.PositiveIntegerField()
    due = models.DateField()
    # The days that the pre-read looks at.
    first_day = models.DateField()
    last_day = models.DateField()
    snapshot = models.CharField(max_length=64, blank=True)
    agenda = models.JSONField(default=list)
    preread = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    prepared_at = models.DateTimeField()
    held_on = models.DateField(null=True)
    attended = models.TextField(blank=True)
    minutes_en = models.TextField(blank=True)
    minutes_zh = models.TextField(blank=True)
    # [{en, zh, side}]
    decisions = models.JSONField(default=list)
    minuted_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    minuted_at = models.DateTimeField(null=True)

    objects: ClassVar[ContractQuerySet] = ContractQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfCentre.Meta):
        abstract = False
        ordering = ["series__code", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="review_number_once"),
            models.UniqueConstraint(
                fields=["series"], condition=Q(held_on__isnull=True), name="series_has_one_review_to_come"
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="review_ends_after_start"),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True, minuted_at__isnull=True)
                | (Q(held_on__isnull=False, minuted_at__isnull=False) & ~Q(minutes_en="") & ~Q(minutes_zh="")),
                name="review_held_has_minutes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series.code} #{self.number}"
