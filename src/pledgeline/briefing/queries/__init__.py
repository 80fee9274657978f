"""Reads of this room. What takes a user shows only what is that user's."""

from pledgeline.briefing.queries.briefings import (
    WHEN,
    BriefingPage,
    Difference,
    PersonRow,
    Row,
    ToTell,
    briefing_list,
    briefing_page,
    concerned,
    rows,
    to_tell,
    version,
)
from pledgeline.briefing.queries.campaigns import (
    CampaignRow,
    Capacities,
    Planned,
    campaign,
    campaign_list,
    campaigns_beginning,
    centres_of,
    codes_of,
    gate_of,
    show_capacity,
)
from pledgeline.briefing.queries.links import Opened, opened
from pledgeline.briefing.queries.overviews import calendar, matrix, status
from pledgeline.briefing.queries.people import own_row, roster
from pledgeline.briefing.queries.questions import Faq, QuestionRow, faq, question, question_list, replies
from pledgeline.briefing.queries.rosters import roster_page, rosters
from pledgeline.briefing.queries.shares import acknowledged_shares, open_questions, understandings

__all__ = [
    "WHEN",
    "BriefingPage",
    "CampaignRow",
    "Capacities",
    "Difference",
    "Faq",
    "Opened",
    "PersonRow",
    "Planned",
    "QuestionRow",
    "Row",
    "ToTell",
    "acknowledged_shares",
    "briefing_list",
    "briefing_page",
    "calendar",
    "campaign",
    "campaign_list",
    "campaigns_beginning",
    "centres_of",
    "codes_of",
    "concerned",
    "faq",
    "gate_of",
    "matrix",
    "open_questions",
    "opened",
    "own_row",
    "question",
    "question_list",
    "replies",
    "roster",
    "roster_page",
    "rosters",
    "rows",
    "show_capacity",
    "status",
    "to_tell",
    "understandings",
    "version",
]
