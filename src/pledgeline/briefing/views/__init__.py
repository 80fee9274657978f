"""Pages of briefing: what centres must know, and whether they do."""

from pledgeline.briefing.views.campaign_pages import campaign, campaigns, cancel, move, override
from pledgeline.briefing.views.campaign_planning import (
    campaign_contacts,
    campaign_sheet,
    edit_campaign,
    plan_campaign,
)
from pledgeline.briefing.views.lists import briefings, calendar, due, matrix, rechecks
from pledgeline.briefing.views.one_briefing import acknowledge_own, ask, briefing, check, new, publish, write
from pledgeline.briefing.views.people_pages import draw, issue_links, people, sheet
from pledgeline.briefing.views.question_pages import question, questions
from pledgeline.briefing.views.roster_pages import cover, roster, roster_sheet, rosters, withdraw_cover
from pledgeline.briefing.views.with_link import link

__all__ = [
    "acknowledge_own",
    "ask",
    "briefing",
    "briefings",
    "calendar",
    "campaign",
    "campaign_contacts",
    "campaign_sheet",
    "campaigns",
    "cancel",
    "check",
    "cover",
    "draw",
    "due",
    "edit_campaign",
    "issue_links",
    "link",
    "matrix",
    "move",
    "new",
    "override",
    "people",
    "plan_campaign",
    "publish",
    "question",
    "questions",
    "rechecks",
    "roster",
    "roster_sheet",
    "rosters",
    "sheet",
    "withdraw_cover",
    "write",
]
