"""Exact Erlang-C and Erlang-A: what a number of agents gives, and the smallest number that reaches a target."""

from pledgeline.capacity.core.erlang.answers import (
    Measures,
    MeasuresEach,
    measures,
    measures_each,
    reading,
    required,
    required_each,
)
from pledgeline.capacity.core.erlang.traffic import Caps, Reading, Target, Traffic

__all__ = [
    "Caps",
    "Measures",
    "MeasuresEach",
    "Reading",
    "Target",
    "Traffic",
    "measures",
    "measures_each",
    "reading",
    "required",
    "required_each",
]
