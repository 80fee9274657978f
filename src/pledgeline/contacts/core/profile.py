"""What every profile says, whatever its connector: how one feed's words are read. Data, never SQL.

Profiles come from users, so nothing in them is executed: a rule is a list of `when: {column: value}` cases, a time
is a named pattern, a table name does not occur. Each connector's folder adds its own sections in its `profile.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from pledgeline.contacts.core.schema import CONTACT
from pledgeline.contacts.core.vocabulary import Channel, Kind, OfferBasis, Outcome
from pledgeline.kernel.clock import zone as checked_zone
from pledgeline.kernel.codes import CODE_PATTERN
from pledgeline.kernel.problem import Problem

# The customer does not hold the line on these; a profile may say otherwise of its own feed.
DEFERRED_CHANNELS = frozenset({Channel.MESSAGING, Channel.SMS, Channel.EMAIL, Channel.TICKET, Channel.SOCIAL})

Unit = Literal["s", "ms", "us", "min", "h", "clock"]


def _word(value: Any) -> Any:
    """YAML reads a bare `1` as a number and a bare `no` as false; the first is meant as text, the second is a trap."""
    if isinstance(value, bool):
        raise ValueError("put this value in quotes: YAML reads it as true or false")
    return str(value) if isinstance(value, int | float) else value


Word = Annotated[str, BeforeValidator(_word)]


class Part(BaseModel):
    """A section of a profile: unknown keys are mistakes, and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Text(Part):
    """A sentence for people, in both languages."""

    en: str
    zh: str


class Test(Part):
    """One condition on a native column, after its null sentinels: every part that is given must hold."""

    equals: Word | None = None
    is_in: tuple[Word, ...] | None = Field(default=None, alias="in")
    starts_with: Word | None = None
    present: bool | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Test:
        if self.equals is None and self.is_in is None and self.starts_with is None and self.present is None:
            raise ValueError("give one of equals, in, starts_with, present")
        return self


def _test(value: Any) -> Any:
    """`column: AGENT` and `column: [A, B]` are short for `equals` and `in`."""
    if isinstance(value, list):
        return {"in": value}
    return value if isinstance(value, dict | Test) else {"equals": value}


When = dict[str, Annotated[Test, BeforeValidator(_test)]]


class Case(Part):
    """`is` holds when every condition of `when` holds; the first case that holds wins."""

    when: When
    value: Word = Field(alias="is")


class Choice(Part):
    """One canonical word for each record: a constant, a column through a map, or the first case that holds.

    A column without a map passes its text on; a value that neither map nor cases know takes `default`, and where
    there is none the record is rejected, naming the value.
    """

    value: Word | None = None
    column: str | None = None
    map: dict[Word, Word] | None = None
    cases: tuple[Case, ...] = ()
    default: Word | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Choice:
        ways = (self.value is not None) + (self.column is not None) + bool(self.cases)
        if ways != 1:
            raise ValueError("give exactly one of value, column, cases")
        if self.map is not None and self.column is None:
            raise ValueError("a map needs its column")
        return self

    def words(self) -> Iterable[str]:
        """Every canonical word this choice can give; empty where a column passes its own text on."""
        if self.value is not None:
            yield self.value
        yield from (self.map or {}).values()
        yield from (case.value for case in self.cases)
        if self.default is not None:
            yield self.default

    def columns(self) -> set[str]:
        """The native columns it looks at."""
        return ({self.column} if self.column is not None else set()) | {
            name for case in self.cases for name in case.when
        }


def _only(words: Iterable[str], allowed: Iterable[str], what: str) -> None:
    known = set(allowed)
    for word in words:
        if word not in known:
            raise ValueError(f"{word!r} is not a {what}; known: {', '.join(sorted(known))}")


class KindChoice(Choice):
    @model_validator(mode="after")
    def _kinds(self) -> KindChoice:
        _only(self.words(), Kind, "kind of contact")
        return self


class ChannelChoice(Choice):
    @model_validator(mode="after")
    def _channels(self) -> ChannelChoice:
        _only(self.words(), Channel, "channel")
        return self


class OutcomeChoice(Choice):
    """Has no default on purpose: an outcome nobody mapped must be seen, not guessed."""

    @model_validator(mode="after")
    def _outcomes(self) -> OutcomeChoice:
        _only(self.words(), Outcome, "outcome")
        if self.default is not None:
            raise ValueError("an outcome has no default: map every value, so that a new one is noticed")
        return self


class Exclusion(Part):
    """Records that are kept but are nobody's contact: test calls, phantom calls."""

    when: When
    reason: str = Field(alias="as", pattern=CODE_PATTERN)


class Attestation(Part):
    """Who stands for a claim the data cannot show, for which days, and the document that says so."""

    by: str
    evidence: str
    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Attestation:
        if self.first and self.last and self.last < self.first:
            raise ValueError("`to` lies before `from`")
        return self


class Capability(Part):
    """Whether the feed gives a canonical column; where it does not, the reason a reader is told."""

    given: bool
    reason: Text | None = None

    @model_validator(mode="after")
    def _reason_when_absent(self) -> Capability:
        if not self.given and self.reason is None:
            raise ValueError("say the reason when a fact is not given")
        return self


class ConfigRule(Part):
    """The centre attests that every caller of a queue hears the offer `after_s` seconds into the wait."""

    basis: Literal["config_rule"]
    after_s: float = Field(ge=0)
    queue: str | None = None
    attested: Attestation


class Callback(Part):
    """What the feed knows of callback options.

    `offers` says what silence means: `never` none is made and `logged` every one is logged (both attested, so a
    silent record is `not_offered` within the attested days); `unknown` silence says nothing.
    """

    offers: Literal["never", "logged", "unknown"] = "unknown"
    attested: Attestation | None = None

    @model_validator(mode="after")
    def _attested(self) -> Callback:
        if self.offers != "unknown" and self.attested is None:
            raise ValueError(f"offers: {self.offers} needs `attested` (by, evidence, from, to): silence is not a no")
        return self


class ProfileBase(Part):
    """The part every profile has. `zone` is the zone of times that carry none; without it they are refused.

    `centre` is the centre whose feed this is, where there is only one; an ingest may name another.
    """

    name: str = Field(pattern=r"[a-z0-9][a-z0-9-]{0,63}")
    version: Word
    connector: str
    title: Text
    summary: Text
    zone: str | None = None
    centre: str | None = Field(default=None, pattern=CODE_PATTERN)
    capabilities: dict[str, Capability] = Field(default_factory=dict)

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, name: str | None) -> str | None:
        if name is not None:
            try:
                checked_zone(name)
            except Problem as unknown:
                raise ValueError(f"no time zone is called {name!r} (try Asia/Shanghai)") from unknown
        return name

    @field_validator("capabilities")
    @classmethod
    def _canonical(cls, given: dict[str, Capability]) -> dict[str, Capability]:
        _only(given, CONTACT.names, "canonical column")
        return given


# Letters of a time pattern, longest first, and what they are called in `strptime`.
_PATTERN_LETTERS: Mapping[str, str] = {
    "yyyy": "%Y", "yy": "%y", "MM": "%m", "M": "%m", "dd": "%d", "d": "%d", "HH": "%H", "H": "%H", "hh": "%I",
    "h": "%I", "mm": "%M", "m": "%M", "ss": "%S", "s": "%S", "SSSSSS": "%f", "SSS": "%g", "a": "%p", "XXX": "%z",
}  # fmt: skip
_TOKEN = re.compile(r"'[^']*'|yyyy|yy|MM?|dd?|HH?|hh?|mm?|ss?|SSSSSS|SSS|XXX|a|[A-Za-z]+|[^A-Za-z']+")


def strptime_format(pattern: str) -> str:
    """A `yyyy-MM-dd HH:mm:ss` pattern as strptime reads it; raises ValueError on letters it does not know."""
    parts = []
    for letters in _TOKEN.findall(pattern):
        if letters in _PATTERN_LETTERS:
            parts.append(_PATTERN_LETTERS[letters])
        elif letters.startswith("'"):
            parts.append(letters[1:-1].replace("%", "%%"))
        elif letters == "T":
            parts.append(letters)
        elif letters[0].isalpha() and letters[0].isascii():
            raise ValueError(f"unknown letters {letters!r} in the time pattern {pattern!r}")
        else:
            parts.append(letters.replace("%", "%%"))
    return "".join(parts)


def carries_offset(pattern: str) -> bool:
    """Whether times of this pattern name their own offset from UTC."""
    return "XXX" in pattern


OFFER_BASES = tuple(basis.value for basis in OfferBasis)
