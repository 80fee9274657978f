"""Reads: test vectors, run against the metrics that ship with this program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pledgeline.contacts.queries import trial
from pledgeline.experience.core.contract import Terms, Usual
from pledgeline.experience.core.vectors import Deviation, Vector, VectorFile, VectorResult, boundary, deviations
from pledgeline.kernel.yamlfile import load

ROOM = Path(__file__).parents[1]
# Metric → its limit, and the figures that count (0) or share (1) what lies within it.
AT_THE_LIMIT: Mapping[str, tuple[str, Mapping[str, int]]] = {
    "human_or_callback_within": ("limit_s", {"met_by_answer": 0, "lower": 1}),
    "service_level": ("target_s", {"answered_within": 0, "service_level": 1}),
}


@cache
def _shipped() -> Mapping[str, tuple[Vector, ...]]:
    files = [load(VectorFile, path) for path in sorted((ROOM / "vectors").glob("*.yaml"))]
    return {one.metric: one.vectors for one in files}


def vector_metrics() -> tuple[str, ...]:
    """Metrics that vectors ship for."""
    return tuple(_shipped())


def shipped_vectors(metric: str) -> tuple[Vector, ...]:
    """None for a metric that none ship for: a contract about it brings its own."""
    return _shipped().get(metric, ())


def usual_vectors(metric: str, params: Mapping[str, float], *, at_limit_counts: bool = True) -> tuple[Vector, ...]:
    """The shipped ones, and where the metric has a limit one about the very limit of the contract."""
    own = AT_THE_LIMIT.get(metric)
    found = shipped_vectors(metric)
    if own is None:
        return found
    limit, figures = own
    return (*found, boundary(float(params[limit]), figures=figures, at_limit_counts=at_limit_counts))


@cache
def usual() -> Usual:
    """What is usually agreed, to begin a draft from."""
    return load(Usual, ROOM / "contracts" / "usual.yaml")


def run_vectors(
    metric: str, params: Mapping[str, float], vectors: Sequence[Vector], *, version: str | None = None
) -> tuple[VectorResult, ...]:
    """What the shipped metric finds in each vector. With `version`, another shipped version deviates by itself.

    Raises Problem `metric.*` where metric or parameters are not known.
    """
    shipped = trial.metric_version(metric)
    found = []
    for vector in vectors:
        figures = trial.trial(metric, {**params, **(vector.params or {})}, vector.contacts)
        wrong = deviations(vector.expect, figures)
        if version is not None and version != shipped:
            wrong = (Deviation("version", version, shipped), *wrong)
        found.append(
            VectorResult(vector.code, vector.title.model_dump(), len(vector.contacts), len(vector.expect), wrong)
        )
    return tuple(found)


def run_contract(terms: Terms, vectors: Sequence[Vector]) -> tuple[VectorResult, ...]:
    return run_vectors(terms.metric, terms.params, vectors, version=terms.metric_version)


def usual_terms(metric: str, params: Mapping[str, Any], *, purpose: str) -> dict[str, Any]:
    """Terms to begin a draft from: what the metric's definition says, and what is usually agreed besides."""
    texts = trial.definition_texts(metric)
    return {
        **{name: texts[name] for name in ("title", "population", "start_event", "stop_event", "attribution")},
        **{name: texts[name] for name in ("empty", "rounding", "exclusions")},
        "metric": metric,
        "metric_version": trial.metric_version(metric),
        "params": trial.read_params(metric, params),
        "purpose": purpose,
        "unit": "contact",
        "comparison": "at_most",
        "treatments": {name: text.model_dump() for name, text in usual().treatments(metric).items()},
        "redial_window_s": None,
        "calendar": "clock",
        "aggregation": "pooled",
        "minimum_n": 30,
        "data_source": usual().data_source.model_dump(),
        "grade": "event",
        "data_owner": "centre",
        "exclusions_decided_by": "both",
    }
