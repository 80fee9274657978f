"""Facts about Part 1: what shows that a centre can meet it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pledgeline.kernel.fact import Fact
from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Judgement
from pledgeline.partnership import queries
from pledgeline.partnership.core.standing import standing


def part1_standings(
    services: Mapping[str, tuple[str, ...]], *, day: date, period: Period, audit_days: int
) -> list[tuple[str, Judgement, Fact]]:
    """(centre, verdict on `day`, the records behind it) for each centre of `services`: centre → services it serves."""
    records = queries.held()
    found = []
    for centre in sorted(services):
        mine = records.get(centre, queries.Held())
        judgement = standing(
            day,
            services=services[centre],
            certificates=mine.certificates,
            audits=mine.audits,
            gaps=mine.gaps,
            audit_days=audit_days,
        )
        values: dict[str, Any] = {
            "day": day.isoformat(),
            "services": sorted(services[centre]),
            "certificates": [
                {
                    "number": one.number,
                    "body": one.body,
                    "services": list(one.services),
                    "valid_from": one.valid_from.isoformat(),
                    "valid_to": one.valid_to.isoformat(),
                }
                for one in mine.certificates
            ],
            "audits": [{"code": one.code, "day": one.day.isoformat()} for one in mine.audits],
            "gaps": len(mine.gaps),
        }
        found.append((centre, judgement, Fact("part1_standing", centre, period, "records", len(mine), values)))
    return found
