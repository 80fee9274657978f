"""The lists of this room that travel as workbooks and JSON: who the customers are, what they expect, from where that is
known, and what stands against what. For the client's people and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pledgeline.kernel.channels import Channel
from pledgeline.needs.core.expectation import Importance, SegmentKind, SourceKind, Strength
from pledgeline.needs.models import (
    TEXTS,
    Conflict,
    ConflictDecision,
    ExpectationVersion,
    KindRuledOut,
    Refusal,
    Segment,
    Source,
)
from pledgeline.ui.sheets import Column, Register

_BECAUSE = (Column("because_en", "text"), Column("because_zh", "text"))
_DECIDED = (Column("decided_by", "text"), Column("decided_at", "datetime"))
SEGMENTS = Register(
    "segments",
    (
        Column("code", "code"),
        Column("name_en", "text"),
        Column("name_zh", "text"),
        Column("kinds", "codes", tuple(SegmentKind)),
    ),
)
KINDS = Register(
    "kinds_ruled_out",
    (Column("kind", "code", tuple(SegmentKind)), *_BECAUSE, *_DECIDED),
    key=("kind", "because_en", "because_zh"),
)
EXPECTATIONS = Register(
    "expectations",
    (
        Column("code", "code"),
        Column("number", "integer"),
        Column("service", "code"),
        Column("segment", "code"),
        *(Column(name, "text") for name in TEXTS),
        Column("channels", "codes", tuple(Channel)),
        Column("importance", "code", tuple(Importance)),
        Column("owner", "text"),
        Column("effective_from", "date"),
        Column("next_review", "date"),
    ),
    key=("code", "number"),
)
SOURCES = Register(
    "expectation_sources",
    (
        Column("expectation", "code"),
        Column("kind", "code", tuple(SourceKind)),
        Column("dated", "date"),
        Column("n", "integer"),
        Column("strength", "code", tuple(Strength)),
        Column("reference", "text"),
    ),
    key=("expectation", "kind", "dated", "reference"),
)
REFUSALS = Register(
    "expectation_refusals",
    (Column("expectation", "code"), *_BECAUSE, *_DECIDED),
    key=("expectation", "because_en", "because_zh"),
)
CONFLICTS = Register(
    "expectation_conflicts",
    (Column("first", "code"), Column("second", "code"), Column("what_en", "text"), Column("what_zh", "text")),
    key=("first", "second"),
)
DECISIONS = Register(
    "conflict_decisions",
    (
        Column("first", "code"),
        Column("second", "code"),
        Column("how_en", "text"),
        Column("how_zh", "text"),
        Column("prefers", "code"),
        Column("until", "date"),
        *_DECIDED,
    ),
    key=("first", "second", "how_en", "until"),
)
# In the order in which they can be taken in: what is named stands before what names it.
_REGISTERS = {one.name: one for one in (SEGMENTS, KINDS, EXPECTATIONS, SOURCES, REFUSALS, CONFLICTS, DECISIONS)}


def registers() -> Mapping[str, Register]:
    return _REGISTERS


def export_rows(name: str) -> list[dict[str, Any]]:
    """Every row of the register, in a steady order. KeyError for a name that is not in `registers()`."""
    return {
        SEGMENTS.name: _segments,
        KINDS.name: _kinds,
        EXPECTATIONS.name: _expectations,
        SOURCES.name: _sources,
        REFUSALS.name: _refusals,
        CONFLICTS.name: _conflicts,
        DECISIONS.name: _decisions,
    }[name]()


def _segments() -> list[dict[str, Any]]:
    return [dict(one) for one in Segment.objects.values("code", "name_en", "name_zh", "kinds")]


def _kinds() -> list[dict[str, Any]]:
    found = KindRuledOut.objects.select_related("decided_by").order_by("decided_at", "pk")
    return [{"kind": one.kind, **_because(one)} for one in found]


def _expectations() -> list[dict[str, Any]]:
    """Every version; when one ends follows from the next."""
    names = ("number", *TEXTS, "channels", "importance", "owner", "effective_from", "next_review")
    return [
        {
            "code": one.expectation.code,
            "service": one.expectation.service,
            "segment": one.segment.code,
            **{name: getattr(one, name) for name in names},
        }
        for one in ExpectationVersion.objects.select_related("expectation", "segment")
    ]


def _sources() -> list[dict[str, Any]]:
    names = ("kind", "dated", "n", "strength", "reference")
    found = Source.objects.select_related("expectation").order_by("expectation__code", "dated", "pk")
    return [{"expectation": one.expectation.code, **{name: getattr(one, name) for name in names}} for one in found]


def _refusals() -> list[dict[str, Any]]:
    found = Refusal.objects.select_related("expectation", "decided_by").order_by("decided_at", "pk")
    return [{"expectation": one.expectation.code, **_because(one)} for one in found]


def _conflicts() -> list[dict[str, Any]]:
    return [
        {"first": one.first.code, "second": one.second.code, "what_en": one.what_en, "what_zh": one.what_zh}
        for one in Conflict.objects.select_related("first", "second")
    ]


def _decisions() -> list[dict[str, Any]]:
    found = ConflictDecision.objects.select_related("conflict__first", "conflict__second", "prefers", "decided_by")
    return [
        {
            "first": one.conflict.first.code,
            "second": one.conflict.second.code,
            "how_en": one.how_en,
            "how_zh": one.how_zh,
            "prefers": one.prefers.code if one.prefers else None,
            "until": one.until,
            "decided_by": one.decided_by.username,
            "decided_at": one.decided_at,
        }
        for one in found.order_by("decided_at", "pk")
    ]


def _because(one: Any) -> dict[str, Any]:
    return {
        "because_en": one.because_en,
        "because_zh": one.because_zh,
        "decided_by": one.decided_by.username,
        "decided_at": one.decided_at,
    }
