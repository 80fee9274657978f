"""Records of this room. Centres, services and promises are kept as codes, never as keys of another room."""

from pledgeline.briefing.models.acknowledgements import Acknowledgement, Link, Reminder
from pledgeline.briefing.models.briefings import Briefing, BriefingVersion
from pledgeline.briefing.models.campaigns import Campaign, ExpectedContacts, Override
from pledgeline.briefing.models.questions import Question
from pledgeline.briefing.models.rosters import Member, ShiftCover
from pledgeline.briefing.models.understanding import CheckResult, Draw

__all__ = [
    "Acknowledgement",
    "Briefing",
    "BriefingVersion",
    "Campaign",
    "CheckResult",
    "Draw",
    "ExpectedContacts",
    "Link",
    "Member",
    "Override",
    "Question",
    "Reminder",
    "ShiftCover",
]
