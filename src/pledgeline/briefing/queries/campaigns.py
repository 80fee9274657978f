"""Reads: campaigns with their gates. The capacity of the centres is told by another room, once it is there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone

from pledgeline.briefing.core.briefing import State
from pledgeline.briefing.core.campaign import Standing, standing, tell_by, took_place
from pledgeline.briefing.core.gate import Capacity, Facts, Gate, Limits, gate
from pledgeline.briefing.models import BriefingVersion, Campaign, Override
from pledgeline.briefing.queries import shares
from pledgeline.briefing.queries.numbers import own_numbers
from pledgeline.briefing.queries.people import roster
from pledgeline.kernel.channels import Channel
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation

PAGE_ROWS = 25
MOST_OF_A_BRIEFING = 10
MOST_OVERRIDES = 3


@dataclass(frozen=True)
class Planned:
    """A campaign as other rooms may know it; `expected` maps (day, channel) to contacts on top of the usual ones."""

    code: str
    name: Mapping[str, str]
    period: Period
    promises: tuple[str, ...]
    centres: tuple[str, ...]
    services: tuple[str, ...]
    briefing: str
    expected: Mapping[tuple[date, str], int]


# Answers, for each campaign's code, what its centres have on duty; a centre left out is "not shown". All campaigns of a
# page are asked at once, so that a list does not ask once a row.
Capacities = Callable[[Sequence[Planned]], Mapping[str, Mapping[str, Capacity]]]
_CAPACITY: list[Capacities] = []


def show_capacity(answer: Capacities) -> None:
    """For the AppConfig of the room that plans staff: from now on the gates ask `answer`. The last one given counts."""
    _CAPACITY[:] = [answer]


@dataclass(frozen=True)
class OverrideRow:
    """`holds` is false once the campaign was changed after it."""

    name: str
    reason: str
    at: datetime
    red: Sequence[Mapping[str, Any]]
    holds: bool


@dataclass(frozen=True)
class Cancellation:
    name: str
    because: str
    at: datetime


@dataclass(frozen=True)
class CampaignRow:
    """A campaign, its gate as the reader may see it, and whoever let it start although the gate was red.

    `tell_by` is the last day on which its briefing is published in time, `told_on` the day it was (None: not yet).
    """

    planned: Planned
    standing: Standing
    gate: Gate
    overrides: tuple[OverrideRow, ...]
    cancelled: Cancellation | None
    tell_by: date
    told_on: date | None

    @property
    def last_overrides(self) -> tuple[OverrideRow, ...]:
        """The latest; whichever hold come first."""
        return self.overrides[:MOST_OVERRIDES]

    @property
    def more_overrides(self) -> int:
        return len(self.overrides) - len(self.last_overrides)

    @property
    def overridden(self) -> bool:
        return any(one.holds for one in self.overrides)

    @property
    def may_start(self) -> bool:
        return self.cancelled is None and (self.gate.is_open or self.overridden)

    @property
    def told_late(self) -> bool:
        return self.told_on is not None and self.told_on > self.tell_by

    @property
    def may_change(self) -> bool:
        return self.standing is Standing.PLANNED

    @property
    def gate_decides(self) -> bool:
        """No longer of a campaign that is over or called off."""
        return self.standing in (Standing.PLANNED, Standing.RUNNING)

    @property
    def may_be_cancelled(self) -> bool:
        return self.gate_decides


def campaign_list(user: Any, *, day: date, number: int = 1) -> tuple[Page[Any], list[CampaignRow]]:
    """A page of campaigns, the latest first. Queries do not grow with them."""
    found = _loaded(Campaign.objects.visible_to(user))
    page = Paginator(found, PAGE_ROWS).get_page(number)
    return page, _rows(list(page.object_list), user, day)


def next_campaigns(user: Any, *, day: date, most: int) -> list[CampaignRow]:
    """The campaigns that run or are still to begin on `day`, the next one first; not those called off."""
    found = _loaded(Campaign.objects.visible_to(user).filter(last_day__gte=day, cancelled_at__isnull=True))
    return _rows(list(found.order_by("first_day", "code")[:most]), user, day)


def campaign(code: str, *, user: Any, day: date) -> CampaignRow:
    """Raises Problem `campaign.unknown` where there is none that `user` may see."""
    found = list(_loaded(Campaign.objects.visible_to(user).filter(code=code)))
    if not found:
        raise Problem("campaign.unknown", campaign=code)
    return _rows(found, user, day)[0]


def row_of(code: str, *, day: date) -> CampaignRow:
    """The whole row, whoever asks: for commands. Raises Problem `campaign.unknown`."""
    found = list(_loaded(Campaign.objects.filter(code=code)))
    if not found:
        raise Problem("campaign.unknown", campaign=code)
    return _rows_seen(found, None, day)[0]


def campaigns_of(briefing: str, *, user: Any, day: date) -> list[CampaignRow]:
    """The latest campaigns that a briefing prepares, at most MOST_OF_A_BRIEFING."""
    found = _loaded(Campaign.objects.visible_to(user).filter(briefing__code=briefing))
    return _rows(list(found[:MOST_OF_A_BRIEFING]), user, day)


def gate_of(code: str, *, day: date, limits: Limits | None = None) -> Gate:
    """The whole gate, whoever asks: for actions, commands and checks. Raises Problem `campaign.unknown`."""
    found = list(_loaded(Campaign.objects.filter(code=code)))
    if not found:
        raise Problem("campaign.unknown", campaign=code)
    return gates(found, day=day, centres=None, limits=limits)[found[0].pk]


def campaign_names_of(codes: Collection[str], *, user: Any) -> dict[str, Mapping[str, str]]:
    """Code → the name of each of these campaigns that the reader may see; None as reader sees all. One query."""
    seen = Campaign.objects.all() if user is None else Campaign.objects.visible_to(user)
    found = seen.filter(code__in=set(codes)).values_list("code", "name_en", "name_zh")
    return {code: {"en": en, "zh": zh} for code, en, zh in found}


def codes_of(user: Any) -> list[str]:
    return list(Campaign.objects.visible_to(user).values_list("code", flat=True))


def campaigns_beginning(period: Period) -> list[Planned]:
    """Campaigns that began on a day of `period`, not those called off before: for facts and checks, never a page."""
    found = _beginning(Campaign.objects.select_related("briefing").prefetch_related("expected"), period)
    return [planned(one) for one in found if took_place(one.first_day, one.cancelled_on)]


def beginnings(period: Period) -> list[Planned]:
    """As `campaigns_beginning`, without the contacts expected and the names: for thousands. One query."""
    rows = _beginning(Campaign.objects.all(), period)
    return [
        Planned(
            code,
            {},
            Period.from_days(first, last),
            tuple(promises),
            tuple(centres),
            tuple(services),
            briefing or "",
            {},
        )
        for code, first, last, promises, centres, services, briefing, cancelled_at in rows.values_list(
            *("code", "first_day", "last_day", "promises", "centres", "services", "briefing__code", "cancelled_at")
        )
        if took_place(first, timezone.localdate(cancelled_at) if cancelled_at is not None else None)
    ]


def _beginning(campaigns: Any, period: Period) -> Any:
    if period.start is not None:
        campaigns = campaigns.filter(first_day__gte=period.start)
    return campaigns.filter(first_day__lt=period.end) if period.end is not None else campaigns


def _loaded(campaigns: Any) -> Any:
    return campaigns.select_related("briefing", "cancelled_by").prefetch_related("expected", "overrides")


def _rows(found: Sequence[Campaign], user: Any, day: date) -> list[CampaignRow]:
    return _rows_seen(found, organisation.visible_centres(user), day)


def _rows_seen(found: Sequence[Campaign], seen: frozenset[str] | None, day: date) -> list[CampaignRow]:
    if not found:
        return []
    versions = _published(found)
    numbers = own_numbers(day)
    by_campaign = _gates(found, versions, day=day, centres=seen, limits=numbers.limits)
    return [
        CampaignRow(
            planned(one, seen),
            standing(one.period, day, cancelled_on=one.cancelled_on),
            by_campaign[one.pk],
            tuple(_override(one, row, seen) for row in one.overrides.all()),
            _cancellation(one),
            tell_by(one.first_day, numbers.lead_days),
            shares.published_on(versions[one.briefing_id]) if one.briefing_id in versions else None,
        )
        for one in found
    ]


def _override(one: Campaign, row: Override, seen: frozenset[str] | None) -> OverrideRow:
    holds = one.changed_at is None or row.at >= one.changed_at
    return OverrideRow(row.name, row.reason, row.at, _seen_lamps(row.red, seen), holds)


def _cancellation(one: Campaign) -> Cancellation | None:
    if one.cancelled_at is None:
        return None
    by = one.cancelled_by.get_full_name() if one.cancelled_by is not None else ""
    return Cancellation(by, one.cancelled_because, one.cancelled_at)


def _seen_lamps(red: Sequence[Mapping[str, Any]], seen: frozenset[str] | None) -> list[Mapping[str, Any]]:
    return [one for one in red if seen is None or not one["centre"] or one["centre"] in seen]


def planned(one: Campaign, seen: frozenset[str] | None = None) -> Planned:
    """`seen` cuts the centres to those a reader may know of."""
    return Planned(
        code=one.code,
        name={"en": one.name_en, "zh": one.name_zh},
        period=one.period,
        promises=tuple(one.promises),
        centres=tuple(code for code in one.centres if seen is None or code in seen),
        services=tuple(one.services),
        briefing=one.briefing.code if one.briefing else "",
        expected={(row.day, row.channel): row.contacts for row in one.expected.all()},
    )


def centres_of(one: Planned, engagements: Sequence[organisation.Serving]) -> tuple[str, ...]:
    """Codes of the centres a campaign concerns: engaged in its days for one of its services."""
    found = {
        serving.centre
        for serving in engagements
        if (not one.services or serving.service in one.services)
        and (not one.centres or serving.centre in one.centres)
        and serving.period.overlaps(one.period)
    }
    return tuple(sorted(found))


def grid_channels(one: Planned, engagements: Sequence[organisation.Serving]) -> list[str]:
    """The channels over which a campaign may bring contacts, voice first: those its centres serve, and those that
    something is expected of already."""
    centres = centres_of(one, engagements)
    served = {
        channel
        for serving in engagements
        if serving.centre in centres and (not one.services or serving.service in one.services)
        for channel in serving.channels
    }
    served |= {channel for _day, channel in one.expected}
    return [channel.value for channel in Channel if channel.value in served]


def gates(
    campaigns: Sequence[Campaign],
    *,
    day: date,
    centres: frozenset[str] | None,
    limits: Limits | None = None,
) -> dict[int, Gate]:
    """Campaign → its gate on `day`, for the centres in `centres` (None: all). Queries do not grow with them."""
    wanted = limits or own_numbers(day).limits
    return _gates(campaigns, _published(campaigns), day=day, centres=centres, limits=wanted)


def _published(campaigns: Sequence[Campaign]) -> dict[int, BriefingVersion]:
    """Briefing → its published version."""
    briefings = {one.briefing_id for one in campaigns if one.briefing_id is not None}
    found = BriefingVersion.objects.filter(briefing__in=briefings, state=State.PUBLISHED).select_related("briefing")
    return {one.briefing_id: one for one in found}


def _gates(
    campaigns: Sequence[Campaign],
    versions: Mapping[int, BriefingVersion],
    *,
    day: date,
    centres: frozenset[str] | None,
    limits: Limits,
) -> dict[int, Gate]:
    told = list(versions.values())
    people = roster(centres=centres)
    by_version = shares.acknowledged_shares(told, day=day, centres=centres, people=people)
    understood = shares.understandings(told, day=day, centres=centres, people=people)
    questions = shares.open_questions(told, centres=centres)
    engagements = organisation.engagements()
    plans = {one.pk: planned(one) for one in campaigns}
    capacity = _CAPACITY[0](list(plans.values())) if _CAPACITY and plans else {}
    found = {}
    for one in campaigns:
        whole = plans[one.pk]
        concerned = tuple(c for c in centres_of(whole, engagements) if centres is None or c in centres)
        version = versions.get(one.briefing_id) if one.briefing_id is not None else None
        facts = Facts(
            centres=concerned,
            briefing=version.briefing.code if version else "",
            acknowledged=by_version.get(version.pk, {}) if version else {},
            understood=understood.get(version.pk, {}) if version else {},
            has_check=bool(version.questions) if version else False,
            open_questions={centre: questions.get((version.briefing_id, centre), 0) for centre in concerned}
            if version
            else {},
            capacity=capacity.get(whole.code),
        )
        found[one.pk] = gate(facts, limits)
    return found
