"""What shows where a centre stands against Part 1."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pledgeline.partnership.core.standing import Severity
from pledgeline.partnership.models.base import OfCentre


class Certificate(OfCentre):
    """Written once: a renewal is a certificate of its own."""

    said = ("number", "body", "services", "valid_from", "valid_to")

    number = models.CharField(max_length=64)
    body = models.CharField(max_length=200)
    # Empty: the whole centre.
    services = models.JSONField(default=list, blank=True)
    valid_from = models.DateField()
    # The last day on which it is in force.
    valid_to = models.DateField()

    class Meta(OfCentre.Meta):
        abstract = False
        ordering = ["centre", "-valid_to"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "number"], name="certificate_number_once"),
            models.CheckConstraint(condition=~Q(number="") & ~Q(body=""), name="certificate_is_named"),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="certificate_ends_after_start"),
        ]


class Audit(OfCentre):
    """The client's own audit, written once; its gaps hang on it and live on."""

    said = ("code", "day", "auditor")

    code = models.CharField(max_length=64, unique=True)
    day = models.DateField()
    auditor = models.CharField(max_length=200)

    class Meta(OfCentre.Meta):
        abstract = False
        ordering = ["centre", "-day"]
        constraints = [models.CheckConstraint(condition=~Q(code="") & ~Q(auditor=""), name="audit_is_named")]


class Gap(OfCentre):
    """What was found stays; plan, date and closing follow."""

    said = ("audit_id", "number", "heading", "severity", "found")

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="gaps")
    number = models.PositiveIntegerField()
    # A code of the outline of Part 1.
    heading = models.CharField(max_length=64)
    severity = models.CharField(max_length=16)
    found = models.TextField()
    plan = models.TextField(blank=True)
    due = models.DateField(null=True)
    closed = models.DateField(null=True)

    class Meta(OfCentre.Meta):
        abstract = False
        ordering = ["centre", "audit__code", "number"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "number"], name="gap_number_once"),
            models.CheckConstraint(
                condition=Q(severity__in=[one.value for one in Severity]), name="gap_severity_known"
            ),
            models.CheckConstraint(condition=~Q(found=""), name="gap_says_what_was_found"),
            models.CheckConstraint(condition=Q(due__isnull=True) | ~Q(plan=""), name="gap_date_has_a_plan"),
        ]
