"""Customer effort: how easy customers found it, on seven points, easy high."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import ibis.expr.types as ir
import pyarrow as pa

from pledgeline.contacts.core.estimates import wilson
from pledgeline.contacts.core.vocabulary import SurveyQuestion
from pledgeline.contacts.metrics import feedback
from pledgeline.contacts.metrics.metric import Group, Metric, Params, defined

_SCALE = feedback.Scale(1, 7)
_EASY = 6


def aggregate(rows: ir.Table, keys: Sequence[str], params: Params) -> ir.Table:
    return feedback.counted_points(rows, keys, SurveyQuestion.CES, _SCALE)


def conclude(table: pa.Table, keys: Sequence[str], params: Params) -> Iterable[Group]:
    for value, told in feedback.told(table.to_pylist(), keys).items():
        easy, n = told.at_least(_EASY), told.n
        bounds = told.bounds(easy)
        yield (
            value,
            {
                "n": n,
                "ces": told.mean if n else None,
                "easy": easy / n if n else None,
                "ci95": list(wilson(easy, n)) if n else None,
                "asked": told.asked,
                "response_rate": told.response_rate,
                "lower": bounds[0] if bounds else None,
                "upper": bounds[1] if bounds else None,
                "skipped": told.skipped,
                "other_scale": told.other_scale,
            },
        )


METRIC = Metric(defined("ces"), aggregate, conclude, table=feedback.ANSWERS, instants=feedback.with_attributed)
