"""Trying a target before it is promised: what would have been kept, and how long customers are willing to wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from pledgeline.contacts.core.estimates import Staying, staying
from pledgeline.experience.core.clocks import LIMITS
from pledgeline.experience.core.promise import Rule
from pledgeline.kernel.interval import Period

# Each limit of the 1-minute rule is counted once a snapshot and kept: a short list keeps that bounded.
TRIED_LIMITS_S = (10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600)
TRIED_DAYS = (7, 28, 91, 365)
USUAL_DAYS = 28
# How far the patience curve looks: at least twice the limit, from a list for the same reason.
HORIZONS_S = (300, 1_200, 7_200)
# With fewer departures a curve is a few steps that chance made.
FEWEST_LEFT = 30


def limit_of(rule: Rule) -> float | None:
    """The longest wait of a rule, in seconds; None where its metric knows none."""
    name = LIMITS.get(rule.metric)
    return None if name is None or name not in rule.params else float(rule.params[name])


def tried(rule: Rule, *, limit_s: float | None, target: float | None) -> Rule:
    """`rule` with another limit and another target; what is None, or unknown to the metric, stays."""
    name, params = LIMITS.get(rule.metric), dict(rule.params)
    if name is not None and limit_s is not None:
        params[name] = limit_s
    return replace(rule, params=params, target=rule.target if target is None else target)


def choosable_limits(rule: Rule) -> tuple[float, ...]:
    """The list, with the rule's own limit in its place; nothing where the metric knows no limit."""
    if rule.metric not in LIMITS:
        return ()
    own = limit_of(rule)
    return tuple(sorted({*map(float, TRIED_LIMITS_S), *([own] if own is not None else [])}))


def last_days(delivered: Period, days: int) -> Period:
    """The last `days` of the delivered ones, or all of them where there are fewer."""
    assert delivered.start is not None
    assert delivered.end is not None
    return Period(max(delivered.start, delivered.end - timedelta(days=days)), delivered.end)


def horizon_s(limit_s: float) -> float:
    return float(next((one for one in HORIZONS_S if one >= 2 * limit_s), HORIZONS_S[-1]))


def interval(rule: Rule, figures: Mapping[str, Any]) -> tuple[float, float] | None:
    """The metric's own 95 % interval of the judged share; None for what has none (a time, an estimate, an upper
    bound)."""
    own = figures.get("ci95")
    return (float(own[0]), float(own[1])) if own is not None and rule.figure in ("lower", rule.metric) else None


@dataclass(frozen=True)
class Patience:
    """How long customers stay while nobody answers. `points` are empty where fewer than FEWEST_LEFT of the `n` left."""

    points: tuple[Staying, ...]
    horizon_s: float
    n: int
    left: int

    def at(self, second: float) -> Staying | None:
        """The curve at a moment: its last step until then. None before the first step, and without a curve."""
        passed = [one for one in self.points if one.time <= second]
        return passed[-1] if passed else None


def patience(n: int, table: Sequence[tuple[float, int, int]], *, horizon_s: float) -> Patience:
    """`table` holds (second, answered or offered a callback, left). Who was served is censored: they would have waited
    at least so long; so is whoever still waited at the horizon."""
    left = sum(row[2] for row in table)
    if left < FEWEST_LEFT:
        return Patience((), horizon_s, n, left)
    return Patience(staying(n, [(at, gone, served) for at, served, gone in table]), horizon_s, n, left)
