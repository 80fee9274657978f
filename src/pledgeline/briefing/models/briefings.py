"""Briefings and their versions. What is published is never edited: a change is a new version."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from pledgeline.briefing.core.briefing import TOLD, Audience, CheckQuestion, Choice, Kind, State, Version
from pledgeline.briefing.models.codes import names_one_of
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.queries import visible_centres, visible_services

KINDS = [one.value for one in Kind]


class BriefingQuerySet(models.QuerySet["Briefing"]):
    def visible_to(self, user: Any) -> Self:
        """Briefings of which the user may read at least one version."""
        if visible_centres(user) is None:
            return self
        return self.filter(pk__in=BriefingVersion.objects.visible_to(user).values("briefing"))


class Briefing(models.Model):
    """What stays the same through all versions: the code by which people and files name it, and its kind."""

    code = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=16)
    created_at = models.DateTimeField()

    objects: ClassVar[BriefingQuerySet] = BriefingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="briefing_has_a_code"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="briefing_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.code


class VersionQuerySet(models.QuerySet["BriefingVersion"]):
    def visible_to(self, user: Any) -> Self:
        """Drafts are the client's own; a centre's people read what was published to their centre and services."""
        seen = visible_centres(user)
        if seen is None:
            return self
        if not seen:
            return self.none()
        services = visible_services(user) or frozenset()
        return self.filter(names_one_of("centres", seen), names_one_of("services", services), state__in=TOLD)

    def published(self) -> Self:
        return self.filter(state=State.PUBLISHED)

    def in_effect_on(self, day: Any) -> Self:
        """Published versions that hold on `day`."""
        return self.published().filter(Q(effective_to__isnull=True) | Q(effective_to__gt=day), effective_from__lte=day)

    def in_effect_during(self, period: Period) -> Self:
        """Told versions (superseded ones too) that hold on at least one day of `period`."""
        found = self.filter(state__in=TOLD)
        if period.start is not None:
            found = found.filter(Q(effective_to__isnull=True) | Q(effective_to__gt=period.start))
        if period.end is not None:
            found = found.filter(effective_from__lt=period.end)
        return found


class BriefingVersion(models.Model):
    """One wording with its audience and days. A draft may be edited; from publication on only its state may change.

    Guarded twice: in `save`, and by a trigger in the database (migration 0002).
    """

    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title_en = models.CharField(max_length=200)
    title_zh = models.CharField(max_length=200)
    body_en = models.TextField()
    body_zh = models.TextField()
    promises = models.JSONField(default=list, blank=True)
    centres = models.JSONField(default=list, blank=True)
    services = models.JSONField(default=list, blank=True)
    channels = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    duties = models.JSONField(default=list, blank=True)
    effective_from = models.DateField()
    # The first day on which it no longer holds.
    effective_to = models.DateField(null=True, blank=True)
    acknowledge_by = models.DateField()
    # Three questions, or none: [{en, zh, choices: [{en, zh}…], right}].
    questions = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=16, default=State.DRAFT.value)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects: ClassVar[VersionQuerySet] = VersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["briefing__code", "number"]
        indexes = [
            models.Index(fields=["state", "effective_from"], name="briefing_by_effect"),
            models.Index(fields=["state", "acknowledge_by"], name="briefing_by_deadline"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["briefing", "number"], name="briefing_version_number_once"),
            models.UniqueConstraint(fields=["briefing"], condition=Q(state="draft"), name="briefing_has_one_draft"),
            models.UniqueConstraint(
                fields=["briefing"], condition=Q(state="published"), name="briefing_has_one_published_version"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="briefing_version_number_from_1"),
            models.CheckConstraint(
                condition=~Q(title_en="") & ~Q(title_zh="") & ~Q(body_en="") & ~Q(body_zh=""),
                name="briefing_is_said_in_both_languages",
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
                name="briefing_version_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | Q(state__in=["published", "superseded"], published_at__isnull=False),
                name="briefing_version_state_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.briefing.code} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuses any change of what a published version says; raises Problem `briefing.version_is_fixed`."""
        if not self._state.adding:
            stored = BriefingVersion.objects.get(pk=self.pk)
            if stored.state != State.DRAFT and any(getattr(stored, name) != getattr(self, name) for name in SAID):
                raise Problem("briefing.version_is_fixed", briefing=self.briefing.code, number=self.number)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused, drafts included: a number that vanished would make a reader look for it."""
        raise Problem("briefing.version_is_fixed", briefing=self.briefing.code, number=self.number)

    @property
    def audience(self) -> Audience:
        return Audience(
            **{name: tuple(getattr(self, name)) for name in ("centres", "services", "channels", "languages", "duties")}
        )

    @property
    def period(self) -> Period:
        return Period(self.effective_from, self.effective_to)

    def as_core(self) -> Version:
        return Version(
            code=self.briefing.code,
            kind=Kind(self.briefing.kind),
            number=self.number,
            title={"en": self.title_en, "zh": self.title_zh},
            body={"en": self.body_en, "zh": self.body_zh},
            audience=self.audience,
            promises=tuple(self.promises),
            period=self.period,
            acknowledge_by=self.acknowledge_by,
            state=State(self.state),
            published_at=self.published_at,
            questions=tuple(
                CheckQuestion(one["en"], one["zh"], tuple(Choice(**choice) for choice in one["choices"]), one["right"])
                for one in self.questions
            ),
        )


# What a version says; the state and moments of its life are not among them.
SAID = (
    "briefing_id",
    "number",
    "title_en",
    "title_zh",
    "body_en",
    "body_zh",
    "promises",
    "centres",
    "services",
    "channels",
    "languages",
    "duties",
    "effective_from",
    "effective_to",
    "acknowledge_by",
    "questions",
    "published_at",
)
