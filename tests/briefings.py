"""A small stage for briefings: the cast's organisation, rosters of both centres, and one published briefing.

Days are those of the house (Asia/Shanghai). Rooms are imported inside the functions: pytest reads this file before
Django is set up.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

# 10:00 in Shanghai on Monday 2 November 2026.
NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
QUESTIONS = [
    {
        "en": f"Question {n}?",
        "zh": f"第 {n} 题？",
        "choices": [{"en": "Yes", "zh": "是"}, {"en": "No", "zh": "否"}, {"en": "Ask", "zh": "请示"}],
        "right": n % 3,
    }
    for n in (1, 2, 3)
]
RIGHT = [1, 2, 0]
WRONG = [0, 0, 0]


def days(n: int) -> timedelta:
    return timedelta(days=n)


def a_wording(**changes: Any) -> Any:
    from pledgeline.briefing.actions.briefings import Wording

    plain = Wording(
        title_en="Double Eleven offers",
        title_zh="双十一用卡优惠",
        body_en="Purchases over 500 yuan earn double points.",
        body_zh="单笔消费满 500 元，积分翻倍。",
        effective_from=TODAY + days(7),
        acknowledge_by=TODAY + days(5),
        services=("cards",),
        questions=QUESTIONS,
    )
    return replace(plain, **changes)


def a_person(code: str, **changes: Any) -> Any:
    from pledgeline.briefing.actions.rosters import Row

    plain = Row(code=code, name=f"Person {code}", joined_on=date(2026, 1, 1), services=("cards",), language="zh")
    return replace(plain, **changes)


def publish(code: str = "double-eleven", *, at: datetime = NOW, kind: str = "campaign", **changes: Any) -> Any:
    """A briefing, or the next version of it, published at `at`."""
    from pledgeline.briefing.actions import briefings
    from pledgeline.briefing.models import Briefing

    if Briefing.objects.filter(code=code).exists():
        version = briefings.revise(code=code, by=None, at=at, **changes)
    else:
        version = briefings.register(code=code, kind=kind, wording=a_wording(**changes), by=None, at=at)
    return briefings.publish(code=code, number=version.number, by=None, at=at)


def enrol(centre: str, *rows: Any) -> Any:
    from pledgeline.briefing.actions import rosters

    return rosters.enrol(centre=centre, rows=rows, by=None)


def acknowledge(centre: str, *people: str, code: str = "double-eleven", number: int = 1, at: datetime = NOW) -> Any:
    from pledgeline.briefing.actions import acknowledgements

    return acknowledgements.acknowledge(briefing=code, number=number, centre=centre, people=people, by=None, at=at)


@pytest.fixture
def rosters(cast: Any) -> None:
    """Ten people at `north` (n01–n10), four at `south` (s1–s4), all serving cards."""
    enrol("north", *(a_person(f"n{n:02d}") for n in range(1, 11)))
    enrol("south", *(a_person(f"s{n}") for n in range(1, 5)))


@pytest.fixture
def told(rosters: None) -> Any:
    """The briefing, published."""
    return publish()
