"""Reads of this room. What takes a user shows only what is that user's."""

from pledgeline.partnership.queries.standing import Held, StandingRow, any_recorded, held, standings

__all__ = ["Held", "StandingRow", "any_recorded", "held", "standings"]
