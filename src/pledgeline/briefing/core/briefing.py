"""A briefing: something the people of a centre must know, in versions, for an audience, from a day on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pledgeline.kernel.interval import Period


class Kind(StrEnum):
    """What a briefing tells about."""

    PROMISE = "promise"
    CAMPAIGN = "campaign"
    CHANGE = "change"
    INCIDENT = "incident"
    REGULATION = "regulation"
    KNOWLEDGE = "knowledge"


class State(StrEnum):
    """Where a version stands. Only a draft may be edited; a superseded one is for reading only."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


TOLD = (State.PUBLISHED, State.SUPERSEDED)


class Duty(StrEnum):
    """What a person of a roster does there."""

    AGENT = "agent"
    TEAM_LEAD = "team_lead"
    QUALITY = "quality"
    TRAINER = "trainer"


@dataclass(frozen=True)
class Audience:
    """Codes a briefing is meant for; an empty tuple means all of them."""

    centres: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()

    def reaches(self, centre: str) -> bool:
        return not self.centres or centre in self.centres

    def serves(self, services: Sequence[str]) -> bool:
        return not self.services or bool(set(self.services) & set(services))


@dataclass(frozen=True)
class Choice:
    """One answer to choose from, in both languages."""

    en: str
    zh: str


@dataclass(frozen=True)
class CheckQuestion:
    """One of the three questions of an understanding check; `right` is the place of the right choice, from 0."""

    en: str
    zh: str
    choices: tuple[Choice, ...]
    right: int


@dataclass(frozen=True)
class Version:
    """One version of a briefing as its readers see it; `title` and `body` map `en` and `zh` to the words."""

    code: str
    kind: Kind
    number: int
    title: Mapping[str, str]
    body: Mapping[str, str]
    audience: Audience
    promises: tuple[str, ...]
    period: Period
    acknowledge_by: date
    state: State
    published_at: datetime | None
    questions: tuple[CheckQuestion, ...]
