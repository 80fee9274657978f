"""What a profile of a delimited file or sheet says: file shape, clocks, outcomes, people. See `core/profile.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from pledgeline.contacts.core.profile import (
    Callback,
    ChannelChoice,
    Choice,
    ConfigRule,
    Exclusion,
    KindChoice,
    OutcomeChoice,
    Part,
    ProfileBase,
    Unit,
    When,
    Word,
    carries_offset,
    strptime_format,
)
from pledgeline.contacts.core.vocabulary import AnsweredBasis, RequestedBasis

Encoding = Literal["utf-8", "gb18030", "gbk", "utf-16", "latin-1"]
EPOCHS = {"epoch_s": 1_000_000, "epoch_ms": 1_000, "epoch_us": 1}


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


class FileShape(Part):
    """How the text is cut into columns. A sheet (XLSX, ODS) ignores delimiter, quote and encodings."""

    delimiter: str = Field(default=",", min_length=1, max_length=1)
    quote: str = Field(default='"', max_length=1)
    encodings: tuple[Encoding, ...] = Field(default=("utf-8",), min_length=1)
    header: bool = True
    columns: tuple[str, ...] = ()
    """Names of the columns in order, for a file without a header."""
    skip_rows: int = Field(default=0, ge=0, le=1000)
    """Lines above the header (titles, merged cells)."""
    sheet: str | None = None
    decimal_mark: Literal[".", ","] = "."

    @model_validator(mode="after")
    def _named(self) -> FileShape:
        if self.header == bool(self.columns):
            raise ValueError("name the columns exactly where the file has no header")
        return self


class Nulls(Part):
    """Texts that mean "no value": in every column, and in single columns (`0:00:00`, `0`)."""

    everywhere: tuple[Word, ...] = ("",)
    columns: dict[str, tuple[Word, ...]] = Field(default_factory=dict)


class DayColumn(Part):
    column: str
    format: Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Instant(Part):
    """A moment: a full time in one column, a day and a clock in two, or another moment plus a duration.

    `after` names the moment it cannot precede. For a clock, a step back of more than 12 hours is past midnight; a
    smaller one is kept and flagged. Several names mean the last of them that is present.
    """

    column: str | None = None
    format: Annotated[tuple[str, ...], BeforeValidator(_listed)] = ("yyyy-MM-dd HH:mm:ss",)
    day: DayColumn | None = None
    after: Annotated[tuple[str, ...], BeforeValidator(_listed)] = ()
    start: str | None = Field(default=None, alias="from")
    plus: str | None = None
    unit: Unit = "s"

    @model_validator(mode="after")
    def _one_way(self) -> Instant:
        if (self.column is None) == (self.start is None):
            raise ValueError("give either column, or from and plus")
        if (self.start is None) != (self.plus is None):
            raise ValueError("from and plus belong together")
        return self

    @field_validator("format")
    @classmethod
    def _known_letters(cls, formats: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in formats:
            if pattern not in EPOCHS and pattern != "iso8601":
                strptime_format(pattern)
        if len(formats) > 1 and any(pattern in EPOCHS or pattern == "iso8601" for pattern in formats):
            raise ValueError("epoch_… and iso8601 stand alone")
        if len({carries_offset(pattern) for pattern in formats}) > 1:
            raise ValueError("either all or none of the patterns carry an offset (XXX)")
        return formats

    @property
    def is_naive(self) -> bool:
        """Whether the source leaves the offset to the profile's zone."""
        return self.column is not None and not any(
            pattern in EPOCHS or carries_offset(pattern) for pattern in self.format
        )


class Take(Part):
    """Use this moment when the conditions hold and it is present; the first that does wins."""

    take: str
    when: When = Field(default_factory=dict)
    basis: RequestedBasis | AnsweredBasis | None = None


def _takes(value: object) -> object:
    return [{"take": value}] if isinstance(value, str) else value


Takes = Annotated[tuple[Take, ...], BeforeValidator(_takes)]


class Times(Part):
    """Which moment is which canonical time. Without `human_requested_at` the wait starts where the IVR ended, else
    at queue entry, for contacts that did not end in the IVR or bot."""

    arrived_at: Takes
    bot_ivr_ended_at: Takes = ()
    human_requested_at: Takes = ()
    queue_in_at: Takes = ()
    first_ring_at: Takes = ()
    answered_at: Takes = ()
    released_at: Takes = ()
    acw_end_at: Takes = ()
    callback_due_at: Takes = ()


class Duration(Part):
    """Seconds of work: a column the platform gives, or the span between two moments."""

    column: str | None = None
    unit: Unit = "s"
    start: str | None = Field(default=None, alias="from")
    end: str | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _one_way(self) -> Duration:
        if (self.column is None) == (self.start is None) or (self.start is None) != (self.end is None):
            raise ValueError("give either column, or from and to")
        return self


class CrossCheck(Part):
    """A duration the vendor states beside two of our moments: a difference above the tolerance is flagged."""

    column: str
    unit: Unit = "s"
    start: str = Field(alias="from")
    end: str = Field(alias="to")
    tolerance_s: float = Field(default=1, ge=0)


class People(Part):
    """Columns that name people or numbers; only keyed pseudonyms of their values are kept."""

    customer: str | None = None
    agent: str | None = None
    dialled: str | None = None

    def columns(self) -> set[str]:
        return {name for name in (self.customer, self.agent, self.dialled) if name is not None}


class TimedOffer(Part):
    basis: Literal["event", "attribute_time"]
    at: str


class FlaggedOffer(Part):
    basis: Literal["attribute_flag", "manual"]
    when: When
    at: str


class Acceptance(Part):
    at: str
    when: When = Field(default_factory=dict)


class DelimitedCallback(Callback):
    offer: tuple[Annotated[TimedOffer | FlaggedOffer | ConfigRule, Field(discriminator="basis")], ...] = ()
    accept: tuple[Acceptance, ...] = ()


def check_instants(instants: Mapping[str, Instant], used: Iterable[str], *, zone: str | None) -> None:
    """Raises ValueError where a moment refers to one that does not stand above it, or is used and not there."""
    seen: set[str] = set()
    for name, instant in instants.items():
        for other in (*instant.after, *((instant.start,) if instant.start else ())):
            if other not in seen:
                raise ValueError(f"instant {name!r} refers to {other!r}, which does not stand above it")
        seen.add(name)
        if instant.is_naive and zone is None:
            raise ValueError(f"instant {name!r} has times without an offset: the profile must name its zone")
    for one in used:
        if one not in seen:
            raise ValueError(f"no instant is called {one!r}; there are: {', '.join(instants)}")


class DelimitedProfile(ProfileBase):
    """A whole profile of connector `delimited`."""

    connector: Literal["delimited"]
    file: FileShape = Field(default_factory=FileShape)
    nulls: Nulls = Field(default_factory=Nulls)
    key: tuple[str, ...] = Field(min_length=1)
    exclude: tuple[Exclusion, ...] = ()
    kind: KindChoice = Field(default_factory=lambda: KindChoice(value="inbound"))
    channel: ChannelChoice = Field(default_factory=lambda: ChannelChoice(value="voice"))
    deferred: bool | None = None
    """Whether customers do not hold the line; by default the channel tells."""
    outcome: OutcomeChoice
    outcome_native: tuple[str, ...] = ()
    service: Choice | None = None
    intent: Choice | None = None
    queue: Choice | None = None
    instants: dict[str, Instant] = Field(min_length=1)
    times: Times
    precision_ms: int = Field(default=1000, ge=1)
    durations: dict[Literal["talk_s", "hold_s", "acw_s"], Duration] = Field(default_factory=dict)
    talk_includes_hold: bool | None = None
    checks: tuple[CrossCheck, ...] = ()
    people: People = Field(default_factory=People)
    keep: tuple[str, ...] = ()
    """Native columns kept as attributes; everything not named here stays in the raw archive only."""
    updated_at: str | None = None
    callback: DelimitedCallback = Field(default_factory=DelimitedCallback)

    @model_validator(mode="after")
    def _instants_known(self) -> DelimitedProfile:
        check_instants(self.instants, self._instants_used(), zone=self.zone)
        return self

    @model_validator(mode="after")
    def _people_stay_hidden(self) -> DelimitedProfile:
        shown = {*self.key, *self.keep, *self.native_columns}
        for choice in (self.service, self.intent, self.queue):
            shown |= choice.columns() if choice is not None and choice.map is None else set()
        for column in sorted(self.people.columns() & shown):
            raise ValueError(f"column {column!r} names a person: it cannot be a key, kept, or shown as it is")
        return self

    @property
    def native_columns(self) -> tuple[str, ...]:
        """Columns whose words make up `outcome_native`."""
        return self.outcome_native or tuple(sorted(self.outcome.columns()))

    def _instants_used(self) -> set[str]:
        used = {take.take for name in Times.model_fields for take in getattr(self.times, name)}
        used |= {name for part in self.durations.values() for name in (part.start, part.end) if name}
        used |= {name for check in self.checks for name in (check.start, check.end)}
        used |= {offer.at for offer in self.callback.offer if not isinstance(offer, ConfigRule)}
        used |= {accept.at for accept in self.callback.accept}
        return used | ({self.updated_at} if self.updated_at else set())

    def word_columns(self) -> tuple[str, ...]:
        """The native columns whose texts are needed after times and durations have been read."""
        used: list[str] = [*self.key, *self.native_columns, *self.keep, *sorted(self.people.columns())]
        for choice in (self.kind, self.channel, self.outcome, self.service, self.intent, self.queue):
            used += sorted(choice.columns()) if choice is not None else []
        conditions = [case.when for case in self.exclude]
        conditions += [take.when for name in Times.model_fields for take in getattr(self.times, name)]
        conditions += [offer.when for offer in self.callback.offer if isinstance(offer, FlaggedOffer)]
        conditions += [accept.when for accept in self.callback.accept]
        used += [name for when in conditions for name in when]
        return tuple(dict.fromkeys(used))

    def columns(self) -> tuple[str, ...]:
        """Every native column the profile looks at, each once, in a fixed order."""
        used = list(self.word_columns())
        for instant in self.instants.values():
            used += [name for name in (instant.column, instant.plus, instant.day and instant.day.column) if name]
        used += [part.column for part in self.durations.values() if part.column]
        used += [check.column for check in self.checks]
        return tuple(dict.fromkeys(used))
