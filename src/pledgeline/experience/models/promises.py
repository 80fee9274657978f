"""Promises and their versions. Scope is kept as codes, never as keys: a promise outlives the records it names."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from pledgeline.experience.core.promise import IN_FORCE, Direction, Hours, Rule, Scope, State
from pledgeline.experience.core.promise import Promise as PromiseInForce
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.kernel.verdict import Modality
from pledgeline.organisation.queries import visible_centres

# What a promise may be: `scope` delimits a standard and is nothing one can promise.
MODALITIES = [Modality.SHALL.value, Modality.SHOULD.value, Modality.MAY.value]
DIRECTIONS = [one.value for one in Direction]
HOURS = ["", *(one.value for one in Hours)]


class PromiseQuerySet(models.QuerySet["Promise"]):
    def visible_to(self, user: Any) -> Self:
        """Promises of which the user may read at least one version."""
        return self.filter(pk__in=PromiseVersion.objects.visible_to(user).values("promise"))


class Promise(models.Model):
    """What stays the same through all versions: the code by which people and files name the promise."""

    code = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    objects: ClassVar[PromiseQuerySet] = PromiseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=~Q(code=""), name="promise_has_a_code")]

    def __str__(self) -> str:
        return self.code


class VersionQuerySet(models.QuerySet["PromiseVersion"]):
    def visible_to(self, user: Any) -> Self:
        """Drafts are the client's own; a centre's people read what is (or was) in force for their centre."""
        seen = visible_centres(user)
        if seen is None:
            return self
        # Scopes are JSON lists, which SQLite cannot search; versions are few (tens), so Python looks at them.
        settled = self.filter(state__in=IN_FORCE).values_list("pk", "centres")
        return self.filter(pk__in=[pk for pk, centres in settled if seen and (not centres or seen & set(centres))])

    def in_force_on(self, day: Any) -> Self:
        return self.filter(Q(effective_to__isnull=True) | Q(effective_to__gt=day), effective_from__lte=day).filter(
            state__in=IN_FORCE
        )

    def in_force_during(self, period: Period) -> Self:
        """Versions in force on at least one day of `period`."""
        versions = self.filter(state__in=IN_FORCE)
        if period.start is not None:
            versions = versions.filter(Q(effective_to__isnull=True) | Q(effective_to__gt=period.start))
        if period.end is not None:
            versions = versions.filter(effective_from__lt=period.end)
        return versions


class PromiseVersion(models.Model):
    """One wording with its rule. A draft may be edited; from then on only its last day may be set.

    Guarded twice: in `save`, and by a trigger in the database (migration 0004).
    """

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    sentence_en = models.TextField()
    sentence_zh = models.TextField()
    # Empty: the promise has no rule yet, and cannot be tested.
    metric = models.CharField(max_length=64, blank=True)
    figure = models.CharField(max_length=64, blank=True)
    params = models.JSONField(default=dict, blank=True)
    direction = models.CharField(max_length=16, default=Direction.AT_LEAST.value)
    # A share 0–1 or seconds, as the metric's figure has it.
    target = models.FloatField()
    modality = models.CharField(max_length=16, default=Modality.SHALL.value)
    services = models.JSONField(default=list, blank=True)
    centres = models.JSONField(default=list, blank=True)
    channels = models.JSONField(default=list, blank=True)
    # Empty: nobody said when the promise holds, and it cannot be tested.
    hours = models.CharField(max_length=16, blank=True, default=Hours.ALWAYS.value)
    # Codes of the expectations that the promise serves.
    expectations = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=16, default=State.DRAFT.value)
    effective_from = models.DateField(null=True)
    # The first day on which the version no longer rules.
    effective_to = models.DateField(null=True)
    created_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects: ClassVar[VersionQuerySet] = VersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["promise__code", "number"]
        constraints = [
            models.UniqueConstraint(fields=["promise", "number"], name="promise_version_number_once"),
            models.UniqueConstraint(fields=["promise"], condition=Q(state="draft"), name="promise_has_one_draft"),
            # Overlap of closed periods is refused in the action, under the promise's lock.
            models.UniqueConstraint(
                fields=["promise"],
                condition=Q(effective_to__isnull=True) & ~Q(state="draft"),
                name="promise_has_one_open_version",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="promise_version_number_from_1"),
            models.CheckConstraint(condition=Q(direction__in=DIRECTIONS), name="promise_direction_is_known"),
            models.CheckConstraint(condition=Q(modality__in=MODALITIES), name="promise_modality_is_known"),
            models.CheckConstraint(condition=Q(hours__in=HOURS), name="promise_hours_are_known"),
            models.CheckConstraint(condition=Q(target__gte=0), name="promise_target_not_negative"),
            models.CheckConstraint(
                condition=~Q(sentence_en="") & ~Q(sentence_zh=""), name="promise_is_said_in_both_languages"
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
                name="promise_version_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", effective_from__isnull=True, effective_to__isnull=True)
                | Q(state="effective", effective_from__isnull=False)
                | Q(state="superseded", effective_from__isnull=False, effective_to__isnull=False),
                name="promise_version_state_has_its_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promise.code} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuses any change of what a version in force says; raises Problem `promise.version_is_fixed`."""
        if not self._state.adding:
            stored = PromiseVersion.objects.get(pk=self.pk)
            if stored.state != State.DRAFT and any(getattr(stored, name) != getattr(self, name) for name in SAID):
                raise Problem("promise.version_is_fixed", promise=self.promise.code, number=self.number)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused, drafts included: a number that vanished would make a reader look for it."""
        raise Problem("promise.version_is_fixed", promise=self.promise.code, number=self.number)

    @property
    def period(self) -> Period:
        return Period(self.effective_from, self.effective_to)

    def as_core(self) -> PromiseInForce:
        return PromiseInForce(
            code=self.promise.code,
            number=self.number,
            sentence={"en": self.sentence_en, "zh": self.sentence_zh},
            rule=Rule(self.metric, self.figure, Direction(self.direction), self.target, self.params),
            modality=Modality(self.modality),
            scope=Scope(tuple(self.services), tuple(self.centres), tuple(self.channels)),
            state=State(self.state),
            period=self.period,
            hours=Hours(self.hours) if self.hours else None,
            expectations=tuple(self.expectations),
        )


# What a version says; the days and the state of its life are not among them.
SAID = (
    "promise_id",
    "number",
    "sentence_en",
    "sentence_zh",
    "metric",
    "figure",
    "params",
    "direction",
    "target",
    "modality",
    "services",
    "centres",
    "channels",
    "hours",
    "expectations",
    "effective_from",
)
