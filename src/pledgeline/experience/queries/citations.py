"""Reads: the expectations that promises cite. The only place of this room that asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pledgeline.experience.core.coverage import Expected
from pledgeline.needs import queries as needs
from pledgeline.organisation.queries import known_codes


def expectations_on(day: date) -> Sequence[Expected] | None:
    """Every expectation in force on a day, whoever asks; None while no register of expectations is kept: then what
    promises cite stands as codes, and nothing is said about coverage."""
    if not needs.any_registered():
        return None
    return [
        Expected(one.code, one.need, (one.service,), one.refused)
        for one in needs.expectations_on(day, services=known_codes().services)
    ]
