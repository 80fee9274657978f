"""What a profile of survey answers says: which columns are questions, on which scales, and who is in the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import Field, model_validator

from pledgeline.contacts.connectors.delimited.records import RecordProfile
from pledgeline.contacts.core.profile import Part, Word
from pledgeline.contacts.core.vocabulary import SurveyQuestion


class Scale(Part):
    """The points a customer may give, and at which end the best is."""

    lowest: int = Field(alias="min")
    highest: int = Field(alias="max")
    best: Literal["high", "low"] = "high"

    @model_validator(mode="after")
    def _has_points(self) -> Scale:
        if self.highest <= self.lowest:
            raise ValueError("a scale needs max above min")
        return self


class QuestionColumn(Part):
    """One question: the column of its answer, read as a number or through `map` (word → points)."""

    ask: SurveyQuestion
    column: str
    scale: Scale
    map: dict[Word, int] | None = None


class SurveyProfile(RecordProfile):
    """`asked_at` and `answered_at` name instants. `lists_everyone_asked`: rows of customers who kept silent are in the
    file, so that a response rate can be told; without it nobody knows how many were asked."""

    connector: Literal["survey_answers"]
    questions: tuple[QuestionColumn, ...] = Field(min_length=1)
    asked_at: str | None = None
    answered_at: str | None = None
    lists_everyone_asked: bool

    @model_validator(mode="after")
    def _has_a_time(self) -> SurveyProfile:
        if self.asked_at is None and self.answered_at is None:
            raise ValueError("name the instant of asked_at or of answered_at: an answer belongs to a day")
        if self.lists_everyone_asked and self.asked_at is None:
            raise ValueError("who kept silent has no time but asked_at: name its instant")
        asked = [one.ask for one in self.questions]
        if len(set(asked)) != len(asked):
            raise ValueError("a question has one column")
        if self.customer is not None and self.customer in {one.column for one in self.questions}:
            raise ValueError(f"column {self.customer!r} names a person and is no question")
        return self

    def instants_used(self) -> set[str]:
        return super().instants_used() | {name for name in (self.asked_at, self.answered_at) if name}

    def more_columns(self) -> Iterable[str]:
        return [one.column for one in self.questions]
