"""Facts this room can show: what was told how early, acknowledged and understood, and which questions ran late.

Every fact is as of a day: what was published, acknowledged or answered later does not count, so that the same period
asked again gives the same facts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from pledgeline.briefing import queries
from pledgeline.briefing.core.briefing import TOLD
from pledgeline.briefing.core.roster import Share
from pledgeline.briefing.core.timely import Lead, Telling, lead
from pledgeline.briefing.models import BriefingVersion
from pledgeline.briefing.queries.shares import published_on
from pledgeline.kernel.fact import Fact
from pledgeline.kernel.interval import Period
from pledgeline.organisation import queries as organisation

RECORDS = "records"


@dataclass(frozen=True)
class Event:
    """Something centres had to be told of: a promise that takes effect, a campaign that begins.

    `after` is the day the version before came into force; `briefing` the one that was meant to tell it ("": any that
    names the promise).
    """

    kind: str
    code: str
    day: date
    centres: tuple[str, ...]
    after: date | None = None
    briefing: str = ""


def campaigns_begun(period: Period, *, centres: Sequence[str] = (), services: Sequence[str] = ()) -> list[Event]:
    """Campaigns whose first day lies in `period`, with the centres they concern. Empty limits: all."""
    engagements = [one for one in organisation.engagements() if not services or one.service in services]
    events = []
    for one in queries.beginnings(period):
        assert one.period.start is not None
        concerned = tuple(code for code in queries.centres_of(one, engagements) if not centres or code in centres)
        if concerned:
            events.append(Event("campaign", one.code, one.period.start, concerned, briefing=one.briefing or "-"))
    return events


def told(events: Sequence[Event], *, period: Period, day: date) -> list[Fact]:
    """One fact for each event × centre, as of `day`.

    `values`: `event`, `code`, `centre`, `event_day`; and where it was told `briefing`, `number`, `published_on`,
    `days` (whole days ahead, negative: after), `acknowledge_by`, `done`, `needed`, `share` by the last day to
    acknowledge (or by `day`), `is_due` (whether that last day is past).
    """
    speaking_of = _speaking(day)
    facts = []
    for event in events:
        about = speaking_of(event)
        for centre in event.centres:
            speaking = [one for one in about if one.audience.reaches(centre)]
            facts.append(_told(event, centre, speaking, period, day))
    return facts


def leads(events: Sequence[Event], *, day: date) -> list[tuple[Event, str, Lead | None]]:
    """(event, centre, how early it was told, None: not at all) for each event × centre, as of `day`.

    What `told` says, without who acknowledged: one query, whatever the number of events.
    """
    spoken = _spoken(day)
    # Events of the same days told by the same briefing were told equally early: asked once, however many they are.
    known: dict[tuple[Any, ...], Lead | None] = {}
    found = []
    for event in events:
        by = ("briefing", event.briefing) if event.briefing else ("promise", event.code)
        for centre in event.centres:
            asked = *by, centre, event.day, event.after
            if asked not in known:
                about = [telling for centres, telling in spoken.get(by, ()) if not centres or centre in centres]
                known[asked] = lead(event.day, about, after=event.after)
            found.append((event, centre, known[asked]))
    return found


def _spoken(day: date) -> dict[tuple[str, str], list[tuple[tuple[str, ...], Telling]]]:
    """(briefing or promise, its code) → what was published of it by `day`, with the centres it was meant for."""
    found: dict[tuple[str, str], list[tuple[tuple[str, ...], Telling]]] = defaultdict(list)
    rows = BriefingVersion.objects.filter(state__in=TOLD).order_by("briefing__code", "number")
    for code, number, published_at, effective_from, centres, promises in rows.values_list(
        "briefing__code", "number", "published_at", "effective_from", "centres", "promises"
    ):
        assert published_at is not None
        telling = Telling(code, number, timezone.localdate(published_at), effective_from)
        if telling.published_on <= day:
            meant = tuple(centres), telling
            found["briefing", code].append(meant)
            for promise in promises:
                found["promise", promise].append(meant)
    return found


def _tellings(versions: Sequence[BriefingVersion]) -> list[Telling]:
    return [Telling(one.briefing.code, one.number, published_on(one), one.effective_from) for one in versions]


def _speaking(day: date) -> Callable[[Event], Sequence[BriefingVersion]]:
    """Event → the versions published by `day` that tell of it: of the briefing it names, else of its promise.

    Looked up, not searched: ten thousand campaigns with a briefing each were a hundred million comparisons.
    """
    by_briefing: dict[str, list[BriefingVersion]] = defaultdict(list)
    by_promise: dict[str, list[BriefingVersion]] = defaultdict(list)
    for version in _told_versions():
        if published_on(version) <= day:
            by_briefing[version.briefing.code].append(version)
            for promise in version.promises:
                by_promise[promise].append(version)
    return lambda event: by_briefing.get(event.briefing, []) if event.briefing else by_promise.get(event.code, [])


def _told(event: Event, centre: str, speaking: Sequence[BriefingVersion], period: Period, day: date) -> Fact:
    values: dict[str, Any] = {
        "event": event.kind,
        "code": event.code,
        "centre": centre,
        "event_day": event.day.isoformat(),
    }
    found = lead(event.day, _tellings(speaking), after=event.after)
    if found is None:
        return Fact("telling", event.code, period, RECORDS, 0, values)
    newest = max((one for one in speaking if one.briefing.code == found.telling.briefing), key=lambda one: one.number)
    until = min(day, newest.acknowledge_by)
    share = queries.acknowledged_shares([newest], day=until, centres=[centre])[newest.pk].get(centre, Share(0, 0))
    values |= {
        "briefing": found.telling.briefing,
        "number": found.telling.number,
        "published_on": found.telling.published_on.isoformat(),
        "days": found.days,
        "acknowledge_by": newest.acknowledge_by.isoformat(),
        "done": share.done,
        "needed": share.needed,
        "share": share.value,
        "is_due": day > newest.acknowledge_by,
    }
    return Fact("telling", event.code, period, RECORDS, share.needed, values)


def known(
    period: Period, *, day: date, centres: Sequence[str], services: Sequence[str] = (), half_life_days: float
) -> list[Fact]:
    """One fact for each briefing in effect in `period` × centre of `centres` it is meant for, as of `day`.

    `values`: `briefing`, `number`, `centre`, `done`, `needed`, `share`, `acknowledge_by`, `is_due`, `has_check`,
    `checked`, `understood`, `lower`, `upper`, `effective_n`. Of each briefing the version that held on `day` counts.
    """
    newest: dict[int, BriefingVersion] = {}
    for one in _told_versions():
        if published_on(one) <= day:
            newest[one.briefing_id] = one
    holding = [one for one in newest.values() if one.period.overlaps(period)]
    people = queries.roster(centres=centres)
    shares = queries.acknowledged_shares(holding, day=day, centres=centres, people=people)
    checks = queries.understandings(holding, day=day, centres=centres, people=people, half_life_days=half_life_days)
    facts = []
    for one in holding:
        if services and one.services and not set(services) & set(one.services):
            continue
        for centre in centres:
            if not one.audience.reaches(centre):
                continue
            share = shares[one.pk].get(centre, Share(0, 0))
            found = checks.get(one.pk, {}).get(centre)
            values = {
                "briefing": one.briefing.code,
                "number": one.number,
                "centre": centre,
                "done": share.done,
                "needed": share.needed,
                "share": share.value,
                "acknowledge_by": one.acknowledge_by.isoformat(),
                "is_due": day > one.acknowledge_by and share.overdue > 0,
                "has_check": bool(one.questions),
                "checked": found.checked if found else 0,
                "understood": found.share if found else None,
                "lower": found.lower if found else None,
                "upper": found.upper if found else None,
                "effective_n": found.effective_n if found else 0.0,
            }
            facts.append(Fact("briefing", one.briefing.code, period, RECORDS, share.needed, values))
    return facts


def questions_asked(period: Period, *, day: date, centres: Sequence[str] = ()) -> list[Fact]:
    """One fact for each question asked in `period`: `values` hold `centre`, `briefing`, `asked_at`, `due_at`,
    `answered_at`, `open_s` (opening time the answer took) and `late`, as of the end of `day`."""
    facts = []
    for one in queries.replies(period):
        if centres and one.centre not in centres:
            continue
        answered = one.answered_at
        if answered is not None and timezone.localdate(answered) > day:
            answered = None
        late = answered > one.due_at if answered is not None else timezone.localdate(one.due_at) < day
        values = {
            "centre": one.centre,
            "briefing": one.briefing,
            "asked_at": one.asked_at.isoformat(),
            "due_at": one.due_at.isoformat(),
            "answered_at": answered.isoformat() if answered else None,
            "open_s": one.open_s if answered else None,
            "late": late,
        }
        facts.append(Fact("question", str(one.number), period, RECORDS, 1, values))
    return facts


def _told_versions() -> list[BriefingVersion]:
    found = BriefingVersion.objects.filter(state__in=TOLD).select_related("briefing")
    return list(found.order_by("briefing__code", "number"))
