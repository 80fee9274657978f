"""Facts this room can show: who the customers are, what they expect, whether that is still known to hold, what stands
against what, and what their contacts seem to say."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from pledgeline.kernel.fact import Fact
from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Judgement
from pledgeline.needs import queries
from pledgeline.needs.core.conflict import judge_conflicts
from pledgeline.needs.core.customers import judge_kind
from pledgeline.needs.core.expectation import Expectation, SegmentKind
from pledgeline.needs.core.signals import Dates, judge_signals
from pledgeline.needs.core.standing import Limits, counts, judge_service, standing
from pledgeline.needs.queries import conflicts, segments, signals


@dataclass(frozen=True)
class Known:
    """What is known of one service's customers on a day."""

    service: str
    judgement: Judgement
    figures: dict[str, Any]
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class KindOfCustomer:
    """Whether one kind of customer has been thought of by a day."""

    kind: SegmentKind
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


def kinds_of_customer(day: date, *, oldest_days: int) -> list[KindOfCustomer]:
    """One entry a kind of the definition, in its order."""
    found = []
    for one in segments.kinds_on(day):
        judgement = judge_kind(
            one.kind, segments=len(one.segments), ruled_out_on=one.ruled_out_on, day=day, oldest_days=oldest_days
        )
        facts = [Fact("segment", code, Period.from_days(None, day), "records", 1, {}) for code in one.segments]
        if not facts and one.ruled_out_on is not None:
            said = {"because": one.because, "decided_on": one.ruled_out_on.isoformat()}
            facts = [Fact("customer_kind", one.kind.value, Period(one.ruled_out_on), "records", 1, said)]
        found.append(KindOfCustomer(one.kind, judgement, {"segments": len(one.segments)}, tuple(facts)))
    return found


def conflicts_of_services(day: date, *, services: Collection[str]) -> list[Known]:
    """One entry a service, also where no conflict is recorded."""
    noted = conflicts.conflicts_on(day, services=services)
    found = []
    for service in sorted(services):
        own = [one for one in noted if service in one.services]
        facts = tuple(
            Fact(
                "conflict",
                str(one.number),
                Period(one.noted_on),
                "records",
                1,
                {
                    "between": [one.first, one.second],
                    "what": one.what,
                    "standing": one.standing.value,
                    "until": one.until.isoformat() if one.until else None,
                },
            )
            for one in own
        )
        judgement = judge_conflicts([one.standing for one in own], service=service)
        found.append(Known(service, judgement, {"conflicts": len(own)}, facts))
    return found


def signals_of_services(day: date, *, services: Collection[str], decide_days: int) -> list[Known]:
    """One entry a service, also where no signal was found."""
    known = signals.signals_on(day, services=services)
    found = []
    for service in sorted(services):
        own = [one for one in known if one.service == service]
        facts = tuple(
            Fact(
                "signal",
                str(one.number),
                Period(one.found_on),
                "records",
                1,
                {"kind": one.kind.value, "decided_on": one.decided_on.isoformat() if one.decided_on else None},
            )
            for one in own
        )
        dates = [Dates(one.found_on, one.decided_on) for one in own]
        judgement = judge_signals(dates, service=service, day=day, decide_days=decide_days)
        found.append(Known(service, judgement, {"signals": len(own)}, facts))
    return found
