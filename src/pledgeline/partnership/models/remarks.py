"""Comments on anything that both sides look at, with the files attached to them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from pledgeline.partnership.models.base import OfCentre
from pledgeline.partnership.models.terms import SIDES, ContractQuerySet


class Remark(OfCentre):
    """Written once, for the client and the one centre. `subject_kind` and `subject_key` name what it hangs on."""

    said = ("number", "subject_kind", "subject_key", "side", "text_en", "text_zh", "name")

    number = models.PositiveIntegerField(unique=True)
    subject_kind = models.CharField(max_length=32)
    subject_key = models.CharField(max_length=160)
    side = models.CharField(max_length=8)
    # One of the two at least: people comment in their own language.
    text_en = models.TextField(blank=True)
    text_zh = models.TextField(blank=True)
    # Who wrote it, as they were called that day.
    name = models.CharField(max_length=200, blank=True)

    objects: ClassVar[ContractQuerySet] = ContractQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfCentre.Meta):
        abstract = False
        ordering = ["number"]
        indexes = [models.Index(fields=["subject_kind", "subject_key"], name="remark_subject")]
        constraints = [
            models.CheckConstraint(condition=Q(side__in=SIDES), name="remark_side_known"),
            models.CheckConstraint(condition=~Q(text_en="") | ~Q(text_zh=""), name="remark_says_something"),
            models.CheckConstraint(
                condition=~Q(subject_kind="") & ~Q(subject_key=""), name="remark_hangs_on_something"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Attachment(models.Model):
    """A file as it was handed in; its bytes lie under their own sha256 (`store`). Append-only."""

    remark = models.ForeignKey(Remark, models.PROTECT, related_name="attachments")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["remark", "place"]
        constraints = [
            models.UniqueConstraint(fields=["remark", "place"], name="attachment_place_once"),
            models.CheckConstraint(condition=Q(size__gte=1) & ~Q(sha256=""), name="attachment_has_bytes"),
        ]

    def __str__(self) -> str:
        return self.name
