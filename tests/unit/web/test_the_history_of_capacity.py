from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from pledgeline.capacity import queries
from pledgeline.capacity.core.resources import Side, Standing
from pledgeline.web.demo import history, plot, records

pytestmark = pytest.mark.django_db
TODAY = plot().last + timedelta(days=1)


@pytest.fixture
def written(lake: Any, settings: Any) -> None:
    (settings.PLEDGELINE_HOME / "keys").mkdir(exist_ok=True)
    settings.KEYS = settings.PLEDGELINE_HOME / "keys"
    records.register()
    history.write_from_contacts(today=TODAY)


def test_every_engagement_of_the_demo_has_a_whole_checklist_one_expired_and_one_owed_by_the_client(
    written: None,
) -> None:
    lists = queries.checklists()
    assert len(lists) == 8
    assert {len(items) for items in lists.values()} == {7}
    failing = {
        (centre, service, item.side, item.standing(TODAY))
        for (centre, service), items in lists.items()
        for item in items
        if item.standing(TODAY) in (Standing.EXPIRED, Standing.OVERDUE)
    }
    assert failing == {
        ("west", "card", Side.CENTRE, Standing.EXPIRED),
        ("west", "instalment", Side.CLIENT, Standing.OVERDUE),
    }


def test_without_contacts_nothing_is_planned_and_writing_again_changes_nothing(written: None) -> None:
    from pledgeline.kernel.interval import Period
    from pledgeline.organisation.queries import audit_head

    assert queries.plans_during(Period()) == []
    before = audit_head()
    history.write_from_contacts(today=TODAY)
    assert audit_head() == before
