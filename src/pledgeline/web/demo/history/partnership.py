"""How the demo's centres stand against Part 1: a full certificate, a partial one, and audits with their gaps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth import get_user_model
from django.db import transaction

from pledgeline.partnership import queries
from pledgeline.partnership.actions import standing
from pledgeline.partnership.core.standing import Severity

# 10:00 in Shanghai.
MORNING = time(2, tzinfo=UTC)


@transaction.atomic
def write(*, today: date) -> None:
    """Nothing where a certificate or an audit is recorded already."""
    if queries.any_recorded():
        return
    found = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    manager = get_user_model().objects.get(username="zhou.heng")
    for one in found["certificates"]:
        standing.record_certificate(
            centre=one["centre"],
            number=one["number"],
            body=one["body"],
            services=one["services"],
            valid_from=today - timedelta(days=one["ago"]),
            valid_to=today + timedelta(days=one["ahead"]),
            by=manager,
            at=_at(today - timedelta(days=one["ago"])),
        )
    for one in found["audits"]:
        _audit(one, manager, today)


def _at(day: date) -> datetime:
    return datetime.combine(day, MORNING)


def _audit(one: Mapping[str, Any], manager: Any, today: date) -> None:
    day = today - timedelta(days=one["ago"])
    standing.record_audit(
        code=one["code"], centre=one["centre"], day=day, auditor=one["auditor"], by=manager, at=_at(day)
    )
    for number, gap in enumerate(one["gaps"], start=1):
        standing.record_gap(
            audit=one["code"],
            heading=gap["heading"],
            severity=Severity(gap["severity"]),
            found=gap["found"],
            by=manager,
            at=_at(day),
        )
        due = today - timedelta(days=gap["due_ago"])
        standing.plan_gap(audit=one["code"], number=number, plan=gap["plan"], due=due, by=manager)
        if "closed_ago" in gap:
            closed = today - timedelta(days=gap["closed_ago"])
            standing.close_gap(audit=one["code"], number=number, closed=closed, by=manager)
