from pledgeline.needs.models.conflicts import Conflict, ConflictDecision
from pledgeline.needs.models.drafts import ExpectationDraft
from pledgeline.needs.models.expectations import (
    TEXTS,
    Expectation,
    ExpectationVersion,
    Refusal,
    Source,
)
from pledgeline.needs.models.segments import KindRuledOut, Segment
from pledgeline.needs.models.signals import Signal

__all__ = [
    "TEXTS",
    "Conflict",
    "ConflictDecision",
    "Expectation",
    "ExpectationDraft",
    "ExpectationVersion",
    "KindRuledOut",
    "Refusal",
    "Segment",
    "Signal",
    "Source",
]
