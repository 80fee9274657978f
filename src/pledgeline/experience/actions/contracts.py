"""Writing metric contracts: drafted by the client, offered to the centre, signed by a named person of each side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from pydantic import BaseModel, ValidationError

from pledgeline.experience import queries
from pledgeline.experience.core.contract import BINDING, Contract, ContractStep, Side, Terms, digest
from pledgeline.experience.core.vectors import Vector, runs_with
from pledgeline.experience.models import ContractSignature, ContractVersion, MetricContract
from pledgeline.kernel.codes import checked_code
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import audit
from pledgeline.organisation.queries import known_codes


@transaction.atomic
def draft(
    *,
    code: str,
    centre: str,
    terms: Mapping[str, Any],
    effective_from: date,
    by: Any,
    vectors: Sequence[Mapping[str, Any]] | None = None,
    at: datetime | None = None,
) -> ContractVersion:
    """A new contract with its first version, a draft; by default with the vectors that ship for its metric.

    Raises Problem `contract.code_taken`, `contract.centre_unknown`, `contract.terms_invalid`, or `metric.*`.
    """
    checked_code(code, field="code")
    if centre not in known_codes().centres:
        raise Problem("contract.centre_unknown", field="centre", centre=centre)
    columns = _columns(terms, vectors, effective_from)
    moment = at or timezone.now()
    contract, new = MetricContract.objects.get_or_create(code=code, defaults={"centre": centre, "created_at": moment})
    if not new:
        raise Problem("contract.code_taken", field="code", contract=code)
    return _write(contract, 1, columns, by, moment, "contract.drafted")


@transaction.atomic
def revise(
    *,
    code: str,
    effective_from: date,
    by: Any,
    terms: Mapping[str, Any] | None = None,
    vectors: Sequence[Mapping[str, Any]] | None = None,
    at: datetime | None = None,
) -> ContractVersion:
    """The next version, a draft: the latest with what is given in its place; with new `terms` and no `vectors`, the
    vectors that ship. Raises Problem `contract.under_way` where a version is drafted or offered already."""
    contract = _locked(code)
    latest = contract.versions.order_by("-number")[0]
    if latest.state in (ContractStep.DRAFT, ContractStep.OFFERED):
        raise Problem("contract.under_way", contract=code, number=latest.number)
    said = latest.vectors if vectors is None and terms is None else vectors
    columns = _columns(latest.terms if terms is None else terms, said, effective_from)
    return _write(contract, latest.number + 1, columns, by, at or timezone.now(), "contract.revised")


@transaction.atomic
def edit(
    *,
    code: str,
    number: int,
    by: Any,
    terms: Mapping[str, Any] | None = None,
    vectors: Sequence[Mapping[str, Any]] | None = None,
    effective_from: date | None = None,
) -> ContractVersion:
    """A draft with what is given put in place. Raises Problem `contract.version_is_fixed` for any other version."""
    version = _version(_locked(code), number, ContractStep.DRAFT, "contract.version_is_fixed")
    said = version.vectors if vectors is None and terms is None else vectors
    columns = _columns(
        version.terms if terms is None else terms,
        said,
        version.effective_from if effective_from is None else effective_from,
    )
    for name, value in columns.items():
        setattr(version, name, value)
    version.save()
    _record("contract.edited", version, by, {})
    return version


@transaction.atomic
def offer(*, code: str, number: int, by: Any, at: datetime | None = None) -> ContractVersion:
    """Puts a draft before both sides; from here on nothing of it changes. Raises Problem `contract.vectors_fail` or
    `contract.no_vector` like `sign`: nobody is asked to sign what does not hold."""
    version = _version(_locked(code), number, ContractStep.DRAFT, "contract.version_is_fixed")
    _holds(queries.contract_as_core(version))
    version.state, version.offered_at = ContractStep.OFFERED, at or timezone.now()
    version.digest = _digest(version)
    version.save()
    _record("contract.offered", version, by, {"digest": version.digest})
    return version


@transaction.atomic
def withdraw(*, code: str, number: int, reason: str, by: Any) -> ContractVersion:
    """An offer goes back to draft. A signature given for it counts again only if exactly the same is offered again.
    Raises Problem `contract.not_offered` or `contract.reason_missing`."""
    if not reason.strip():
        raise Problem("contract.reason_missing", field="reason")
    version = _version(_locked(code), number, ContractStep.OFFERED, "contract.not_offered")
    version.state, version.offered_at, version.digest = ContractStep.DRAFT, None, ""
    version.save()
    _record("contract.withdrawn", version, by, {"reason": reason.strip()})
    return version


@transaction.atomic
def sign(*, code: str, number: int, by: Any, seen: str | None = None, at: datetime | None = None) -> ContractVersion:
    """One side's signature; with the second the version rules from its day on and the one before ends.

    The side is that of the signer's role. `seen` is the digest of what the signer read. Raises Problem
    `contract.unknown` (a centre's person: for any other centre's contract), `contract.may_not_sign`,
    `contract.not_offered`, `contract.already_signed`, `contract.changed_meanwhile`, `contract.vectors_fail`,
    `contract.no_vector`, or `contract.periods_overlap`.
    """
    contract = _locked(code)
    shown = queries.contract(code, user=by, number=number).contract
    hindered = queries.signing_hindrance(shown, by)
    if hindered is not None:
        raise Problem(f"contract.{hindered.code}", **hindered.numbers)
    version = _version(contract, number, ContractStep.OFFERED, "contract.not_offered")
    if (seen or version.digest) != version.digest or _digest(version) != version.digest:
        raise Problem("contract.changed_meanwhile", contract=code, number=number)
    _holds(shown)
    side = queries.side_of(by)
    assert side is not None
    moment = at or timezone.now()
    ContractSignature.objects.create(
        version=version,
        side=side.value,
        signed_by=by,
        name=by.get_full_name() or by.username,
        digest=version.digest,
        signed_at=moment,
    )
    _record("contract.signed", version, by, {"side": side.value, "digest": version.digest})
    other = Side.CENTRE if side is Side.CLIENT else Side.CLIENT
    if shown.signed_by(other) is not None:
        _bind(version, by)
    return version


def _bind(version: ContractVersion, by: Any) -> None:
    start = version.effective_from
    for earlier in version.contract.versions.filter(state__in=BINDING).select_for_update():
        if earlier.effective_from >= start:
            raise Problem(
                "contract.periods_overlap", contract=version.contract.code, number=earlier.number, day=start.isoformat()
            )
        if earlier.effective_to is None or earlier.effective_to > start:
            earlier.effective_to = start
        earlier.state = ContractStep.SUPERSEDED
        earlier.save()
    version.state = ContractStep.SIGNED
    version.save()
    _record("contract.bound", version, by, {"from": start.isoformat()})


def _holds(contract: Contract) -> None:
    """Raises Problem unless every vector passes and one of them runs with the contract's own parameters."""
    if not contract.vectors or not runs_with(contract.vectors, contract.terms.params):
        raise Problem("contract.no_vector", field="vectors", contract=contract.code)
    failed = [one.code for one in queries.run_contract(contract.terms, contract.vectors) if not one.passed]
    if failed:
        raise Problem("contract.vectors_fail", field="vectors", contract=contract.code, vectors=", ".join(failed))


def _columns(
    terms: Mapping[str, Any], vectors: Sequence[Mapping[str, Any]] | None, effective_from: date
) -> dict[str, Any]:
    """Checked, and as they are stored; raises Problem naming the field that cannot stand."""
    read = _read(Terms, terms, "terms")
    params = {name: float(value) for name, value in queries.read_params(read.metric, read.params).items()}
    read = read.model_copy(update={"params": params})
    if vectors is None:
        shipped = queries.usual_vectors(read.metric, params, at_limit_counts=read.comparison == "at_most")
    else:
        shipped = tuple(_read(Vector, one, "vectors") for one in vectors)
    return {
        "terms": read.model_dump(mode="json"),
        "vectors": [one.model_dump(mode="json", exclude_none=False) for one in shipped],
        "effective_from": effective_from,
    }


def _read(model: Any, value: Any, field: str) -> Any:
    assert issubclass(model, BaseModel)
    try:
        return model.model_validate(value)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        place = ".".join([field, *(str(part) for part in first["loc"])])
        raise Problem("contract.terms_invalid", field=place, detail=first["msg"]) from wrong


def _digest(version: ContractVersion) -> str:
    return digest(
        centre=version.contract.centre,
        terms=version.terms,
        vectors=version.vectors,
        effective_from=version.effective_from,
    )


def _locked(code: str) -> MetricContract:
    """The contract, held until the transaction ends: of two who sign at once, the second waits here."""
    contract = MetricContract.objects.select_for_update().filter(code=code).first()
    if contract is None:
        raise Problem("contract.unknown", contract=code)
    return contract


def _version(contract: MetricContract, number: int, step: ContractStep, otherwise: str) -> ContractVersion:
    version = contract.versions.filter(number=number).first()
    if version is None:
        raise Problem("contract.version_unknown", contract=contract.code, number=number)
    if version.state != step:
        raise Problem(otherwise, contract=contract.code, number=number)
    return version


def _write(
    contract: MetricContract, number: int, columns: Mapping[str, Any], by: Any, at: datetime, action: str
) -> ContractVersion:
    version = ContractVersion.objects.create(contract=contract, number=number, created_by=by, created_at=at, **columns)
    _record(action, version, by, {"metric": version.terms["metric"], "params": version.terms["params"]})
    return version


def _record(action: str, version: ContractVersion, by: Any, data: Mapping[str, Any]) -> None:
    subject = ("metric_contract", version.contract.code)
    said = {"number": version.number, "centre": version.contract.centre, **data}
    audit.record(room="experience", action=action, subject=subject, by=by, data=said)
