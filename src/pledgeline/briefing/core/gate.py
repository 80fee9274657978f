"""May a campaign start? A light for each thing that must be there first, each with its reason.

A light is green, red, or *not shown* where nobody has told. What is not shown neither passes nor fails: the capacity of
a house without the capacity room must not stop every campaign, and must not read as if there were enough staff. The
gate is open when no light is red and the briefing's own three lights are green.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pledgeline.briefing.core.roster import Share
from pledgeline.briefing.core.understanding import Understanding
from pledgeline.kernel.verdict import Reason


class Light(StrEnum):
    GREEN = "green"
    RED = "red"
    NOT_SHOWN = "not_shown"


class Topic(StrEnum):
    BRIEFING = "briefing"
    ACKNOWLEDGED = "acknowledged"
    UNDERSTOOD = "understood"
    QUESTIONS = "questions"
    CAPACITY = "capacity"


@dataclass(frozen=True)
class Limits:
    """Shares and probabilities 0–1; the organisation's own numbers (why: `core/parameters.yaml`)."""

    acknowledged_share: float = 0.95
    understanding_lower: float = 0.70
    open_questions: int = 0
    kept_probability: float = 0.80


@dataclass(frozen=True)
class Capacity:
    """What the capacity room says of a campaign at a centre: `staffed` of `required` in its scarcest interval.

    `kept_probability` is that of keeping the promise on the weakest day; None where nobody has reckoned it.
    """

    enough: bool
    required: float
    staffed: float
    kept_probability: float | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of a campaign on a day; `capacity` None, or a centre missing in it, is "not shown".

    `centres` are those the campaign concerns; `briefing` is the code of its published briefing, "" where none is.
    """

    centres: tuple[str, ...]
    briefing: str = ""
    acknowledged: Mapping[str, Share] = field(default_factory=dict)
    understood: Mapping[str, Understanding] = field(default_factory=dict)
    has_check: bool = False
    open_questions: Mapping[str, int] = field(default_factory=dict)
    capacity: Mapping[str, Capacity] | None = None


@dataclass(frozen=True)
class Lamp:
    """One topic at one centre ("" for the campaign as a whole)."""

    topic: Topic
    centre: str
    light: Light
    reason: Reason


@dataclass(frozen=True)
class Gate:
    lamps: tuple[Lamp, ...]

    @property
    def is_open(self) -> bool:
        return all(one.light is not Light.RED for one in self.lamps)

    @property
    def red(self) -> tuple[Lamp, ...]:
        return tuple(one for one in self.lamps if one.light is Light.RED)


def gate(facts: Facts, limits: Limits) -> Gate:
    """Every lamp of a campaign, in the order of the topics and by centre."""
    if not facts.centres:
        return Gate((Lamp(Topic.BRIEFING, "", Light.RED, Reason("gate_no_centre", {})),))
    if not facts.briefing:
        lamps = [Lamp(Topic.BRIEFING, "", Light.RED, Reason("gate_no_briefing", {}))]
    else:
        lamps = [Lamp(Topic.BRIEFING, "", Light.GREEN, Reason("gate_briefing", {"briefing": facts.briefing}))]
        lamps += [_acknowledged(centre, facts, limits) for centre in facts.centres]
        lamps += [_understood(centre, facts, limits) for centre in facts.centres]
        lamps += [_questions(centre, facts, limits) for centre in facts.centres]
    lamps += [_capacity(centre, facts, limits) for centre in facts.centres]
    return Gate(tuple(lamps))


def _acknowledged(centre: str, facts: Facts, limits: Limits) -> Lamp:
    share = facts.acknowledged.get(centre, Share(0, 0))
    if share.value is None:
        return Lamp(Topic.ACKNOWLEDGED, centre, Light.RED, Reason("gate_no_roster", {}))
    numbers = {
        "done": share.done,
        "needed": share.needed,
        "share": share.value,
        "limit": limits.acknowledged_share,
    }
    enough = share.value >= limits.acknowledged_share
    code = "gate_acknowledged" if enough else "gate_not_acknowledged"
    return Lamp(Topic.ACKNOWLEDGED, centre, Light.GREEN if enough else Light.RED, Reason(code, numbers))


def _understood(centre: str, facts: Facts, limits: Limits) -> Lamp:
    if not facts.has_check:
        return Lamp(Topic.UNDERSTOOD, centre, Light.RED, Reason("gate_no_check", {}))
    found = facts.understood.get(centre)
    if found is None or found.lower is None:
        return Lamp(Topic.UNDERSTOOD, centre, Light.RED, Reason("gate_nobody_checked", {}))
    numbers = {
        "lower": found.lower,
        "share": found.share,
        "checked": found.checked,
        "limit": limits.understanding_lower,
    }
    enough = found.lower >= limits.understanding_lower
    code = "gate_understood" if enough else "gate_not_understood"
    return Lamp(Topic.UNDERSTOOD, centre, Light.GREEN if enough else Light.RED, Reason(code, numbers))


def _questions(centre: str, facts: Facts, limits: Limits) -> Lamp:
    n = facts.open_questions.get(centre, 0)
    if n > limits.open_questions:
        return Lamp(Topic.QUESTIONS, centre, Light.RED, Reason("gate_questions_open", {"n": n}))
    if n:
        reason = Reason("gate_few_questions_open", {"n": n, "most": limits.open_questions})
    else:
        reason = Reason("gate_no_question_open", {"n": n})
    return Lamp(Topic.QUESTIONS, centre, Light.GREEN, reason)


def _capacity(centre: str, facts: Facts, limits: Limits) -> Lamp:
    found = (facts.capacity or {}).get(centre)
    if found is None:
        return Lamp(Topic.CAPACITY, centre, Light.NOT_SHOWN, Reason("gate_capacity_not_shown", {}))
    numbers: dict[str, float] = {"required": found.required, "staffed": found.staffed}
    if not found.enough:
        return Lamp(Topic.CAPACITY, centre, Light.RED, Reason("gate_capacity_short", numbers))
    if found.kept_probability is None:
        return Lamp(Topic.CAPACITY, centre, Light.GREEN, Reason("gate_capacity", numbers))
    numbers |= {"probability": found.kept_probability, "limit": limits.kept_probability}
    if found.kept_probability < limits.kept_probability:
        return Lamp(Topic.CAPACITY, centre, Light.RED, Reason("gate_capacity_improbable", numbers))
    return Lamp(Topic.CAPACITY, centre, Light.GREEN, Reason("gate_capacity_probable", numbers))
