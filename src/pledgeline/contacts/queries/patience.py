"""How long customers are willing to wait, as whole curves: what the metric `patience` tells a few points of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pledgeline.contacts import metrics, queries
from pledgeline.contacts.core.patience import PatienceCurve
from pledgeline.contacts.core.question import Question
from pledgeline.contacts.metrics import grouping
from pledgeline.contacts.metrics import patience as metric
from pledgeline.kernel.interval import Period


def curves(
    by: tuple[str, ...],
    *,
    period: Period,
    where: Mapping[str, tuple[str, ...]] | None = None,
    snapshot: str | None = None,
) -> Mapping[tuple[Any, ...], tuple[int, int, PatienceCurve | None]]:
    """By grouping values: customers whose wait is known, those who hung up, and the curve where it can be drawn.

    Raises Problem `metric.*` like any question.
    """
    at = queries.the_lake().snapshot(snapshot)
    question = Question(metric.METRIC.name, by, period, where or {})
    found = at.run(metrics.prepare(at.table("contact"), question, queries.zones()))
    return metric.curves(found, [grouping.key(name) for name in by])
