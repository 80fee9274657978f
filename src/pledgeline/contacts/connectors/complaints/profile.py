"""What a profile of complaints says: the moments of their handling, how they ended, and on whose side the cause lay."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import model_validator

from pledgeline.contacts.connectors.delimited.records import RecordProfile
from pledgeline.contacts.core.profile import Choice
from pledgeline.contacts.core.vocabulary import CauseSide, ComplaintOutcome

MOMENTS = ("received_at", "acknowledged_at", "answered_at", "closed_at", "due_at")


class ComplaintProfile(RecordProfile):
    """The five times name instants; without `outcome` a complaint with a closing time is only known to be closed, so
    the outcome has to be told."""

    connector: Literal["complaints"]
    received_at: str
    acknowledged_at: str | None = None
    answered_at: str | None = None
    closed_at: str | None = None
    due_at: str | None = None
    outcome: Choice
    cause: Choice | None = None
    reopened: str | None = None

    @model_validator(mode="after")
    def _words_are_ours(self) -> ComplaintProfile:
        for name, one, known in (("outcome", self.outcome, ComplaintOutcome), ("cause", self.cause, CauseSide)):
            strange = sorted(set(one.words()) - set(known)) if one is not None else []
            if strange:
                raise ValueError(f"{name} knows no word {strange[0]!r}; there are: {', '.join(known)}")
            if one is not None and one.column is not None and one.map is None:
                raise ValueError(f"{name} needs a map: its words are a closed list")
        return self

    def instants_used(self) -> set[str]:
        return super().instants_used() | {at for name in MOMENTS if (at := getattr(self, name))}

    def choices(self) -> Iterable[Choice]:
        return [*super().choices(), *(one for one in (self.outcome, self.cause) if one is not None)]

    def more_columns(self) -> Iterable[str]:
        return [self.reopened] if self.reopened else []
