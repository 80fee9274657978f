"""Reads: the expectations that promises cite. The only place of this room that asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pledgeline.experience.core.coverage import Expected
from pledgeline.experience.core.promise import Promise
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


def cited(promise: Promise, *, on: date) -> list[tuple[str, Expected | None]]:
    """(code, expectation) for each that a promise cites; None where none of that code is in force."""
    known = {one.code: one for one in expectations_on(on) or ()} if promise.expectations else {}
    return [(code, known.get(code)) for code in promise.expectations]
