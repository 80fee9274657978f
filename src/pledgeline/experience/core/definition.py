"""The experience definition of a service: promises that were looked at together, approved by a person, and dated."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from pledgeline.experience.core.promise import Promise
from pledgeline.kernel.interval import Period
from pledgeline.kernel.verdict import Reason


class Step(StrEnum):
    """Where a version of a definition stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    EFFECTIVE = "effective"
    SUPERSEDED = "superseded"


# Versions that are being worked on: there is one at a time.
IN_WORK = (Step.DRAFT, Step.IN_REVIEW, Step.APPROVED)
# Versions that somebody looks at, or has approved: what they say stands still, promises in draft included.
SETTLING = (Step.IN_REVIEW, Step.APPROVED)
# Versions that said what customers were to get.
RULED = (Step.EFFECTIVE, Step.SUPERSEDED)


@dataclass(frozen=True)
class Definition:
    """One version; `aim` maps `en` and `zh` to what the customer should come away with, in plain words."""

    service: str
    number: int
    aim: Mapping[str, str]
    promises: tuple[Promise, ...]
    step: Step
    period: Period


def content_digest(aim: Mapping[str, str], promises: Sequence[Promise]) -> str:
    """SHA-256 of everything that is approved: the aim and what each promise says, in the order of their codes.

    The days and the state of a promise's life are not part of it: approving is what sets them.
    """
    said = [
        {
            "code": one.code,
            "number": one.number,
            "sentence": dict(one.sentence),
            "rule": asdict(one.rule),
            "modality": one.modality.value,
            "scope": asdict(one.scope),
            "hours": one.hours.value if one.hours else "",
            "expectations": list(one.expectations),
        }
        for one in sorted(promises, key=lambda one: one.code)
    ]
    text = json.dumps({"aim": dict(aim), "promises": said}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint(promise: Promise) -> str:
    """Of what one promise says, so that two who write at once are told."""
    return content_digest({}, [promise])[:16]


def hindrance(promise: Promise, *, service: str) -> Reason | None:
    """Why `promise` cannot be part of the definition of `service`; None where it can."""
    if promise.scope.services and service not in promise.scope.services:
        return Reason("promise_of_other_service", {"promise": promise.code, "service": service})
    return None
