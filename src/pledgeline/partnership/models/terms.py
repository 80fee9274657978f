"""Contract terms with a centre, in versions signed by both sides, and the windows declared under them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from pledgeline.experience.core.contract import BINDING, ContractStep, Side
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.core.roles import Role
from pledgeline.organisation.queries import role_of, visible_centres
from pledgeline.partnership.models.base import OfCentre, OfCentreQuerySet

SIDES = [one.value for one in Side]
UNDER_WAY = [ContractStep.DRAFT.value, ContractStep.OFFERED.value]
BINDS = [one.value for one in BINDING]


class ContractQuerySet(OfCentreQuerySet):
    def visible_to(self, user: Any) -> Self:
        """What is agreed and settled is for the client and the manager of the one centre: team leads see none of it."""
        return self.none() if role_of(user) is Role.TEAM_LEAD else super().visible_to(user)


class TermsQuerySet(ContractQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Terms of which the user may read at least one version."""
        return super().visible_to(user).filter(pk__in=TermsVersion.objects.visible_to(user).values("terms"))


class Terms(OfCentre):
    """What stays the same through all versions: with whom, and the code by which people and files name them."""

    said = ("code",)

    code = models.CharField(max_length=48, unique=True)

    objects: ClassVar[TermsQuerySet] = TermsQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfCentre.Meta):
        abstract = False
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=~Q(code="") & ~Q(centre=""), name="terms_have_code_and_centre")]

    def __str__(self) -> str:
        return self.code


class TermsVersionQuerySet(models.QuerySet["TermsVersion"]):
    def visible_to(self, user: Any) -> Self:
        """The client sees every version; a centre's manager those offered to or signed with the own centre."""
        if role_of(user) is Role.TEAM_LEAD:
            return self.none()
        seen = visible_centres(user)
        if seen is None:
            return self
        return self.exclude(state=ContractStep.DRAFT).filter(terms__centre__in=seen)


class TermsVersion(models.Model):
    """From its offer on nothing of it changes. Guarded in `save` and by a trigger (migration 0004)."""

    terms = models.ForeignKey(Terms, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    # core.terms.Agreed as JSON.
    agreed = models.JSONField()
    state = models.CharField(max_length=16, default=ContractStep.DRAFT.value)
    digest = models.CharField(max_length=64, blank=True)
    # First of a month (the action sees to it), so that every month is settled by one version.
    effective_from = models.DateField()
    # The first day on which the version no longer rules.
    effective_to = models.DateField(null=True)
    created_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True)

    objects: ClassVar[TermsVersionQuerySet] = TermsVersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["terms__code", "number"]
        constraints = [
            models.UniqueConstraint(fields=["terms", "number"], name="terms_version_number_once"),
            models.UniqueConstraint(
                fields=["terms"], condition=Q(state__in=UNDER_WAY), name="terms_have_one_version_under_way"
            ),
            models.UniqueConstraint(
                fields=["terms"],
                condition=Q(effective_to__isnull=True) & Q(state__in=BINDS),
                name="terms_have_one_open_version",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="terms_version_number_from_1"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
                name="terms_version_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", offered_at__isnull=True)
                | Q(state__in=["offered", "signed"], offered_at__isnull=False)
                | Q(state="superseded", offered_at__isnull=False, effective_to__isnull=False),
                name="terms_state_has_its_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.terms.code} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuses any change of what was offered; raises Problem `terms.version_is_fixed`."""
        if not self._state.adding:
            stored = TermsVersion.objects.get(pk=self.pk)
            if stored.state != ContractStep.DRAFT and any(
                getattr(stored, name) != getattr(self, name) for name in AGREED
            ):
                raise Problem("terms.version_is_fixed", terms=self.terms.code, number=self.number)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Problem("terms.version_is_fixed", terms=self.terms.code, number=self.number)


AGREED = ("terms_id", "number", "agreed", "effective_from")


class TermsSignature(models.Model):
    """Append-only. The digest binds it to what was signed: a version that went back to draft needs new ones."""

    version = models.ForeignKey(TermsVersion, models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=8)
    signed_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+")
    # As it was that day: people change their names, signatures do not.
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "side", "digest"], name="terms_signed_once_by_a_side"),
            models.CheckConstraint(condition=Q(side__in=SIDES), name="terms_side_is_known"),
            models.CheckConstraint(condition=~Q(name=""), name="terms_signature_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.side}"


class ExclusionWindow(OfCentre):
    """Hours of some days that an exclusion of the terms takes out. Written once; it may be withdrawn, never edited."""

    said = (
        *("terms_id", "number", "exclusion", "first_day", "last_day", "from_hour", "to_hour", "services", "channels"),
        *("reason_en", "reason_zh"),
    )

    terms = models.ForeignKey(Terms, models.PROTECT, related_name="windows")
    number = models.PositiveIntegerField()
    exclusion = models.CharField(max_length=64)
    first_day = models.DateField()
    last_day = models.DateField()
    from_hour = models.PositiveSmallIntegerField(default=0)
    # The first hour that is in again.
    to_hour = models.PositiveSmallIntegerField(default=24)
    services = models.JSONField(default=list, blank=True)
    channels = models.JSONField(default=list, blank=True)
    reason_en = models.TextField()
    reason_zh = models.TextField()
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[ContractQuerySet] = ContractQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfCentre.Meta):
        abstract = False
        ordering = ["terms__code", "number"]
        constraints = [
            models.UniqueConstraint(fields=["terms", "number"], name="window_number_once"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="window_ends_after_start"),
            models.CheckConstraint(
                condition=Q(to_hour__gt=F("from_hour")) & Q(to_hour__lte=24), name="window_hours_are_of_a_day"
            ),
            models.CheckConstraint(condition=~Q(reason_en="") & ~Q(reason_zh=""), name="window_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.terms.code} #{self.number}"
