"""Reads: what a promise would have kept in the last days with another limit or target, before it is promised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pledgeline.contacts.core.question import Question
from pledgeline.contacts.queries import page_figures
from pledgeline.experience.core import target
from pledgeline.experience.core.promise import Direction, Promise, Rule
from pledgeline.experience.queries.figures import unit_of
from pledgeline.experience.queries.measured import RULE_METRIC, Lens, Measured, measure, waits
from pledgeline.experience.queries.testing import Stage
from pledgeline.kernel.verdict import Reason


@dataclass(frozen=True)
class Trial:
    """One rule put to the contacts of some days, centre by centre; `patience` and `waits` only where the rule has a
    limit."""

    rule: Rule
    measured: Measured
    intervals: Mapping[str, tuple[float, float] | None]
    limit_s: float | None
    waits: page_figures.Waits | None
    patience: target.Patience | None


def trial(promise: Promise, stage: Stage, *, limit_s: float | None, wanted: float | None, days: int) -> Trial | Reason:
    """`wanted` is the target tried. A draft, or a version out of force, is tried like any other: only its scope and
    its rule count. Otherwise why there is nothing to try."""
    rule = target.tried(promise.rule, limit_s=limit_s, target=wanted)
    if not rule.metric:
        return Reason("no_rule", {"promise": promise.code})
    unit = unit_of(rule.metric, rule.figure)
    if not unit:
        return Reason("no_rule_figure", {"promise": promise.code, "metric": rule.metric})
    if stage.snapshot is None or stage.delivered is None:
        return Reason("no_deliveries", {})
    where = promise.scope.filters(centres=sorted(stage.seen or ()))
    if where is None or (stage.seen is not None and not stage.seen):
        return Reason("out_of_scope", {"promise": promise.code})
    period = target.last_days(stage.delivered, days)
    through = Lens(replace(promise, rule=rule), period, where, unit, stage.snapshot)
    measured = measure(through, stage)
    intervals = {one.centre: target.interval(rule, one.figures) for one in measured.centres if one.n}
    limit = target.limit_of(rule)
    if limit is None or not measured.n:
        return Trial(rule, measured, intervals, limit, None, None)
    waited = replace(through, promise=replace(promise, rule=_one_minute_rule(limit)), unit="share")
    return Trial(rule, measured, intervals, limit, waits(waited), _patience(waited, target.horizon_s(limit)))


def _one_minute_rule(limit_s: float) -> Rule:
    """Waits are kept by the 1-minute rule, whatever metric is promised."""
    return Rule(RULE_METRIC, "lower", Direction.AT_LEAST, 0.0, {"limit_s": limit_s})


def _patience(through: Lens, horizon_s: float) -> target.Patience:
    asked = Question(RULE_METRIC, (), through.period, through.where, {"limit_s": horizon_s})
    curve = page_figures.promise_curve(asked, snapshot=through.snapshot)
    table = [(float(point.second), point.met, point.left) for point in curve.points]
    return target.patience(curve.n, table, horizon_s=horizon_s)


def trial_limits(promise: Promise) -> tuple[float, ...]:
    return target.choosable_limits(promise.rule)


def usual_try(promise: Promise) -> dict[str, Any]:
    """What the form begins with: the promise as it stands, over the last four weeks."""
    return {"limit_s": target.limit_of(promise.rule), "target": promise.rule.target, "days": target.USUAL_DAYS}
