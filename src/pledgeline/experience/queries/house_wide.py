"""Reads over all services and centres at once, one query each: for facts and checks, never for a page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from pledgeline.experience.core.clocks import clocks
from pledgeline.experience.core.contract import Contract, ContractStep
from pledgeline.experience.models import AppliedClock, ContractVersion, DefinitionVersion
from pledgeline.experience.queries.contracts import as_core
from pledgeline.kernel.interval import Period


def applied_everywhere(*, on: date) -> Mapping[str, frozenset[str]]:
    """Service → codes of the clocks that somebody said apply to it on a day; under "" those that always apply."""
    found = {"": {code for code, one in clocks().items() if one.always}}
    rows = AppliedClock.objects.filter(since__lte=on).filter(Q(until=None) | Q(until__gt=on))
    for service, clock in rows.values_list("service", "clock"):
        if clock in clocks():
            found.setdefault(service, set()).add(clock)
    return {service: frozenset(codes) for service, codes in found.items()}


def contracts_offered() -> list[Contract]:
    """Every version that is offered and not yet signed by both sides, with the signatures it has."""
    found = ContractVersion.objects.filter(state=ContractStep.OFFERED)
    return [as_core(one) for one in found.select_related("contract").prefetch_related("signatures__signed_by")]


def definitions_ruling(*, on: date) -> list[tuple[str, int, tuple[tuple[str, int], ...]]]:
    """(service, number, (code, number) of each promise) of the definitions in force on a day."""
    found = DefinitionVersion.objects.in_force_during(Period.from_days(on, on)).select_related("definition")
    return [
        (one.definition.service, one.number, tuple((named["code"], named["number"]) for named in one.promises))
        for one in found
    ]
