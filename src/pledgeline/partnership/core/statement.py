"""The statement of a month: shown to the centre, open to objection until a date, then frozen for good."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Reason
from pledgeline.partnership.core.rhythm import months_later


class Step(StrEnum):
    """`withdrawn`: another statement of the same month took its place before it was frozen."""

    DRAFT = "draft"
    SHOWN = "shown"
    FROZEN = "frozen"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What became of an objection; an accepted one asks for a new statement."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Objection:
    """`outcome` None: not answered yet."""

    rule: str
    outcome: Outcome | None


def month_of(first: date) -> Period:
    """The month that begins on `first`."""
    return Period(first, months_later(first, 1))


def objecting_hindrance(step: Step, *, today: date, until: date | None) -> Reason | None:
    """Why nobody may object (any more); None where the centre may."""
    if step is not Step.SHOWN or until is None:
        return Reason("statement.not_shown", {})
    if today > until:
        return Reason("statement.objection_late", {"until": until.isoformat()})
    return None


def freezing_hindrance(
    step: Step, *, today: date, until: date | None, agreed: bool, objections: Sequence[Objection]
) -> Reason | None:
    """Why the statement may not be frozen; None where it may.

    Either the centre has agreed or its time to object is over; every objection is answered, and none was accepted:
    an accepted one is mended by a new statement, never by freezing the old.
    """
    if step is not Step.SHOWN or until is None:
        return Reason("statement.not_shown", {})
    waiting = [one.rule for one in objections if one.outcome is None]
    if waiting:
        return Reason("statement.objection_open", {"rules": ", ".join(sorted(waiting))})
    accepted = [one.rule for one in objections if one.outcome is Outcome.ACCEPTED]
    if accepted:
        return Reason("statement.objection_accepted", {"rules": ", ".join(sorted(accepted))})
    if not agreed and today <= until:
        return Reason("statement.objection_time", {"until": until.isoformat()})
    return None


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of what a statement says: the same month computed the same way from the same snapshot has the same."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
