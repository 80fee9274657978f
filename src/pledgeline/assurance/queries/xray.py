"""The X-ray of this house: every room's records of today, and what of them contradicts.

What it finds follows from the records, the contacts, the day and the parameters. Every write leaves an entry in the
audit trail, so the head of the trail stands for the records: as long as it stays, the answer is remembered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from pledgeline.assurance.core.xray import (
    Campaign,
    Contradiction,
    Engaged,
    Facts,
    Fix,
    Limits,
    Planned,
    Ruling,
    Telling,
    Theme,
    contradictions,
    next_month,
)
from pledgeline.assurance.queries.parameters import parameters_in_force
from pledgeline.briefing import evidence as briefing
from pledgeline.briefing import queries as briefings
from pledgeline.capacity import evidence as capacity
from pledgeline.contacts import queries as contacts
from pledgeline.contacts.core.question import Question
from pledgeline.contacts.queries import page_figures
from pledgeline.experience import queries as experience
from pledgeline.experience.core.clocks import Clock, clocks
from pledgeline.experience.core.promise import Promise
from pledgeline.experience.core.testable import Means
from pledgeline.experience.queries import house_wide
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.partnership import queries as partnership

# A month of contacts holds every weekday four times; a service that is silent for so long is not merely quiet.
OBSERVED_DAYS = 30
# Facts that only describe a contact: without them the figure is the same.
DESCRIBING = frozenset({"bot_ivr_ended_at"})
_HALF_LIFE = "4.c.half_life_days"
_MEMORY: dict[tuple[Any, ...], tuple[Contradiction, ...]] = {}
_MEMORY_SIZE = 8


@dataclass(frozen=True)
class XRay:
    """What a reader may see of it; `day` is the day it was taken."""

    day: date
    found: tuple[Contradiction, ...]

    def by_theme(self) -> dict[Theme, list[Contradiction]]:
        """Themes in their order, each with what was found; those without a contradiction are left out."""
        grouped: dict[Theme, list[Contradiction]] = {theme: [] for theme in Theme}
        for one in self.found:
            grouped[one.theme].append(one)
        return {theme: rows for theme, rows in grouped.items() if rows}

    def counts(self) -> Counter[str]:
        return Counter(one.code for one in self.found)


def xray(user: Any, *, today: date) -> XRay:
    """As `user` may see it: a centre's people what is about their centre alone, as it is told of no other."""
    seen = organisation.visible_centres(user)
    found = _remembered(today)
    if seen is not None:
        found = tuple(_for_a_centre(one) for one in found if one.subject.get("centre") in seen)
    return XRay(today, found)


def _for_a_centre(one: Contradiction) -> Contradiction:
    """Registers of the house are not a centre's to mend: its own page shows what is engaged."""
    return replace(one, fix=Fix("organisation:centre", (one.subject["centre"],))) if one.fix.view == "register" else one


def xray_whole(*, today: date) -> XRay:
    """Everything, whoever asks: for the command line, never for a page."""
    return XRay(today, _remembered(today))


def _remembered(today: date) -> tuple[Contradiction, ...]:
    snapshot, parameters = contacts.current_snapshot(), parameters_in_force()
    key = (organisation.audit_head(), snapshot, today, tuple(sorted(parameters.items())))
    if key not in _MEMORY:
        found = tuple(contradictions(facts(today, snapshot, parameters)))
        while len(_MEMORY) >= _MEMORY_SIZE:
            _MEMORY.pop(next(iter(_MEMORY)), None)
        _MEMORY[key] = found
    return _MEMORY[key]


def facts(today: date, snapshot: str | None, parameters: Mapping[str, float]) -> Facts:
    """The records of every room, in a number of queries that does not grow with them."""
    engagements = [Engaged(one.centre, one.service, one.channels, one.period) for one in organisation.engagements()]
    running = [one for one in engagements if one.period.holds(today)]
    day = Period.from_days(today, today)
    promises = experience.promises_during(day)
    observed, counted = _arrived(snapshot, today)
    held = partnership.held()
    expected = experience.expectations_on(today)
    first = next_month(today)
    return Facts(
        today=today,
        engagements=engagements,
        promises=promises,
        params=_params(promises),
        means=Means(
            figures=contacts.metric_figures(),
            engaged=frozenset((one.centre, one.service, channel) for one in running for channel in one.channels),
            feeding=frozenset(counted),
            open=frozenset(organisation.opening_hours()),
        ),
        clocks=_clocks({one.service for one in running}, today),
        expectations=frozenset(one.code for one in expected) if expected is not None else None,
        tellings=_tellings(today, sorted({one.centre for one in running}), parameters),
        certificates={centre: tuple(one.certificates) for centre, one in held.items()},
        audits={centre: tuple(one.audits) for centre, one in held.items()},
        campaigns=_campaigns(today),
        contracts=[*experience.contracts_during(day), *house_wide.contracts_offered()],
        rulings=[Ruling(*one) for one in house_wide.definitions_ruling(on=today)],
        observed=observed,
        contacts=_by_place(counted),
        lacking={centre: frozenset(facts) for centre, facts in _lacking().items()},
        needed={metric: frozenset(facts) - DESCRIBING for metric, facts in experience.NEEDED.items()},
        plans=_plans(Period(first, next_month(first))),
        limits=replace(
            Limits(),
            acknowledged_share=parameters["4.c.acknowledged_share"],
            audit_days=int(parameters["1.part1.audit_days"]),
            forecast_lead_days=int(parameters["4.d.lead_days"]),
        ),
    )


def _arrived(snapshot: str | None, today: date) -> tuple[Period | None, dict[tuple[str, str, str], int]]:
    """The last days of which there are contacts, and how many came by (centre, service, channel)."""
    known = contacts.data_period()
    if snapshot is None or known is None or known.last is None:
        return None, {}
    last = min(known.last, today)
    observed = Period.from_days(last - timedelta(days=OBSERVED_DAYS - 1), last)
    asked = Question("contacts_offered", ("centre", "service", "channel"), observed, {}, {})
    answer = page_figures.answer(asked, snapshot=snapshot)
    counted = {
        (group["by"]["centre"], group["by"]["service"], group["by"]["channel"]): int(group["n"])
        for group in answer.groups
        if group["n"] and group["by"]["service"] is not None
    }
    return observed, counted


def _by_place(counted: Mapping[tuple[str, str, str], int]) -> dict[tuple[str, str], int]:
    found: Counter[tuple[str, str]] = Counter()
    for (centre, service, _channel), n in counted.items():
        found[centre, service] += n
    return dict(found)


def _params(promises: Sequence[Promise]) -> dict[str, Mapping[str, float]]:
    found: dict[str, Mapping[str, float]] = {}
    for one in promises:
        try:
            found[one.code] = experience.read_params(one.rule.metric, one.rule.params)
        except Problem:
            continue
    return found


def _clocks(services: set[str], today: date) -> dict[str, tuple[Clock, ...]]:
    applied = house_wide.applied_everywhere(on=today)
    always = applied.get("", frozenset())
    return {
        service: tuple(clocks()[code] for code in sorted(always | applied.get(service, frozenset())))
        for service in sorted(services)
    }


def _tellings(today: date, centres: Sequence[str], parameters: Mapping[str, float]) -> list[Telling]:
    """Of each published briefing that holds today or will, at each centre it is meant for."""
    known = briefing.known(Period(today, None), day=today, centres=centres, half_life_days=parameters[_HALF_LIFE])
    return [
        Telling(
            centre=one.values["centre"],
            briefing=one.values["briefing"],
            acknowledge_by=date.fromisoformat(one.values["acknowledge_by"]),
            done=one.values["done"],
            needed=one.values["needed"],
            share=one.values["share"],
            overdue=one.values["is_due"],
        )
        for one in known
    ]


def _campaigns(today: date) -> list[Campaign]:
    """Campaigns that run or are to come, with the centres they concern and what is planned for their days."""
    ahead = [
        one for one in briefings.campaigns_beginning(Period()) if one.period.last is None or one.period.last >= today
    ]
    if not ahead:
        return []
    engagements = organisation.engagements()
    planned = capacity.for_campaigns(ahead)
    return [
        Campaign(one.code, one.period, briefings.centres_of(one, engagements), one.briefing, planned.get(one.code, {}))
        for one in ahead
    ]


def _lacking() -> dict[str, set[str]]:
    """Centre → facts that none of its feeds tells: where a centre has two feeds, one that tells is enough."""
    found: dict[str, set[str]] = {}
    for source in contacts.sources():
        lacking = set(source.capabilities)
        found[source.centre] = found.get(source.centre, lacking) & lacking
    return found


def _plans(month: Period) -> list[Planned]:
    return [
        Planned(one.values["centre"], one.values["service"], one.values["lead_days"] is not None)
        for one in capacity.plans(month)
    ]
