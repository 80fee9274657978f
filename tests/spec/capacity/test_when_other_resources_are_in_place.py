"""Clause 4 d): means other than people on shift, item by item, with the side that owes them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pledgeline.capacity.core.resources import Area, Item, Side, Standing, completeness

DUE = date(2026, 6, 30)


def item(area: Area = Area.SYSTEMS, side: Side = Side.CENTRE, **more: Any) -> Item:
    return Item("north", "cards", area, "Access to the card system", side, DUE, **more)


DONE = {"in_place_on": date(2026, 6, 1), "evidence": "ticket 17"}


@pytest.mark.parametrize(
    ("more", "day", "standing"),
    [
        ({}, DUE, Standing.DUE_LATER),
        ({}, date(2026, 7, 1), Standing.OVERDUE),
        (DONE, date(2026, 7, 1), Standing.IN_PLACE),
        ({**DONE, "evidence": " "}, date(2026, 7, 1), Standing.OVERDUE),
        ({**DONE, "expires_on": date(2026, 8, 1)}, date(2026, 8, 1), Standing.IN_PLACE),
        ({**DONE, "expires_on": date(2026, 8, 1)}, date(2026, 8, 2), Standing.EXPIRED),
    ],
)
def test_an_item_stands_by_its_evidence_and_its_days(more: dict[str, Any], day: date, standing: Standing) -> None:
    assert item(**more).standing(day) is standing


def test_a_checklist_is_complete_when_every_area_is_thought_of_and_nothing_is_late() -> None:
    every = [item(area, **DONE) for area in Area]
    assert completeness(every, date(2026, 7, 1)).complete
    assert completeness(every[1:], date(2026, 7, 1)).missing == (Area.COMPETENCES,)


def test_what_the_client_owes_counts_against_the_client() -> None:
    every = [item(area, **DONE) for area in Area]
    found = completeness([*every, item(side=Side.CLIENT), item()], date(2026, 7, 1))
    assert not found.complete
    assert (found.failing_client, found.failing_centre) == (1, 1)
