"""Facts this room can show: what customers of each service expect, and whether that is still known to hold."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from pledgeline.kernel.fact import Fact
from pledgeline.kernel.verdict import Judgement
from pledgeline.needs import queries
from pledgeline.needs.core.expectation import Expectation
from pledgeline.needs.core.standing import Limits, counts, judge_service, standing


@dataclass(frozen=True)
class Known:
    """What is known of one service's customers on a day."""

    service: str
    judgement: Judgement
    figures: dict[str, Any]
    facts: tuple[Fact, ...]


def known_of_services(day: date, *, services: Collection[str], limits: Limits) -> list[Known]:
    """One entry a service, also for those of which nothing is recorded."""
    found = queries.expectations_on(day, services=services)
    return [
        _known(service, [one for one in found if one.service == service], day, limits) for service in sorted(services)
    ]


def _known(service: str, expectations: list[Expectation], day: date, limits: Limits) -> Known:
    return Known(
        service,
        judge_service(expectations, service=service, day=day, limits=limits),
        counts(expectations, day=day, limits=limits),
        tuple(_fact(one, day, limits) for one in expectations),
    )


def _fact(one: Expectation, day: date, limits: Limits) -> Fact:
    values = {
        "number": one.number,
        "segment": one.segment,
        "need": dict(one.need),
        "standing": standing(one, day=day, oldest_days=limits.oldest_days).value,
        "next_review": one.next_review.isoformat(),
        "refused": one.refused,
        "sources": [
            {"kind": source.kind.value, "dated": source.dated.isoformat(), "n": source.n} for source in one.sources
        ],
    }
    return Fact("expectation", one.code, one.period, "records", len(one.sources), values)
