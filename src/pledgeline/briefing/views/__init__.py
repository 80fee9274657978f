"""Pages of briefing: what centres must know, and whether they do."""

from pledgeline.briefing.views.campaign_pages import campaign, campaigns, override
from pledgeline.briefing.views.lists import briefings, calendar, due, matrix
from pledgeline.briefing.views.one_briefing import acknowledge_own, ask, briefing, check, new, publish, write
from pledgeline.briefing.views.people_pages import draw, issue_links, people, roster, roster_sheet, rosters, sheet
from pledgeline.briefing.views.question_pages import question, questions
from pledgeline.briefing.views.with_link import link

__all__ = [
    "acknowledge_own",
    "ask",
    "briefing",
    "briefings",
    "calendar",
    "campaign",
    "campaigns",
    "check",
    "draw",
    "due",
    "issue_links",
    "link",
    "matrix",
    "new",
    "override",
    "people",
    "publish",
    "question",
    "questions",
    "roster",
    "roster_sheet",
    "rosters",
    "sheet",
    "write",
]
