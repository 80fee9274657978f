"""A staff pulse: rounds, links that each let one person answer once, and tallies. No row is a person's answer.

What is left out is left out on purpose. A link has no moment of use and no person; an answer adds one to a few
tallies that were there before it, so that neither order nor time of the answers is kept anywhere.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from pledgeline.organisation.queries import visible_centres
from pledgeline.partnership.core.pulse import ANSWERS
from pledgeline.partnership.models.base import OfCentre


class PulseRound(OfCentre):
    """Fixed once it is opened: what was asked, and until when, is the same for everybody."""

    said = ("code", "opens_on", "closes_on", "questions")

    code = models.CharField(max_length=64, unique=True)
    opens_on = models.DateField()
    # The last day on which a link is taken.
    closes_on = models.DateField()
    # [{"code", "en", "zh"}, …]
    questions = models.JSONField()

    class Meta(OfCentre.Meta):
        abstract = False
        ordering = ["-opens_on", "centre"]
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="pulse_round_is_named"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="pulse_round_closes_after_opening"),
        ]

    def __str__(self) -> str:
        return self.code


class OfRoundQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        seen = visible_centres(user)
        return self if seen is None else self.filter(round__centre__in=seen)


class PulseLink(models.Model):
    """One way in, for one answer; only the SHA-256 of its token is kept."""

    round = models.ForeignKey(PulseRound, models.PROTECT, related_name="links")
    team = models.CharField(max_length=64, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    used = models.BooleanField(default=False)

    objects: ClassVar[OfRoundQuerySet] = OfRoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["token_hash"]

    def __str__(self) -> str:
        return f"{self.round} {self.team}"


class PulseTally(models.Model):
    """How often `answer` was given to `question` in `team`."""

    round = models.ForeignKey(PulseRound, models.PROTECT, related_name="tallies")
    team = models.CharField(max_length=64, blank=True)
    question = models.CharField(max_length=64)
    answer = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField(default=0)

    objects: ClassVar[OfRoundQuerySet] = OfRoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["round", "team", "question", "answer"]
        constraints = [
            models.UniqueConstraint(fields=["round", "team", "question", "answer"], name="pulse_tally_once"),
            models.CheckConstraint(condition=Q(answer__in=list(ANSWERS)), name="pulse_answer_is_on_the_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.team} {self.question} {self.answer}"
