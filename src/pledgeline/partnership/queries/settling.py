"""Reads: the contacts of a month as the signed metrics count them, with and without the declared windows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pledgeline.contacts import queries as contacts
from pledgeline.contacts.core.question import Question
from pledgeline.experience import queries as experience
from pledgeline.experience.core.contract import Contract
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.partnership.core.exclusion import Window, sorted_out
from pledgeline.partnership.core.pooling import Pooled, pooled
from pledgeline.partnership.core.settlement import Figure
from pledgeline.partnership.core.terms import Agreed, Rule, Volume


@dataclass(frozen=True)
class Counted:
    """What one rule's metric found: all contacts, those that are left, and what each window took out."""

    rule: Rule
    contract: Contract
    version: str
    params: Mapping[str, Any]
    services: tuple[str, ...]
    channels: tuple[str, ...]
    raw: Pooled
    adjusted: Pooled
    windows: tuple[tuple[Window, Pooled], ...]

    @property
    def figure(self) -> Figure | None:
        """As it is settled; None where there was no contact at all."""
        raw, adjusted = self.raw.share, self.adjusted.share
        if raw is None:
            return None
        return Figure(
            self.contract.terms.metric,
            self.version,
            raw,
            self.raw.n,
            raw if adjusted is None else adjusted,
            self.adjusted.n,
            tuple(sorted({window.exclusion for window, out in self.windows if out.n})),
        )


def counted(agreed: Agreed, *, centre: str, period: Period, windows: Sequence[Window], snapshot: str) -> list[Counted]:
    """One for each rule; its contacts are read once, by hour. Raises Problem `statement.contract_not_bound` where the
    metric contract of a rule does not bind both sides on every day of `period`."""
    bound = {(one.code, one.number): one for one in experience.contracts_during(period, centres=[centre])}
    found = []
    for rule in agreed.rules:
        contract = bound.get((rule.contract, rule.number))
        if contract is None or not _rules_all(contract, period):
            raise Problem("statement.contract_not_bound", rule=rule.code, contract=rule.contract, number=rule.number)
        found.append(_counted(rule, contract, agreed, centre, period, windows, snapshot))
    return found


def volumes(agreed: Agreed, *, centre: str, period: Period, snapshot: str) -> list[tuple[Volume, int]]:
    """Contacts that came, beside each volume agreed on; one question for all of them."""
    if not agreed.volumes:
        return []
    where = {"centre": (centre,), "service": tuple(sorted({one.service for one in agreed.volumes}))}
    question = Question("contacts_offered", ("service", "channel"), period, where)
    answer = contacts.ask(question, snapshot=snapshot)
    came = {(group["by"]["service"], group["by"]["channel"]): int(group["n"]) for group in answer.groups}
    return [(one, came.get((one.service, one.channel), 0)) for one in agreed.volumes]


def _rules_all(contract: Contract, period: Period) -> bool:
    assert contract.effective_from is not None
    assert period.start is not None
    assert period.end is not None
    ends = contract.effective_to
    return contract.effective_from <= period.start and (ends is None or ends >= period.end)


def _counted(
    rule: Rule,
    contract: Contract,
    agreed: Agreed,
    centre: str,
    period: Period,
    windows: Sequence[Window],
    snapshot: str,
) -> Counted:
    settled = contract.terms
    services = _both(agreed.services, settled.services)
    channels = _both(agreed.channels, settled.channels)
    where: dict[str, tuple[str, ...]] = {"centre": (centre,), "service": services}
    if agreed.channels or settled.channels:
        where["channel"] = channels
    question = Question(settled.metric, ("service", "channel", "day", "hour"), period, where, settled.params)
    answer = contacts.ask(question, snapshot=snapshot)
    mine = [one for one in windows if one.exclusion in rule.exclusions]
    stay, out = sorted_out(answer.groups, mine)

    def share(groups: Sequence[Mapping[str, Any]]) -> Pooled:
        return pooled(settled.metric, rule.figure, groups)

    return Counted(
        rule=rule,
        contract=contract,
        version=answer.version,
        params=answer.params,
        services=services,
        channels=channels,
        raw=share(answer.groups),
        adjusted=share(stay),
        windows=tuple((window, share(out[window.number])) for window in mine),
    )


def _both(agreed: Sequence[str], settled: Sequence[str]) -> tuple[str, ...]:
    """What the terms and the metric contract both speak of; an empty list speaks of all."""
    if agreed and settled:
        return tuple(sorted(set(agreed) & set(settled)))
    return tuple(sorted(agreed or settled))
