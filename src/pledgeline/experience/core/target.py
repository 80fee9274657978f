"""Trying a target before it is promised: another limit, another share, over the last days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from pledgeline.experience.core.clocks import LIMITS
from pledgeline.experience.core.promise import Rule
from pledgeline.kernel.interval import Period

# Each limit of the 1-minute rule is counted once a snapshot and kept: a short list keeps that bounded.
TRIED_LIMITS_S = (10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600)
TRIED_DAYS = (7, 28, 91, 365)
USUAL_DAYS = 28


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


def interval(rule: Rule, figures: Mapping[str, Any]) -> tuple[float, float] | None:
    """The metric's own 95 % interval of the judged share; None for what has none (a time, an estimate, an upper
    bound)."""
    own = figures.get("ci95")
    return (float(own[0]), float(own[1])) if own is not None and rule.figure in ("lower", rule.metric) else None
