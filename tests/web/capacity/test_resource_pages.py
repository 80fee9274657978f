"""The checklist of other means: who sees it, and who may say that an item is in place."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

pytestmark = pytest.mark.django_db


@pytest.fixture
def items(cast: Any) -> None:
    from pledgeline.capacity.actions import resources
    from pledgeline.capacity.core.resources import Area, Side

    for centre in ("north", "south"):
        for side in Side:
            resources.require(
                code=f"{centre}-{side.value}",
                centre=centre,
                service="cards",
                area=Area.SYSTEMS,
                title_en=f"Access {centre} {side.value}",
                title_zh="系统权限",
                side=side,
                due_on=timezone.localdate() - timedelta(days=1),
                by=None,
            )


def send(browser: Any, code: str, **given: Any) -> Any:
    today = timezone.localdate().isoformat()
    return browser.post(reverse("capacity:resource", args=[code]), {"evidence": "list 7", "on": today} | given)


def test_a_centre_sees_its_own_list_and_no_trace_of_another(as_: Any, items: None) -> None:
    seen = as_("bob").get(reverse("capacity:resources")).content.decode()
    assert "Access north client" in seen
    assert "Overdue" in seen
    assert "Nobody has thought of" in seen
    assert "outh" not in seen
    assert "Access south centre" in as_("eve").get(reverse("capacity:resources")).content.decode()


@pytest.mark.parametrize(
    ("who", "code", "status"),
    [
        ("bob", "north-centre", 302),
        ("bob", "north-client", 403),
        ("bob", "south-centre", 404),
        ("carol", "south-centre", 403),
        ("mia", "south-centre", 302),
        ("alice", "north-client", 302),
        ("alice", "north-centre", 403),
        ("eve", "north-client", 403),
    ],
)
def test_each_side_says_itself_what_it_has_seen_to(as_: Any, items: None, who: str, code: str, status: int) -> None:
    assert send(as_(who), code).status_code == status


def test_an_item_in_place_needs_evidence_and_may_expire(as_: Any, items: None) -> None:
    browser = as_("bob")
    assert send(browser, "north-centre", evidence=" ").status_code == 422
    early = (timezone.localdate() - timedelta(days=30)).isoformat()
    refused = send(browser, "north-centre", expires_on=early)
    assert refused.status_code == 422
    assert "would expire before it is in place" in refused.content.decode()
    yesterday = timezone.localdate() - timedelta(days=1)
    assert send(browser, "north-centre", on=early, expires_on=yesterday.isoformat()).status_code == 302
    assert "Expired" in browser.get(reverse("capacity:resources")).content.decode()


def test_the_client_puts_an_item_on_a_list(as_: Any, cast: Any) -> None:
    given = {
        "code": "north-continuity",
        "centre": "north",
        "service": "loans",
        "area": "continuity",
        "title_en": "A second site",
        "title_zh": "备用职场",
        "side": "centre",
        "due_on": timezone.localdate().isoformat(),
    }
    address = reverse("capacity:new_resource")
    assert as_("bob").post(address, given).status_code == 403
    assert as_("alice").post(address, given | {"centre": "south"}).status_code == 422
    assert as_("alice").post(address, given).status_code == 302
    assert "A second site" in as_("bob").get(reverse("capacity:resources")).content.decode()
