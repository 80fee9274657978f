from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(promised: Any, one_minute: Any, cast: Any) -> None:
    from pledgeline.experience.actions import promises

    south = replace(one_minute, sentence_en="Only for the south.", sentence_zh="只限南方。", centres=("south",))
    promises.ensure(code="south-only", wording=south, effective_from=date(2026, 1, 1), by=None)
    both = replace(one_minute, sentence_en="For both.", sentence_zh="两地皆然。", centres=("north", "south"))
    promises.ensure(code="for-both", wording=both, effective_from=date(2026, 1, 1), by=None)
    promises.register(code="secret-draft", wording=replace(one_minute, sentence_en="Not yet said."), by=cast.alice)


@pytest.fixture(autouse=True)
def _nothing_delivered(no_lake: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests ask who may read a promise, not what it measured."""
    from pledgeline.contacts import queries as contacts

    monkeypatch.setattr(contacts, "current_snapshot", lambda: None)


def text(browser: Any) -> str:
    answer = browser.get(reverse("experience:promises"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_client_sees_every_promise_and_every_draft(as_: Any, listed: None) -> None:
    seen = text(as_("eve"))
    for words in ("A person within a minute", "Only for the south.", "For both.", "Not yet said.", "at least 80"):
        assert words in seen


def test_a_centre_sees_promises_in_force_for_itself_and_no_trace_of_another(as_: Any, listed: None) -> None:
    seen = text(as_("bob"))
    assert "A person within a minute" in seen
    assert "For both." in seen
    for words in ("Only for the south.", "Not yet said.", "south", "South"):
        assert words not in seen


def test_without_a_promise_the_page_says_so(as_: Any, cast: Any) -> None:
    assert "No promise yet" in text(as_("alice"))
