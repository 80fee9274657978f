"""Commands that come in groups, a file for each: `pledgeline plan …` is `plan.py`.

As in `app`, a body is one call: what is imported here is paid by every `--help`.
"""

from __future__ import annotations

from pledgeline.web.cli.groups import briefing, campaign, needs, notifications, person, plan, register, statement

GROUPS = {
    "person": person.group,
    "plan": plan.group,
    "briefing": briefing.group,
    "campaign": campaign.group,
    "needs": needs.group,
    "notifications": notifications.group,
    "statement": statement.group,
    "register": register.group,
}
