"""Sharing a forecast out among the centres that serve it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from pledgeline.capacity.core.allocation import SharedOut, Taker, share_out
from pledgeline.capacity.models import Allocation, ForecastRecord
from pledgeline.capacity.queries.forecasting import told_of
from pledgeline.capacity.queries.volumes import serving, wall_mask
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import audit
from pledgeline.organisation.core.calendar import OpeningHours


@dataclass(frozen=True)
class Terms:
    """What one contact costs at a centre (any currency, the same for all), and the floor and ceiling of its share."""

    cost: float
    least: float = 0.0
    most: float = 1.0


def proposed(
    *, forecast: str, terms: Mapping[str, Terms], hours: Mapping[str, OpeningHours] | None = None
) -> SharedOut:
    """The cheapest way of sharing out; nothing is written. `hours` are those of centres that answer less long.

    Raises Problem `forecast.unknown`, `allocation.centre_unknown` for a centre that does not serve these days, and
    those of `share_out`.
    """
    return _proposed(_found(forecast), terms, hours or {})


@transaction.atomic
def share(
    *,
    forecast: str,
    terms: Mapping[str, Terms],
    by: Any,
    at: datetime | None = None,
    hours: Mapping[str, OpeningHours] | None = None,
) -> Allocation:
    """Writes it down: of several for one forecast the last holds. Raises the same as `proposed`."""
    record = _found(forecast)
    found = _proposed(record, terms, hours or {})
    last = Allocation.objects.filter(forecast=record).aggregate(n=Max("number"))["n"] or 0
    shares = found.shares[record.service]
    told = told_of(record)
    made = Allocation.objects.create(
        forecast=record,
        number=last + 1,
        made_at=at or timezone.now(),
        made_by=by,
        terms={centre: vars(one) for centre, one in sorted(terms.items())},
        shares={
            centre: {
                day.isoformat(): [round(float(one), 5) for one in shares[place, row]]
                for row, day in enumerate(told.days)
            }
            for place, centre in enumerate(found.centres)
        },
    )
    data = {"number": made.number, "contacts": {name: round(n, 1) for name, n in found.contacts.items()}}
    audit.record(room="capacity", action="forecast.shared_out", subject=("forecast", forecast), by=by, data=data)
    return made


def _found(code: str) -> ForecastRecord:
    record = ForecastRecord.objects.filter(code=code).first()
    if record is None:
        raise Problem("forecast.unknown", forecast=code)
    return record


def _proposed(record: ForecastRecord, terms: Mapping[str, Terms], hours: Mapping[str, OpeningHours]) -> SharedOut:
    known = serving(record.service, record.channel, record.first_day, record.last_day)
    stranger = next((centre for centre in terms if centre not in known), None)
    if stranger is not None:
        raise Problem("allocation.centre_unknown", field="centre", centre=stranger, service=record.service)
    told = told_of(record)
    takers = [
        Taker(
            centre,
            one.cost,
            wall_mask(record.service, centre, record.channel, told, hours.get(centre)),
            frozenset({record.service}),
            one.least,
            one.most,
        )
        for centre, one in sorted(terms.items())
    ]
    return share_out({record.service: told.mean}, takers)
