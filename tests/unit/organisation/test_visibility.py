"""Who sees what: nothing by default, their own centre for a centre's people, everything for the client's."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from pledgeline.organisation import queries
from pledgeline.organisation.core import roles
from pledgeline.organisation.models import AuditEntry, Centre, Engagement, OpeningCalendar, Service, User

pytestmark = pytest.mark.django_db

CLIENT = ("alice", "dan", "eve", "adam", "mia")


@pytest.mark.parametrize(
    ("name", "centres", "services", "engagements", "calendars", "people"),
    [
        *((name, ["north", "south"], ["cards", "loans"], 3, 1, 7) for name in CLIENT),
        ("bob", ["north"], ["cards", "loans"], 2, 1, 1),
        ("carol", ["south"], ["cards"], 1, 1, 1),
        ("nobody", [], [], 0, 0, 0),
    ],
)
def test_everyone_sees_what_is_theirs(
    cast: Any, name: str, centres: list[str], services: list[str], engagements: int, calendars: int, people: int
) -> None:
    user = cast[name]
    assert [one.code for one in Centre.objects.visible_to(user)] == centres
    assert [one.code for one in Service.objects.visible_to(user)] == services
    assert Engagement.objects.visible_to(user).count() == engagements
    assert OpeningCalendar.objects.visible_to(user).count() == calendars
    assert User.objects.visible_to(user).count() == people
    assert list(queries.centre_names(user)) == centres
    assert list(queries.service_names(user)) == services


@pytest.mark.parametrize("name", ["alice", "bob", "carol", "eve", "mia", "nobody"])
def test_the_audit_trail_is_closed_to_most(cast: Any, name: str) -> None:
    assert not AuditEntry.objects.visible_to(cast[name]).exists()
    assert queries.audit_page(cast[name], number=1).paginator.count == 0


@pytest.mark.parametrize("name", ["dan", "adam"])
def test_the_audit_trail_is_open_to_auditor_and_administrator(cast: Any, name: str) -> None:
    assert queries.audit_page(cast[name], number=1).paginator.count == AuditEntry.objects.count() > 0


def test_visible_centres_is_all_some_or_none(cast: Any) -> None:
    assert queries.visible_centres(cast.alice) is None
    assert queries.visible_centres(cast.bob) == {"north"}
    assert queries.visible_centres(cast.nobody) == frozenset()
    assert queries.visible_services(cast.alice) is None
    assert queries.visible_services(cast.carol) == {"cards"}
    assert queries.visible_services(cast.nobody) == frozenset()


@pytest.mark.parametrize(
    "someone",
    [
        None,
        object(),
        SimpleNamespace(is_authenticated=True, is_active=True, role="king", centre=None),
        SimpleNamespace(is_authenticated=True, is_active=False, role="owner", centre=None),
        SimpleNamespace(is_authenticated=False, is_active=True, role="owner", centre=None),
        SimpleNamespace(is_authenticated=True, is_active=True, role="team_lead", centre=None),
    ],
)
def test_whoever_is_not_understood_sees_nothing(cast: Any, someone: Any) -> None:
    assert queries.visible_centres(someone) == frozenset()
    for model in (Centre, Service, Engagement, OpeningCalendar, User, AuditEntry):
        assert not model.objects.visible_to(someone).exists()


def test_a_service_page_names_only_the_centres_its_reader_may_see(cast: Any) -> None:
    now = timezone.now()
    names = {name: [row.centres for row in queries.services(cast[name], now=now)[1]] for name in ("alice", "carol")}
    assert names == {"alice": [("North centre", "South centre"), ("North centre",)], "carol": [("South centre",)]}


@pytest.mark.parametrize(
    ("permission", "of", "allowed"),
    [
        ("organisation.manage_people", None, {"adam"}),
        ("organisation.read_audit_trail", None, {"adam", "dan"}),
        ("organisation.see_all_centres", None, set(CLIENT)),
        ("organisation.view_centre", "north", {*CLIENT, "bob"}),
        ("organisation.view_centre", "south", {*CLIENT, "carol"}),
        ("organisation.view_centre", None, set()),
        ("organisation.no_such_permission", None, set()),
    ],
)
def test_permissions_are_given_by_name_and_otherwise_refused(
    cast: Any, permission: str, of: str | None, allowed: set[str]
) -> None:
    everyone = [*CLIENT, "bob", "carol", "nobody"]
    assert {name for name in everyone if cast[name].has_perm(permission, of)} == allowed


def test_codes_and_zones_are_for_imports_and_the_same_for_all(cast: Any) -> None:
    assert queries.known_codes() == queries.KnownCodes(frozenset({"north", "south"}), frozenset({"cards", "loans"}))
    assert queries.service_zones() == {"cards": "Asia/Shanghai", "loans": "Asia/Shanghai"}
    assert queries.centre_zones() == {"north": "Asia/Shanghai", "south": "Asia/Shanghai"}


def test_every_role_is_on_exactly_one_side() -> None:
    assert set(roles.Role) == roles.CLIENT_ROLES | roles.CENTRE_ROLES
    assert not roles.CLIENT_ROLES & roles.CENTRE_ROLES
