"""Reads of this room. What takes a user shows only what is that user's."""

from pledgeline.partnership.queries.ideas import (
    idea,
    idea_list,
    ideas_sent,
    opened_idea,
    recognition_list,
)
from pledgeline.partnership.queries.mirror import rated_items, ratings
from pledgeline.partnership.queries.pulse import (
    closed_rounds,
    opened_pulse,
    pulse_list,
    pulse_round,
    rounds_until,
)
from pledgeline.partnership.queries.standing import Held, StandingRow, any_recorded, held, standings

__all__ = [
    "Held",
    "StandingRow",
    "any_recorded",
    "closed_rounds",
    "held",
    "idea",
    "idea_list",
    "ideas_sent",
    "opened_idea",
    "opened_pulse",
    "pulse_list",
    "pulse_round",
    "rated_items",
    "ratings",
    "recognition_list",
    "rounds_until",
    "standings",
]
