"""What happened to one contact, in order: its moments, and the stretches between them, in seconds after arrival."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# In the order in which they happen when nothing is odd; moments at the same time keep it.
_MOMENTS = (
    "arrived_at",
    "bot_ivr_ended_at",
    "human_requested_at",
    "queue_in_at",
    "callback_offered_at",
    "callback_accepted_at",
    "first_ring_at",
    "answered_at",
    "released_at",
    "acw_end_at",
)
# Where a moment says what it is known from.
_BASES = {
    "human_requested_at": "human_requested_basis",
    "callback_offered_at": "callback_offer_basis",
    "answered_at": "answered_basis",
}


@dataclass(frozen=True)
class Moment:
    """`name` is the canonical column; `basis` the word that says what it is known from, with its word list."""

    name: str
    at: datetime
    after_s: float
    basis: str | None = None
    basis_list: str | None = None


@dataclass(frozen=True)
class Stretch:
    """One part of the contact, e.g. the wait; `kind` is ivr, wait, human or wrapup."""

    kind: str
    start_s: float
    end_s: float

    @property
    def length_s(self) -> float:
        return self.end_s - self.start_s


def moments(contact: Mapping[str, Any]) -> tuple[Moment, ...]:
    """Every known moment of a contact, by time."""
    start: datetime = contact["arrived_at"]
    found = [
        Moment(
            name,
            contact[name],
            (contact[name] - start).total_seconds(),
            contact.get(_BASES[name]) if name in _BASES else None,
            _BASES.get(name),
        )
        for name in _MOMENTS
        if contact[name] is not None
    ]
    return tuple(sorted(found, key=lambda moment: moment.after_s))


def stretches(contact: Mapping[str, Any]) -> tuple[Stretch, ...]:
    """The parts whose both ends are known and in order, by their start."""
    start: datetime = contact["arrived_at"]
    answered, released, accepted = contact["answered_at"], contact["released_at"], contact["callback_accepted_at"]
    edges = (
        ("ivr", start, contact["bot_ivr_ended_at"]),
        ("wait", contact["human_requested_at"], answered or released or accepted),
        ("human", answered, released),
        ("wrapup", released, contact["acw_end_at"]),
    )
    found = [
        Stretch(kind, (first - start).total_seconds(), (last - start).total_seconds())
        for kind, first, last in edges
        if first is not None and last is not None and last > first
    ]
    return tuple(sorted(found, key=lambda stretch: stretch.start_s))
