"""The X-ray: records of several rooms that cannot both be right. Facts in, contradictions out; nothing is measured.

A verdict says whether a duty was shown over a period; an X-ray says what does not fit together today, and where to
mend it. Each rule is a function of all facts; `RULES` lists them in the order in which a reader should look.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from pledgeline.briefing.core.gate import Capacity
from pledgeline.experience.core.clocks import Clock, looser
from pledgeline.experience.core.contract import BINDING, Contract, ContractStep, Side, proves
from pledgeline.experience.core.promise import Promise
from pledgeline.experience.core.testable import Means, untestable
from pledgeline.kernel.interval import Period
from pledgeline.partnership.core.standing import Audit, Certificate


class Theme(StrEnum):
    """What a contradiction is about, in the order of a page."""

    PROMISES = "promises"
    BRIEFINGS = "briefings"
    CAMPAIGNS = "campaigns"
    CONTRACTS = "contracts"
    DATA = "data"
    CAPACITY = "capacity"


@dataclass(frozen=True)
class Fix:
    """Where it is mended: the name of an address of the house and the codes that stand in it."""

    view: str
    args: tuple[str | int, ...] = ()


@dataclass(frozen=True)
class Contradiction:
    """`subject` names by code what it is about; where it names a `centre`, that centre's people may see it."""

    code: str
    theme: Theme
    subject: Mapping[str, str]
    numbers: Mapping[str, Any]
    fix: Fix


@dataclass(frozen=True)
class Limits:
    """From when on a record contradicts; shares 0–1, the rest in days."""

    acknowledged_share: float = 0.95
    audit_days: int = 365
    forecast_lead_days: int = 14
    # Two weeks hold one meeting of both sides; an offer that waits longer is forgotten.
    unsigned_days: int = 14


@dataclass(frozen=True)
class Engaged:
    """A centre serves a service over some channels."""

    centre: str
    service: str
    channels: tuple[str, ...]
    period: Period


@dataclass(frozen=True)
class Telling:
    """A published briefing that holds now or later, at a centre it is meant for; `share` None: nobody on the roster."""

    centre: str
    briefing: str
    acknowledge_by: date
    done: int
    needed: int
    share: float | None
    overdue: bool


@dataclass(frozen=True)
class Campaign:
    """A campaign that is not over; `capacity` holds the centres for which somebody has planned."""

    code: str
    period: Period
    centres: tuple[str, ...]
    briefing: str
    capacity: Mapping[str, Capacity] = field(default_factory=dict)


@dataclass(frozen=True)
class Ruling:
    """The definition of a service that rules today; `promises` are (code, number)."""

    service: str
    number: int
    promises: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Planned:
    """A staffing plan with a day in the month ahead."""

    centre: str
    service: str
    handed_over: bool


@dataclass(frozen=True)
class Facts:
    """Everything the rules look at, as of `today`.

    `promises` are in force today; `params` holds the parameters of each as its metric reads them (absent: it cannot).
    `clocks` maps each service to the clocks that apply to it. `expectations` are the codes in force, None while no
    register of them is kept. `tellings` holds what is published. `contracts` are those that rule today or are offered.
    `contacts` counts (centre, service) in the days `observed`, None where no contact ever arrived. `lacking` maps a
    centre to facts its feeds do not tell, `needed` a metric to those that decide it. `plans` are those of the month
    after this one.
    """

    today: date
    engagements: Sequence[Engaged] = ()
    promises: Sequence[Promise] = ()
    params: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    means: Means = field(default_factory=lambda: Means({}, frozenset(), frozenset()))
    clocks: Mapping[str, Sequence[Clock]] = field(default_factory=dict)
    expectations: Collection[str] | None = None
    tellings: Sequence[Telling] = ()
    certificates: Mapping[str, Sequence[Certificate]] = field(default_factory=dict)
    audits: Mapping[str, Sequence[Audit]] = field(default_factory=dict)
    campaigns: Sequence[Campaign] = ()
    contracts: Sequence[Contract] = ()
    rulings: Sequence[Ruling] = ()
    observed: Period | None = None
    contacts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    lacking: Mapping[str, Collection[str]] = field(default_factory=dict)
    needed: Mapping[str, Collection[str]] = field(default_factory=dict)
    plans: Sequence[Planned] = ()
    limits: Limits = field(default_factory=Limits)

    def running(self, day: date | None = None) -> list[Engaged]:
        """The engagements of a day, today by default."""
        return [one for one in self.engagements if one.period.holds(day or self.today)]

    def served(self) -> dict[str, list[Engaged]]:
        """Centre → what it serves today."""
        found: dict[str, list[Engaged]] = {}
        for one in self.running():
            found.setdefault(one.centre, []).append(one)
        return dict(sorted(found.items()))

    def bound(self, one: Engaged) -> list[Contract]:
        """The contracts, signed by both sides, that rule today what this centre serves."""
        return [
            contract
            for contract in self.contracts
            if contract.step in BINDING
            and contract.centre == one.centre
            and Period(contract.effective_from, contract.effective_to).holds(self.today)
            and (not contract.terms.services or one.service in contract.terms.services)
        ]


def contradictions(facts: Facts) -> list[Contradiction]:
    """What every rule finds, in the order of the rules and by subject."""
    return [
        one for rule in RULES for one in sorted(rule(facts), key=lambda one: (one.code, sorted(one.subject.items())))
    ]


# --- promises -----------------------------------------------------------------------------------------------------


def promise_untestable(facts: Facts) -> Iterator[Contradiction]:
    """A promise in force that nothing which arrives can test; service by service where it names some."""
    for promise in facts.promises:
        for service in promise.scope.services or (None,):
            why = untestable(promise, replace(facts.means, service=service))
            if why:
                yield Contradiction(
                    "promise_untestable",
                    Theme.PROMISES,
                    {"promise": promise.code, "service": service or ""},
                    {"why": {"code": why[0].code, **why[0].numbers}},
                    Fix("experience:promise", (promise.code,)),
                )


def feed_lacks_fact(facts: Facts) -> Iterator[Contradiction]:
    """A promise whose figure rests on a fact that a centre's feed does not tell."""
    for promise in facts.promises:
        needed = set(facts.needed.get(promise.rule.metric, ()))
        for centre, serving in facts.served().items():
            lacking = sorted(needed & set(facts.lacking.get(centre, ())))
            if lacking and any(_binds(promise, one) for one in serving):
                yield Contradiction(
                    "feed_lacks_fact",
                    Theme.PROMISES,
                    {"promise": promise.code, "centre": centre},
                    {"facts": lacking},
                    Fix("contacts:sources"),
                )


def promise_looser_than_clock(facts: Facts) -> Iterator[Contradiction]:
    """A target that lets through what law, standard or a contract clock of the same service does not."""
    for service, clocks in sorted(facts.clocks.items()):
        for clock in clocks:
            for one in looser(list(facts.promises), clock, service=service):
                yield Contradiction(
                    "promise_looser_than_clock",
                    Theme.PROMISES,
                    {"promise": one.promise, "service": service},
                    {"number": one.number, "clock": one.clock, "rule": one.rule, **one.numbers},
                    Fix("experience:clocks_of", (service,)),
                )


def promise_cites_nothing(facts: Facts) -> Iterator[Contradiction]:
    """A promise that serves no expectation, or one that is not in force; silent while no expectations are kept."""
    if facts.expectations is None:
        return
    for promise in facts.promises:
        unknown = sorted(set(promise.expectations) - set(facts.expectations))
        if unknown or not promise.expectations:
            yield Contradiction(
                "promise_cites_unknown" if unknown else "promise_cites_nothing",
                Theme.PROMISES,
                {"promise": promise.code},
                {"expectations": unknown} if unknown else {"registered": len(facts.expectations)},
                Fix("experience:promise", (promise.code,)),
            )


def _binds(promise: Promise, one: Engaged) -> bool:
    """Whether a promise speaks of a service and channel that the centre serves."""
    return promise.scope.covers(service=one.service, centre=one.centre) and bool(_channels(promise, one))


def _channels(promise: Promise, one: Engaged) -> list[str]:
    return [channel for channel in one.channels if not promise.scope.channels or channel in promise.scope.channels]


# --- briefings and campaigns --------------------------------------------------------------------------------------


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


# --- contracts and certificates -----------------------------------------------------------------------------------


def certificate_expired(facts: Facts) -> Iterator[Contradiction]:
    """The last certificate of a centre that serves customers has run out, and no audit of one's own is newer."""
    for centre in facts.served():
        begun = [one for one in facts.certificates.get(centre, ()) if one.valid_from <= facts.today]
        if not begun or any(one.in_force_on(facts.today) for one in begun):
            continue
        last = max(begun, key=lambda one: one.valid_to)
        oldest = facts.limits.audit_days
        if any(
            one.day > last.valid_to and 0 <= (facts.today - one.day).days <= oldest
            for one in facts.audits.get(centre, ())
        ):
            continue
        yield Contradiction(
            "certificate_expired",
            Theme.CONTRACTS,
            {"centre": centre},
            {
                "number": last.number,
                "body": last.body,
                "day": last.valid_to.isoformat(),
                "days": (facts.today - last.valid_to).days,
            },
            Fix("partnership:standings"),
        )


def engagement_without_contract(facts: Facts) -> Iterator[Contradiction]:
    """A centre serves a service, and both sides have signed no contract on how anything of it is counted."""
    for one in facts.running():
        if not facts.bound(one):
            yield Contradiction(
                "engagement_without_contract",
                Theme.CONTRACTS,
                {"centre": one.centre, "service": one.service},
                {"day": one.period.start.isoformat() if one.period.start else ""},
                Fix("experience:contracts"),
            )


def contract_half_signed(facts: Facts) -> Iterator[Contradiction]:
    """An offer that one side signed more than `unsigned_days` ago and the other has not."""
    for contract in facts.contracts:
        if contract.step is not ContractStep.OFFERED:
            continue
        missing = [side for side in Side if contract.signed_by(side) is None]
        signed = [one for side in Side if (one := contract.signed_by(side)) is not None]
        if len(missing) != 1:
            continue
        days = (facts.today - signed[0].at.date()).days
        if days > facts.limits.unsigned_days:
            yield Contradiction(
                "contract_half_signed",
                Theme.CONTRACTS,
                {"contract": contract.code, "centre": contract.centre},
                {
                    "by": signed[0].name,
                    "missing": missing[0].value,
                    "days": days,
                    "limit": facts.limits.unsigned_days,
                },
                Fix("experience:contract_version", (contract.code, contract.number)),
            )


def definition_unsettled(facts: Facts) -> Iterator[Contradiction]:
    """A definition rules that the client approved, and the centre has signed for some of its promises only.

    A centre that signed for none is named by `engagement_without_contract`.
    """
    for ruling in facts.rulings:
        named = [one for one in facts.promises if (one.code, one.number) in ruling.promises and one.rule.metric]
        for one in facts.running():
            bound = facts.bound(one)
            speaking = [promise for promise in named if _binds(promise, one)]
            missing = sorted(promise.code for promise in speaking if not _settled(promise, one, bound, facts.params))
            if one.service == ruling.service and bound and missing:
                yield Contradiction(
                    "definition_unsettled",
                    Theme.CONTRACTS,
                    {"centre": one.centre, "service": one.service},
                    {"number": ruling.number, "missing": missing, "of": len(speaking)},
                    Fix("experience:contracts"),
                )


def _settled(
    promise: Promise, one: Engaged, bound: Sequence[Contract], params: Mapping[str, Mapping[str, float]]
) -> bool:
    read = params.get(promise.code)
    return read is not None and any(
        proves(
            contract.terms,
            metric=promise.rule.metric,
            params=read,
            service=one.service,
            channels=_channels(promise, one),
        )
        for contract in bound
    )


# --- data and capacity --------------------------------------------------------------------------------------------


def contacts_and_engagements(facts: Facts) -> Iterator[Contradiction]:
    """Contacts of a service at a centre that nobody engaged for it, and an engagement from which nothing arrives.

    An engagement that began or ended within the days observed may rightly be silent.
    """
    if facts.observed is None:
        for one in facts.running():
            subject = {"centre": one.centre, "service": one.service}
            yield Contradiction("nothing_ever_arrived", Theme.DATA, subject, {}, Fix("contacts:sources"))
        return
    days = {
        "first": facts.observed.start.isoformat() if facts.observed.start else "",
        "last": facts.observed.last.isoformat() if facts.observed.last else "",
    }
    engaged = {(one.centre, one.service) for one in facts.engagements if one.period.overlaps(facts.observed)}
    for (centre, service), n in sorted(facts.contacts.items()):
        if n and (centre, service) not in engaged:
            subject = {"centre": centre, "service": service}
            fix = Fix("register", ("engagements",))
            yield Contradiction("contacts_without_engagement", Theme.DATA, subject, {"n": n, **days}, fix)
    for one in facts.running():
        through = one.period.shared(facts.observed) == facts.observed
        if through and not facts.contacts.get((one.centre, one.service)):
            subject = {"centre": one.centre, "service": one.service}
            yield Contradiction("engagement_without_contacts", Theme.DATA, subject, days, Fix("contacts:sources"))


def forecast_missing(facts: Facts) -> Iterator[Contradiction]:
    """The month ahead is as near as the centre needs it to staff, and no forecast for it was handed over."""
    first = next_month(facts.today)
    days = (first - facts.today).days
    if days > facts.limits.forecast_lead_days:
        return
    handed = {(one.centre, one.service) for one in facts.plans if one.handed_over}
    for one in facts.running(first):
        if (one.centre, one.service) not in handed:
            yield Contradiction(
                "forecast_missing",
                Theme.CAPACITY,
                {"centre": one.centre, "service": one.service},
                {"day": first.isoformat(), "days": days, "limit": facts.limits.forecast_lead_days},
                Fix("capacity:plans"),
            )


def next_month(day: date) -> date:
    """The first day of the month after that of `day`."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


Rule = Callable[[Facts], Iterator[Contradiction]]
RULES: tuple[Rule, ...] = (
    promise_untestable,
    feed_lacks_fact,
    promise_looser_than_clock,
    promise_cites_nothing,
    centre_not_briefed,
    campaign_unprepared,
    certificate_expired,
    engagement_without_contract,
    contract_half_signed,
    definition_unsettled,
    contacts_and_engagements,
    forecast_missing,
)
