"""The metric contract: everything about a metric that client and centre settle before a figure means anything."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pledgeline.contacts.core.definition import Text
from pledgeline.experience.core.vectors import Vector


class Side(StrEnum):
    """Who signs, owns or decides."""

    CLIENT = "client"
    CENTRE = "centre"


class ContractStep(StrEnum):
    """Where a version of a contract stands; `offered`: both sides may sign, and nothing of it may change."""

    DRAFT = "draft"
    OFFERED = "offered"
    SIGNED = "signed"
    SUPERSEDED = "superseded"


BINDING = (ContractStep.SIGNED, ContractStep.SUPERSEDED)

# What may happen to a contact besides being answered in time; each needs a sentence in both languages.
TREATMENTS = (
    "short_abandon",
    "abandon_before",
    "abandon_after",
    "callback",
    "flow_out",
    "transfer",
    "blocked",
    "bot_only",
    "system_disconnect",
    "after_hours",
)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Terms(_Part):
    """What is signed. Texts are in both languages; the rest are words of short lists, codes and numbers with a unit."""

    title: Text
    metric: str = Field(min_length=1)
    metric_version: str = Field(min_length=1)
    params: dict[str, float]
    # Code of the promise that the metric is to prove.
    purpose: str = Field(min_length=1)
    services: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    population: Text
    unit: Literal["contact", "leg", "customer", "case"]
    start_event: Text
    stop_event: Text
    comparison: Literal["at_most", "below"]
    treatments: dict[str, Text]
    # None: every contact counts, a redial within minutes too.
    redial_window_s: int | None = Field(default=None, ge=1, le=86_400)
    calendar: Literal["clock", "opening"]
    attribution: Text
    aggregation: Literal["pooled", "mean"]
    empty: Text
    minimum_n: int = Field(ge=1)
    rounding: Text
    data_source: Text
    grade: Literal["event", "interval", "total"]
    data_owner: Side
    exclusions: Text
    exclusions_decided_by: Literal["client", "centre", "both"]

    @model_validator(mode="after")
    def _every_treatment_is_said(self) -> Terms:
        missing = [name for name in TREATMENTS if name not in self.treatments]
        unknown = sorted(set(self.treatments) - set(TREATMENTS))
        if missing or unknown:
            raise ValueError(f"treatments missing: {', '.join(missing)}; not known: {', '.join(unknown)}")
        return self


class Usual(_Part):
    """What is usually agreed, to start a draft from: for all metrics, and what differs for one."""

    common: dict[str, Text]
    metrics: dict[str, dict[str, Text]] = Field(default_factory=dict)
    data_source: Text

    def treatments(self, metric: str) -> dict[str, Text]:
        return {**self.common, **self.metrics.get(metric, {})}


@dataclass(frozen=True)
class Signature:
    """One side's: who, under which name, when (in the zone of the house), and the digest of what was signed."""

    side: Side
    username: str
    name: str
    at: datetime
    digest: str


@dataclass(frozen=True)
class Contract:
    """One version, as both sides see it."""

    code: str
    centre: str
    number: int
    terms: Terms
    vectors: tuple[Vector, ...]
    step: ContractStep
    effective_from: date | None
    effective_to: date | None
    digest: str
    signatures: tuple[Signature, ...] = ()

    def signed_by(self, side: Side) -> Signature | None:
        return next((one for one in self.signatures if one.side is side), None)


def digest(
    *, centre: str, terms: Mapping[str, Any], vectors: Sequence[Mapping[str, Any]], effective_from: date | None
) -> str:
    """SHA-256 of everything that is signed: for whom, what, proven by which vectors, and from which day on."""
    said = {
        "centre": centre,
        "terms": dict(terms),
        "vectors": [dict(one) for one in vectors],
        "from": effective_from.isoformat() if effective_from else "",
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def proves(terms: Terms, *, metric: str, params: Mapping[str, float], service: str, channels: Sequence[str]) -> bool:
    """Whether a contract settles how this metric, with these parameters, is counted for a service and its channels."""
    return (
        terms.metric == metric
        and {name: float(value) for name, value in terms.params.items()}
        == {name: float(value) for name, value in params.items()}
        and (not terms.services or service in terms.services)
        and (not terms.channels or set(channels) <= set(terms.channels))
    )
