"""Facts this room can show. It names no requirement: `assurance` asks for them."""

from pledgeline.partnership.evidence.contract import actions, escalations, reviews, statements
from pledgeline.partnership.evidence.health import CentreHealth, healths
from pledgeline.partnership.evidence.mirror import mirror, scorecards
from pledgeline.partnership.evidence.standing import part1_standings
from pledgeline.partnership.evidence.tended import Tended, tended
from pledgeline.partnership.evidence.voice import idea_replies, pulses, quarters_in, rated

__all__ = [
    "CentreHealth",
    "Tended",
    "actions",
    "escalations",
    "healths",
    "idea_replies",
    "mirror",
    "part1_standings",
    "pulses",
    "quarters_in",
    "rated",
    "reviews",
    "scorecards",
    "statements",
    "tended",
]
