"""Kinds of contact: what they bring, what they bear, and the rules by which they are called back or come again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pledgeline.capacity.core.simulation.distributions import Distribution
from pledgeline.capacity.core.simulation.given import Given
from pledgeline.capacity.core.simulation.ranges import at_least, not_negative, share
from pledgeline.contacts.core.patience import PatienceCurve
from pledgeline.kernel.problem import Problem

Numbers = NDArray[np.float64]

MOST_CONCURRENCY = 12


@dataclass(frozen=True)
class Callback:
    """A callback is offered to who still waits after `after_s`, or at arrival where the expected wait exceeds
    `expected_wait_s`; both may be given. Who accepts keeps the place in the queue and never loses patience.

    When the turn comes an agent dials, and `dial_s` later the customer is reached. Not reached (share 1 − `reached`)
    costs `unreached_s` and is tried again `retry_after_s` later, at most `attempts` times in all.
    """

    after_s: float | None = None
    expected_wait_s: float | None = None
    accepted: float = 0.5
    reached: float = 0.8
    attempts: int = 2
    unreached_s: float = 30.0
    retry_after_s: float = 900.0
    dial_s: float = 0.0

    def __post_init__(self) -> None:
        if self.after_s is None and self.expected_wait_s is None:
            raise Problem("simulation.callback_never_offered", field="callback")
        for name in ("after_s", "expected_wait_s", "retry_after_s", "dial_s"):
            value = getattr(self, name)
            if value is not None:
                not_negative(value, name)
        at_least(self.unreached_s, 1e-3, "unreached_s")
        share(self.accepted, "accepted")
        share(self.reached, "reached")
        if not 1 <= self.attempts <= 20:
            raise Problem("simulation.out_of_range", field="attempts", value=self.attempts, least=1, most=20)


@dataclass(frozen=True)
class Redial:
    """Who hung up tries again with probability `share`, after an exponential time of mean `after_s`; each contact
    leads to at most `attempts` more. A redial is a contact of its own in every count."""

    share: float
    after_s: float = 600.0
    attempts: int = 3

    def __post_init__(self) -> None:
        share(self.share, "share")
        at_least(self.after_s, 1e-3, "after_s")
        if not 1 <= self.attempts <= 20:
            raise Problem("simulation.out_of_range", field="attempts", value=self.attempts, least=1, most=20)


@dataclass(frozen=True, eq=False)
class ContactClass:
    """Contacts that are alike: one service over one channel.

    arrivals     expected contacts of each interval; a day's are scaled by a factor of mean 1 and relative spread
                 `day_sd` (log-normal, the same luck for all classes: a bad day is bad everywhere)
    handling     how long an agent is busy, after-contact work included: one distribution, or one an interval (of
                 arrival); with `concurrency` above 1 it is the time at that concurrency
    patience     None: nobody leaves
    priority     smaller is taken first; equal ones by longest wait
    limit_s      limit of the 1-minute rule for this class
    concurrency  so many of these one agent handles at once (chat)
    deferred     behind all live contacts, and only while a team has more idle agents than its `reserve`
    backlog      contacts that wait when the day begins
    shared       one queue for all centres; otherwise one a centre, filled by `shares` (of the day, or an interval each)
    overflow_after_s  from this wait on teams of other centres may take it (own queues only); None: never
    given        its contacts, where they are not to be drawn; `arrivals` are then theirs (`given.arrivals`)
    """

    code: str
    arrivals: Numbers
    handling: Distribution | tuple[Distribution, ...]
    patience: Distribution | PatienceCurve | None = None
    priority: int = 1
    limit_s: float = 60.0
    concurrency: int = 1
    deferred: bool = False
    backlog: int = 0
    callback: Callback | None = None
    redial: Redial | None = None
    shared: bool = False
    shares: Mapping[str, float | Numbers] = field(default_factory=dict)
    overflow_after_s: float | None = None
    day_sd: float = 0.0
    given: Given | None = None

    def __post_init__(self) -> None:
        arrivals = np.asarray(self.arrivals, float)
        object.__setattr__(self, "arrivals", arrivals)
        if arrivals.ndim != 1 or not np.isfinite(arrivals).all() or (arrivals < 0).any():
            raise Problem("simulation.arrivals", field=f"{self.code}.arrivals")
        not_negative(self.limit_s, f"{self.code}.limit_s")
        not_negative(self.day_sd, f"{self.code}.day_sd")
        if self.overflow_after_s is not None:
            not_negative(self.overflow_after_s, f"{self.code}.overflow_after_s")
        if not 1 <= self.concurrency <= MOST_CONCURRENCY:
            raise Problem(
                "simulation.out_of_range",
                field=f"{self.code}.concurrency",
                value=self.concurrency,
                least=1,
                most=MOST_CONCURRENCY,
            )
        if self.backlog < 0:
            raise Problem("simulation.not_negative", field=f"{self.code}.backlog", value=self.backlog)
        if self.deferred and (self.patience is not None or self.callback is not None):
            raise Problem("simulation.deferred_waits", field=self.code)
        if self.given is not None:
            self._check_given(self.given)
        if isinstance(self.handling, tuple) and len(self.handling) != len(arrivals):
            raise Problem(
                "simulation.intervals_differ",
                field=f"{self.code}.handling",
                found=len(self.handling),
                expected=len(arrivals),
            )

    def _check_given(self, given: Given) -> None:
        if self.deferred and given.patience_s is not None:
            raise Problem("simulation.deferred_waits", field=self.code)
        attempts = None if self.callback is None else self.callback.attempts
        for name in ("offer_s", "accepts", "reached"):
            if attempts is None and getattr(given, name) is not None:
                raise Problem("simulation.given_no_callback", field=f"{self.code}.{name}")
        if given.reached is not None and given.reached.shape[1] != attempts:
            found = given.reached.shape[1]
            raise Problem("simulation.given_lengths", field=f"{self.code}.reached", found=found, expected=attempts)
        if self.shared and given.centre is not None:
            raise Problem("simulation.given_unfit", field=f"{self.code}.centre")

    def handling_of(self, interval: int) -> Distribution:
        return self.handling[interval] if isinstance(self.handling, tuple) else self.handling
