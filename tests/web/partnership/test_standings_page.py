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


GIVEN = {
    "centre": "south", "number": "P1-7", "body": "<b>Body</b>", "services": ["cards"],
    "valid_from": "2026-01-01", "valid_to": "2027-12-31",
}  # fmt: skip


def record(browser: Any, **changes: Any) -> Any:
    return browser.post(reverse("partnership:certificate_record"), {**GIVEN, **changes})


def test_a_certificate_is_recorded_on_its_page_once_and_stands_beside_the_centre(as_: Any, cast: Any) -> None:
    mia = as_("mia")
    assert "Record a certificate" in text(mia)
    assert record(mia).status_code == 302
    seen = text(as_("carol"))
    assert "P1-7 · &lt;b&gt;Body" in seen
    assert "Record a certificate" not in seen
    again = record(mia)
    assert again.status_code == 422
    assert "recorded for this centre already" in again.content.decode()


@pytest.mark.parametrize(
    ("field", "value"), [("valid_to", "2025-12-31"), ("number", " "), ("centre", "moon"), ("services", ["moon"])]
)
def test_what_is_no_certificate_is_refused_beside_the_field(as_: Any, cast: Any, field: str, value: Any) -> None:
    from pledgeline.partnership.models import Certificate

    answer = record(as_("alice"), **{field: value})
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("who", ["bob", "carol", "dan", "eve", "adam"])
def test_only_who_manages_the_relation_records_certificates(as_: Any, cast: Any, who: str) -> None:
    assert as_(who).get(reverse("partnership:certificate_record")).status_code == 403
    assert record(as_(who)).status_code == 403
