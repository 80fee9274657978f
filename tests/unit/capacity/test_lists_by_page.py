"""Long lists come page by page, and what is said beside them counts all of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.planned import EARLY, FIRST, a_plan, figures, week
from tests.web.growth import more

pytestmark = pytest.mark.django_db


def test_every_plan_stands_on_one_page_and_none_on_two(cast: Any) -> None:
    from pledgeline.capacity import queries

    n = 59
    more(a_plan("june", "north"), n, code="june-{n}")
    pages = [queries.plan_list(cast.alice, number=number) for number in (1, 2, 3)]
    assert [len(rows) for _, rows in pages] == [25, 25, 10]
    assert len({one.row.code for _, rows in pages for one in rows}) == n + 1
    assert pages[0][0].paginator.count == n + 1


def test_what_was_written_last_holds_and_every_writing_is_listed_once(cast: Any) -> None:
    from pledgeline.capacity import queries
    from pledgeline.capacity.core.stages import Stage

    a_plan("june", "north", locks_on=FIRST + timedelta(days=30))
    figures("june", "required", 4.0)
    figures("june", "committed", 3.0)
    later = EARLY + timedelta(hours=1)
    figures("june", "required", 6.0, days=2, at=later)
    shown = queries.plan("june", user=cast.alice)
    assert shown is not None
    assert dict(shown.agents[Stage.REQUIRED]) == {
        **{day: tuple(agents) for day, agents in week(4.0).items()},
        **{day: tuple(agents) for day, agents in week(6.0, 2).items()},
    }
    _, written = queries.versions("june", user=cast.alice)
    assert [(one.stage, one.at, one.days, one.first) for one in written] == [
        (Stage.REQUIRED, later, 2, False),
        (Stage.COMMITTED, EARLY, 5, True),
        (Stage.REQUIRED, EARLY, 5, True),
    ]
    assert queries.versions("june", user=cast.carol)[1] == []


def test_days_of_which_nothing_has_been_told_yet_count_as_missing_hours_and_not_as_broken_rosters(cast: Any) -> None:
    from pledgeline.capacity import queries
    from pledgeline.capacity.core.stages import Stage

    a_plan("june", "north", locks_on=FIRST + timedelta(days=30))
    figures("june", "required", 4.0)
    figures("june", "committed", 4.0, days=2)
    shown = queries.plan("june", user=cast.alice)
    assert shown is not None
    of_all = shown.gap(Stage.REQUIRED, Stage.COMMITTED)
    of_told = shown.adherence(Stage.REQUIRED, Stage.COMMITTED)
    assert (of_all.covered, of_all.intervals) == (2 * 9, 5 * 9)
    assert (of_told.covered, of_told.intervals) == (2 * 9, 2 * 9)


@pytest.fixture
def checklist(cast: Any) -> None:
    """Of one engagement: an item in place, one whose evidence has run out, one to come, one overdue, one that will be
    in place tomorrow; and forty that are in place."""
    from pledgeline.capacity.actions import resources
    from pledgeline.capacity.core.resources import Area, Side
    from pledgeline.capacity.models import ResourceItem

    day = timedelta(days=1)
    kept: dict[str, Any] = {"evidence": "list 7", "in_place_on": FIRST - day}
    standings: dict[str, tuple[Area, dict[str, Any]]] = {
        "in-place": (Area.SYSTEMS, kept | {"expires_on": FIRST}),
        "expired": (Area.SYSTEMS, kept | {"expires_on": FIRST - day}),
        "to-come": (Area.TRAINING, {"due_on": FIRST}),
        "overdue": (Area.TRAINING, {"due_on": FIRST - day}),
        "tomorrow": (Area.KNOWLEDGE, kept | {"in_place_on": FIRST + day}),
    }
    named: dict[str, Any] = {"centre": "north", "service": "cards", "title_en": "Access", "title_zh": "系统权限"}
    for code, (area, standing) in standings.items():
        resources.require(code=code, area=area, side=Side.CLIENT, due_on=FIRST - day, by=None, **named)
        ResourceItem.objects.filter(code=code).update(**standing)
    more(ResourceItem.objects.get(code="in-place"), 60, code="more-{n}")


def test_a_checklist_counts_items_on_every_page_as_the_core_does(checklist: None, cast: Any) -> None:
    from pledgeline.capacity import queries
    from pledgeline.capacity.core.resources import completeness

    (items,) = queries.checklists().values()
    for day in (FIRST - timedelta(days=2), FIRST - timedelta(days=1), FIRST, FIRST + timedelta(days=1)):
        expected = completeness(items, day)
        for number, listed in ((1, 50), (2, 15)):
            _, (found,) = queries.checklist(cast.alice, day=day, number=number)
            assert (found.items, found.in_place, found.missing) == (65, expected.in_place, expected.missing)
            assert len(found.listed) == listed
    assert queries.checklist(cast.carol, day=FIRST)[1] == []


def test_what_wants_an_item_comes_first_however_its_centre_is_called(checklist: None, cast: Any) -> None:
    from pledgeline.capacity import queries
    from pledgeline.capacity.models import ResourceItem

    more(ResourceItem.objects.get(code="in-place"), 2, code="calm-{n}", centre="acme")
    for day, first in ((FIRST, "north"), (FIRST - timedelta(days=2), "acme")):
        _, found = queries.checklist(cast.alice, day=day)
        assert found[0].centre == first, day
