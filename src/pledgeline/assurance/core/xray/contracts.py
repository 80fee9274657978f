"""Rules on certificates, contracts and definitions: in force, signed by both sides, and naming each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pledgeline.assurance.core.xray.facts import Contradiction, Engaged, Facts, Fix, Theme
from pledgeline.experience.core.contract import Contract, ContractStep, Side, proves
from pledgeline.experience.core.promise import Promise


def certificate_expired(facts: Facts) -> Iterator[Contradiction]:
    """The last certificate of a centre that serves customers has run out, and no audit of one's own is newer."""
    for centre in facts.served():
        begun = [one for one in facts.certificates.get(centre, ()) if one.valid_from <= facts.today]
        if not begun or any(one.in_force_on(facts.today) for one in begun):
            continue
        last = max(begun, key=lambda one: one.valid_to)
        oldest = facts.limits.audit_days
        if any(
            one.day > last.valid_to and 0 <= (facts.today - one.day).days <= oldest
            for one in facts.audits.get(centre, ())
        ):
            continue
        yield Contradiction(
            "certificate_expired",
            Theme.CONTRACTS,
            {"centre": centre},
            {
                "number": last.number,
                "body": last.body,
                "day": last.valid_to.isoformat(),
                "days": (facts.today - last.valid_to).days,
            },
            Fix("partnership:standings"),
        )


def engagement_without_contract(facts: Facts) -> Iterator[Contradiction]:
    """A centre serves a service, and both sides have signed no contract on how anything of it is counted."""
    for one in facts.running():
        if not facts.bound(one):
            yield Contradiction(
                "engagement_without_contract",
                Theme.CONTRACTS,
                {"centre": one.centre, "service": one.service},
                {"day": one.period.start.isoformat() if one.period.start else ""},
                Fix("experience:contracts"),
            )


def contract_half_signed(facts: Facts) -> Iterator[Contradiction]:
    """An offer that one side signed more than `unsigned_days` ago and the other has not."""
    for contract in facts.contracts:
        if contract.step is not ContractStep.OFFERED:
            continue
        missing = [side for side in Side if contract.signed_by(side) is None]
        signed = [one for side in Side if (one := contract.signed_by(side)) is not None]
        if len(missing) != 1:
            continue
        days = (facts.today - signed[0].at.date()).days
        if days > facts.limits.unsigned_days:
            yield Contradiction(
                "contract_half_signed",
                Theme.CONTRACTS,
                {"contract": contract.code, "centre": contract.centre},
                {
                    "metric": contract.terms.metric,
                    "by": signed[0].name,
                    "missing": missing[0].value,
                    "days": days,
                    "limit": facts.limits.unsigned_days,
                },
                Fix("experience:contract_version", (contract.code, contract.number)),
            )


def definition_unsettled(facts: Facts) -> Iterator[Contradiction]:
    """A definition rules that the client approved, and the centre has signed for some of its promises only.

    A centre that signed for none is named by `engagement_without_contract`.
    """
    for ruling in facts.rulings:
        named = [one for one in facts.promises if (one.code, one.number) in ruling.promises and one.rule.metric]
        for one in facts.running():
            bound = facts.bound(one)
            speaking = [promise for promise in named if one.is_bound_by(promise)]
            missing = sorted(promise.code for promise in speaking if not _settled(promise, one, bound, facts.params))
            if one.service == ruling.service and bound and missing:
                yield Contradiction(
                    "definition_unsettled",
                    Theme.CONTRACTS,
                    {"centre": one.centre, "service": one.service},
                    {"number": ruling.number, "missing": missing, "of": len(speaking)},
                    Fix("experience:contracts"),
                )


def _settled(
    promise: Promise, one: Engaged, bound: Sequence[Contract], params: Mapping[str, Mapping[str, float]]
) -> bool:
    read = params.get(promise.code)
    return read is not None and any(
        proves(
            contract.terms,
            metric=promise.rule.metric,
            params=read,
            service=one.service,
            channels=one.channels_of(promise),
        )
        for contract in bound
    )
