"""Figures for pages: counted once a snapshot, remembered. Pages cost by the intervals they show, not by contacts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from pledgeline.contacts import metrics, queries
from pledgeline.contacts.core.patience import PatienceCurve
from pledgeline.contacts.core.question import Answer, Question
from pledgeline.contacts.core.rule import STEPS, RuleCounts
from pledgeline.contacts.metrics import grouping, promise_rollup
from pledgeline.contacts.queries.patience import curves
from pledgeline.contacts.store import Rollup, Snapshot, open_rollup


@dataclass(frozen=True)
class GridCell:
    """Contacts of one group by step of the 1-minute rule; `by` as in an `Answer`."""

    by: Mapping[str, Any]
    counts: RuleCounts


@dataclass(frozen=True)
class WaitBar:
    """Contacts that waited more than `from_s` and at most `to_s` (None: open end; the first bar holds 0 too)."""

    from_s: float
    to_s: float | None
    answered: int
    left: int


@dataclass(frozen=True)
class Waits:
    """`unknown` contacts ended in a way that does not tell how long they waited."""

    limit_s: float
    bars: tuple[WaitBar, ...]
    unknown: int


@dataclass(frozen=True)
class CurvePoint:
    """Contacts whose wait was decided in this second (rounded up): by a human or an offer, or by leaving."""

    second: int
    met: int
    left: int


@dataclass(frozen=True)
class Curve:
    """`n` contacts the rule applies to; those in no point still waited, or could not be told, at `horizon_s`."""

    horizon_s: float
    n: int
    points: tuple[CurvePoint, ...]


def answer(question: Question, *, snapshot: str | None = None, zones: Mapping[str, str] | None = None) -> Answer:
    """The same answer as `ask`, for pages: from kept counts where the metric has them, and remembered otherwise.

    A snapshot never changes, so neither does an answer about it. The 1-minute rule is counted once a snapshot and
    limit; by hours, and for every other metric, contacts are read the first time a process is asked. `zones` are
    `zone_names()`, from a page that puts many questions and has asked for them once.
    """
    at = queries.the_lake().snapshot(snapshot)
    if question.metric != promise_rollup.NAME or "hour" in (*question.by, *question.where):
        return _remembered("ask", at, question, lambda: queries.ask(question, snapshot=at.id), zones)

    def from_kept() -> Answer:
        kept = _kept(at, question)
        return metrics.conclude(question, kept.run(promise_rollup.answer_rows(kept.table("days"), question)), at.id)

    return _remembered("answer", at, question, from_kept, zones)


def promise_grid(
    question: Question, *, snapshot: str | None = None, zones: Mapping[str, str] | None = None
) -> tuple[GridCell, ...]:
    """Counts by step of the 1-minute rule for any grouping of `question`, hours too, in the order of the groups.

    `zones` as in `answer`.
    """
    at = queries.the_lake().snapshot(snapshot)

    def from_kept() -> tuple[GridCell, ...]:
        kept = _kept(at, question)
        rows = kept.run(promise_rollup.grid_rows(kept.table("hours"), question)).to_pylist()
        return tuple(
            GridCell(
                {name: grouping.said(name, row[grouping.key(name)]) for name in question.by},
                RuleCounts(**{step.value: row[step.value] for step in STEPS}),
            )
            for row in rows
        )

    return _remembered("grid", at, question, from_kept, zones)


def promise_waits(question: Question, *, snapshot: str | None = None) -> Waits:
    """How long the contacts waited that the 1-minute rule applies to; the limit is the end of a bar."""
    at = queries.the_lake().snapshot(snapshot)

    def from_kept() -> Waits:
        kept = _kept(at, question)
        rows = kept.run(promise_rollup.wait_rows(kept.table("days"), question)).to_pylist()
        return _waits({(row["bar"], row["answered"]): row["count"] for row in rows}, _limit_s(question))

    return _remembered("waits", at, question, from_kept)


def promise_curve(question: Question, *, snapshot: str | None = None) -> Curve:
    """How waits were decided second by second, up to the limit of `question`, which is the horizon of the curve."""
    at = queries.the_lake().snapshot(snapshot)

    def from_kept() -> Curve:
        kept = _kept(at, question)
        rows = kept.run(promise_rollup.curve_rows(kept.table("days"), question)).to_pylist()
        return curve_of(rows, _limit_s(question))

    return _remembered("curve", at, question, from_kept)


def patience(question: Question, *, snapshot: str | None = None) -> tuple[int, int, PatienceCurve | None]:
    """Customers whose wait is known, those who hung up, and the curve where it can be drawn, remembered; only the days
    and filters of `question` are looked at."""
    at = queries.the_lake().snapshot(snapshot)

    def from_contacts() -> tuple[int, int, PatienceCurve | None]:
        found = curves((), period=question.period, where=question.where, snapshot=at.id)
        return found.get((), (0, 0, None))

    return _remembered("patience", at, question, from_contacts)


def curve_of(rows: Sequence[Mapping[str, Any]], horizon_s: float) -> Curve:
    """The rows of `promise_rollup.curve_rows` as a curve."""
    met: dict[int, int] = {}
    left: dict[int, int] = {}
    for row in rows:
        if row["met"] or row["left"]:
            side = met if row["met"] else left
            side[row["second"]] = side.get(row["second"], 0) + row["count"]
    seconds = sorted(met.keys() | left.keys())
    points = tuple(CurvePoint(second, met.get(second, 0), left.get(second, 0)) for second in seconds)
    return Curve(horizon_s, sum(row["count"] for row in rows), points)


def _waits(counts: Mapping[tuple[int, bool], int], limit_s: float) -> Waits:
    width = limit_s / promise_rollup.BARS_TO_LIMIT
    last = max((bar for bar, _ in counts), default=0)
    bars = tuple(
        WaitBar(
            from_s=(bar - 1) * width,
            to_s=bar * width if bar <= promise_rollup.BARS else None,
            answered=counts.get((bar, True), 0),
            left=counts.get((bar, False), 0),
        )
        for bar in range(1, last + 1)
    )
    return Waits(limit_s, bars, sum(count for (bar, _), count in counts.items() if bar == 0))


def _limit_s(question: Question) -> float:
    return metrics.find(question.metric).definition.read_params(question.params)["limit_s"]


def _kept(at: Snapshot, question: Question) -> Rollup:
    """The kept counts of a snapshot for the limit of `question`; local days follow the services' zones of today."""
    limit_s, known = _limit_s(question), queries.zones()
    version = metrics.find(question.metric).definition.version
    what = json.dumps([version, limit_s, asdict(known)], sort_keys=True)
    name = f"promise-{hashlib.sha256(what.encode()).hexdigest()[:12]}"
    return open_rollup(at, name, lambda: promise_rollup.counted(at.table("contact"), limit_s, known))


T = TypeVar("T")
_MEMORY: dict[str, Any] = {}
# A page asks about ten questions, each remembered in some 5 kB: 2,000 are 10 MB and 200 pages.
_MEMORY_SIZE = 2_000


def _remembered(
    kind: str, at: Snapshot, question: Question, find: Callable[[], T], zones: Mapping[str, str] | None = None
) -> T:
    """`find()`, or what it said before about this folder, snapshot and question with these zones."""
    known = queries.zone_names() if zones is None else zones
    period = [str(question.period.start), str(question.period.end)]
    where = {name: sorted(map(str, codes)) for name, codes in question.where.items()}
    asked = [question.metric, question.by, period, where, dict(question.params), sorted(known.items())]
    # A rebuild puts a new folder into the place of the old one; its inode tells them apart.
    key = json.dumps([kind, at.root.stat().st_ino, at.id, at.engine, asked], sort_keys=True, default=str)
    if key not in _MEMORY:
        found = find()
        while len(_MEMORY) >= _MEMORY_SIZE:
            _MEMORY.pop(next(iter(_MEMORY)), None)
        _MEMORY[key] = found
    remembered: T = _MEMORY[key]
    return remembered
