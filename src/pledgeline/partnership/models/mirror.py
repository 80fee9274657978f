"""What each centre says of the client, quarter by quarter."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pledgeline.partnership.core.mirror import NEEDS_COMMENT, RATED, SCORES
from pledgeline.partnership.models.base import OfCentre


class MirrorRating(OfCentre):
    """One item of one quarter, rated once."""

    said = ("quarter", "item", "score", "comment", "day")

    # As 2026-Q3, so that it sorts by time.
    quarter = models.CharField(max_length=7)
    item = models.CharField(max_length=32)
    score = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True)
    day = models.DateField()

    class Meta(OfCentre.Meta):
        abstract = False
        ordering = ["-quarter", "centre", "item"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "quarter", "item"], name="rated_once_a_quarter"),
            models.CheckConstraint(condition=Q(item__in=list(RATED)), name="rating_item_known"),
            models.CheckConstraint(condition=Q(score__in=list(SCORES)), name="rating_is_on_the_scale"),
            models.CheckConstraint(condition=Q(score__gt=NEEDS_COMMENT) | ~Q(comment=""), name="low_rating_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.centre} {self.quarter} {self.item}"
