"""What the people of a centre propose, what came of it, and who thanked whom."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pledgeline.experience.core.contract import Side
from pledgeline.partnership.core.ideas import Outcome
from pledgeline.partnership.models.base import OfCentre

SIDES = [one.value for one in Side]


class Idea(OfCentre):
    """What was proposed stays; it is answered once. `created_by` is None where it came by link."""

    said = ("number", "side", "text", "signed", "sent_on", "due_on")

    number = models.PositiveIntegerField(unique=True)
    # Whose answer is asked for.
    side = models.CharField(max_length=8)
    text = models.TextField()
    # The name that whoever sent it chose to give, if any.
    signed = models.CharField(max_length=100, blank=True)
    sent_on = models.DateField()
    due_on = models.DateField()
    outcome = models.CharField(max_length=16, blank=True)
    answer_en = models.TextField(blank=True)
    answer_zh = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    answered_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")

    class Meta(OfCentre.Meta):
        abstract = False
        ordering = ["-number"]
        indexes = [models.Index(fields=["answered_on", "due_on"], name="idea_by_clock")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="idea_says_something"),
            models.CheckConstraint(condition=Q(side__in=SIDES), name="idea_side_known"),
            models.CheckConstraint(condition=Q(due_on__gte=F("sent_on")), name="idea_is_due_after_sending"),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, outcome="", answer_en="", answer_zh="")
                | (
                    Q(answered_on__gte=F("sent_on"), outcome__in=[one.value for one in Outcome])
                    & ~Q(answer_en="")
                    & ~Q(answer_zh="")
                ),
                name="idea_answer_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class IdeaLink(OfCentre):
    """Lets one person without an account send one idea, and read the answer later. It names nobody."""

    said = ("token_hash", "expires_on")

    token_hash = models.CharField(max_length=64, unique=True)
    # The last day on which an idea is taken; what became of it can be read for good.
    expires_on = models.DateField()
    idea = models.OneToOneField(Idea, models.PROTECT, null=True, related_name="link")

    class Meta(OfCentre.Meta):
        abstract = False
        ordering = ["token_hash"]


class Recognition(OfCentre):
    """A thank-you, written once. `side` is the one that thanks."""

    said = ("number", "side", "thanked", "text", "day")

    number = models.PositiveIntegerField(unique=True)
    side = models.CharField(max_length=8)
    # A person or a team, as the thanking one calls it.
    thanked = models.CharField(max_length=200)
    text = models.TextField()
    day = models.DateField()

    class Meta(OfCentre.Meta):
        abstract = False
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(thanked=""), name="recognition_says_whom_and_what"),
            models.CheckConstraint(condition=Q(side__in=SIDES), name="recognition_side_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"
