"""Outcomes of a judgement. A decision is a type with its reason; the state of work is another field elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Modality(StrEnum):
    """How strongly a requirement speaks: shall 应, should 宜, may 可; `scope` rows only delimit."""

    SHALL = "shall"
    SHOULD = "should"
    MAY = "may"
    SCOPE = "scope"


class Verdict(StrEnum):
    """The honest states. A *should* that is missed is an improvement opportunity, never a nonconformity."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_DEMONSTRATED = "not_demonstrated"
    NOT_APPLICABLE = "not_applicable"
    IMPROVEMENT = "improvement_opportunity"


@dataclass(frozen=True)
class Reason:
    """Why: a code that the room's wording turns into a sentence, and the numbers that go into it."""

    code: str
    numbers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Judgement:
    """A verdict with the reason that carries it."""

    verdict: Verdict
    reason: Reason

    def softened(self, modality: Modality) -> Judgement:
        """The same judgement as a requirement of `modality` may state it."""
        if self.verdict is Verdict.NOT_MET and modality is Modality.SHOULD:
            return Judgement(Verdict.IMPROVEMENT, self.reason)
        return self


# The first that occurs decides: a miss that is known, shall or should, is not hidden behind what is not known.
_ORDER = (Verdict.NOT_MET, Verdict.IMPROVEMENT, Verdict.NOT_DEMONSTRATED, Verdict.MET)


def worst(judgements: list[Judgement]) -> Judgement:
    """The judgement that decides a whole of parts: not applicable ones do not count.

    Raises ValueError on an empty list: a whole without parts has no verdict, and the caller must say why.
    """
    if not judgements:
        raise ValueError("no parts to combine")
    counted = [one for one in judgements if one.verdict is not Verdict.NOT_APPLICABLE]
    if not counted:
        return judgements[0]
    return min(counted, key=lambda one: _ORDER.index(one.verdict))
