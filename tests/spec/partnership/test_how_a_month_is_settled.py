"""Clause 4 e: bonus and malus by rules that were agreed beforehand, never by argument."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D

import pytest

from pledgeline.kernel.problem import Problem
from pledgeline.partnership.core.settlement import Band, Figure, Rule, settle

RULE = Rule(
    "wait", "human_or_callback_within", "1", (Band(D("0.80"), D("0")), Band(D("0.90"), D("1000.10"))), D("-500.05"),
    exclusions=("client-outage",),
)  # fmt: skip
FIGURE = Figure("human_or_callback_within", "1", D("0.79"), 100, D("0.79"), 100)
WIDE = {"bonus_cap": D(10_000), "malus_cap": D(10_000)}


@pytest.mark.parametrize(
    ("figure", "due"),
    [("0.7999", "-500.05"), ("0.80", "0"), ("0.8999", "0"), ("0.90", "1000.10"), ("1", "1000.10")],
)
def test_the_highest_band_reached_is_due(figure: str, due: str) -> None:
    assert settle([RULE], {"wait": replace(FIGURE, adjusted=D(figure))}, **WIDE).due == D(due)


def test_raw_and_adjusted_stand_side_by_side_and_the_adjusted_is_due() -> None:
    result = settle([RULE], {"wait": replace(FIGURE, adjusted=D("0.95"), excluded=("client-outage",))}, **WIDE)
    assert (result.lines[0].raw, result.lines[0].adjusted, result.due) == (D("-500.05"), D("1000.10"), D("1000.10"))


@pytest.mark.parametrize(("bonus", "malus", "adjusted", "due"), [(1, 1, "1", "1"), (1, 2, "0", "-2"), (0, 0, "0", "0")])
def test_the_sum_never_passes_a_cap(bonus: int, malus: int, adjusted: str, due: str) -> None:
    result = settle([RULE], {"wait": replace(FIGURE, adjusted=D(adjusted))}, bonus_cap=D(bonus), malus_cap=D(malus))
    assert result.due == D(due)


def test_an_exclusion_that_was_not_declared_is_refused() -> None:
    with pytest.raises(Problem, match=r"settlement\.exclusion_undeclared"):
        settle([RULE], {"wait": replace(FIGURE, excluded=("bad-luck",))}, **WIDE)


def test_another_version_of_the_metric_is_refused() -> None:
    with pytest.raises(Problem, match=r"settlement\.version_differs"):
        settle([RULE], {"wait": replace(FIGURE, version="2")}, **WIDE)


def test_too_few_contacts_or_none_move_no_money() -> None:
    assert settle([RULE], {"wait": replace(FIGURE, adjusted_n=29)}, **WIDE).lines[0].reason.code == "settlement_too_few"
    assert settle([RULE], {}, **WIDE).lines[0].reason.code == "settlement_no_figure"


def test_bands_that_do_not_rise_are_refused() -> None:
    with pytest.raises(Problem, match=r"settlement\.bands_unordered"):
        Rule("x", "m", "1", (Band(D(1), D(1)), Band(D(1), D(2))))
