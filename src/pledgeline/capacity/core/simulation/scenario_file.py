"""A scenario as people write it: one YAML file, checked with file, line and field.

`docs/reference/scenario.md` describes it; the example there is a test.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from pledgeline.capacity.core.patience import Waits, kaplan_meier
from pledgeline.capacity.core.simulation import contact_class
from pledgeline.capacity.core.simulation import distributions as law
from pledgeline.capacity.core.simulation import scenario as made
from pledgeline.capacity.core.staffing import checked_aht_s
from pledgeline.contacts.core.patience import PatienceCurve
from pledgeline.kernel import yamlfile
from pledgeline.kernel.codes import CODE_PATTERN
from pledgeline.kernel.problem import Problem

Built = TypeVar("Built")

_MINUTES_A_DAY = 1_440


def _time(value: object) -> object:
    """`08:30` in minutes from midnight; 24:00 ends a day. YAML reads an unquoted 8:30 as 510, which is right too."""
    if isinstance(value, str):
        if value == "24:00":
            return _MINUTES_A_DAY
        try:
            at = datetime.strptime(value, "%H:%M")  # noqa: DTZ007 - a time of day has no zone
        except ValueError as wrong:
            raise ValueError("a time of day is written HH:MM") from wrong
        return at.hour * 60 + at.minute
    return value


Minutes = Annotated[int, BeforeValidator(_time), Field(ge=0, le=_MINUTES_A_DAY)]
Code = Annotated[str, Field(pattern=rf"^{CODE_PATTERN}$")]
Share = Annotated[float, Field(ge=0, le=1)]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Level = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Part(BaseModel):
    """Unknown keys are mistakes; nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Hours(Part):
    """The day that is simulated."""

    start: Minutes = Field(alias="from")
    end: Minutes = Field(alias="to")
    interval_min: int = Field(default=30, ge=1, le=_MINUTES_A_DAY)

    @model_validator(mode="after")
    def _whole(self) -> Hours:
        if self.end <= self.start:
            raise ValueError("the day ends before it begins")
        if (self.end - self.start) % self.interval_min:
            raise ValueError("the intervals do not fill the day")
        return self

    @property
    def intervals(self) -> int:
        return (self.end - self.start) // self.interval_min

    def interval_at(self, minute: int, field: str) -> int:
        """The interval that begins at this time of day."""
        place, rest = divmod(minute - self.start, self.interval_min)
        if rest or not 0 <= place < self.intervals:
            raise Problem("simulation.time_unfit", field=field, value=f"{minute // 60:02}:{minute % 60:02}")
        return place


class Exponential(Part):
    mean_s: float

    def build(self) -> law.Exponential:
        return law.Exponential(self.mean_s)


class LogNormal(Part):
    mean_s: float
    cv: float = 1.0

    def build(self) -> law.LogNormal:
        return law.LogNormal(self.mean_s, self.cv)


class Fixed(Part):
    seconds: float

    def build(self) -> law.Fixed:
        return law.Fixed(self.seconds)


class Observed(Part):
    seconds: tuple[Seconds, ...] = Field(min_length=1)

    def build(self) -> law.Observed:
        return law.Observed(np.array(self.seconds))


class KaplanMeier(Part):
    """Waits in ascending order, and how many hung up and were answered at each."""

    seconds: tuple[Seconds, ...]
    hung_up: tuple[int, ...]
    answered: tuple[int, ...]

    def build(self) -> PatienceCurve:
        waits, gone, served = (np.array(one, float) for one in (self.seconds, self.hung_up, self.answered))
        return kaplan_meier(Waits(waits, gone, served))


class Law(Part):
    """Exactly one of these."""

    exponential: Exponential | None = None
    lognormal: LogNormal | None = None
    fixed: Fixed | None = None
    observed: Observed | None = None

    @model_validator(mode="after")
    def _one(self) -> Law:
        if len(self.given()) != 1:
            raise ValueError(f"give exactly one of {', '.join(type(self).model_fields)}")
        return self

    def given(self) -> list[Exponential | LogNormal | Fixed | Observed | KaplanMeier]:
        return [one for name in type(self).model_fields if (one := getattr(self, name)) is not None]


class PatienceLaw(Law):
    kaplan_meier: KaplanMeier | None = None


class Block(Part):
    """Handling from this time of day on, until the next block."""

    start: Minutes = Field(alias="from")
    law: Law = Field(alias="is")


class CallbackPart(Part):
    after_s: Seconds | None = None
    expected_wait_s: Seconds | None = None
    accepted: Share = 0.5
    reached: Share = 0.8
    attempts: int = 2
    unreached_s: Seconds = 30.0
    retry_after_s: Seconds = 900.0
    dial_s: Seconds = 0.0


class RedialPart(Part):
    share: Share
    after_s: Seconds = 600.0
    attempts: int = 3


class ClassPart(Part):
    code: Code
    arrivals: Level | tuple[Level, ...]
    handling: Law | tuple[Block, ...]
    patience: PatienceLaw | None = None
    priority: int = 1
    limit_s: Seconds = 60.0
    concurrency: int = 1
    deferred: bool = False
    backlog: int = 0
    callback: CallbackPart | None = None
    redial: RedialPart | None = None
    queue: Literal["own", "shared"] = "own"
    shares: dict[str, Share | tuple[Share, ...]] = Field(default_factory=dict)
    overflow_after_s: Seconds | None = None
    day_sd: Level = 0.0

    def build(self, hours: Hours) -> contact_class.ContactClass:
        handling = self._handling(hours)
        for one in handling if isinstance(handling, tuple) else (handling,):
            checked_aht_s(one.mean_s)
        return contact_class.ContactClass(
            code=self.code,
            arrivals=_each(self.arrivals, hours, f"{self.code}.arrivals"),
            handling=handling,
            patience=None if self.patience is None else self.patience.given()[0].build(),
            priority=self.priority,
            limit_s=self.limit_s,
            concurrency=self.concurrency,
            deferred=self.deferred,
            backlog=self.backlog,
            callback=None if self.callback is None else contact_class.Callback(**self.callback.model_dump()),
            redial=None if self.redial is None else contact_class.Redial(**self.redial.model_dump()),
            shared=self.queue == "shared",
            shares={name: _each(share, hours, f"{self.code}.shares") for name, share in self.shares.items()},
            overflow_after_s=self.overflow_after_s,
            day_sd=self.day_sd,
        )

    def _handling(self, hours: Hours) -> law.Distribution | tuple[law.Distribution, ...]:
        if isinstance(self.handling, Law):
            return _distribution(self.handling)
        starts = [hours.interval_at(block.start, f"{self.code}.handling") for block in self.handling]
        if not starts or starts[0] != 0 or starts != sorted(set(starts)):
            raise Problem("simulation.blocks", field=f"{self.code}.handling")
        laws = [_distribution(block.law) for block in self.handling]
        return tuple(laws[int(np.searchsorted(starts, i, side="right")) - 1] for i in range(hours.intervals))


class SkillPart(Part):
    of: Code
    preference: int = 1
    after_s: Seconds = 0.0
    handling: float = 1.0


class BreakPart(Part):
    at: Minutes
    minutes: float
    agents: int = 1


class TeamPart(Part):
    code: Code
    agents: int | tuple[int, ...]
    skills: tuple[SkillPart, ...]
    breaks: tuple[BreakPart, ...] = ()
    reserve: int = 0

    def build(self, hours: Hours) -> made.Team:
        rests = tuple(self._rest(one, hours) for one in self.breaks)
        agents = _each(self.agents, hours, f"{self.code}.agents")
        skills = tuple(made.Skill(**one.model_dump()) for one in self.skills)
        return made.Team(self.code, agents.astype(np.int64), skills, rests, self.reserve)

    def _rest(self, one: BreakPart, hours: Hours) -> made.Break:
        if not hours.start <= one.at < hours.end:
            raise Problem(
                "simulation.time_unfit", field=f"{self.code}.breaks", value=f"{one.at // 60:02}:{one.at % 60:02}"
            )
        return made.Break((one.at - hours.start) * 60.0, one.minutes * 60.0, one.agents)


class CentrePart(Part):
    code: Code
    teams: tuple[TeamPart, ...]


class ScenarioFile(Part):
    day: Hours
    classes: tuple[ClassPart, ...]
    centres: tuple[CentrePart, ...]


def load(path: Path) -> tuple[Hours, made.Scenario]:
    """The scenario in a file; raises Problem with file, line and field."""
    told = yamlfile.load(ScenarioFile, path)

    def build(make: Callable[[], Built], *place: str | int) -> Built:
        try:
            return make()
        except Problem as wrong:
            raise wrong.at(file=path.name, line=yamlfile.line_of(path, place)) from wrong

    classes = tuple(
        build(lambda one=one: one.build(told.day), "classes", number)  # type: ignore[misc]
        for number, one in enumerate(told.classes)
    )
    centres = tuple(
        made.Centre(
            centre.code,
            tuple(
                build(lambda team=team: team.build(told.day), "centres", number, "teams", place)  # type: ignore[misc]
                for place, team in enumerate(centre.teams)
            ),
        )
        for number, centre in enumerate(told.centres)
    )
    return told.day, build(lambda: made.Scenario(float(told.day.interval_min), classes, centres), "classes")


def _distribution(given: Law) -> law.Distribution:
    found = given.given()[0]
    assert not isinstance(found, KaplanMeier)
    return found.build()


def _each(value: float | tuple[float, ...], hours: Hours, field: str) -> np.ndarray:
    """One value an interval; a single one stands for all."""
    if isinstance(value, tuple):
        if len(value) != hours.intervals:
            raise Problem("simulation.intervals_differ", field=field, found=len(value), expected=hours.intervals)
        return np.array(value, float)
    return np.full(hours.intervals, float(value))
