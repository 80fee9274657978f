"""What the X-ray looks at, and what it may say of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from pledgeline.briefing.core.gate import Capacity
from pledgeline.experience.core.clocks import Clock
from pledgeline.experience.core.contract import BINDING, Contract
from pledgeline.experience.core.promise import Promise
from pledgeline.experience.core.testable import Means
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

    def channels_of(self, promise: Promise) -> list[str]:
        """The channels served here that `promise` speaks of."""
        return [channel for channel in self.channels if not promise.scope.channels or channel in promise.scope.channels]

    def is_bound_by(self, promise: Promise) -> bool:
        """Whether `promise` speaks of a service and channel that the centre serves."""
        return promise.scope.covers(service=self.service, centre=self.centre) and bool(self.channels_of(promise))


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
