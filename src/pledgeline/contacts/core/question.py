"""A question put to the contacts, and the answer with everything needed to ask it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pledgeline.kernel.clock import OffsetChange
from pledgeline.kernel.interval import Period

# How a person may group figures. `reason` is what the feed says the customer wanted. `hour` is the hour of the day
# (0–23), `day`, `week` (its Monday) and `month` (its first day) are dates in ISO form, `weekday` is 0 (Monday) to 6;
# all in the zone of the contact's service.
GROUPINGS = ("centre", "service", "channel", "queue", "reason", "hour", "weekday", "day", "week", "month")


@dataclass(frozen=True)
class Zones:
    """The offset changes of each service's zone, and of the zone for contacts of services not listed."""

    default: tuple[OffsetChange, ...]
    by_service: Mapping[str, tuple[OffsetChange, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """`where` maps a grouping of this list to the codes it may have, e.g. {"centre": ("north",)}."""

    metric: str
    by: tuple[str, ...] = ()
    period: Period = field(default_factory=Period)
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """`groups` are plain dicts: {"by": {...}, "n": ..., figures...}; an empty population has n = 0 and None figures."""

    question: Question
    version: str
    params: Mapping[str, Any]
    snapshot: str
    groups: tuple[Mapping[str, Any], ...]
