"""Writing contract terms: drafted by the client, offered to the centre, signed by a named person of each side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pledgeline.experience import queries as experience
from pledgeline.experience.core.contract import BINDING, Contract, ContractStep, Side
from pledgeline.kernel.channels import Channel
from pledgeline.kernel.codes import checked_code
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.partnership import queries
from pledgeline.partnership.actions import _checks, told
from pledgeline.partnership.core.pooling import SHARES
from pledgeline.partnership.core.terms import Agreed, Rule, digest
from pledgeline.partnership.models import Terms, TermsSignature, TermsVersion


@transaction.atomic
def draft(
    *,
    code: str,
    centre: str,
    agreed: Mapping[str, Any],
    effective_from: date,
    by: Any,
    at: datetime | None = None,
) -> TermsVersion:
    """New terms with their first version, a draft. Raises Problem `terms.code_taken`, `terms.invalid`,
    `terms.not_first_of_month`, `terms.not_engaged`, `terms.contract_unknown` or `terms.figure_not_settled`."""
    checked_code(code, field="code")
    if len(code) > 48:
        raise Problem("terms.code_long", field="code", terms=code)
    columns = _columns(_checks.centre(centre), agreed, effective_from)
    moment = _checks.moment(at)
    if Terms.objects.filter(code=code).exists():
        raise Problem("terms.code_taken", field="code", terms=code)
    terms = Terms.objects.create(code=code, centre=centre, created_by=by, created_at=moment)
    return _write(terms, 1, columns, by, moment, "terms.drafted")


@transaction.atomic
def revise(
    *,
    code: str,
    effective_from: date,
    by: Any,
    agreed: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> TermsVersion:
    """The next version, a draft: the latest with what is given in its place. Raises Problem `terms.under_way` where a
    version is drafted or offered already."""
    terms = locked(code)
    latest = terms.versions.order_by("-number")[0]
    if latest.state in (ContractStep.DRAFT, ContractStep.OFFERED):
        raise Problem("terms.under_way", terms=code, number=latest.number)
    columns = _columns(terms.centre, latest.agreed if agreed is None else agreed, effective_from)
    return _write(terms, latest.number + 1, columns, by, _checks.moment(at), "terms.revised")


@transaction.atomic
def edit(
    *, code: str, number: int, by: Any, agreed: Mapping[str, Any] | None = None, effective_from: date | None = None
) -> TermsVersion:
    """A draft with what is given put in place. Raises Problem `terms.version_is_fixed` for any other version."""
    terms = locked(code)
    version = _version(terms, number, ContractStep.DRAFT, "terms.version_is_fixed")
    columns = _columns(
        terms.centre,
        version.agreed if agreed is None else agreed,
        version.effective_from if effective_from is None else effective_from,
    )
    for name, value in columns.items():
        setattr(version, name, value)
    version.save()
    _record("terms.edited", version, by, {})
    return version


@transaction.atomic
def offer(*, code: str, number: int, by: Any, at: datetime | None = None) -> TermsVersion:
    """Puts a draft before both sides; from here on nothing of it changes. Raises Problem `terms.contract_unsigned`
    where a rule rests on a metric contract that does not bind both sides from the terms' first day on."""
    version = _version(locked(code), number, ContractStep.DRAFT, "terms.version_is_fixed")
    _rests_on_signed(version)
    version.state, version.offered_at = ContractStep.OFFERED, _checks.moment(at)
    version.digest = _digest(version)
    version.save()
    _record("terms.offered", version, by, {"digest": version.digest})
    told.terms_offered(version)
    return version


@transaction.atomic
def withdraw(*, code: str, number: int, reason: str, by: Any) -> TermsVersion:
    """An offer goes back to draft. Raises Problem `terms.not_offered` or `partnership.missing`."""
    why = _checks.said(reason=reason)["reason"]
    version = _version(locked(code), number, ContractStep.OFFERED, "terms.not_offered")
    version.state, version.offered_at, version.digest = ContractStep.DRAFT, None, ""
    version.save()
    _record("terms.withdrawn", version, by, {"reason": why})
    return version


@transaction.atomic
def sign(*, code: str, number: int, by: Any, seen: str | None = None, at: datetime | None = None) -> TermsVersion:
    """One side's signature; with the second the version rules from its day on and the one before ends.

    The side is that of the signer's role. `seen` is the digest of what the signer read. Raises Problem
    `terms.unknown` (a centre's person: for any other centre's terms), `partnership.no_side`, `terms.not_offered`,
    `terms.already_signed`, `terms.changed_meanwhile` or `terms.periods_overlap`.
    """
    terms = locked(code)
    side = _checks.side(by)
    if not _checks.may_see(by, terms.centre):
        raise Problem("terms.unknown", terms=code)
    version = _version(terms, number, ContractStep.OFFERED, "terms.not_offered")
    if (seen or version.digest) != version.digest or _digest(version) != version.digest:
        raise Problem("terms.changed_meanwhile", terms=code, number=number)
    if version.signatures.filter(side=side.value, digest=version.digest).exists():
        raise Problem("terms.already_signed", terms=code, number=number)
    TermsSignature.objects.create(
        version=version,
        side=side.value,
        signed_by=by,
        name=_checks.name_of(by),
        digest=version.digest,
        signed_at=_checks.moment(at),
    )
    _record("terms.signed", version, by, {"side": side.value, "digest": version.digest})
    other = Side.CENTRE if side is Side.CLIENT else Side.CLIENT
    if version.signatures.filter(side=other.value, digest=version.digest).exists():
        _bind(version, by)
    return version


def _bind(version: TermsVersion, by: Any) -> None:
    start = version.effective_from
    for earlier in version.terms.versions.filter(state__in=BINDING).select_for_update():
        if earlier.effective_from >= start:
            raise Problem(
                "terms.periods_overlap", terms=version.terms.code, number=earlier.number, day=start.isoformat()
            )
        if earlier.effective_to is None or earlier.effective_to > start:
            earlier.effective_to = start
        earlier.state = ContractStep.SUPERSEDED
        earlier.save()
    version.state = ContractStep.SIGNED
    version.save()
    _record("terms.bound", version, by, {"from": start.isoformat()})


def _columns(centre: str, agreed: Mapping[str, Any], effective_from: date) -> dict[str, Any]:
    """Checked, and as they are stored; raises Problem naming the field that cannot stand."""
    read = _checks.read(Agreed, agreed, "terms.invalid", "agreed")
    if effective_from.day != 1:
        raise Problem("terms.not_first_of_month", field="effective_from", day=effective_from.isoformat())
    _checks.services(read.services)
    for channel in (*read.channels, *(one.channel for one in read.volumes)):
        if channel not in {one.value for one in Channel}:
            raise Problem("terms.channel_unknown", field="channels", channel=channel)
    served = {one.service for one in organisation.engagements() if one.centre == centre}
    for service in read.services:
        if service not in served:
            raise Problem("terms.not_engaged", field="services", service=service, centre=centre)
    for rule in read.rules:
        _settles(rule, centre)
    return {"agreed": read.model_dump(mode="json"), "effective_from": effective_from}


def _settles(rule: Rule, centre: str) -> None:
    """Raises Problem unless the rule's figure is a share that can be added up, of a contract with this centre."""
    contract = next(
        (one for one in queries.metric_contracts(centre) if (one.code, one.number) == (rule.contract, rule.number)),
        None,
    )
    if contract is None:
        raise Problem(
            "terms.contract_unknown", field="rules", rule=rule.code, contract=rule.contract, number=rule.number
        )
    if (contract.terms.metric, rule.figure) not in SHARES:
        possible = sorted(figure for metric, figure in SHARES if metric == contract.terms.metric)
        raise Problem(
            "terms.figure_not_settled",
            field="rules",
            rule=rule.code,
            figure=rule.figure,
            known=", ".join(possible) or "–",
        )


def _rests_on_signed(version: TermsVersion) -> None:
    start = version.effective_from
    bound = experience.contracts_during(Period.from_days(start, start), centres=[version.terms.centre])
    signed: set[tuple[str, int]] = {_named(one) for one in bound}
    for rule in Agreed.model_validate(version.agreed).rules:
        if (rule.contract, rule.number) not in signed:
            raise Problem(
                "terms.contract_unsigned",
                field="rules",
                rule=rule.code,
                contract=rule.contract,
                number=rule.number,
                day=start.isoformat(),
            )


def _named(contract: Contract) -> tuple[str, int]:
    return contract.code, contract.number


def _digest(version: TermsVersion) -> str:
    return digest(centre=version.terms.centre, agreed=version.agreed, effective_from=version.effective_from)


def locked(code: str) -> Terms:
    found: Terms | None = Terms.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise Problem("terms.unknown", terms=code)
    return found


def _version(terms: Terms, number: int, step: ContractStep, otherwise: str) -> TermsVersion:
    version: TermsVersion | None = terms.versions.filter(number=number).first()
    if version is None:
        raise Problem("terms.unknown", terms=terms.code, number=number)
    if version.state != step:
        raise Problem(otherwise, terms=terms.code, number=number)
    return version


def _write(terms: Terms, number: int, columns: Mapping[str, Any], by: Any, at: datetime, action: str) -> TermsVersion:
    version = TermsVersion.objects.create(terms=terms, number=number, created_by=by, created_at=at, **columns)
    _record(action, version, by, {"from": version.effective_from.isoformat()})
    return version


def _record(action: str, version: TermsVersion, by: Any, data: Mapping[str, Any]) -> None:
    subject = ("terms", version.terms.code)
    _checks.record(action, subject, version.terms.centre, by, {"number": version.number, **data})
