"""What a centre needs besides people on shift: the checklist of an engagement and whether it holds on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Area(StrEnum):
    """What every engagement must have thought of."""

    COMPETENCES = "competences"
    SYSTEMS = "systems"
    KNOWLEDGE = "knowledge"
    AUTHORITY = "authority"
    TRAINING = "training"
    ACCESSIBILITY = "accessibility"
    CONTINUITY = "continuity"


class Side(StrEnum):
    """Who must see to it. An item of the client's that is missing is the client's failing, not the centre's."""

    CLIENT = "client"
    CENTRE = "centre"


class Standing(StrEnum):
    IN_PLACE = "in_place"
    DUE_LATER = "due_later"
    OVERDUE = "overdue"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Item:
    """`in_place_on` None: not yet; `expires_on` is the last day on which the evidence holds."""

    centre: str
    service: str
    area: Area
    title: str
    side: Side
    due_on: date
    in_place_on: date | None = None
    evidence: str = ""
    expires_on: date | None = None

    def standing(self, day: date) -> Standing:
        if self.in_place_on is None or not self.evidence.strip() or self.in_place_on > day:
            return Standing.DUE_LATER if day <= self.due_on else Standing.OVERDUE
        if self.expires_on is not None and day > self.expires_on:
            return Standing.EXPIRED
        return Standing.IN_PLACE


@dataclass(frozen=True)
class Completeness:
    """`missing` names the areas nobody has written an item for; `failing` counts by the side that owes the item."""

    items: int
    in_place: int
    missing: tuple[Area, ...]
    failing_client: int
    failing_centre: int
    due_later: int

    @property
    def complete(self) -> bool:
        return not self.missing and not self.failing_client and not self.failing_centre


def completeness(items: Iterable[Item], day: date) -> Completeness:
    """The checklist of one engagement as it stands on a day."""
    listed = tuple(items)
    standing = [(one.side, one.standing(day)) for one in listed]
    failing = [side for side, how in standing if how in (Standing.OVERDUE, Standing.EXPIRED)]
    return Completeness(
        len(listed),
        sum(how is Standing.IN_PLACE for _, how in standing),
        tuple(area for area in Area if area not in {one.area for one in listed}),
        failing.count(Side.CLIENT),
        failing.count(Side.CENTRE),
        sum(how is Standing.DUE_LATER for _, how in standing),
    )
