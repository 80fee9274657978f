"""What a metric definition file says: everything that client and centre must agree on before a figure means anything.

One file a metric, `metrics/definitions/<name>.yaml`, read with `kernel.yamlfile.load(Definition, path)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pledgeline.kernel.problem import Problem


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Text(_Part):
    """One text in both languages; neither may be left out."""

    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)

    def said(self, language: str) -> str:
        """The text for a language code such as `zh-hans` or `en`; English for every other language."""
        return self.zh if language.lower().startswith("zh") else self.en


class Unit(StrEnum):
    """Of a figure. `share_interval` is a pair of shares [low, high]; `points` are those of the question's own scale;
    `word` is one of a few words, for reading only."""

    COUNT = "count"
    SHARE = "share"
    SHARE_INTERVAL = "share_interval"
    SECONDS = "seconds"
    POINTS = "points"
    WORD = "word"


class Parameter(_Part):
    """A number the question may set, in seconds; its bounds are inclusive."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*_s$")
    default: float
    minimum: float
    maximum: float
    meaning: Text

    @model_validator(mode="after")
    def _default_lies_inside(self) -> Self:
        if not self.minimum <= self.default <= self.maximum:
            raise ValueError("the default lies outside minimum and maximum")
        return self

    def read(self, value: Any) -> int | float:
        """`value` (a number, or its text) as a number of this parameter; raises Problem `metric.param_*`."""
        try:
            number = float("no" if isinstance(value, bool) else value)
        except (TypeError, ValueError) as wrong:
            raise Problem("metric.param_not_a_number", field=self.name, value=str(value)) from wrong
        if not self.minimum <= number <= self.maximum:  # also refuses nan
            raise Problem(
                "metric.param_out_of_range",
                field=self.name,
                value=str(value),
                minimum=self.minimum,
                maximum=self.maximum,
            )
        return int(number) if number.is_integer() else number


class Figure(_Part):
    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    unit: Unit
    meaning: Text


class Definition(_Part):
    """The contract of one metric. `figures` are in the order in which they are shown; the first is `n`."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: str = Field(pattern=r"^\d+\.\d+$")
    title: Text
    summary: Text
    formula: Text
    population: Text
    start_event: Text
    stop_event: Text
    parameters: tuple[Parameter, ...] = ()
    figures: tuple[Figure, ...] = Field(min_length=2)
    empty: Text
    rounding: Text
    attribution: Text
    exclusions: Text

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        for what, parts in (("parameter", self.parameters), ("figure", self.figures)):
            names = [part.name for part in parts]
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"{what} named twice: {', '.join(twice)}")
        if self.figures[0].name != "n":
            raise ValueError("the first figure must be n, the size of the population")
        return self

    @property
    def figure_names(self) -> tuple[str, ...]:
        return tuple(figure.name for figure in self.figures)

    def read_params(self, given: Mapping[str, Any]) -> dict[str, int | float]:
        """Every parameter with its value; raises Problem `metric.unknown_param` or `metric.param_*`."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                raise Problem("metric.unknown_param", field=name, metric=self.name, known=", ".join(known))
        return {name: parameter.read(given.get(name, parameter.default)) for name, parameter in known.items()}
