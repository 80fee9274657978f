"""An action asks `by` for its right wherever it is called from; the law of who may do what is whole."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pledgeline.organisation.actions import audit
from pledgeline.organisation.core.duties import may_act
from pledgeline.organisation.core.roles import Role
from pledgeline.web.duties import DUTIES


def test_every_action_that_has_a_name_in_the_trail_has_its_roles() -> None:
    from pledgeline.organisation.wording import ACTIONS

    assert sorted(set(ACTIONS) - set(DUTIES)) == [], "say in web/duties.py who may do it"
    assert dict(audit.duties()) == dict(DUTIES)


@pytest.mark.parametrize(
    ("role", "own", "action", "centre", "expected"),
    [
        (Role.OWNER, None, "promise.edited", None, True),
        (Role.EXECUTIVE, None, "promise.edited", None, False),
        (Role.EXECUTIVE, None, "definition.approved", None, True),
        (Role.CENTRE_MANAGER, "north", "contract.signed", "north", True),
        (Role.CENTRE_MANAGER, "north", "contract.signed", "south", False),
        (Role.MANAGER, None, "contract.signed", "south", True),
        (Role.TEAM_LEAD, "north", "contract.signed", "north", False),
        (None, None, "person.language_chosen", None, False),
        (Role.ADMIN, None, "nobody.named_this", None, False),
    ],
)
def test_who_may_act(role: Role | None, own: str | None, action: str, centre: str | None, expected: bool) -> None:
    assert may_act(role, own, action, DUTIES, centre=centre) is expected


@pytest.mark.django_db
def test_an_action_called_past_its_page_is_refused_and_leaves_nothing(cast: Any) -> None:
    from pledgeline.briefing.models import Member
    from pledgeline.experience.models import MetricContract
    from pledgeline.organisation.actions import people, services
    from pledgeline.organisation.models import AuditEntry, Service, User

    before = AuditEntry.objects.count()
    with pytest.raises(audit.NotPermitted, match="bob"):
        services.register(code="new", name_en="New", name_zh="新", zone="Asia/Shanghai", by=cast.bob)
    with pytest.raises(audit.NotPermitted):
        people.invite(username="mallory", name="M", role="admin", by=cast.alice)
    with pytest.raises(audit.NotPermitted):
        people.deactivate(username="alice", by=cast.eve)
    from pledgeline.experience import queries
    from pledgeline.experience.actions import contracts

    terms = queries.usual_terms("human_or_callback_within", {"limit_s": 60}, purpose="p")
    with pytest.raises(audit.NotPermitted):
        contracts.draft(code="c", centre="north", terms=terms, effective_from=date(2026, 7, 1), by=cast.bob)
    assert not Service.objects.filter(code="new").exists()
    assert not User.objects.filter(username="mallory").exists()
    assert User.objects.get(username="alice").is_active
    assert not MetricContract.objects.exists()
    assert not Member.objects.exists()
    assert AuditEntry.objects.count() == before


@pytest.mark.django_db
def test_a_person_whose_access_was_withdrawn_may_do_nothing(cast: Any) -> None:
    from pledgeline.organisation.actions import people, services

    people.deactivate(username="mia", by=cast.adam)
    cast.mia.refresh_from_db()
    with pytest.raises(audit.NotPermitted):
        services.register(code="new", name_en="New", name_zh="新", zone="Asia/Shanghai", by=cast.mia)


@pytest.mark.django_db
def test_the_system_itself_is_not_asked(cast: Any) -> None:
    from pledgeline.organisation.actions import services

    services.register(code="new", name_en="New", name_zh="新", zone="Asia/Shanghai", by=None)
