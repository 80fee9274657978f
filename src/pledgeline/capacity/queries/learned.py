"""What the contacts of a snapshot teach: handling time by hour, patience, and who must have been there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from pledgeline.capacity import metrics
from pledgeline.capacity.core.implied import Implied, Seen, implied
from pledgeline.capacity.core.patience import Waits, kaplan_meier, mean_patience_s
from pledgeline.capacity.core.presence import Stretches, logged, present, reconstructed
from pledgeline.capacity.core.staffing import Numbers
from pledgeline.capacity.core.stages import Stage
from pledgeline.capacity.queries.kept import remembered
from pledgeline.capacity.queries.plans import plans_during
from pledgeline.contacts import queries as contacts
from pledgeline.contacts.core.patience import PatienceCurve
from pledgeline.contacts.store import Snapshot
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation

# Handling time and staffing are learned from the last weeks only: people and cases change.
LEARN_DAYS = 56
STAFF_DAYS = 28
# Points of a measured distribution, and the contacts below which a block of hours has none of its own.
BLOCK_POINTS, LEAST_IN_A_BLOCK = 64, 200
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class HandlingRow:
    """Handling time of the contacts that came in one hour of the day, in seconds."""

    hour: int
    n: int
    mean_s: float
    q10: float
    q25: float
    q50: float
    q75: float
    q90: float


@dataclass(frozen=True)
class StaffRow:
    """Agents in one hour of the day, in the mean over the days looked at; None where it is not known.

    `ready` from logs or reconstructed; `implied` with its 80 % interval from how customers waited.
    """

    hour: int
    contacts: float
    kept: float
    ready: float
    implied: float | None
    low: float | None
    high: float | None
    committed: float | None
    delivered: float | None


@dataclass(frozen=True)
class WorkLearned:
    """`patience` None: too few hung up for a curve; `mean_patience_s` is infinite where nobody did.

    `blocks` are quantiles of handling time by block of three hours (the first from midnight), those with too few
    contacts left out. `callback_after_s`: when a callback is offered, in the median; None where fewer than half of
    those who waited long were offered one.
    """

    snapshot: str
    period: Period
    n: int
    mean_s: float
    handling: tuple[HandlingRow, ...]
    patience: PatienceCurve | None
    mean_patience_s: float
    hung_up: int
    blocks: Mapping[int, tuple[float, ...]]
    callback_after_s: float | None
    callback_accepted: float


@dataclass(frozen=True)
class Learned:
    """Work, and the staff there was on `staff_days` days; `from_logs` tells where `ready` is from."""

    work: WorkLearned
    staff: tuple[StaffRow, ...]
    staff_days: int
    from_logs: bool


def work(*, service: str, channel: str, centre: str | None = None, snapshot: str | None = None) -> WorkLearned | None:
    """Of the last weeks before the newest contacts; None where no contact of that kind was answered in them."""
    at = contacts.snapshot(snapshot)
    newest = contacts.data_period(at.id)
    if newest is None or newest.last is None:
        return None
    period = Period.from_days(newest.last - timedelta(days=LEARN_DAYS - 1), newest.last)
    place = _where(service, channel, centre)
    return remembered(at, ("work", period, place), lambda: _work(at, period, place))


def learned(
    *, service: str, channel: str, centre: str | None = None, limit_s: float = 60.0, snapshot: str | None = None
) -> Learned | None:
    """None where no contact of that kind was answered.

    For all centres together the implied staff is the sum over the centres: one queue for all of them would need fewer
    people than they do, and would make everybody look idle.
    """
    known = work(service=service, channel=channel, centre=centre, snapshot=snapshot)
    if known is None or known.period.last is None:
        return None
    at, last = contacts.snapshot(snapshot), known.period.last
    what = ("staff", service, channel, centre, last, limit_s)
    staff, days, from_logs = remembered(at, what, lambda: _staff_of(at, service, channel, centre, known, limit_s))
    return Learned(known, staff, days, from_logs)


def _staff_of(
    at: Snapshot, service: str, channel: str, centre: str | None, known: WorkLearned, limit_s: float
) -> tuple[tuple[StaffRow, ...], int, bool]:
    last = known.period.last
    assert last is not None
    staff, days, from_logs = _staff(at, service, channel, centre, last, known.handling, known.mean_patience_s, limit_s)
    if centre is not None:
        return staff, days, from_logs
    each = []
    for code in _centres(at, service, channel, last):
        own = _work(at, known.period, _where(service, channel, code))
        if own is not None:
            each.append(_staff(at, service, channel, code, last, own.handling, own.mean_patience_s, limit_s)[0])
    return tuple(_summed(row, each) for row in staff), days, from_logs


def _centres(at: Snapshot, service: str, channel: str, last: date) -> list[str]:
    """Those whose contacts the last weeks hold."""
    period = Period.from_days(last - timedelta(days=STAFF_DAYS - 1), last)
    rows = metrics.asking(at.table("contact"), contacts.zones(), where=_where(service, channel, None), period=period)
    return sorted(one["centre_id"] for one in at.rows(rows.select("centre_id").distinct()))


def _summed(row: StaffRow, each: Sequence[tuple[StaffRow, ...]]) -> StaffRow:
    """What is implied of an hour, centre by centre; nothing where one of them tells nothing."""
    there = [one for rows in each for one in rows if one.hour == row.hour]

    def total(values: list[float | None]) -> float | None:
        known = [one for one in values if one is not None]
        return sum(known) if len(known) == len(values) and known else None

    return replace(
        row,
        implied=total([one.implied for one in there]),
        low=total([one.low for one in there]),
        high=total([one.high for one in there]),
    )


def _work(at: Snapshot, period: Period, place: Mapping[str, tuple[str, ...]]) -> WorkLearned | None:
    rows = metrics.asking(at.table("contact"), contacts.zones(), where=place, period=period)
    handling = tuple(HandlingRow(**one) for one in sorted(at.rows(metrics.handling(rows)), key=lambda one: one["hour"]))
    n = sum(one.n for one in handling)
    if not n:
        return None
    waits = waits_of(at, rows)
    try:
        patience = kaplan_meier(waits)
    except Problem:
        patience = None
    mean_s = sum(one.mean_s * one.n for one in handling) / n
    hung_up = int(waits.hung_up.sum())
    blocks = {
        int(one["block"]): tuple(float(value) for value in one["values"])
        for one in at.rows(metrics.handling_quantiles(rows, BLOCK_POINTS))
        if one["n"] >= LEAST_IN_A_BLOCK
    }
    (offers,) = at.rows(metrics.offers(rows))
    usual = bool(offers["n"]) and offers["offered"] * 2 >= offers["n"] and offers["after_s"] is not None
    return WorkLearned(
        at.id,
        period,
        n,
        mean_s,
        handling,
        patience,
        mean_patience_s(waits),
        hung_up,
        blocks,
        float(offers["after_s"]) if usual else None,
        offers["accepted"] / offers["offered"] if usual else 0.0,
    )


def waits_of(at: Snapshot, rows: Any) -> Waits:
    """How long customers waited, second by second, and whether they then hung up."""
    table = at.run(metrics.waits(rows))
    seconds, hung_up, answered = (
        table.column(name).to_numpy().astype(float) for name in ("second", "hung_up", "answered")
    )
    return Waits(seconds, hung_up, answered)


def _where(service: str, channel: str, centre: str | None) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {"service": (service,), "channel": (channel,)}
    if centre:
        found["centre"] = (centre,)
    return found


def _staff(
    at: Snapshot,
    service: str,
    channel: str,
    centre: str | None,
    last: date,
    handling: tuple[HandlingRow, ...],
    patience_s: float,
    limit_s: float,
) -> tuple[tuple[StaffRow, ...], int, bool]:
    """Hours of the day over the working days of the last weeks."""
    period = Period.from_days(last - timedelta(days=STAFF_DAYS - 1), last)
    rows = metrics.asking(at.table("contact"), contacts.zones(), where=_where(service, channel, centre), period=period)
    table = at.run(metrics.kept_by_hour(rows, limit_s))
    day, hour, n, kept = (table.column(name).to_numpy() for name in ("by_day", "hour", "n", "kept"))
    days = np.unique(day)
    if not len(days):
        return (), 0, False
    counts, good = (np.zeros((len(days), 24)) for _ in range(2))
    place = (np.searchsorted(days, day), hour)
    counts[place], good[place] = n, kept
    ready, from_logs = _ready(at, service, channel, centre, period, days)
    aht = {one.hour: one.mean_s for one in handling}
    mean_aht = np.array([aht.get(one, 0.0) for one in range(24)])
    seen = Seen(
        counts.ravel(),
        counts.ravel(),
        good.ravel(),
        np.tile(mean_aht, len(days)),
        np.full(counts.size, patience_s),
    )
    found = implied(seen, limit_s=limit_s)
    return _staff_rows(counts, good, ready, found), len(days), from_logs


def _staff_rows(counts: Numbers, good: Numbers, ready: Numbers, found: Implied) -> tuple[StaffRow, ...]:
    shape = counts.shape
    agents, low, high = (one.reshape(shape) for one in (found.agents, found.low, found.high))
    # Where so many were answered in time that any number would do, the upper end says nothing and is left out.
    high = np.where(np.isinf(high), np.nan, high)
    rows = []
    for hour in range(24):
        if not counts[:, hour].any():
            continue
        total = counts[:, hour].sum()
        rows.append(
            StaffRow(
                hour,
                contacts=float(counts[:, hour].mean()),
                kept=float(good[:, hour].sum() / total),
                ready=float(ready[:, hour].mean()),
                implied=_mean(agents[:, hour]),
                low=_mean(low[:, hour]),
                high=_mean(high[:, hour]),
                committed=None,
                delivered=None,
            )
        )
    return tuple(rows)


def _mean(values: Numbers) -> float | None:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else None


def _ready(
    at: Snapshot, service: str, channel: str, centre: str | None, period: Period, days: Numbers
) -> tuple[Numbers, bool]:
    """Agents ready by day and hour, and whether logs say so. Those of a log serve all services of their centre."""
    zone = ZoneInfo(organisation.service_zones().get(service, "UTC"))
    edges = _edges(days, zone)
    rows = metrics.asking(at.table("contact"), contacts.zones(), where=_where(service, channel, centre), period=period)
    work = _columns(at.run(metrics.work_of_agents(rows)), "start_s", "end_s")
    queue = _columns(at.run(metrics.time_in_queue(rows)), "start_s", "end_s")
    if centre is not None:
        log = at.run(metrics.agent_log(at.table("source_event"), (centre,)))
        if log.num_rows:
            who = np.unique(log.column("agent").to_numpy(zero_copy_only=False), return_inverse=True)[1]
            at_s, step, pause = (log.column(name).to_numpy().astype(float) for name in ("at_s", "step", "pause"))
            return _by_day(present(logged(who, at_s, step, pause), edges), len(days)), True
    who = np.unique(work["agent"], return_inverse=True)[1] if len(work["agent"]) else np.zeros(0, dtype=np.int64)
    found = reconstructed(
        who.astype(np.int64),
        Stretches(work["start_s"], work["end_s"]),
        Stretches(queue["start_s"], queue["end_s"]),
        edges,
    )
    return _by_day(found, len(days)), False


def _columns(table: Any, *numbers: str) -> Mapping[str, Any]:
    found = {name: table.column(name).to_numpy().astype(float) for name in numbers}
    if "agent" in table.column_names:
        found["agent"] = table.column("agent").to_numpy(zero_copy_only=False)
    return found


def _edges(days: Numbers, zone: ZoneInfo) -> Numbers:
    """Seconds since 1970 of each hour of each day; days need not follow one another."""
    edges = []
    for one in days:
        midnight = datetime.combine(_EPOCH + timedelta(days=int(one)), datetime.min.time(), zone).timestamp()
        edges += [midnight + 3600.0 * hour for hour in range(25)]
    return np.array(edges)


def _by_day(found: Numbers, days: int) -> Numbers:
    """Between the last edge of a day and the first of the next lies no hour (or the days between)."""
    return np.append(found, 0.0).reshape(days, 25)[:, :24]


def learned_staff(found: Learned, *, service: str, channel: str, centre: str | None) -> list[StaffRow]:
    """`staff` beside what plans of these days committed and what was told as delivered; None where no plan says."""
    last = found.work.period.last
    if last is None:
        return list(found.staff)
    period = Period.from_days(last - timedelta(days=STAFF_DAYS - 1), last)
    stages = {stage: _planned(stage, period, service, channel, centre) for stage in (Stage.COMMITTED, Stage.DELIVERED)}
    return [
        replace(
            one,
            committed=stages[Stage.COMMITTED].get(one.hour),
            delivered=stages[Stage.DELIVERED].get(one.hour),
        )
        for one in found.staff
    ]


def _planned(stage: Stage, period: Period, service: str, channel: str, centre: str | None) -> dict[int, float]:
    """Hour → agents at a stage, all centres (or one) together, in the mean over the days of which plans speak."""
    by_day: dict[date, Numbers] = {}
    for page in plans_during(period):
        row = page.row
        if (row.service, row.channel) != (service, channel) or (centre and row.centre != centre):
            continue
        for day, agents in page.agents[stage].items():
            # A day of a clock change has another number of hours: it says nothing of an hour of the day.
            if period.holds(day) and len(agents) * page.interval_min == 24 * 60:
                hours = np.asarray(agents, dtype=float).reshape(24, -1).mean(axis=1)
                by_day[day] = by_day.get(day, np.zeros(24)) + hours
    if not by_day:
        return {}
    return dict(enumerate(np.mean(list(by_day.values()), axis=0).tolist()))
