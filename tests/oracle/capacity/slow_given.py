"""Given contacts at one team once more, the slow and obvious way: what happens next is looked for among everything.

Written from the rules in `contact_class.py` and `given.py`. Nothing is random, so each instant of each contact must
come out the same to the last digit that arithmetic allows.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isnan, nan

from pledgeline.capacity.core.simulation import ContactClass, Scenario


@dataclass(eq=False)
class Contact:
    kind: ContactClass
    number: int
    at: float
    begins: float
    lasts: float
    leaves: float
    ring: float
    offer: float
    accepts: bool
    reached: list[bool]
    attempt: int = 0
    offered: float = nan
    rang: float = nan
    answered: float = nan
    free: float = nan
    left: float = nan

    def has_accepted(self, now: float) -> bool:
        return self.accepts and self.at + self.offer < min(now, self.leaves)

    def never_leaves(self) -> bool:
        return self.accepts and self.at + self.offer < self.leaves


class Floor:
    """One day; `contacts` as they came of each class, `dialled` as (class, number, when, reached, free again)."""

    def __init__(self, scenario: Scenario) -> None:
        ((_centre, self.team),) = scenario.teams()
        self.contacts = [one for kind in scenario.classes for one in _contacts(kind)]
        self.staff = [(number * scenario.interval_s, int(agents)) for number, agents in enumerate(self.team.agents)]
        self.target = 0
        self.queue: list[Contact] = []
        self.in_hand: list[float] = []
        self.retries: list[tuple[float, Contact]] = []
        self.again: list[Contact] = []
        self.dialled: list[tuple[str, int, float, bool, float]] = []

    def run(self) -> Floor:
        coming = sorted(self.contacts, key=lambda one: one.begins)
        while True:
            times = (
                self.staff[0][0] if self.staff else inf,
                min(self.in_hand, default=inf),
                min((at for at, _ in self.retries), default=inf),
                coming[0].begins if coming else inf,
            )
            now = min(times)
            if now == inf:
                break
            self._happen(times.index(now), now, coming)
            self._leave(now)
            while self.queue + self.again and len(self.in_hand) < self.target:
                self._take(now)
        self._leave(inf)
        return self

    def _happen(self, which: int, now: float, coming: list[Contact]) -> None:
        if which == 0:
            self.target = self.staff.pop(0)[1]
        elif which == 1:
            self.in_hand.remove(now)
        elif which == 2:
            due = min(self.retries, key=lambda one: one[0])
            self.retries.remove(due)
            self.again.append(due[1])
        else:
            self.queue.append(coming.pop(0))

    def _leave(self, now: float) -> None:
        for one in list(self.queue):
            if one.leaves <= now and not one.never_leaves():
                self.queue.remove(one)
                self._gone(one)

    def _gone(self, one: Contact) -> None:
        one.left = one.leaves
        if one.at + one.offer < (one.leaves if isnan(one.rang) else one.rang):
            one.offered = one.at + one.offer

    def _take(self, now: float) -> None:
        # Retries of a class stand in line by when they were due; only the first of them is compared with the others.
        firsts = list({one.kind.code: one for one in reversed(self.again)}.values())
        one = min(self.queue + firsts, key=lambda one: (one.kind.priority, one.at))
        (self.again if one in self.again else self.queue).remove(one)
        if one.has_accepted(now):
            self._call_back(one, now)
            return
        one.rang = now
        if one.at + one.offer < now:
            one.offered = one.at + one.offer
        if now + one.ring > one.leaves and not one.never_leaves():
            self._gone(one)
            one.free = one.leaves
        else:
            one.answered, one.free = now + one.ring, now + one.ring + one.lasts
        self.in_hand.append(one.free)

    def _call_back(self, one: Contact, now: float) -> None:
        rule = one.kind.callback
        assert rule is not None
        one.offered = one.at + one.offer
        reached = one.reached[one.attempt]
        free = now + (rule.dial_s + one.lasts if reached else rule.unreached_s)
        self.dialled.append((one.kind.code, one.number, now, reached, free))
        self.in_hand.append(free)
        one.attempt += 1
        if not reached and one.attempt < rule.attempts:
            self.retries.append((free + rule.retry_after_s, one))


def _contacts(kind: ContactClass) -> list[Contact]:
    given = kind.given
    assert given is not None
    offers = kind.callback is not None
    return [
        Contact(
            kind=kind,
            number=n,
            at=float(given.at_s[n]),
            begins=float(given.at_s[n] + given.column("greeting_s")[n]),
            lasts=float(given.column("handling_s")[n]),
            leaves=float(given.at_s[n] + given.column("patience_s")[n]),
            ring=float(given.column("ring_s")[n]),
            offer=float(given.column("offer_s")[n]) if offers else inf,
            accepts=bool(given.accepts[n]) if offers and given.accepts is not None else False,
            reached=given.reached[n].tolist() if given.reached is not None else [],
        )
        for n in range(given.n)
    ]
