"""What a simulation found: counts of the 1-minute rule, waits, occupancy, each with its interval over replications."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from numpy.typing import NDArray

from pledgeline.capacity.core.simulation import loop
from pledgeline.capacity.core.simulation.block import WAIT_EDGES_S
from pledgeline.capacity.core.simulation.scenario import Scenario
from pledgeline.contacts.core.rule import RuleCounts
from pledgeline.kernel.problem import Problem

Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]

# Where contacts of a shared queue are counted: they belong to no centre before they are answered.
SHARED = "shared"

# Names of the columns of `Outcome.counts`, in their order.
COUNT_NAMES = (
    "arrived", "answered", "abandoned", "called_back", "callback_failed", "unfinished",
    "met_by_answer", "met_by_offer", "not_met", "left_before_limit", "not_verifiable",
    "offered", "redialled", "answered_elsewhere", "answered_wait_us", "abandoned_wait_us",
)  # fmt: skip


@dataclass(frozen=True)
class Estimate:
    """A figure with the 95 % interval that chance leaves after so many replications (NaN after a single one)."""

    value: float
    low: float
    high: float

    @classmethod
    def ratio(cls, above: Numbers, below: Numbers) -> Estimate:
        """Sum over sum; each replication has one value in both. Between 0 and 1 where `above` is part of `below`."""
        if not below.sum():
            return cls(nan, nan, nan)
        value = float(above.sum() / below.sum())
        low, high = _around(value, above - value * below, float(below.mean()))
        return cls(value, max(low, 0.0), min(high, 1.0))


@dataclass(frozen=True)
class Difference:
    """Another scenario's share minus this one's, on the same customers. `gain` is the variance of independent runs
    divided by the variance of this paired comparison: the replications it saves."""

    value: float
    low: float
    high: float
    gain: float


@dataclass(frozen=True, eq=False)
class Outcome:
    """Arrays have the axes interval (of arrival), class, place; a place is a centre, or the last one: shared queues.

    counts  sums over replications, columns as in COUNT_NAMES
    waits   (…, answered | abandoned, bin): contacts by time in queue; bin k begins at WAIT_EDGES_S[k]
    busy_s, duty_s  (interval of the clock, and one after the end) by team: time with a contact, time on duty
    each    (replication, interval, class, place, arrived | met | abandoned)
    """

    scenario: Scenario
    replications: int
    seed: int
    counts: Integers
    waits: Integers
    busy_s: Numbers
    duty_s: Numbers
    each: NDArray[np.int32]

    def place(self, centre: str | None, contact_class: str | None, interval: int | None) -> tuple[slice, slice, slice]:
        """The cells of a choice; None is all. Raises Problem `simulation.class_unknown` or `…centre_unknown`."""
        classes = [one.code for one in self.scenario.classes]
        places = [one.code for one in self.scenario.centres] + [SHARED]
        for name, known, field in ((contact_class, classes, "class"), (centre, places, "centre")):
            if name is not None and name not in known:
                raise Problem(f"simulation.{field}_unknown", field=field, value=name)
        return (
            _one(interval),
            _one(None if contact_class is None else classes.index(contact_class)),
            _one(None if centre is None else places.index(centre)),
        )

    def queues(self) -> list[tuple[str, str]]:
        """(class, centre) of every queue; the centre of a shared one is SHARED."""
        found = []
        for one in self.scenario.classes:
            shares = self.scenario.shares_of(one).max(axis=1)
            places = [centre.code for centre, share in zip(self.scenario.centres, shares, strict=True) if share > 0]
            found += [(one.code, place) for place in ([SHARED] if one.shared else places)]
        return found

    def count(
        self, name: str, *, centre: str | None = None, contact_class: str | None = None, interval: int | None = None
    ) -> int:
        """Contacts in all replications together, by a name of COUNT_NAMES."""
        cells = self.counts[self.place(centre, contact_class, interval)]
        return int(cells[..., COUNT_NAMES.index(name)].sum())

    def rule(
        self, *, centre: str | None = None, contact_class: str | None = None, interval: int | None = None
    ) -> RuleCounts:
        """The five counts of the 1-minute rule, as the metric counts real contacts."""
        names = ("met_by_answer", "met_by_offer", "not_met", "left_before_limit", "not_verifiable")
        chosen = {"centre": centre, "contact_class": contact_class, "interval": interval}
        return RuleCounts(**{name: self.count(name, **chosen) for name in names})  # type: ignore[arg-type]

    def kept(
        self, *, centre: str | None = None, contact_class: str | None = None, interval: int | None = None
    ) -> Estimate:
        """Share of all arrivals that met the rule: a human, or the offer of a callback, within the limit."""
        met, arrived = self._kept(loop.KEPT_MET, centre, contact_class, interval)
        return Estimate.ratio(met, arrived)

    def abandoned(
        self, *, centre: str | None = None, contact_class: str | None = None, interval: int | None = None
    ) -> Estimate:
        gone, arrived = self._kept(loop.KEPT_ABANDONED, centre, contact_class, interval)
        return Estimate.ratio(gone, arrived)

    def day_shares(self, *, centre: str | None = None, contact_class: str | None = None) -> Numbers:
        """Share kept in each replication; NaN where nobody arrived."""
        met, arrived = self._kept(loop.KEPT_MET, centre, contact_class, None)
        return np.asarray(np.divide(met, arrived, out=np.full(met.shape, nan), where=arrived > 0))

    def chance_kept(self, target: float, *, centre: str | None = None, contact_class: str | None = None) -> Estimate:
        """Share of replications (days) whose own share reaches `target`; a day without contacts keeps its promise."""
        met, arrived = self._kept(loop.KEPT_MET, centre, contact_class, None)
        reached = (met >= (target - 1e-12) * arrived).astype(float)
        return Estimate.ratio(reached, np.ones_like(reached))

    def waited_within(
        self,
        limit_s: int,
        *,
        answered_only: bool = False,
        centre: str | None = None,
        contact_class: str | None = None,
        interval: int | None = None,
    ) -> float:
        """Share of all arrivals whose time in queue was below `limit_s`, whatever came of it; with `answered_only`
        an abandoned contact is a failure. Raises Problem `simulation.not_an_edge` between the edges of the histogram.
        """
        if limit_s not in WAIT_EDGES_S[1:]:
            raise Problem("simulation.not_an_edge", field="limit_s", value=limit_s)
        bins = int(np.searchsorted(WAIT_EDGES_S, limit_s))
        chosen = self.waits[self.place(centre, contact_class, interval)]
        kinds = chosen[..., :1, :bins] if answered_only else chosen[..., :bins]
        arrived = self.count("arrived", centre=centre, contact_class=contact_class, interval=interval)
        return float(kinds.sum()) / arrived if arrived else nan

    def mean_wait_s(
        self, *, centre: str | None = None, contact_class: str | None = None, interval: int | None = None
    ) -> float:
        """Of those answered, callbacks included."""
        chosen = {"centre": centre, "contact_class": contact_class, "interval": interval}
        answered = self.count("answered", **chosen) + self.count("called_back", **chosen)  # type: ignore[arg-type]
        return self.count("answered_wait_us", **chosen) / 1e6 / answered if answered else nan  # type: ignore[arg-type]

    def occupancy(self) -> Numbers:
        """Time with a contact by time on duty: intervals (and one after the end) by teams; NaN where nobody was."""
        shares = np.divide(self.busy_s, self.duty_s, out=np.full(self.busy_s.shape, nan), where=self.duty_s > 0)
        return np.asarray(shares)

    def against(
        self, base: Outcome, *, centre: str | None = None, contact_class: str | None = None, interval: int | None = None
    ) -> Difference:
        """Share kept here minus share kept in `base`, replication by replication.

        Raises Problem `simulation.not_paired` where the two did not meet the same customers.
        """
        if (base.seed, base.replications) != (self.seed, self.replications):
            raise Problem("simulation.not_paired", field="seed", value=base.seed)
        parts = []
        for one in (self, base):
            met, arrived = one._kept(loop.KEPT_MET, centre, contact_class, interval)
            if not arrived.sum():
                return Difference(nan, nan, nan, nan)
            share = float(met.sum() / arrived.sum())
            parts.append((share, (met - share * arrived) / arrived.mean()))
        (share, errors), (base_share, base_errors) = parts
        value = share - base_share
        low, high = _around(value, errors - base_errors, 1.0)
        paired = float(np.var(errors - base_errors))
        independent = float(np.var(errors) + np.var(base_errors))
        return Difference(value, low, high, independent / paired if paired > 0 else nan)

    def _kept(
        self, what: int, centre: str | None, contact_class: str | None, interval: int | None
    ) -> tuple[Numbers, Numbers]:
        """(what, arrived) of each replication, over the chosen cells."""
        cells = self.each[(slice(None), *self.place(centre, contact_class, interval))]
        found = cells.sum(axis=(1, 2, 3), dtype=np.int64).astype(float)
        return found[:, what], found[:, loop.KEPT_ARRIVED]


def _one(place: int | None) -> slice:
    return slice(None) if place is None else slice(place, place + 1)


def _around(value: float, errors: Numbers, scale: float) -> tuple[float, float]:
    """The 95 % interval by Student's t (its usual expansion around the normal quantile)."""
    n = errors.size
    if n < 2:
        return nan, nan
    z, free = 1.959964, n - 1
    t = z + (z**3 + z) / (4 * free) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)
    half = t * sqrt(float((errors**2).sum()) / (n - 1) / n) / scale
    return value - half, value + half
