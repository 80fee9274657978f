"""The demo organisation and its plot as typed, immutable data, read from the two YAML files beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from pledgeline.kernel import yamlfile
from pledgeline.organisation.core import calendar

HERE = Path(__file__).resolve().parent
DAY_S = 86_400
HALF_HOURS = 48
HALF_HOUR_S = 1_800
Share = Annotated[float, Field(ge=0, le=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Texts(_Part):
    """The same words in both languages."""

    en: str
    zh: str


def _clock_s(clock: str) -> int:
    """Seconds since midnight of `HH:MM`; `24:00` is the end of the day."""
    hours, minutes = clock.split(":")
    return int(hours) * 3_600 + int(minutes) * 60


# --- the plot (story.yaml) ----------------------------------------------------------------------------------------
class Surprise(_Part):
    """Over-dispersion: log-sd of a day's factor, its correlation with the day before, gamma shape of a half-hour's."""

    day_sigma: float
    day_correlation: Annotated[float, Field(ge=0, lt=1)]
    interval_shape: Annotated[float, Field(gt=0)]


class Demand(_Part):
    """Contacts for one service over one channel, on an ordinary workday, and how days and hours differ from it."""

    service: str
    channel: str
    per_day: float
    weekday: Annotated[tuple[float, ...], Field(min_length=7, max_length=7)]
    holiday: float
    hours: Annotated[tuple[float, ...], Field(min_length=24, max_length=24)]
    opens: tuple[str, ...]
    shares: Mapping[str, Share]

    def open_half_hours(self) -> list[bool]:
        """For each half-hour of the day whether customers are let in."""
        spans = [tuple(_clock_s(clock) for clock in span.split("-")) for span in self.opens]
        return [any(a <= k * HALF_HOUR_S < b for a, b in spans) for k in range(HALF_HOURS)]


class Episode(_Part):
    """Days on which things are not as usual. Factors are for the days from `first` to `last`, both included."""

    code: str
    first: date
    last: date
    demand: Mapping[str, float] = Field(default_factory=dict)
    foreseen: Share = 0.0
    handling: float = 1.0
    staff: float = 1.0
    failures: Share = 0.0
    offers: bool = True

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


class Handling(_Part):
    """Work and patience of one service over one channel, in seconds."""

    service: str
    channel: str
    talk_s: float
    talk_cv: float
    hold_s: float
    hold_share: Share
    wrapup_s: float
    patience_s: float
    patience_sigma: float

    @property
    def mean_s(self) -> float:
        return self.talk_s + self.hold_s * self.hold_share + self.wrapup_s


class FrontDoor(_Part):
    """The IVR of a voice line or the bot of a chat: a log-normal stay, and the share that leaves from it."""

    median_s: float
    sigma: float
    abandon_share: Share


class Offer(_Part):
    after_s: float
    spread_s: float
    from_hour: int
    to_hour: int
    services: tuple[str, ...]
    accept_share: Share


class Overflow(_Part):
    after_s: float
    to: Literal["queue", "out"]


class Gap(_Part):
    """Hours of every day in which only a share of the people planned for is there."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    start: str = Field(alias="from")
    end: str = Field(alias="to")
    staff: Share

    def holds(self, half_hour: int) -> bool:
        return _clock_s(self.start) <= half_hour * HALF_HOUR_S < _clock_s(self.end)


class Pool(_Part):
    """The people of one centre who serve one channel; `slots` contacts each at a time."""

    centre: str
    channel: str
    margin: float
    floor: int
    slots: int
    greeting_s: float
    ring_s: float
    no_answer_share: Share
    failures: Share
    offer: Offer | None = None
    overflow: Overflow | None = None
    gaps: tuple[Gap, ...] = ()
    transfer_share: Share = 0.0


class CallbackRule(_Part):
    """Who accepts keeps the place in the queue; when its turn comes it is dialled, and picks up `dial_s` later."""

    dial_s: float
    unreached_s: float
    reached_share: Share
    retry_s: float
    attempts: int


class Plot(_Part):
    """Everything the simulation needs to know."""

    first: date
    last: date
    zone: str
    holidays: frozenset[date]
    makeup_workdays: frozenset[date]
    statement_days: Mapping[int, float]
    surprise: Surprise
    demand: tuple[Demand, ...]
    episodes: tuple[Episode, ...]
    handling: tuple[Handling, ...]
    ivr: FrontDoor
    bot: FrontDoor
    pools: tuple[Pool, ...]
    callback: CallbackRule

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    @property
    def start_s(self) -> int:
        """Epoch seconds of local midnight of the first day. China keeps one offset all year, so every day has 24 h."""
        return int(datetime(self.first.year, self.first.month, self.first.day, tzinfo=ZoneInfo(self.zone)).timestamp())

    def work(self, service: str, channel: str) -> Handling:
        return next(one for one in self.handling if (one.service, one.channel) == (service, channel))

    def front_door(self, channel: str) -> FrontDoor:
        return self.ivr if channel == "voice" else self.bot

    def scaled(self, scale: float) -> Plot:
        """The same plot with `scale` times the customers, and as few people as fit, for tests and quick looks."""
        demand = tuple(one.model_copy(update={"per_day": one.per_day * scale}) for one in self.demand)
        pools = tuple(one.model_copy(update={"floor": max(round(one.floor * scale), 1)}) for one in self.pools)
        return self.model_copy(update={"demand": demand, "pools": pools})


# --- who is in it (organisation.yaml) -----------------------------------------------------------------------------
class Named(_Part):
    code: str
    name: Texts


Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Holiday(_Part):
    """A day that is not like its weekday: closed, or a make-up workday that opens like `weekday`."""

    day: date
    kind: Literal["closed", "works_like"]
    name: Texts
    weekday: Weekday | None = None


class Calendar(Named):
    zone: str
    weekly: Mapping[Weekday, tuple[str, ...]]
    special: tuple[Holiday, ...]

    def hours(self) -> calendar.OpeningHours:
        """The same in the words of the organisation room."""
        return calendar.OpeningHours(
            zone=self.zone,
            weekly={number: _openings(self.weekly[name]) for number, name in enumerate(_WEEKDAYS)},
            special={
                one.day: calendar.Closed() if one.weekday is None else calendar.OpensLike(_WEEKDAYS.index(one.weekday))
                for one in self.special
            },
        )


def _openings(spans: tuple[str, ...]) -> tuple[calendar.Opening, ...]:
    """`08:00-22:00` and its like; `24:00` closes at the midnight that ends the day."""
    clocks = [span.replace("24:00", "00:00").split("-") for span in spans]
    return tuple(calendar.Opening(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in clocks)


class Service(Named):
    zone: str
    calendar: str


class Centre(Named):
    kind: Literal["in_house", "outsourced"]
    zone: str
    profile: str


class Engagement(_Part):
    centre: str
    service: str
    channels: tuple[str, ...]
    valid_from: date
    valid_to: date | None = None


class Campaign(Named):
    first: date
    last: date
    services: tuple[str, ...]


class Person(_Part):
    username: str
    role: Literal["owner", "manager", "auditor", "executive", "admin", "centre_manager", "team_lead"]
    name: Texts
    language: Literal["en", "zh-hans"]
    centre: str | None = None


class PromiseText(_Part):
    code: str
    metric: str
    params: Mapping[str, int]
    direction: Literal["at_least", "at_most"]
    target: Share
    modality: Literal["shall", "should", "may"]
    clause: str
    services: tuple[str, ...]
    channels: tuple[str, ...]
    valid_from: date
    sentence: Texts
    expectations: tuple[str, ...] = ()


class Organisation(_Part):
    client: Named
    calendars: tuple[Calendar, ...]
    services: tuple[Service, ...]
    centres: tuple[Centre, ...]
    engagements: tuple[Engagement, ...]
    campaigns: tuple[Campaign, ...]
    people: tuple[Person, ...]
    promises: tuple[PromiseText, ...]


@cache
def plot() -> Plot:
    return yamlfile.load(Plot, HERE / "story.yaml")


@cache
def organisation() -> Organisation:
    return yamlfile.load(Organisation, HERE / "organisation.yaml")
