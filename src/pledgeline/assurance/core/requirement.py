"""A requirement of a catalogue edition: clause, strength, our own words for it, and the criteria it is judged by."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pledgeline.kernel.verdict import Modality


class Strict(BaseModel):
    """A definition file says what it means: an unknown field is a mistake, not an extension."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Strict):
    """The same thing said in English and in Chinese."""

    en: Annotated[str, Field(min_length=1)]
    zh: Annotated[str, Field(min_length=1)]

    def in_language(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


class Nature(StrEnum):
    """What a row of the catalogue is; only a duty can be failed."""

    DUTY = "duty"
    PRECONDITION = "precondition"
    DEFINITION = "definition"
    SCOPE = "scope"
    AIM = "aim"


class Parameter(Strict):
    """A number the standard leaves to the organisation, with the default we ship and why it is that."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    unit: Literal["share", "seconds", "count", "days"]
    default: float
    minimum: float = 0
    maximum: float | None = None
    meaning: Words
    reason: Words

    @model_validator(mode="after")
    def _default_is_allowed(self) -> Parameter:
        if not self.allows(self.default):
            raise ValueError(f"the default {self.default} of {self.name} lies outside its own bounds")
        return self

    def allows(self, value: float) -> bool:
        return self.minimum <= value and (self.maximum is None or value <= self.maximum)


class Criterion(Strict):
    """One thing a check looks at."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    title: Words
    parameters: tuple[Parameter, ...] = ()


class MissingRecord(Strict):
    """The record that would show a duty is done: its kind as a code, and what to write down."""

    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    text: Words


class Requirement(Strict):
    """One row. `check` names a function in `checks/`; `text_held` is false where we cite but do not own the text."""

    id: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]*$")]
    order: int
    clause: Words
    modality: Modality
    nature: Nature = Nature.DUTY
    text_held: bool = True
    title: Words
    paraphrase: Words
    wording: Words | None = None
    """The licensed sentence itself, only ever from the owner's overlay file."""
    rooms: tuple[str, ...]
    check: str
    criteria: tuple[Criterion, ...]
    record: MissingRecord
    remark: Words | None = None

    def parameters(self) -> dict[str, Parameter]:
        """`requirement.parameter` → parameter; names are unique within a requirement."""
        return {f"{self.id}.{one.name}": one for criterion in self.criteria for one in criterion.parameters}

    @model_validator(mode="after")
    def _names_are_unique(self) -> Requirement:
        names = [one.name for criterion in self.criteria for one in criterion.parameters]
        if len(names) != len(set(names)):
            raise ValueError(f"a parameter of {self.id} is named twice")
        if len({one.id for one in self.criteria}) != len(self.criteria):
            raise ValueError(f"a criterion of {self.id} is named twice")
        return self


class Edition(Strict):
    """The head of a catalogue folder (`edition.yaml`)."""

    code: str
    title: Words
    source: Words
    remark: Words


class OverlayRequirement(Strict):
    """What an owner of the licensed text may put in place of ours, row by row."""

    id: str
    title: Words | None = None
    wording: Words | None = None
    parameters: dict[str, float] = Field(default_factory=dict)


class Overlay(Strict):
    """An owner's file in PLEDGELINE_HOME/catalogue/: own wording, own parameters, outline rows of their own."""

    edition: str
    source: Words
    requirements: tuple[OverlayRequirement, ...] = ()
    additional: tuple[Requirement, ...] = ()
