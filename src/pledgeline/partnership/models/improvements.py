"""Actions on either side, with the measure by which each is known to have worked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from pledgeline.partnership.core.effect import Effect
from pledgeline.partnership.core.improvement import Step
from pledgeline.partnership.models.base import OfCentre
from pledgeline.partnership.models.terms import SIDES, ContractQuerySet

STEPS = [one.value for one in Step]


class Improvement(OfCentre):
    """What was set when it was opened stays: nobody moves a goal that was missed."""

    said = (
        *("code", "side", "owner", "title_en", "title_zh", "cause_en", "cause_zh", "source_kind", "source_key"),
        *("opened_on", "due", "promise", "measure", "before", "after_first", "after_last"),
    )

    code = models.CharField(max_length=64, unique=True)
    # The side that has to act, and who answers for it there.
    side = models.CharField(max_length=8)
    owner = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    title_zh = models.CharField(max_length=200)
    cause_en = models.TextField()
    cause_zh = models.TextField()
    # What it follows from: a kind and key like those of remarks; empty where it came from nowhere in particular.
    source_kind = models.CharField(max_length=32, blank=True)
    source_key = models.CharField(max_length=160, blank=True)
    opened_on = models.DateField()
    due = models.DateField()
    promise = models.CharField(max_length=64, blank=True)
    # core.improvement.Measure as JSON, and what it counted before: {good, n, snapshot, first, last}; empty: no measure.
    measure = models.JSONField(default=dict, blank=True)
    before = models.JSONField(default=dict, blank=True)
    # The later days, set in advance, by which the effect is judged.
    after_first = models.DateField(null=True)
    after_last = models.DateField(null=True)

    state = models.CharField(max_length=16, default=Step.OPEN.value)
    done_on = models.DateField(null=True)
    done_note = models.TextField(blank=True)

    objects: ClassVar[ContractQuerySet] = ContractQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfCentre.Meta):
        abstract = False
        ordering = ["due", "code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(owner="") & ~Q(title_en="") & ~Q(title_zh=""), name="action_is_named"
            ),
            models.CheckConstraint(condition=~Q(cause_en="") & ~Q(cause_zh=""), name="action_has_a_cause"),
            models.CheckConstraint(condition=Q(side__in=SIDES), name="action_side_known"),
            models.CheckConstraint(condition=Q(state__in=STEPS), name="action_state_known"),
            models.CheckConstraint(condition=Q(due__gte=F("opened_on")), name="action_due_after_opening"),
            models.CheckConstraint(
                condition=Q(after_first__isnull=True, after_last__isnull=True)
                | Q(after_first__gt=F("opened_on"), after_last__gte=F("after_first")),
                name="action_judged_by_later_days",
            ),
            models.CheckConstraint(
                condition=Q(state="open", done_on__isnull=True)
                | Q(state__in=["done", "effective", "not_effective"], done_on__isnull=False),
                name="action_state_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class EffectCheck(models.Model):
    """One look at the later days. Append-only: a check that showed nothing is kept like one that did."""

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="checks")
    number = models.PositiveIntegerField()
    metric_version = models.CharField(max_length=16)
    snapshot = models.CharField(max_length=64)
    good = models.PositiveIntegerField()
    n = models.PositiveIntegerField()
    effect = models.CharField(max_length=24)
    reason_code = models.CharField(max_length=64)
    reason_numbers = models.JSONField(default=dict)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["improvement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["improvement", "number"], name="effect_check_number_once"),
            models.CheckConstraint(condition=Q(effect__in=[one.value for one in Effect]), name="effect_known"),
        ]

    def __str__(self) -> str:
        return f"{self.improvement.code} #{self.number}"
