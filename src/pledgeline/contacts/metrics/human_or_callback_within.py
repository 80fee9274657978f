"""The 1-minute rule: a human, or the offer of a callback, within the limit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pledgeline.contacts.core.estimates import kaplan_meier_by_group
from pledgeline.contacts.core.rule import STEPS, RuleCounts, RuleStep
from pledgeline.contacts.metrics import measures
from pledgeline.contacts.metrics.metric import Group, Metric, Params, defined, ratio, seconds
from pledgeline.kernel.units import MICROS_PER_SECOND

_READ = (*measures.APPLICABLE, *measures.WAITS, "arrived_at", "bot_ivr_ended_at")
_MET = (STEPS.index(RuleStep.MET_BY_ANSWER), STEPS.index(RuleStep.MET_BY_OFFER))
_LEFT = STEPS.index(RuleStep.LEFT_BEFORE_LIMIT)
_OUTSIDE = STEPS.index(RuleStep.NOT_APPLICABLE)


def aggregate(contacts: ir.Table, keys: Sequence[str], params: Params) -> ir.Table:
    """Counts by group, step and, for the Kaplan–Meier table, whole second: everything else follows from these."""
    contacts = measures.with_decisions(measures.with_waits(contacts), params["limit_s"])
    # Started seconds count whole; a clock that stepped back makes a wait of nothing, not a negative one.
    second = (contacts.deciding.clip(lower=0) + MICROS_PER_SECOND - 1) // MICROS_PER_SECOND
    contacts = contacts.mutate(
        second=contacts.step.isin([*_MET, _LEFT]).ifelse(second, -1),
        ivr_us=contacts.us_ivr_ended - contacts.us_arrived,
    )
    return contacts.group_by([*keys, "step", "second"]).aggregate(
        count=contacts.count(),
        near=contacts.count(where=contacts.near),
        ivr_us=contacts.ivr_us.sum(),
        ivr_n=contacts.ivr_us.count(),
    )


def conclude(table: pa.Table, keys: Sequence[str], params: Params) -> Iterable[Group]:
    """One group for each combination of grouping values; the work is done on columns, not on rows."""
    if not table.num_rows:
        return []
    values, group = _groups(table, keys)
    step = _numbers(table, "step")
    count = _numbers(table, "count")
    inside = step != _OUTSIDE
    by_step = np.zeros((len(values), len(STEPS)), dtype=np.int64)
    np.add.at(by_step, (group, step), count)
    inner = {
        name: _sums(group[inside], _numbers(table, name)[inside], len(values)) for name in ("near", "ivr_us", "ivr_n")
    }
    km = _kaplan_meier(by_step, group, step, _numbers(table, "second"), count)
    found = []
    for at, value in enumerate(values):
        counts = RuleCounts(*(int(number) for number in by_step[at]))
        if not counts.n:
            found.append((value, METRIC.no_data | {"not_applicable": counts.not_applicable}))
            continue
        interval = counts.ci95
        assert interval is not None
        found.append(
            (
                value,
                {
                    "n": counts.n,
                    **asdict(counts),
                    "lower": counts.lower,
                    "upper": counts.upper,
                    "decided": counts.decided,
                    "km": float(km[at]),
                    "ci95": list(interval),
                    "within_1s_of_limit": ratio(int(inner["near"][at]), counts.n),
                    "ivr_s_mean": seconds(int(inner["ivr_us"][at]), int(inner["ivr_n"][at])),
                },
            )
        )
    return found


def _kaplan_meier(
    by_step: NDArray[np.int64],
    group: NDArray[np.int64],
    step: NDArray[np.int64],
    second: NDArray[np.int64],
    count: NDArray[np.int64],
) -> NDArray[np.float64]:
    """(groups,): those not met, or not verifiable, stay at risk up to the limit and beyond."""
    met, left = np.isin(step, _MET), step == _LEFT
    timed = met | left
    at_risk = by_step.sum(axis=1) - by_step[:, _OUTSIDE]
    return kaplan_meier_by_group(
        np.maximum(at_risk, 1), group[timed], second[timed], (count * met)[timed], (count * left)[timed]
    )


def _groups(table: pa.Table, keys: Sequence[str]) -> tuple[list[tuple[object, ...]], NDArray[np.int64]]:
    """The distinct grouping values, and for each row the place of its own among them."""
    code = np.zeros(table.num_rows, dtype=np.int64)
    for name in keys:
        column = pc.dictionary_encode(table[name].combine_chunks(), null_encoding="encode")
        own = column.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        # Renumbered after each key: codes stay small however many keys there are.
        code = np.unique(code * len(column.dictionary) + own, return_inverse=True)[1].astype(np.int64)
    _, first, group = np.unique(code, return_index=True, return_inverse=True)
    if not keys:
        return [()], group
    samples = table.select(list(keys)).take(pa.array(first)).to_pylist()
    return [tuple(sample[name] for name in keys) for sample in samples], group.astype(np.int64)


def _numbers(table: pa.Table, name: str) -> NDArray[np.int64]:
    column = pc.fill_null(table[name].combine_chunks().cast(pa.int64()), 0)
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.int64)


def _sums(group: NDArray[np.int64], values: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    total = np.zeros(size, dtype=np.int64)
    np.add.at(total, group, values)
    return total


METRIC = Metric(defined("human_or_callback_within"), aggregate, conclude, columns=_READ)
