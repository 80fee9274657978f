"""What the contacts of a snapshot teach: handling time by hour, patience, and who must have been there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import ibis.expr.types as ir
import numpy as np

from pledgeline.capacity import metrics
from pledgeline.capacity.core import learned as told
from pledgeline.capacity.core.implied import Implied, Seen, implied
from pledgeline.capacity.core.learned import HandlingRow, Learned, StaffRow, WorkLearned
from pledgeline.capacity.core.patience import Waits, kaplan_meier, mean_patience_s
from pledgeline.capacity.core.presence import Stretches, logged, present, reconstructed
from pledgeline.capacity.core.staffing import Numbers
from pledgeline.capacity.core.stages import Stage
from pledgeline.capacity.queries.kept import remembered
from pledgeline.capacity.queries.plans import plans_during
from pledgeline.contacts import queries as contacts
from pledgeline.contacts.store import Held, Snapshot, held
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation

# Handling time and staffing are learned from the last weeks only: people and cases change.
LEARN_DAYS = 56
STAFF_DAYS = 28
# Points of a measured distribution, and the contacts below which a block of hours has none of its own.
BLOCK_POINTS, LEAST_IN_A_BLOCK = 64, 200
_EPOCH = date(1970, 1, 1)


def work(*, service: str, channel: str, centre: str | None = None, snapshot: str | None = None) -> WorkLearned | None:
    """Of the last weeks before the newest contacts; None where no contact of that kind was answered in them."""
    at = contacts.snapshot(snapshot)
    newest = contacts.data_period(at.id)
    if newest is None or newest.last is None:
        return None
    period = Period.from_days(newest.last - timedelta(days=LEARN_DAYS - 1), newest.last)
    return _known_work(at, period, service, channel, centre)


def _known_work(
    at: Snapshot, period: Period, service: str, channel: str, centre: str | None, rows: Held | None = None
) -> WorkLearned | None:
    """`rows` where they are held already; they may be of all centres."""

    def find() -> WorkLearned | None:
        if rows is not None:
            return _work(at.id, period, rows, _of_centre(rows, centre))
        with _held(at, period, service, channel, centre) as own:
            return _work(at.id, period, own, own.table)

    what = ("work", period, _where(service, channel, centre))
    return remembered(at, what, find, as_json=told.work_as_json, from_json=told.work_from_json)


def learned(
    *, service: str, channel: str, centre: str | None = None, limit_s: float = 60.0, snapshot: str | None = None
) -> Learned | None:
    """None where no contact of that kind was answered.

    For all centres together the implied staff is the sum over the centres: one queue for all of them would need fewer
    people than they do, and would make everybody look idle.
    """
    at = contacts.snapshot(snapshot)
    newest = contacts.data_period(at.id)
    if newest is None or newest.last is None:
        return None
    last = newest.last
    period = Period.from_days(last - timedelta(days=LEARN_DAYS - 1), last)

    def find() -> Learned | None:
        # One pass over the contacts: everything else is asked of the rows it found.
        with _held(at, period, service, channel, centre) as rows:
            known = _known_work(at, period, service, channel, centre, rows)
            if known is None:
                return None
            return Learned(known, *_staff_of(at, _Place(rows, service, centre), known, limit_s))

    what = ("learned", period, service, channel, centre, limit_s)
    return remembered(at, what, find, as_json=told.learned_as_json, from_json=told.learned_from_json)


@dataclass(frozen=True)
class _Place:
    """The rows of a service and channel, at one centre or (None) all."""

    rows: Held
    service: str
    centre: str | None

    def since(self, day: date) -> ir.Table:
        """Those of local days from `day` on."""
        own = _of_centre(self.rows, self.centre)
        return own.filter(own.by_day >= (day - _EPOCH).days)


def _of_centre(rows: Held, centre: str | None) -> ir.Table:
    return rows.table if centre is None else rows.table.filter(rows.table.centre_id == centre)


def _held(at: Snapshot, period: Period, service: str, channel: str, centre: str | None) -> AbstractContextManager[Held]:
    asking = metrics.asking(
        at.table("contact"), contacts.zones(), where=_where(service, channel, centre), period=period
    )
    return held(at, asking.select(*metrics.ASKED))


def _staff_of(
    at: Snapshot, place: _Place, known: WorkLearned, limit_s: float
) -> tuple[tuple[StaffRow, ...], int, bool]:
    last = known.period.last
    assert last is not None
    staff, days, from_logs = _staff(at, place, last, known.handling, known.mean_patience_s, limit_s)
    if place.centre is not None:
        return staff, days, from_logs
    each = []
    for code in _centres(place, last):
        there, own = replace(place, centre=code), _of_centre(place.rows, code)
        handling = _handling(place.rows, own)
        if handling:
            patience_s = mean_patience_s(waits_of(place.rows, own))
            each.append(_staff(at, there, last, handling, patience_s, limit_s)[0])
    return tuple(_summed(row, each) for row in staff), days, from_logs


def _centres(place: _Place, last: date) -> list[str]:
    """Those whose contacts the last weeks hold."""
    rows = place.since(last - timedelta(days=STAFF_DAYS - 1))
    return sorted(one["centre_id"] for one in place.rows.rows(rows.select("centre_id").distinct()))


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


def _work(snapshot: str, period: Period, at: Held, rows: ir.Table) -> WorkLearned | None:
    """Of `rows`, which are some of those held."""
    handling = _handling(at, rows)
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
        snapshot,
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


def _handling(at: Held, rows: ir.Table) -> tuple[HandlingRow, ...]:
    found = at.rows(metrics.handling(rows))
    return tuple(HandlingRow(**one) for one in sorted(found, key=lambda one: one["hour"]))


def waits_of(at: Held, rows: ir.Table) -> Waits:
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
    at: Snapshot, place_of: _Place, last: date, handling: tuple[HandlingRow, ...], patience_s: float, limit_s: float
) -> tuple[tuple[StaffRow, ...], int, bool]:
    """Hours of the day over the working days of the last weeks."""
    rows = place_of.since(last - timedelta(days=STAFF_DAYS - 1))
    table = place_of.rows.run(metrics.kept_by_hour(rows, limit_s))
    day, hour, n, kept = (table.column(name).to_numpy() for name in ("by_day", "hour", "n", "kept"))
    days = np.unique(day)
    if not len(days):
        return (), 0, False
    counts, good = (np.zeros((len(days), 24)) for _ in range(2))
    place = (np.searchsorted(days, day), hour)
    counts[place], good[place] = n, kept
    ready, from_logs = _ready(at, place_of, rows, days)
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


def _ready(at: Snapshot, place: _Place, rows: ir.Table, days: Numbers) -> tuple[Numbers, bool]:
    """Agents ready by day and hour, and whether logs say so. Those of a log serve all services of their centre."""
    zone = ZoneInfo(organisation.service_zones().get(place.service, "UTC"))
    edges = _edges(days, zone)
    work = _columns(place.rows.run(metrics.work_of_agents(rows)), "start_s", "end_s")
    queue = _columns(place.rows.run(metrics.time_in_queue(rows)), "start_s", "end_s")
    if place.centre is not None:
        log = at.run(metrics.agent_log(at.table("source_event"), (place.centre,)))
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
