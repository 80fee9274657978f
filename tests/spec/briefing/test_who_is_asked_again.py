"""Clause 4 c): what was understood once is shown again, by samples: when one is due, how large it is, who is in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgeline.briefing.core.recheck import ANSWER_DAYS, Asked, due_on, pool, sample_size
from pledgeline.briefing.core.understanding import Result, Understanding, understanding

DAY = date(2026, 11, 2)
SHOWN = Understanding(1.0, 0.75, 1.0, 10, 10.0, 40)
SUNK = replace(SHOWN, lower=0.60)
NEVER = Understanding(None, None, None, 0, 0.0, 40)


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("asked", "found", "due"),
    [
        (Asked(), NEVER, DAY),  # nobody was ever asked: at once
        (Asked(last_check=ago(10)), SHOWN, ago(10) + timedelta(days=45)),  # shown: every 45 days
        (Asked(last_check=ago(50)), SHOWN, ago(5)),  # shown, and 45 days are over
        (Asked(last_check=ago(10)), SUNK, DAY),  # the lower end has sunk below the limit: at once
        (Asked(ago(10), ago(3)), SUNK, ago(3) + timedelta(days=ANSWER_DAYS)),  # those drawn have a week to answer
        (Asked(ago(30), ago(20)), SUNK, ago(20) + timedelta(days=ANSWER_DAYS)),  # they had it
        (Asked(None, ago(2)), NEVER, ago(2) + timedelta(days=ANSWER_DAYS)),
        (Asked(ago(44), ago(44)), SHOWN, ago(44) + timedelta(days=45)),
    ],
)
def test_4_c_a_sample_is_due_by_age_or_when_too_little_is_shown(asked: Asked, found: Understanding, due: date) -> None:
    assert due_on(asked, found, day=DAY, limit=0.70, every_days=45) == due


def test_4_c_where_nobody_is_concerned_nobody_is_asked() -> None:
    assert due_on(Asked(), replace(NEVER, concerned=0), day=DAY, limit=0.70, every_days=45) is None


@pytest.mark.parametrize(
    ("concerned", "limit", "size"),
    [(1000, 0.70, 9), (14, 0.70, 6), (4, 0.70, 3), (2, 0.70, 2), (1, 0.70, 1), (1000, 0.90, 34), (40, 1.0, 40)],
)
def test_4_c_a_sample_is_as_small_as_it_may_be(concerned: int, limit: float, size: int) -> None:
    assert sample_size(concerned, limit) == size


@given(st.integers(1, 120), st.floats(0.05, 0.95))
def test_4_c_the_sample_shows_the_limit_when_all_are_right_and_one_person_fewer_does_not(
    concerned: int, limit: float
) -> None:
    def shown(n: int) -> float:
        results = [Result(("north", f"n{place}"), DAY, 3) for place in range(n)]
        lower = understanding(results, concerned=concerned, day=DAY).lower
        return lower if lower is not None else 0.0

    size = sample_size(concerned, limit)
    assert shown(size) >= limit
    assert size == 1 or shown(size - 1) < limit


def people(n: int) -> list[tuple[str, str]]:
    return [("north", f"n{place:02d}") for place in range(n)]


def test_4_c_whoever_was_asked_lately_is_left_out_while_there_are_others() -> None:
    asked = {("north", "n00"): ago(10), ("north", "n01"): ago(45), ("north", "n02"): ago(44)}
    among = pool(people(5), asked, day=DAY, every_days=45, size=3)
    assert [code for _, code in among] == ["n01", "n03", "n04"]


def test_4_c_where_too_few_are_left_everybody_may_be_drawn() -> None:
    asked = dict.fromkeys(people(4), ago(1))
    assert pool(people(5), asked, day=DAY, every_days=45, size=2) == tuple(people(5))
