"""An expectation: what a segment of customers expects at a moment of a service, and where that is known from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem

# What the pages of this room are called: an expectation of such a code could never be opened.
PAGES = frozenset({"new", "drafts", "segments", "kinds", "conflicts", "signals"})


class SegmentKind(StrEnum):
    """Who counts as a customer (clause 3.1); one segment may be several of these."""

    CONSUMER = "consumer"
    END_USER = "end_user"
    BENEFICIARY = "beneficiary"
    SPONSOR = "sponsor"
    INTERNAL = "internal"
    EXTERNAL = "external"
    POTENTIAL = "potential"


class SourceKind(StrEnum):
    ASKED = "asked"
    BEHAVIOUR = "behaviour"
    COMPLAINTS = "complaints"
    AGENTS_VOICE = "agents_voice"
    LAW_OR_CONTRACT = "law_or_contract"


class Strength(StrEnum):
    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


class Importance(StrEnum):
    MUST = "must"
    WANTED = "wanted"
    WELCOME = "welcome"


@dataclass(frozen=True)
class Source:
    """`dated` is the day of the evidence, never of its upload; `n` is None where nothing was counted (a law)."""

    kind: SourceKind
    dated: date
    n: int | None
    strength: Strength


@dataclass(frozen=True)
class Expectation:
    """One version of an expectation, with the sources recorded for it. Texts map `en` and `zh` to the words."""

    code: str
    number: int
    segment: str
    service: str
    need: Mapping[str, str]
    adequate: Mapping[str, str]
    desired: Mapping[str, str]
    moment: Mapping[str, str]
    channels: tuple[str, ...]
    importance: Importance
    owner: str
    period: Period
    next_review: date
    sources: tuple[Source, ...] = ()
    refused: bool = False


def reserved(code: str) -> None:
    """Raises Problem `expectation.code_reserved` where a page of this room has the name."""
    if code in PAGES:
        raise Problem("expectation.code_reserved", field="code", code=code)
