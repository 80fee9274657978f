"""Reads: the expectations that promises cite. The only place of this room that asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pledgeline.experience.core.coverage import Expected
from pledgeline.experience.core.promise import Promise
from pledgeline.needs import queries as needs
from pledgeline.organisation.queries import known_codes, visible_services


def expectations_on(day: date) -> Sequence[Expected] | None:
    """Every expectation in force on a day, whoever asks; None while no register of expectations is kept: then what
    promises cite stands as codes, and nothing is said about coverage."""
    if not needs.any_registered():
        return None
    return [
        Expected(one.code, one.need, (one.service,), one.refused)
        for one in needs.needed_on(day, services=known_codes().services)
    ]


@dataclass(frozen=True)
class Cited:
    """An expectation that a promise cites. `expectation` is None where none of that code is in force; `opens` says
    whether the reader has a page of it: a centre's people have those of the services they serve."""

    code: str
    expectation: Expected | None
    opens: bool


def cited(promise: Promise, *, on: date, user: Any) -> list[Cited]:
    """In the order in which the promise cites them."""
    expected = expectations_on(on) or () if promise.expectations else ()
    return cited_by([promise], expected, user=user)[promise.code]


def cited_by(promises: Sequence[Promise], expected: Sequence[Expected], *, user: Any) -> dict[str, list[Cited]]:
    """Code of each promise → what it cites among the expectations in force."""
    known = {one.code: one for one in expected}
    seen = visible_services(user)

    def found(code: str) -> Cited:
        one = known.get(code)
        return Cited(code, one, one is not None and (seen is None or bool(seen & set(one.services))))

    return {one.code: [found(code) for code in one.expectations] for one in promises}
