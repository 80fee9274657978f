"""Statements of a month with their lines and what the centre objected to."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.queries import visible_centres
from pledgeline.partnership.core.statement import Outcome, Step
from pledgeline.partnership.models.base import OfCentre
from pledgeline.partnership.models.terms import ContractQuerySet, Terms, TermsVersion

STEPS = [one.value for one in Step]
OUTCOMES = ["", *(one.value for one in Outcome)]


class StatementQuerySet(ContractQuerySet):
    def visible_to(self, user: Any) -> Self:
        """A centre sees a statement from the moment it is shown to it."""
        seen = super().visible_to(user)
        return seen if visible_centres(user) is None else seen.filter(shown_at__isnull=False)


class Statement(OfCentre):
    """What one month came to. What it says never changes; its steps do until it is frozen."""

    said = (
        *("code", "version_id", "month", "number", "first_day", "last_day", "snapshot", "program", "currency"),
        *("uncapped", "due", "volumes", "digest", "replaces_id", "why_en", "why_zh"),
    )

    code = models.CharField(max_length=64, unique=True)
    terms = models.ForeignKey(Terms, models.PROTECT, related_name="statements")
    version = models.ForeignKey(TermsVersion, models.PROTECT, related_name="statements")
    # First day of the month; `number` counts the statements of that month.
    month = models.DateField()
    number = models.PositiveIntegerField()
    first_day = models.DateField()
    last_day = models.DateField()
    snapshot = models.CharField(max_length=64)
    program = models.CharField(max_length=32)
    currency = models.CharField(max_length=3)
    uncapped = models.DecimalField(max_digits=14, decimal_places=2)
    due = models.DecimalField(max_digits=14, decimal_places=2)
    # [{service, channel, agreed, tolerance, found}]
    volumes = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    # The frozen statement of the same month that this one restates, and why.
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="restated_by")
    why_en = models.TextField(blank=True)
    why_zh = models.TextField(blank=True)

    state = models.CharField(max_length=16, default=Step.DRAFT.value)
    shown_at = models.DateTimeField(null=True)
    # The last day on which the centre may object.
    objections_until = models.DateField(null=True)
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    agreed_name = models.CharField(max_length=200, blank=True)
    frozen_at = models.DateTimeField(null=True)
    frozen_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")

    objects: ClassVar[StatementQuerySet] = StatementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfCentre.Meta):
        abstract = False
        ordering = ["-month", "code"]
        constraints = [
            models.UniqueConstraint(fields=["terms", "month", "number"], name="statement_number_once"),
            models.UniqueConstraint(
                fields=["terms", "month"],
                condition=Q(state__in=["draft", "shown"]),
                name="statement_of_a_month_under_way_once",
            ),
            models.CheckConstraint(condition=Q(state__in=STEPS), name="statement_state_known"),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | (~Q(why_en="") & ~Q(why_zh="")), name="restatement_says_why"
            ),
            models.CheckConstraint(
                condition=Q(shown_at__isnull=True, objections_until__isnull=True)
                | Q(shown_at__isnull=False, objections_until__isnull=False),
                name="statement_shown_has_a_date_to_object",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", shown_at__isnull=True, frozen_at__isnull=True)
                | Q(state="shown", shown_at__isnull=False, frozen_at__isnull=True)
                | Q(state="frozen", shown_at__isnull=False, frozen_at__isnull=False)
                | Q(state="withdrawn", frozen_at__isnull=True),
                name="statement_state_has_its_moments",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises Problem `statement.frozen` for any change of a frozen one."""
        if not self._state.adding and Statement.objects.filter(pk=self.pk, state=Step.FROZEN).exists():
            raise Problem("statement.frozen", statement=self.code)
        super().save(*args, **kwargs)


class StatementLine(models.Model):
    """What one rule came to: raw and adjusted side by side, with everything needed to count it again. Append-only."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="lines")
    place = models.PositiveIntegerField()
    rule = models.CharField(max_length=64)
    contract = models.CharField(max_length=64)
    contract_number = models.PositiveIntegerField()
    metric = models.CharField(max_length=64)
    metric_version = models.CharField(max_length=16)
    params = models.JSONField(default=dict)
    figure = models.CharField(max_length=64)
    services = models.JSONField(default=list)
    channels = models.JSONField(default=list)
    raw_good = models.PositiveIntegerField()
    raw_n = models.PositiveIntegerField()
    adjusted_good = models.PositiveIntegerField()
    adjusted_n = models.PositiveIntegerField()
    # [{number, exclusion, good, n}]: what each window took out.
    windows = models.JSONField(default=list)
    amount_raw = models.DecimalField(max_digits=14, decimal_places=2)
    amount_adjusted = models.DecimalField(max_digits=14, decimal_places=2)
    reason_code = models.CharField(max_length=64)
    reason_numbers = models.JSONField(default=dict)

    class Meta:
        ordering = ["statement", "place"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "rule"], name="statement_line_once"),
            models.CheckConstraint(
                condition=Q(raw_good__lte=models.F("raw_n")) & Q(adjusted_good__lte=models.F("adjusted_n")),
                name="line_counts_fit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement.code}: {self.rule}"


class Objection(models.Model):
    """One a line, by the centre, in time; answered once by the client."""

    line = models.OneToOneField(StatementLine, models.PROTECT, related_name="objection")
    text = models.TextField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    answer_due = models.DateField()
    outcome = models.CharField(max_length=16, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["line"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="objection_says_something"),
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="objection_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome="", answer="", answered_at__isnull=True)
                | (~Q(outcome="") & ~Q(answer="") & Q(answered_at__isnull=False)),
                name="objection_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.line)
