from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

pytestmark = pytest.mark.django_db


@pytest.fixture
def certified(cast: Any) -> None:
    from pledgeline.partnership.actions import standing

    today = timezone.localdate()
    for centre, last in (("north", 30), ("south", -1)):
        standing.record_certificate(
            centre=centre,
            number=f"C-{centre}",
            body="<b>Body</b>",
            valid_from=today - timedelta(days=300),
            valid_to=today + timedelta(days=last),
            by=cast.alice,
        )


def text(browser: Any) -> str:
    answer = browser.get(reverse("partnership:standings"))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_client_sees_each_centre_with_its_reason(as_: Any, certified: None) -> None:
    seen = text(as_("eve"))
    assert "Certificate C-south expired" in seen
    assert "Certificate C-north of" in seen
    assert "<b>Body</b>" not in seen


@pytest.mark.parametrize(("who", "own", "other"), [("bob", "North", "outh"), ("carol", "South", "orth")])
def test_a_centre_sees_itself_and_no_trace_of_another(
    as_: Any, certified: None, who: str, own: str, other: str
) -> None:
    seen = text(as_(who))
    assert own in seen
    assert other not in seen


def test_nobody_is_sent_to_sign_in(as_: Any, cast: Any) -> None:
    assert as_("nobody").get(reverse("partnership:standings")).status_code == 302
