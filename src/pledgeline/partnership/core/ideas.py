"""An idea from the people of a centre: to whom it goes, by when it is answered, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pledgeline.experience.core.contract import Side
from pledgeline.partnership.core.measure import Case

# Two weeks: one team meeting on the answering side falls into any fortnight.
REPLY_DAYS = 14


class Outcome(StrEnum):
    ADOPTED = "adopted"
    NOT_ADOPTED = "not_adopted"


@dataclass(frozen=True)
class Idea:
    """`answered` is None while it waits; `due` is the last day of its reply clock."""

    number: int
    centre: str
    side: Side
    sent: date
    due: date
    answered: date | None = None
    outcome: Outcome | None = None

    def late_on(self, day: date) -> bool:
        """Answered after its clock ran out, or on `day` still waiting beyond it."""
        return self.due < min(self.answered or day, day)

    def open_on(self, day: date) -> bool:
        return self.sent <= day and (self.answered is None or self.answered > day)


def due_on(sent: date, reply_days: int = REPLY_DAYS) -> date:
    return sent + timedelta(days=reply_days)


def reply_case(idea: Idea, day: date) -> Case | None:
    """The reply as a case on `day`; None while the clock still runs: that says nothing yet."""
    answered = idea.answered if idea.answered is not None and idea.answered <= day else None
    if answered is None and day <= idea.due:
        return None
    taken = (answered - idea.sent).days if answered is not None else None
    return Case(str(idea.number), idea.sent, answered is not None and answered <= idea.due, taken)
