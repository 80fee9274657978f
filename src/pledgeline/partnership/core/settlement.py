"""A month's bonus or malus from rules that both sides signed beforehand. Exact: money is a Decimal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pledgeline.kernel.problem import Problem
from pledgeline.kernel.verdict import Reason

ZERO = Decimal(0)


@dataclass(frozen=True)
class Band:
    """From `at_least` of the figure on, `amount` is due: positive a bonus, negative a malus."""

    at_least: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Rule:
    """`metric` and `version` name the contract's metric; below the lowest band `below` is due.

    `exclusions` are the codes by which contacts may be left out of the adjusted figure: declared beforehand, or never.
    """

    code: str
    metric: str
    version: str
    bands: tuple[Band, ...]
    below: Decimal = ZERO
    exclusions: tuple[str, ...] = ()
    minimum_n: int = 30

    def __post_init__(self) -> None:
        floors = [band.at_least for band in self.bands]
        if not floors or floors != sorted(set(floors)):
            raise Problem("settlement.bands_unordered", field="bands", rule=self.code)


@dataclass(frozen=True)
class Figure:
    """What was measured for a rule, raw and adjusted; `excluded` are the codes of what the latter leaves out."""

    metric: str
    version: str
    raw: Decimal
    raw_n: int
    adjusted: Decimal
    adjusted_n: int
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """`raw` and `adjusted` are the amounts that each figure would bring; the adjusted one is due."""

    rule: str
    raw: Decimal
    adjusted: Decimal
    reason: Reason


@dataclass(frozen=True)
class Settlement:
    """`due` is the sum of the adjusted amounts within the caps; `uncapped` the sum before."""

    lines: tuple[Line, ...]
    uncapped: Decimal
    due: Decimal


def settle(
    rules: Sequence[Rule], figures: Mapping[str, Figure], *, bonus_cap: Decimal, malus_cap: Decimal
) -> Settlement:
    """The month by rule code. The caps are amounts ≥ 0 that the sum never passes, up or down.

    Raises Problem `settlement.version_differs` or `settlement.exclusion_undeclared`: neither is a matter of opinion.
    """
    if bonus_cap < 0 or malus_cap < 0:
        raise Problem("settlement.cap_negative", field="cap")
    lines = tuple(_line(rule, figures.get(rule.code)) for rule in rules)
    total = sum((line.adjusted for line in lines), ZERO)
    return Settlement(lines, total, max(-malus_cap, min(bonus_cap, total)))


def _line(rule: Rule, figure: Figure | None) -> Line:
    if figure is None:
        return Line(rule.code, ZERO, ZERO, Reason("settlement_no_figure", {"rule": rule.code}))
    if (figure.metric, figure.version) != (rule.metric, rule.version):
        raise Problem("settlement.version_differs", rule=rule.code, agreed=rule.version, found=figure.version)
    undeclared = _undeclared(figure.excluded, rule.exclusions)
    if undeclared:
        raise Problem("settlement.exclusion_undeclared", rule=rule.code, exclusion=undeclared[0])
    raw = _amount(rule, figure.raw) if figure.raw_n >= rule.minimum_n else ZERO
    if figure.adjusted_n < rule.minimum_n:
        numbers = {"n": figure.adjusted_n, "minimum_n": rule.minimum_n}
        return Line(rule.code, raw, ZERO, Reason("settlement_too_few", numbers))
    numbers_of_band = {"figure": str(figure.adjusted), "n": figure.adjusted_n}
    return Line(rule.code, raw, _amount(rule, figure.adjusted), Reason("settlement_band", numbers_of_band))


def _undeclared(excluded: Collection[str], declared: Collection[str]) -> list[str]:
    return sorted(set(excluded) - set(declared))


def _amount(rule: Rule, value: Decimal) -> Decimal:
    reached = [band for band in rule.bands if band.at_least <= value]
    return reached[-1].amount if reached else rule.below
