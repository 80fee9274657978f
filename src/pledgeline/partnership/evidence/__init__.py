"""Facts this room can show. It names no requirement: `assurance` asks for them."""

from pledgeline.partnership.evidence.standing import part1_standings

__all__ = ["part1_standings"]
