"""Rows that are no contacts: what the profiles and readers of survey answers and complaints share.

The same files, times and words as for contacts (`profile.py`, `moments.py`, `mapping.py`), and one row a record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import Field, model_validator

from pledgeline.contacts.connectors.delimited.mapping import Builder
from pledgeline.contacts.connectors.delimited.profile import FileShape, Instant, Nulls, check_instants
from pledgeline.contacts.connectors.delimited.stage import Rows
from pledgeline.contacts.connectors.pseudonym import pseudonym_column
from pledgeline.contacts.connectors.sql import choice, lit
from pledgeline.contacts.core.connector import Duck, Staging
from pledgeline.contacts.core.profile import ChannelChoice, Choice, ProfileBase

WORDS = ("service", "channel", "intent", "queue")
_COLUMN = {"service": "service_code", "channel": "channel", "intent": "intent", "queue": "queue_first"}


class RecordProfile(ProfileBase):
    """`customer` names a person or a number and leaves as a pseudonym; `contact` is the platform's id of a contact."""

    file: FileShape = Field(default_factory=FileShape)
    nulls: Nulls = Field(default_factory=Nulls)
    key: tuple[str, ...] = Field(min_length=1)
    service: Choice | None = None
    channel: ChannelChoice | None = None
    intent: Choice | None = None
    queue: Choice | None = None
    instants: dict[str, Instant] = Field(min_length=1)
    customer: str | None = None
    contact: str | None = None
    updated_at: str | None = None

    @model_validator(mode="after")
    def _instants_known(self) -> RecordProfile:
        check_instants(self.instants, self.instants_used(), zone=self.zone)
        return self

    @model_validator(mode="after")
    def _customers_stay_hidden(self) -> RecordProfile:
        shown = {*self.key, self.contact}
        for one in self.choices():
            shown |= one.columns() if one.map is None else set()
        if self.customer is not None and self.customer in shown:
            raise ValueError(f"column {self.customer!r} names a person: it cannot be a key, or shown as it is")
        return self

    def instants_used(self) -> set[str]:
        return {self.updated_at} if self.updated_at else set()

    def choices(self) -> Iterable[Choice]:
        return [one for one in (self.service, self.channel, self.intent, self.queue) if one is not None]

    def more_columns(self) -> Iterable[str]:
        """Native columns that only this kind of record looks at."""
        return ()

    def word_columns(self) -> tuple[str, ...]:
        used = [*self.key, *(name for name in (self.customer, self.contact) if name)]
        used += [name for one in self.choices() for name in sorted(one.columns())]
        return tuple(dict.fromkeys(used))

    def columns(self) -> tuple[str, ...]:
        """Every native column the profile looks at, each once, in a fixed order."""
        used = [*self.word_columns(), *self.more_columns()]
        for instant in self.instants.values():
            used += [name for name in (instant.column, instant.plus, instant.day and instant.day.column) if name]
        return tuple(dict.fromkeys(used))


class RecordBuilder(Builder):
    """Reads a record's row in one SELECT: moments, canonical words, and the first reason to refuse it."""

    profile: Any

    def words(self) -> None:
        self.layers.add({_COLUMN[name]: choice(getattr(self.profile, name), self.text) for name in WORDS})
        self.written += list(_COLUMN.values())
        if self.profile.channel is not None:
            self._must_be_chosen(self.profile.channel, "channel")
        self._service()

    def more(self) -> None:
        """What only this kind of record says; adds to `written` and refuses what it cannot use."""

    def first(self) -> str:
        self.keys()
        self.instants()
        self.words()
        self.more()
        self.refusal()
        moments = [f"t{place}" for place in range(len(self.profile.instants))]
        written = ", ".join(dict.fromkeys(["refusal", "refused_text", *moments, *self.written]))
        return f"SELECT {written} FROM ({self.layers.sql}) AS read"

    def at(self, name: str | None) -> str:
        """SQL of a moment of row `r` as a time; null where the profile names none."""
        return f"make_timestamptz(r.{self.moment(name)})" if name else "NULL"


def shared_columns(con: Duck, staging: Staging, rows: Rows, key_column: str) -> tuple[Mapping[str, str], str, str]:
    """Canonical columns that every record has, the JOIN they need, and SQL of the native id; over rows `r`."""
    builder: Any = rows.builder
    profile = builder.profile
    native = " || ':' || ".join(f"r.{builder.text[name]}" for name in profile.key)
    customer, join = "NULL", ""
    if profile.customer is not None:
        raw = f"r.{builder.text[profile.customer]}"
        customer, join = pseudonym_column(con, "record_customer", raw, rows.source, staging.pseudonym_key)
    columns = {
        key_column: f"{lit(staging.source_id + ':')} || {native}",
        "source_id": lit(staging.source_id),
        "centre_id": lit(staging.centre_id),
        "native_id": native,
        "contact_ref": f"r.{builder.text[profile.contact]}" if profile.contact else "NULL",
        "customer_ref": customer,
        "source_updated_at": builder.at(profile.updated_at),
        "source_line": "r.source_line",
        "source_records": "1",
        **{column: f"r.{column}" for column in _COLUMN.values()},
    }
    return columns, join, native
