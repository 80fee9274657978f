"""A small stage for assessments: contacts in a table, one promise, and the cast's organisation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.contacts_double import FIGURES, PERIOD, SNAPSHOT, FakeContacts

# Rooms are imported inside the fixtures: pytest reads this file before Django is set up.


@pytest.fixture(autouse=True)
def no_lake(monkeypatch: pytest.MonkeyPatch) -> None:
    """The contacts answer from the test's own table."""
    from pledgeline.contacts import queries as contacts

    monkeypatch.setattr(contacts, "metric_figures", lambda: FIGURES, raising=False)
    monkeypatch.setattr(contacts, "current_snapshot", lambda: SNAPSHOT)
    monkeypatch.setattr(contacts, "data_period", lambda snapshot=None, *, centres=None: PERIOD)


@pytest.fixture
def one_minute() -> Any:
    from pledgeline.experience.actions import promises

    return promises.Wording(
        sentence_en="A person within a minute, or a callback.",
        sentence_zh="一分钟内接通人工或提供回呼。",
        metric="human_or_callback_within",
        figure="lower",
        params={"limit_s": 60},
        target=0.8,
    )


@pytest.fixture
def promised(db: None, one_minute: Any) -> Any:
    from pledgeline.experience.actions import promises

    return promises.ensure(code="one-minute", wording=one_minute, effective_from=date(2026, 1, 1), by=None)


@pytest.fixture
def assess(cast: Any) -> Callable[..., Any]:
    """Runs an assessment over the cast's organisation on a table of contacts."""
    from pledgeline.assurance.actions import assessments

    def run(table: dict[tuple[str, str, str], dict[str, int]], **more: Any) -> Any:
        fake = FakeContacts(table)
        return assessments.run(period=more.pop("period", PERIOD), by=more.pop("by", cast.alice), ask=fake.ask, **more)

    return run


GOOD = {
    ("north", "cards", "voice"): {"met_by_answer": 90, "not_met": 10},
    ("north", "cards", "chat"): {"met_by_answer": 45, "not_met": 5},
    ("north", "loans", "voice"): {"met_by_answer": 85, "not_met": 15},
    ("south", "cards", "voice"): {"met_by_answer": 82, "left_before_limit": 18},
}
