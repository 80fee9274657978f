"""Rules on briefings and campaigns: told in time, and planned for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pledgeline.assurance.core.xray.facts import Campaign, Contradiction, Facts, Fix, Telling, Theme


def centre_not_briefed(facts: Facts) -> Iterator[Contradiction]:
    """A centre that serves customers and was told nothing, or whose people have not acknowledged in time."""
    for centre, serving in facts.served().items():
        own = [one for one in facts.tellings if one.centre == centre]
        if not own:
            services = sorted({one.service for one in serving})
            yield Contradiction(
                "centre_not_briefed",
                Theme.BRIEFINGS,
                {"centre": centre},
                {"services": services},
                Fix("briefing:matrix"),
            )
        for one in own:
            if one.share is None:
                yield _unheard("briefing_without_roster", one, {})
            elif one.overdue and one.share < facts.limits.acknowledged_share:
                numbers = {"done": one.done, "needed": one.needed, "share": one.share}
                numbers |= {"limit": facts.limits.acknowledged_share}
                yield _unheard("briefing_unacknowledged", one, numbers)


def _unheard(code: str, one: Telling, numbers: Mapping[str, Any]) -> Contradiction:
    subject = {"briefing": one.briefing, "centre": one.centre}
    more = {"day": one.acknowledge_by.isoformat(), **numbers}
    return Contradiction(code, Theme.BRIEFINGS, subject, more, Fix("briefing:people", (one.briefing, one.centre)))


def campaign_unprepared(facts: Facts) -> Iterator[Contradiction]:
    """A campaign, running or to come, of which a centre was not told or for which nobody has shown it is staffed."""
    told = {(one.briefing, one.centre) for one in facts.tellings}
    for campaign in facts.campaigns:
        if not campaign.centres:
            yield _unprepared("campaign_without_centre", campaign, "", facts.today)
        for centre in campaign.centres:
            if (campaign.briefing, centre) not in told:
                yield _unprepared("campaign_without_briefing", campaign, centre, facts.today)
            capacity = campaign.capacity.get(centre)
            if capacity is None:
                yield _unprepared("campaign_without_capacity", campaign, centre, facts.today)
            elif not capacity.enough:
                numbers = {"required": capacity.required, "staffed": capacity.staffed}
                yield _unprepared("campaign_short", campaign, centre, facts.today, **numbers)


def _unprepared(code: str, campaign: Campaign, centre: str, today: date, **numbers: Any) -> Contradiction:
    subject = {"campaign": campaign.code, **({"centre": centre} if centre else {})}
    assert campaign.period.start is not None
    days = (campaign.period.start - today).days
    more = {"day": campaign.period.start.isoformat(), "days": days, **numbers}
    return Contradiction(code, Theme.CAMPAIGNS, subject, more, Fix("briefing:campaign", (campaign.code,)))
