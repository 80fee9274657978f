"""The days an attestation covers, as a condition on a moment."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from datetime import time as clock_time

from pledgeline.contacts.core.profile import Attestation
from pledgeline.kernel.clock import zone
from pledgeline.kernel.units import MICROS_PER_SECOND


def attested_us(attested: Attestation, zone_name: str | None, at: str) -> str:
    """SQL of whether the moment `at` (µs) lies in the attested days of the profile's zone."""
    local: tzinfo = zone(zone_name or "UTC")
    parts = []
    if attested.first:
        first = datetime.combine(attested.first, clock_time(), local)
        parts.append(f"{at} >= {int(first.timestamp()) * MICROS_PER_SECOND}")
    if attested.last:
        end = datetime.combine(attested.last + timedelta(days=1), clock_time(), local)
        parts.append(f"{at} < {int(end.timestamp()) * MICROS_PER_SECOND}")
    return " AND ".join(parts) or "true"
