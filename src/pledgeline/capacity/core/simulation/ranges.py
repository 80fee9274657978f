"""What a value of a scenario may be; each function raises a Problem that names the field."""

from __future__ import annotations

from math import isfinite

from pledgeline.kernel.problem import Problem


def not_negative(value: float, field: str) -> None:
    if not (value >= 0 and isfinite(value)):
        raise Problem("simulation.not_negative", field=field, value=value)


def at_least(value: float, least: float, field: str) -> None:
    if not (value >= least and isfinite(value)):
        raise Problem("simulation.not_positive", field=field, value=value)


def share(value: float, field: str) -> None:
    if not 0 <= value <= 1:
        raise Problem("simulation.share", field=field, value=value)


def unlike(codes: list[str], field: str) -> None:
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise Problem("simulation.twice", field=field, value=twice[0])
