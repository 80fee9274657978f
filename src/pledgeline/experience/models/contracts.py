"""Metric contracts: per centre, in versions, signed by both sides. Centres and promises are named by code."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from pledgeline.experience.core.contract import BINDING, ContractStep, Side
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.queries import visible_centres

SIDES = [one.value for one in Side]
UNDER_WAY = [ContractStep.DRAFT.value, ContractStep.OFFERED.value]
BINDS = [one.value for one in BINDING]


class ContractQuerySet(models.QuerySet["MetricContract"]):
    def visible_to(self, user: Any) -> Self:
        """Contracts of which the user may read at least one version."""
        return self.filter(pk__in=ContractVersion.objects.visible_to(user).values("contract"))


class MetricContract(models.Model):
    """With one centre about one metric; what stays the same through all versions."""

    code = models.CharField(max_length=64, unique=True)
    centre = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    objects: ClassVar[ContractQuerySet] = ContractQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=~Q(code="") & ~Q(centre=""), name="contract_has_code_and_centre")
        ]

    def __str__(self) -> str:
        return self.code


class ContractVersionQuerySet(models.QuerySet["ContractVersion"]):
    def visible_to(self, user: Any) -> Self:
        """The client sees every version; a centre's people those offered to or signed with their own centre."""
        seen = visible_centres(user)
        if seen is None:
            return self
        return self.exclude(state=ContractStep.DRAFT).filter(contract__centre__in=seen)


class ContractVersion(models.Model):
    """From its offer on nothing of it changes: what one side signed is what the other signs.

    Guarded twice: in `save`, and by a trigger in the database (migration 0006).
    """

    contract = models.ForeignKey(MetricContract, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    # core.contract.Terms and a list of core.vectors.Vector, as JSON.
    terms = models.JSONField()
    vectors = models.JSONField(default=list)
    state = models.CharField(max_length=16, default=ContractStep.DRAFT.value)
    digest = models.CharField(max_length=64, blank=True)
    effective_from = models.DateField()
    # The first day on which the version no longer rules.
    effective_to = models.DateField(null=True)
    created_by = models.ForeignKey("organisation.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True)

    objects: ClassVar[ContractVersionQuerySet] = ContractVersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["contract__code", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="contract_version_number_once"),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state__in=UNDER_WAY), name="contract_has_one_version_under_way"
            ),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(effective_to__isnull=True) & Q(state__in=BINDS),
                name="contract_has_one_open_version",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="contract_version_number_from_1"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
                name="contract_version_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", offered_at__isnull=True)
                | Q(state__in=["offered", "signed"], offered_at__isnull=False)
                | Q(state="superseded", offered_at__isnull=False, effective_to__isnull=False),
                name="contract_state_has_its_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract.code} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuses any change of what was offered; raises Problem `contract.version_is_fixed`."""
        if not self._state.adding:
            stored = ContractVersion.objects.get(pk=self.pk)
            if stored.state != ContractStep.DRAFT and any(
                getattr(stored, name) != getattr(self, name) for name in AGREED
            ):
                raise Problem("contract.version_is_fixed", contract=self.contract.code, number=self.number)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Problem("contract.version_is_fixed", contract=self.contract.code, number=self.number)


AGREED = ("contract_id", "number", "terms", "vectors", "effective_from")


class ContractSignature(models.Model):
    """Append-only. The digest binds it to what was signed: a version that went back to draft needs new ones."""

    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=8)
    signed_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+")
    # As it was that day: people change their names, signatures do not.
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "side", "digest"], name="contract_signed_once_by_a_side"),
            models.CheckConstraint(condition=Q(side__in=SIDES), name="contract_side_is_known"),
            models.CheckConstraint(condition=~Q(name=""), name="contract_signature_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.side}"
