"""Clock profiles: the rules of law, standard and contract that run on the same contacts as one's own promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pledgeline.contacts.core.definition import Text
from pledgeline.experience.core.promise import Direction, Promise, Rule
from pledgeline.kernel.problem import Problem
from pledgeline.kernel.verdict import Modality
from pledgeline.kernel.yamlfile import load

CLOCKS = Path(__file__).parents[1] / "clocks"
# The parameter in which each metric carries the longest wait.
LIMITS: Mapping[str, str] = {"human_or_callback_within": "limit_s", "service_level": "target_s"}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class ClockRule(_Part):
    """`limit_s` is the longest wait, `share` the share of contacts it must hold for; the rule may name only one.

    A rule without a metric says why in `untested`. `channels` empty: all. `span` is what its share is taken over.
    """

    code: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: Text
    channels: tuple[str, ...] = ()
    metric: str = ""
    figure: str = ""
    params: dict[str, float] = Field(default_factory=dict)
    direction: Direction
    limit_s: float | None = None
    share: float | None = Field(default=None, ge=0, le=1)
    span: Literal["any", "day", "month", "year"]
    untested: Text | None = None

    @model_validator(mode="after")
    def _is_measured_or_says_why(self) -> ClockRule:
        if bool(self.metric and self.figure) == bool(self.untested):
            raise ValueError("a rule names metric and figure, or why it cannot be tested")
        if self.limit_s is None and self.share is None:
            raise ValueError("a rule names a limit, a share, or both")
        return self

    @property
    def asks_for_a_wait(self) -> bool:
        return self.limit_s is not None


class Clock(_Part):
    """One profile, shipped as data. `always`: it runs on every service; others where the organisation says so."""

    code: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")
    title: Text
    source: Text
    modality: Modality
    always: bool
    trap: Text
    rules: tuple[ClockRule, ...] = Field(min_length=1)


@cache
def clocks() -> Mapping[str, Clock]:
    """Every shipped profile by code; raises Problem `definition.*` with file and line where one is wrong."""
    found = [load(Clock, path) for path in sorted(CLOCKS.glob("*.yaml"))]
    return {one.code: one for one in found}


def clock(code: str) -> Clock:
    """Raises Problem `clock.unknown` naming those there are."""
    if code not in clocks():
        raise Problem("clock.unknown", field="clock", clock=code, known=", ".join(clocks()))
    return clocks()[code]


class Stance(StrEnum):
    """How a promise stands to a clock's rule, before anything is measured."""

    LOOSER = "looser"
    AT_LEAST_AS_STRICT = "at_least_as_strict"
    DIFFERENT = "different"


def stance(rule: Rule, clock_rule: ClockRule) -> Stance | None:
    """How the target of a promise stands to a rule; None where the two do not speak of the same thing.

    Looser: some customers for whom the promise is kept could still see the clock's rule broken, in every respect in
    which both speak. A stricter limit for fewer customers (or the reverse) is `different`: only contacts can tell.
    A callback instead of a person satisfies a promise that offers it, and no rule that asks for a person: such a
    promise is at best `different`.
    """
    own = LIMITS.get(rule.metric)
    if own is None or clock_rule.limit_s is None or rule.direction is not Direction.AT_LEAST:
        return None
    if clock_rule.metric and clock_rule.metric not in LIMITS:
        return None
    limit = rule.params.get(own)
    if limit is None:
        return None
    longer = float(limit) > clock_rule.limit_s
    shorter = float(limit) < clock_rule.limit_s
    fewer = clock_rule.share is not None and rule.target < clock_rule.share
    more = clock_rule.share is not None and rule.target > clock_rule.share
    if (longer and not more) or (fewer and not shorter):
        return Stance.LOOSER
    if longer or fewer:
        return Stance.DIFFERENT
    offers = rule.metric == "human_or_callback_within" and clock_rule.metric != rule.metric
    return Stance.DIFFERENT if offers else Stance.AT_LEAST_AS_STRICT


@dataclass(frozen=True)
class Looser:
    """A promise whose target is looser than a rule that applies, with the numbers of both."""

    promise: str
    number: int
    service: str
    clock: str
    rule: str
    numbers: Mapping[str, Any] = field(default_factory=dict)


def looser(promises: list[Promise], clock: Clock, *, service: str) -> list[Looser]:
    """The promises for `service` that are looser than a rule of `clock` over the same channels.

    Where another promise over the rule's channels is at least as strict, nothing is reported for that rule: the
    stricter one binds.
    """
    found = []
    for rule in clock.rules:
        speaking = [one for one in promises if _meets(one, rule, service)]
        stances = [(one, stance(one.rule, rule)) for one in speaking]
        if any(one is Stance.AT_LEAST_AS_STRICT for _, one in stances):
            continue
        found += [
            Looser(
                one.code,
                one.number,
                service,
                clock.code,
                rule.code,
                {
                    "limit_s": float(one.rule.params[LIMITS[one.rule.metric]]),
                    "share": one.rule.target,
                    "clock_limit_s": rule.limit_s,
                    "clock_share": rule.share,
                },
            )
            for one, how in stances
            if how is Stance.LOOSER
        ]
    return found


def _meets(promise: Promise, rule: ClockRule, service: str) -> bool:
    """Whether a promise and a rule speak of a service and channel in common."""
    scope = promise.scope
    if scope.services and service not in scope.services:
        return False
    return not scope.channels or not rule.channels or bool(set(scope.channels) & set(rule.channels))
