"""Facts this room can show. It names no requirement: `assurance` asks for them."""

from pledgeline.partnership.evidence.contract import actions, escalations, reviews, statements
from pledgeline.partnership.evidence.standing import part1_standings

__all__ = ["actions", "escalations", "part1_standings", "reviews", "statements"]
