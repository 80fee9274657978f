"""The small cast: every page is asked by all of them, and success and refusal share one set-up.

Two centres, `north` (in-house) and `south` (outsourced), serve the service `cards`; `north` alone serves `loans`.
Alice owns, Bob leads `north`, Carol leads a team of `south`, Dan audits, Eve reads one page, Adam administers, Mia
manages the centres. Nobody is not signed in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest

# Django may be imported in fixtures only: this file is read before the applications are loaded.
if TYPE_CHECKING:
    from django.test import Client

PASSWORD = "correct horse battery"

ROLES = {
    "alice": ("Alice", "owner", None),
    "bob": ("Bob", "centre_manager", "north"),
    "carol": ("Carol", "team_lead", "south"),
    "dan": ("Dan", "auditor", None),
    "eve": ("Eve", "executive", None),
    "adam": ("Adam", "admin", None),
    "mia": ("Mia", "manager", None),
}


@dataclass(frozen=True)
class Cast:
    """The seven people as users, and `nobody`."""

    alice: Any
    bob: Any
    carol: Any
    dan: Any
    eve: Any
    adam: Any
    mia: Any
    nobody: Any

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)


@pytest.fixture
def cast(db: None) -> Cast:
    """The people with their centres, services and engagements."""
    from django.contrib.auth.models import AnonymousUser

    from pledgeline.organisation.actions import calendars, centres, engagements, people, services
    from pledgeline.organisation.core.calendar import Opening

    day = (Opening(time(9), time(18)),)
    calendars.define(
        code="office",
        name_en="Office hours",
        name_zh="工作时间",
        zone="Asia/Shanghai",
        weekly=dict.fromkeys(range(5), day),
        by=None,
    )
    shanghai: dict[str, Any] = {"zone": "Asia/Shanghai", "by": None}
    centres.register(code="north", name_en="North centre", name_zh="北方中心", kind="in_house", **shanghai)
    centres.register(code="south", name_en="South centre", name_zh="南方中心", kind="outsourced", **shanghai)
    services.register(code="cards", name_en="Cards", name_zh="信用卡", calendar="office", **shanghai)
    services.register(code="loans", name_en="Loans", name_zh="贷款", **shanghai)
    since = date(2026, 1, 1)
    for centre, service, channels in (
        ("north", "cards", ["voice", "chat"]),
        ("south", "cards", ["voice"]),
        ("north", "loans", ["voice"]),
    ):
        engagements.begin(centre=centre, service=service, channels=channels, first_day=since, by=None)
    users = {
        username: people.ensure(username=username, name=name, role=role, centre=centre, password=PASSWORD, by=None)
        for username, (name, role, centre) in ROLES.items()
    }
    return Cast(**users, nobody=AnonymousUser())


@pytest.fixture
def as_(cast: Cast) -> Callable[[str], Client]:
    """A browser in which this person has signed in: `as_("bob").get(...)`; `nobody` has not."""

    from django.test import Client

    def browser(name: str) -> Client:
        client = Client()
        if name != "nobody":
            client.force_login(cast[name], backend="pledgeline.organisation.sign_in.PasswordBackend")
        return client

    return browser
