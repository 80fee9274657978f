"""The organisation's own numbers: what each means, its default and why, and which value holds on a day.

A room declares its numbers in a YAML file of its own; nobody but the organisation changes them, from a day on, with a
reason. Without a setting the default holds.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pledgeline.kernel import yamlfile
from pledgeline.kernel.problem import Problem

WHOLE = frozenset({"count", "days"})


class _Strict(BaseModel):
    """An unknown field is a mistake, not an extension."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Strict):
    """The same thing said in English and in Chinese."""

    en: Annotated[str, Field(min_length=1)]
    zh: Annotated[str, Field(min_length=1)]


class Parameter(_Strict):
    """One number. `code` is `room.name`; a share is 0–1; both bounds are allowed values."""

    code: Annotated[str, Field(pattern=r"^[a-z]+\.[a-z][a-z0-9_]*$")]
    unit: Literal["share", "count", "days", "hours"]
    default: float
    minimum: float = 0
    maximum: float
    meaning: Words
    reason: Words

    @model_validator(mode="after")
    def _default_is_allowed(self) -> Parameter:
        if not self.allows(self.default):
            raise ValueError(f"the default {self.default} of {self.code} is not a value it allows")
        return self

    @property
    def room(self) -> str:
        return self.code.partition(".")[0]

    def allows(self, value: float) -> bool:
        """Within the bounds, and whole where halves mean nothing."""
        if not math.isfinite(value) or (self.unit in WHOLE and value != int(value)):
            return False
        return self.minimum <= value <= self.maximum


class Declaration(_Strict):
    """The file of one room."""

    parameters: tuple[Parameter, ...]


@dataclass(frozen=True)
class Setting:
    """From `valid_from` on the number has this value; of two for the same day the later written (`seq`) counts."""

    value: float
    valid_from: date
    seq: int


def in_force(settings: Iterable[Setting], day: date) -> Setting | None:
    """The setting that holds on `day`; None: the default does."""
    begun = [one for one in settings if one.valid_from <= day]
    return max(begun, key=lambda one: (one.valid_from, one.seq), default=None)


def coming(settings: Iterable[Setting], day: date) -> list[Setting]:
    """What will hold after `day`, the next first; a setting that another one of the same day replaced is left out."""
    by_day: dict[date, Setting] = {}
    for one in sorted(settings, key=lambda one: one.seq):
        if one.valid_from > day:
            by_day[one.valid_from] = one
    return [by_day[first] for first in sorted(by_day)]


# --- what the rooms declared --------------------------------------------------------------------------------------

_FILES: list[Path] = []


def declare(file: Path) -> None:
    """For the AppConfig of a room: `file` holds its numbers. Read when first asked for."""
    if file not in _FILES:
        _FILES.append(file)


def declared() -> Mapping[str, Parameter]:
    """Code → number, in the order of the rooms' files. Raises Problem `definition.*` for a file that cannot stand."""
    return _read(tuple(_FILES))


def parameter(code: str) -> Parameter:
    """Raises Problem `number.unknown`."""
    found = declared().get(code)
    if found is None:
        raise Problem("number.unknown", field="code", value=code[:80])
    return found


@lru_cache
def _read(files: tuple[Path, ...]) -> Mapping[str, Parameter]:
    found: dict[str, Parameter] = {}
    for file in files:
        for one in yamlfile.load(Declaration, file).parameters:
            if one.code in found:
                raise ValueError(f"{one.code} is declared twice")
            found[one.code] = one
    return found
