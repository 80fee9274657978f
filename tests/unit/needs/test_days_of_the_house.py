"""A moment belongs to the day that the house's calendar shows then, not to the day in Greenwich."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from pledgeline.kernel.problem import Problem
from pledgeline.needs.actions import conflicts, signals
from pledgeline.needs.queries.conflicts import conflicts_on
from pledgeline.needs.queries.signals import signals_on
from tests.needs_recorded import register, waiting_signal

pytestmark = pytest.mark.django_db

# Half past one on 1 July in Shanghai.
AFTER_MIDNIGHT = datetime(2026, 6, 30, 17, 30, tzinfo=UTC)
JUNE_30, JULY_1 = date(2026, 6, 30), date(2026, 7, 1)


@pytest.fixture(autouse=True)
def in_china(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"


@pytest.fixture
def noted(cast: Any) -> Any:
    for code in ("fast", "careful"):
        register(code, "cards")
    said = {"what_en": "Speed or care.", "what_zh": "快，还是稳。"}
    return conflicts.mark(first="fast", second="careful", **said, by=None, at=AFTER_MIDNIGHT)


def test_a_conflict_noted_after_midnight_is_unknown_on_the_evening_before(noted: Any) -> None:
    assert conflicts_on(JUNE_30, services=["cards"]) == []
    assert [one.noted_on for one in conflicts_on(JULY_1, services=["cards"])] == [JULY_1]


def test_a_decision_cannot_hold_until_the_evening_before(noted: Any, cast: Any) -> None:
    def until(day: date) -> Any:
        how = {"how_en": "Speed first.", "how_zh": "先求快。", "prefers": None}
        return conflicts.decide(number=noted.number, **how, until=day, by=cast.alice, at=AFTER_MIDNIGHT)

    with pytest.raises(Problem, match="until_is_past"):
        until(JUNE_30)
    assert until(JULY_1).as_core().decided_on == JULY_1


def test_a_signal_found_and_decided_after_midnight(cast: Any) -> None:
    signal = waiting_signal(found_at=AFTER_MIDNIGHT)
    assert signals_on(JUNE_30, services=["cards"]) == []
    signals.dismiss(
        number=signal.number,
        because_en="Known and wanted.",
        because_zh="已知，符合预期。",
        by=cast.alice,
        at=AFTER_MIDNIGHT,
    )
    assert [one.decided_on for one in signals_on(JULY_1, services=["cards"])] == [JULY_1]
