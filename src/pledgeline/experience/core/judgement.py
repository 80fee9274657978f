"""Whether a promise was kept, from the figures of its metric.

A metric that answers with a lower and an upper bound is judged on both: what is not known can neither keep nor
break a promise. With target share p and `at_least`: kept if lower ≥ p, broken if upper < p, else not demonstrated
(product.md §4). `at_most` is the mirror image. Every other figure is a single number against the target.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pledgeline.experience.core.promise import Direction, Rule
from pledgeline.kernel.verdict import Judgement, Reason, Verdict

# Facts whose absence opens the gap between the bounds, in the order they are named to the reader.
GAPS = ("left_before_limit", "not_verifiable")


def judge(rule: Rule, figures: Mapping[str, Any], *, minimum_n: int = 1, unit: str = "share") -> Judgement:
    """The verdict of `rule` on one group of figures (`n` and those the metric defines).

    Fewer than `minimum_n` applicable contacts decide nothing: a share of three calls is an anecdote. `unit` is that
    of the figure (share, seconds or count) and only travels with the reason, for whoever writes the sentence.
    """
    n = int(figures.get("n") or 0)
    value = figures.get(rule.figure)
    numbers: dict[str, Any] = {
        "figure": rule.figure,
        "direction": rule.direction.value,
        "target": rule.target,
        "unit": unit,
        "n": n,
    }
    if n == 0:
        return Judgement(Verdict.NOT_DEMONSTRATED, Reason("no_data", numbers))
    if value is None:
        return Judgement(Verdict.NOT_DEMONSTRATED, Reason("no_figure", numbers))
    if n < minimum_n:
        return Judgement(Verdict.NOT_DEMONSTRATED, Reason("too_few", {**numbers, "minimum_n": minimum_n}))
    if rule.figure in ("lower", "upper") and figures.get("lower") is not None and figures.get("upper") is not None:
        return _judged_on_bounds(rule, figures, numbers)
    numbers |= {"value": value, "ci95": figures.get("ci95")}
    kept = rule.keeps(float(value))
    return Judgement(Verdict.MET if kept else Verdict.NOT_MET, Reason("kept" if kept else "not_kept", numbers))


def _judged_on_bounds(rule: Rule, figures: Mapping[str, Any], numbers: Mapping[str, Any]) -> Judgement:
    lower, upper = float(figures["lower"]), float(figures["upper"])
    worst, best = (lower, upper) if rule.direction is Direction.AT_LEAST else (upper, lower)
    numbers = {**numbers, "lower": lower, "upper": upper, "worst": worst, "best": best, "ci95": figures.get("ci95")}
    if rule.keeps(worst):
        return Judgement(Verdict.MET, Reason("bounds_kept", numbers))
    if not rule.keeps(best):
        return Judgement(Verdict.NOT_MET, Reason("bounds_not_kept", numbers))
    gaps = {name: int(figures.get(name) or 0) for name in GAPS}
    return Judgement(Verdict.NOT_DEMONSTRATED, Reason(_gap_code(gaps), {**numbers, **gaps}))


def _gap_code(gaps: Mapping[str, int]) -> str:
    if gaps["left_before_limit"] and gaps["not_verifiable"]:
        return "bounds_straddle_both"
    return "bounds_straddle_unverifiable" if gaps["not_verifiable"] else "bounds_straddle_left"
