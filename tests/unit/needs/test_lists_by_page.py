"""Conflicts, drafts and signals come page by page, in the order in which somebody has to look at them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.needs_recorded import AT, register, waiting_signal
from tests.web.growth import KEY, more

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


def _conflict(other: str, *untils: date, by: Any) -> int:
    from pledgeline.needs.actions import conflicts

    register(other, "cards")
    words = {"what_en": "Speed against care.", "what_zh": "快与稳相互矛盾。"}
    number = conflicts.mark(first="block-a-card", second=other, **words, by=None, at=AT).number
    for later, until in enumerate(untils):
        how = {"how_en": "Speed first.", "how_zh": "先求快。", "prefers": None}
        conflicts.decide(number=number, **how, until=until, by=by, at=AT + timedelta(days=later))
    return number


def test_open_conflicts_come_first_then_lapsed_ones_and_the_latest_decision_counts(cast: Any) -> None:
    from pledgeline.needs.core.conflict import ConflictStanding
    from pledgeline.needs.queries import conflicts

    register("block-a-card", "cards")
    past, ahead = TODAY - timedelta(days=1), TODAY + timedelta(days=90)
    decided = _conflict("a", past, TODAY, by=cast.alice)
    lapsed = _conflict("b", ahead, past, by=cast.alice)
    untouched = _conflict("c", by=cast.alice)
    page = conflicts.conflict_list(cast.alice, today=TODAY)
    assert [(row.number, row.standing) for row in page.object_list] == [
        (untouched, ConflictStanding.OPEN),
        (lapsed, ConflictStanding.LAPSED),
        (decided, ConflictStanding.DECIDED),
    ]
    assert [row.number for row in conflicts.conflicts_of("b", user=cast.alice, today=TODAY)] == [lapsed]


def test_what_is_long_is_divided_and_nothing_stands_twice(cast: Any) -> None:
    from pledgeline.needs.actions import drafts
    from pledgeline.needs.models import Conflict, ExpectationDraft
    from pledgeline.needs.queries import conflicts, signals
    from pledgeline.needs.queries import drafts as drafts_read

    register("block-a-card", "cards")
    number = _conflict("a", by=cast.alice)
    drafts.begin(code="a-thought", service="cards", by=None, next_review=date(2030, 1, 1))
    more(Conflict.objects.get(number=number), 59, number=KEY)
    more(ExpectationDraft.objects.get(), 59, code="more-{n}")
    more(waiting_signal(), 59, number=KEY, reason="more-{n}")
    lists = {
        "conflicts": [conflicts.conflict_list(cast.alice, today=TODAY, number=n) for n in (1, 2)],
        "drafts": [drafts_read.draft_list(cast.alice, number=n) for n in (1, 2)],
        "signals": [signals.waiting(cast.alice, number=n) for n in (1, 2)],
    }
    for name, pages in lists.items():
        assert [len(page.object_list) for page in pages] == [50, 10], name
        assert len({getattr(row, "number", None) or row.code for page in pages for row in page.object_list}) == 60, name
