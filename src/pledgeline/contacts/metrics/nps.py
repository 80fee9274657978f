"""Net promoter score: share of promoters less share of detractors, of answers only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import ibis.expr.types as ir
import pyarrow as pa

from pledgeline.contacts.core.estimates import difference_of_shares
from pledgeline.contacts.core.vocabulary import SurveyQuestion
from pledgeline.contacts.metrics import feedback
from pledgeline.contacts.metrics.metric import Group, Metric, Params, defined

_SCALE = feedback.Scale(0, 10)
_PROMOTER, _PASSIVE = 9, 7


def aggregate(rows: ir.Table, keys: Sequence[str], params: Params) -> ir.Table:
    return feedback.counted_points(rows, keys, SurveyQuestion.NPS, _SCALE)


def conclude(table: pa.Table, keys: Sequence[str], params: Params) -> Iterable[Group]:
    for value, told in feedback.told(table.to_pylist(), keys).items():
        n, promoters = told.n, told.at_least(_PROMOTER)
        detractors = n - told.at_least(_PASSIVE)
        yield (
            value,
            {
                "n": n,
                "nps": (promoters - detractors) / n if n else None,
                "ci95": list(difference_of_shares(promoters, detractors, n)) if n else None,
                "promoters": promoters if n else None,
                "passives": n - promoters - detractors if n else None,
                "detractors": detractors if n else None,
                "asked": told.asked,
                "response_rate": told.response_rate,
                "skipped": told.skipped,
                "other_scale": told.other_scale,
            },
        )


METRIC = Metric(defined("nps"), aggregate, conclude, table=feedback.ANSWERS, instants=feedback.with_attributed)
