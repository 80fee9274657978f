"""Customer satisfaction: the share of answers in the top two of five."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import ibis.expr.types as ir
import pyarrow as pa

from pledgeline.contacts.core.estimates import wilson
from pledgeline.contacts.core.vocabulary import SurveyQuestion
from pledgeline.contacts.metrics import feedback
from pledgeline.contacts.metrics.metric import Group, Metric, Params, defined

_SCALE = feedback.Scale(1, 5)
_GOOD = 4


def aggregate(rows: ir.Table, keys: Sequence[str], params: Params) -> ir.Table:
    return feedback.counted_points(rows, keys, SurveyQuestion.CSAT, _SCALE)


def conclude(table: pa.Table, keys: Sequence[str], params: Params) -> Iterable[Group]:
    for value, told in feedback.told(table.to_pylist(), keys).items():
        good, n = told.at_least(_GOOD), told.n
        bounds = told.bounds(good)
        yield (
            value,
            {
                "n": n,
                "csat": good / n if n else None,
                "ci95": list(wilson(good, n)) if n else None,
                "asked": told.asked,
                "response_rate": told.response_rate,
                "lower": bounds[0] if bounds else None,
                "upper": bounds[1] if bounds else None,
                "skipped": told.skipped,
                "other_scale": told.other_scale,
            },
        )


METRIC = Metric(defined("csat"), aggregate, conclude, table=feedback.ANSWERS, instants=feedback.with_attributed)
