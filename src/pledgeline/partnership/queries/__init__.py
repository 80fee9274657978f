"""Reads of this room. What takes a user shows only what is that user's."""

from pledgeline.partnership.queries.standing import Held, StandingRow, held, standings

__all__ = ["Held", "StandingRow", "held", "standings"]
