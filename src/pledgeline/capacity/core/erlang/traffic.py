"""What is asked of a queue: traffic, and a target whose reading has a name."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum

from pledgeline.kernel.problem import Problem
from pledgeline.kernel.units import SECONDS_PER_HOUR

# Nobody handles a contact in less; who types 4 means minutes.
SHORTEST_LIKELY_AHT_S = 10.0


class Reading(StrEnum):
    """What "95 % within 60 s" counts. Always a share of *all* arrivals; one word per reading (capacity.md §1.3).

    SERVED_WITHIN   answered, and waited at most T: who leaves is a failure
    WAITED_WITHIN   was in queue at most T, whatever came of it: who leaves quickly counts as good
    OFFERED_WITHIN  would have waited at most T, had it never left
    HUMAN_OR_CALLBACK_WITHIN  answered by T, or offered a callback by T (to those still waiting, accepted or not)
    """

    SERVED_WITHIN = "served_within"
    WAITED_WITHIN = "waited_within"
    OFFERED_WITHIN = "offered_within"
    HUMAN_OR_CALLBACK_WITHIN = "human_or_callback_within"

    @property
    def number(self) -> int:
        """Its place in the compiled formulas."""
        return list(Reading).index(self)


@dataclass(frozen=True)
class Traffic:
    """Contacts an hour, mean handling time and mean patience in seconds (infinite: nobody leaves)."""

    calls_per_hour: float
    aht_s: float
    patience_s: float = math.inf

    def __post_init__(self) -> None:
        for field in ("calls_per_hour", "aht_s", "patience_s"):
            value = getattr(self, field)
            if math.isnan(value) or value < 0 or (math.isinf(value) and field != "patience_s"):
                raise Problem("erlang.not_positive", field=field, value=value)

    @property
    def load(self) -> float:
        """Erlangs: agents who would be busy if every contact were served."""
        return self.calls_per_hour * self.aht_s / SECONDS_PER_HOUR

    @property
    def aht_looks_like_minutes(self) -> bool:
        return 0 < self.aht_s < SHORTEST_LIKELY_AHT_S


@dataclass(frozen=True)
class Target:
    """At least `share` (0–1) under `reading` within `limit_s`.

    `callback_after_s`: when a callback is offered to those still waiting; by default at the limit itself.
    """

    reading: Reading
    share: float
    limit_s: float = 60.0
    callback_after_s: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise Problem("erlang.share", field="target", value=self.share)
        for field, value in (("limit_s", self.limit_s), ("callback_after_s", self.callback_s)):
            if math.isnan(value) or value < 0:
                raise Problem("erlang.not_positive", field=field, value=value)

    @property
    def callback_s(self) -> float:
        return self.limit_s if self.callback_after_s is None else self.callback_after_s

    @classmethod
    def parse(cls, text: str) -> Target:
        """`served_within=0.95@60`; raises Problem `erlang.target` or `erlang.reading`."""
        found = re.fullmatch(r"\s*([a-z_]+)\s*=\s*([0-9.eE+-]+)\s*@\s*([0-9.eE+-]+)\s*", text)
        if found is None:
            raise Problem("erlang.target", field="target", value=text[:80])
        if found[1] not in list(Reading):
            raise Problem("erlang.reading", field="target", value=found[1], known=", ".join(Reading))
        try:
            return cls(Reading(found[1]), float(found[2]), float(found[3]))
        except ValueError as wrong:
            raise Problem("erlang.target", field="target", value=text[:80]) from wrong


@dataclass(frozen=True)
class Caps:
    """What must also hold: at most this share leaves, agents are busy at most this share of their time (both 0–1)."""

    abandonment: float = 1.0
    occupancy: float = 1.0

    def __post_init__(self) -> None:
        for field in ("abandonment", "occupancy"):
            if not 0 <= getattr(self, field) <= 1:
                raise Problem("erlang.share", field=field, value=getattr(self, field))

    # A cap of 1 caps nothing, and must not trip over a share that rounding put a hair above 1.
    @property
    def most_leaving(self) -> float:
        return self.abandonment if self.abandonment < 1 else math.inf

    @property
    def most_busy(self) -> float:
        return self.occupancy if self.occupancy < 1 else math.inf
