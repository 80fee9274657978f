"""Reads: metric contracts with the centres."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils import timezone

from pledgeline.contacts.queries import trial
from pledgeline.experience.core.contract import BINDING, Contract, ContractStep, Side, Signature, Terms, proves
from pledgeline.experience.core.promise import Promise
from pledgeline.experience.core.vectors import Vector
from pledgeline.experience.models import ContractVersion, MetricContract
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.kernel.verdict import Reason
from pledgeline.organisation.core.roles import Role
from pledgeline.organisation.queries import own_centre, role_of

PAGE_ROWS = 50
CLIENT_SIGNERS = (Role.OWNER, Role.MANAGER)
CENTRE_SIGNERS = (Role.CENTRE_MANAGER,)


@dataclass(frozen=True)
class ContractPage:
    contract: Contract
    numbers: Page[Any]
    """A page of the versions the reader may open, newest first."""
    latest: int


def side_of(user: Any) -> Side | None:
    """The side for which `user` may sign; None where the role signs nothing."""
    role = role_of(user)
    if role in CLIENT_SIGNERS:
        return Side.CLIENT
    return Side.CENTRE if role in CENTRE_SIGNERS else None


def signing_hindrance(contract: Contract, user: Any) -> Reason | None:
    """Why `user` may not sign this version; None where they may. Whether its vectors hold is another question."""
    side = side_of(user)
    if side is None or (side is Side.CENTRE and own_centre(user) != contract.centre):
        return Reason("may_not_sign", {})
    if contract.step is not ContractStep.OFFERED:
        return Reason("not_offered", {"contract": contract.code, "number": contract.number})
    signed = contract.signed_by(side)
    if signed is not None:
        return Reason("already_signed", {"by": signed.name, "at": signed.at.isoformat(timespec="minutes")})
    return None


def contract_list(user: Any, *, number: int) -> Page[MetricContract]:
    return Paginator(MetricContract.objects.visible_to(user).order_by("code"), PAGE_ROWS).get_page(number)


@dataclass(frozen=True)
class ContractRow:
    """The newest version of a contract that the reader may see. `bound`: the version that both sides are bound by
    until the newest is signed; None where that is the newest itself, or where none is."""

    newest: Contract
    bound: int | None


def contract_rows(page: Page[MetricContract], user: Any) -> tuple[ContractRow, ...]:
    newest: dict[int, ContractVersion] = {}
    bound: dict[int, int] = {}
    for version in _versions(user).filter(contract__in=[one.pk for one in page]).order_by("number"):
        newest[version.contract_id] = version
        if version.state == ContractStep.SIGNED:
            bound[version.contract_id] = version.number
    return tuple(
        ContractRow(as_core(newest[one.pk]), bound.get(one.pk) if newest[one.pk].state not in BINDING else None)
        for one in page
    )


def contract(code: str, *, user: Any, number: int | None = None, page: int = 1) -> ContractPage:
    """The version asked for, else the newest, with a page of all of them; raises Problem `contract.unknown` where the
    reader may see none."""
    found = _versions(user).filter(contract__code=code).order_by("-number")
    wanted = (found if number is None else found.filter(number=number)).first()
    if wanted is None:
        raise Problem("contract.unknown", contract=code)
    numbers = found.values_list("number", flat=True)
    latest = wanted.number if number is None else numbers[0]
    return ContractPage(as_core(wanted), Paginator(numbers, PAGE_ROWS).get_page(page), latest)


def contract_terms(versions: Iterable[tuple[str, int]], *, user: Any) -> dict[tuple[str, int], Terms]:
    """(code, number) → what was signed, of these versions as far as the reader may see them."""
    wanted = Q(pk__in=[])
    for code, number in versions:
        wanted |= Q(contract__code=code, number=number)
    found = ContractVersion.objects.visible_to(user).filter(wanted).values_list("contract__code", "number", "terms")
    return {(code, number): Terms.model_validate(terms) for code, number, terms in found}


def contracts_during(period: Period, *, centres: Iterable[str] = ()) -> list[Contract]:
    """Versions signed by both sides that rule on a day of `period`, whoever asks: for facts, checks and statements."""
    found = ContractVersion.objects.filter(state__in=BINDING)
    if period.start is not None:
        found = found.filter(Q(effective_to__isnull=True) | Q(effective_to__gt=period.start))
    if period.end is not None:
        found = found.filter(effective_from__lt=period.end)
    wanted = list(centres)
    if wanted:
        found = found.filter(contract__centre__in=wanted)
    found = found.select_related("contract").prefetch_related("signatures__signed_by")
    return [as_core(one) for one in found]


def contracts_in_work() -> list[Contract]:
    """Versions drafted or offered and not signed by both sides yet, whoever asks."""
    found = ContractVersion.objects.exclude(state__in=BINDING).select_related("contract")
    return [as_core(one) for one in found.prefetch_related("signatures__signed_by")]


def settling(bound: Iterable[Contract], promise: Promise, service: str, channels: Sequence[str]) -> str | None:
    """Code of the contract among `bound` that settles how a promise's figure is counted for a service and channels."""
    if not promise.rule.metric:
        return None
    try:
        params = trial.read_params(promise.rule.metric, promise.rule.params)
    except Problem:
        return None
    return next(
        (
            one.code
            for one in bound
            if proves(one.terms, metric=promise.rule.metric, params=params, service=service, channels=channels)
        ),
        None,
    )


def signed_contract(code: str, *, on: date) -> Contract | None:
    """The version both sides are bound by on a day."""
    bound = contracts_during(Period.from_days(on, on))
    return next((one for one in bound if one.code == code), None)


def _versions(user: Any) -> Any:
    found = ContractVersion.objects.visible_to(user)
    return found.select_related("contract").prefetch_related("signatures__signed_by")


def as_core(version: ContractVersion) -> Contract:
    """Signatures of an earlier wording do not count: a version that went back to draft was changed since."""
    signatures = tuple(
        Signature(Side(one.side), one.signed_by.username, one.name, timezone.localtime(one.signed_at), one.digest)
        for one in version.signatures.all()
        if one.digest == version.digest
    )
    return Contract(
        code=version.contract.code,
        centre=version.contract.centre,
        number=version.number,
        terms=Terms.model_validate(version.terms),
        vectors=tuple(Vector.model_validate(one) for one in version.vectors),
        step=ContractStep(version.state),
        effective_from=version.effective_from,
        effective_to=version.effective_to,
        digest=version.digest,
        signatures=signatures,
    )
