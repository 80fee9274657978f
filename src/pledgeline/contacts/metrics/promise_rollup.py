"""The 1-minute rule counted once for each day and hour, so that a page is drawn from intervals and not from contacts.

`counted` makes the two kept tables from the contacts of a snapshot; `answer_rows`, `grid_rows`, `wait_rows` and
`curve_rows` ask them. An answer from a kept table goes through the metric's own `conclude` and is therefore the
answer of the contacts.
"""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from pledgeline.contacts.core.question import Question, Zones
from pledgeline.contacts.core.rule import STEPS, RuleStep
from pledgeline.contacts.metrics import grouping, measures
from pledgeline.contacts.metrics.human_or_callback_within import METRIC

NAME = METRIC.name
# Bars of the wait distribution: six up to the limit, thirty in all, and one for every longer wait.
BARS_TO_LIMIT = 6
BARS = 30
_CODES = grouping.KEPT_CODES
_SUMS = ("count", "near", "ivr_us", "ivr_n")


def counted(contacts: ir.Table, limit_s: float, zones: Zones) -> Mapping[str, ir.Table]:
    """`days` and `hours`, from the canonical `contact` table.

    - `days`: by codes, local day, step, whole second of the deciding wait, `answered` and `bar` of the wait; what the
      metric sums up, and enough for every figure of it.
    - `hours`: contacts by codes, local day, hour and step: one row for each interval and step.
    """
    return {"days": _days(contacts, limit_s, zones), "hours": _hours(contacts, limit_s, zones)}


def _rows(contacts: ir.Table, zones: Zones, *clocks: str) -> ir.Table:
    everything = Question(NAME, (*_CODES, *clocks))
    return grouping.kept(measures.with_instants(grouping.within(contacts, everything)), everything, zones)


def _days(contacts: ir.Table, limit_s: float, zones: Zones) -> ir.Table:
    rows = measures.with_waits(_rows(contacts, zones, "day"))
    rows = rows.mutate(answered=rows.wait_answer.notnull(), bar=_bar(rows, limit_s))
    keys = [*(grouping.key(name) for name in (*_CODES, "day")), "answered", "bar"]
    return METRIC.aggregate(rows, keys, {"limit_s": limit_s})


def _bar(rows: ir.Table, limit_s: float) -> ir.IntegerValue:
    """1 up to a sixth of the limit, 2 up to two sixths …; 0 where the wait is not known, BARS + 1 beyond the last.

    Ends belong to their bar, as the limit belongs to "within": a wait of exactly the limit is in bar 6.
    """
    width = measures.micros(limit_s) // BARS_TO_LIMIT
    # Who was answered without a known time waited an unknown time: the end of the contact includes the talk.
    unknown = rows.wait_answer.isnull() & measures.answered(rows)
    wait = unknown.ifelse(ibis.null("int64"), rows.wait_end)
    return ((wait.clip(lower=0) + width - 1) // width).clip(lower=1, upper=BARS + 1).fill_null(0).cast("int64")


def _hours(contacts: ir.Table, limit_s: float, zones: Zones) -> ir.Table:
    keys = [grouping.key(name) for name in (*_CODES, "day", "hour")]
    by_second = METRIC.aggregate(_rows(contacts, zones, "day", "hour"), keys, {"limit_s": limit_s})
    return by_second.group_by([*keys, "step"]).aggregate(count=by_second["count"].sum().cast("int64"))


def answer_rows(days: ir.Table, question: Question) -> ir.Table:
    """What the metric's `conclude` needs, for groups without hours; raises Problem `metric.no_hours` and others."""
    chosen = grouping.regrouped(days, question)
    keys = [grouping.key(name) for name in question.by]
    return chosen.group_by([*keys, "step", "second"]).aggregate(
        **{name: chosen[name].sum().cast("int64") for name in _SUMS}
    )


def grid_rows(hours: ir.Table, question: Question) -> ir.Table:
    """One row a group with a column of contacts for each step; any grouping, hours too."""
    chosen = grouping.regrouped(hours, question)
    counts = {
        step.value: chosen["count"].sum(where=chosen.step == number).fill_null(0).cast("int64")
        for number, step in enumerate(STEPS)
    }
    keys = [grouping.key(name) for name in question.by]
    return chosen.group_by(keys).aggregate(**counts).order_by(keys) if keys else chosen.aggregate(**counts)


def wait_rows(days: ir.Table, question: Question) -> ir.Table:
    """Contacts the rule applies to, by `bar` and whether they were `answered`; groupings are not looked at."""
    chosen = grouping.regrouped(days, Question(question.metric, (), question.period, question.where))
    chosen = chosen.filter(chosen.step != STEPS.index(RuleStep.NOT_APPLICABLE))
    return chosen.group_by(["bar", "answered"]).aggregate(count=chosen["count"].sum().cast("int64")).order_by("bar")


def curve_rows(days: ir.Table, question: Question) -> ir.Table:
    """Contacts the rule applies to by whole second of the deciding wait and by `met` and `left`; −1 where the limit
    passed undecided. Groupings are not looked at."""
    chosen = grouping.regrouped(days, Question(question.metric, (), question.period, question.where))
    chosen = chosen.filter(chosen.step != STEPS.index(RuleStep.NOT_APPLICABLE))
    met = chosen.step.isin([STEPS.index(RuleStep.MET_BY_ANSWER), STEPS.index(RuleStep.MET_BY_OFFER)])
    chosen = chosen.mutate(met=met, left=chosen.step == STEPS.index(RuleStep.LEFT_BEFORE_LIMIT))
    return (
        chosen.group_by(["second", "met", "left"])
        .aggregate(count=chosen["count"].sum().cast("int64"))
        .order_by("second")
    )
