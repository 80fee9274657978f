"""Reads: the coverage matrix of one service, from what customers expect to the feeds that prove it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator

from pledgeline.experience.core.contract import Contract
from pledgeline.experience.core.coverage import Coverage, CoverageRow, Expected, Place, coverage, places
from pledgeline.experience.core.promise import Promise
from pledgeline.experience.models import PromiseVersion
from pledgeline.experience.queries.citations import expectations_on
from pledgeline.experience.queries.contracts import contracts_during, contracts_in_work, settling
from pledgeline.experience.queries.promises import promises_on
from pledgeline.experience.queries.testing import Stage, hindrances
from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Reason

PAGE_ROWS = 50


@dataclass(frozen=True)
class CoverageLine:
    """One promise that serves an expectation, what keeps it from being tested, and where it is to be kept."""

    promise: Promise
    gap: Reason | None
    places: tuple[Place, ...]

    @property
    def whole(self) -> bool:
        return self.gap is None and all(one.fed and one.contract is not None for one in self.places)


@dataclass(frozen=True)
class CoverageEntry:
    """One expectation with its promises in force; `drafts` cite it and are not in force yet."""

    expectation: Expected
    gap: Reason | None
    lines: tuple[CoverageLine, ...]
    drafts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class CoverageMatrix:
    """`page` holds CoverageEntry. The counts are of the whole service: `expected`, `open` (expectations with a gap),
    `refused`; `uncited` promises serve no expectation, `unknown` are (promise, citation) of none that exists."""

    service: str
    page: Page[Any]
    expected: int
    open: int
    refused: int
    unsettled: int
    uncited: tuple[CoverageLine, ...]
    unknown: tuple[tuple[str, str], ...]

    @property
    def covered(self) -> int:
        return self.expected - self.open - self.refused


def coverage_matrix(service: str, stage: Stage, *, today: date, number: int) -> CoverageMatrix | None:
    """For the client's people; None while no register of expectations is kept. The same number of queries, however
    many expectations and promises there are."""
    expected = expectations_on(today)
    if expected is None:
        return None
    promises = promises_on(today, service=service)
    own = [one for one in expected if not one.services or service in one.services]
    hindered = hindrances(promises, stage.means, service=service)
    found = coverage(own, promises, hindered, known={one.code for one in expected})
    lines = _lines(promises, hindered, stage, service, contracts_during(Period.from_days(today, today)))
    drafts = _drafts(service)
    page = Paginator(_gaps_first(found), PAGE_ROWS).get_page(number)
    entries: Any = [_entry(row, lines, drafts) for row in page.object_list]
    page.object_list = entries
    refused = sum(1 for row in found.rows if row.expectation.refused)
    unsettled = sum(1 for line in lines.values() for place in line.places if place.contract is None)
    uncited = tuple(lines[one.code] for one in found.uncited)
    return CoverageMatrix(service, page, len(own), found.gaps, refused, unsettled, uncited, found.unknown)


def _gaps_first(found: Coverage) -> Sequence[CoverageRow]:
    """What is open stands above what is done; within both, by code."""
    return sorted(found.rows, key=lambda row: (row.gap is None, row.expectation.refused, row.expectation.code))


def _entry(row: CoverageRow, lines: dict[str, CoverageLine], drafts: dict[str, list[tuple[str, int]]]) -> CoverageEntry:
    code = row.expectation.code
    served = tuple(lines[one.promise.code] for one in row.served_by)
    return CoverageEntry(row.expectation, row.gap, served, tuple(drafts.get(code, ())))


def _lines(
    promises: Sequence[Promise],
    hindered: dict[str, tuple[Reason, ...]],
    stage: Stage,
    service: str,
    bound: Sequence[Contract],
) -> dict[str, CoverageLine]:
    def finder(contracts: Sequence[Contract]) -> Callable[[Promise, str, Sequence[str]], str | None]:
        with_centre: dict[str, list[Contract]] = {}
        for contract in contracts:
            with_centre.setdefault(contract.centre, []).append(contract)

        def found(promise: Promise, centre: str, channels: Sequence[str]) -> str | None:
            return settling(with_centre.get(centre, ()), promise, service, channels)

        return found

    settled, begun = finder(bound), finder(contracts_in_work())
    serving = [(one.centre, one.service, one.channels) for one in stage.serving]
    # Where a promise is to be kept follows from its rule and scope: asked once of those that share them.
    known: dict[tuple[Any, ...], tuple[Place, ...]] = {}
    found = {}
    for one in promises:
        asks = one.rule.metric, json.dumps(one.rule.params, sort_keys=True), one.scope
        if asks not in known:
            feeding = stage.means.feeding
            known[asks] = places(one, serving, service=service, feeding=feeding, settled=settled, begun=begun)
        found[one.code] = CoverageLine(one, next(iter(hindered[one.code]), None), known[asks])
    return found


def _drafts(service: str) -> dict[str, list[tuple[str, int]]]:
    """Expectation → (promise, version) of each draft for the service that cites it."""
    found: dict[str, list[tuple[str, int]]] = {}
    for one in PromiseVersion.objects.filter(state="draft").select_related("promise"):
        if not one.services or service in one.services:
            for code in one.expectations:
                found.setdefault(code, []).append((one.promise.code, one.number))
    return found
