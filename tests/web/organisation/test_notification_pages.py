"""Notifications on pages: a person's own, a count in the frame, and choices."""

from __future__ import annotations

from typing import Any

import pytest

from pledgeline.organisation.actions import notifications
from pledgeline.organisation.models import Notification, NotificationPreference, User

pytestmark = pytest.mark.django_db

PAGE = "/organisation/notifications/"


def tell(*to: str, count: int = 1) -> None:
    for _ in range(count):
        notifications.notify(
            to=to,
            kind="x",
            title={"en": "Read this", "zh": "请阅读"},
            body={"en": "<script>alert(1)</script>", "zh": "新"},
            path="/organisation/centres/",
            subject=("briefing", "rates"),
        )


def test_a_person_reads_their_own_and_the_frame_counts_them(as_) -> None:
    tell("bob")
    page = as_("bob").get(PAGE).content.decode()
    assert "Read this" in page
    assert "1 unread notification" in as_("bob").get("/organisation/centres/").content.decode()
    assert "<script>alert" not in page
    assert "Read this" not in as_("carol").get(PAGE).content.decode()
    assert as_("nobody").get(PAGE).status_code == 302


def test_opening_marks_it_read_and_leads_to_what_it_is_about(as_) -> None:
    tell("bob")
    code = Notification.objects.get().code
    bob = as_("bob")
    assert bob.get(f"{PAGE}{code}/open/").status_code == 405
    assert as_("carol").post(f"{PAGE}{code}/open/").status_code == 404
    answer = bob.post(f"{PAGE}{code}/open/")
    assert (answer.status_code, answer["Location"]) == (302, "/organisation/centres/")
    assert User.objects.get(username="bob").unread == 0


def test_all_are_read_at_once(as_) -> None:
    tell("bob", count=3)
    assert as_("bob").post(f"{PAGE}read/").status_code == 302
    assert Notification.objects.filter(read_at__isnull=True).count() == 0


def test_the_list_costs_the_same_for_ten_and_for_many(as_, django_assert_num_queries) -> None:
    bob = as_("bob")
    for count in (10, 200):
        tell("bob", count=count)
        with django_assert_num_queries(4):
            assert bob.get(PAGE).status_code == 200


CHOICE = {"email": "bob@example.com", "mail": "daily", "digest_at": "08:00", "zone": "Asia/Shanghai"}


def test_a_choice_is_kept_and_shown_again(as_) -> None:
    bob = as_("bob")
    answer = bob.post(f"{PAGE}preferences/change/", {**CHOICE, "quiet_from": "22:00", "quiet_until": "07:00"})
    assert answer.status_code == 302
    page = bob.get(f"{PAGE}preferences/").content.decode()
    assert "bob@example.com" in page
    assert 'value="22:00"' in page


@pytest.mark.parametrize(
    "changes", [{"email": "x"}, {"zone": "Mars/Olympus"}, {"mail": "hourly"}, {"quiet_from": "22:00"}, {"email": ""}]
)
def test_a_choice_that_cannot_be_kept_is_shown_with_its_error(as_, changes: dict[str, Any]) -> None:
    answer = as_("bob").post(f"{PAGE}preferences/change/", {**CHOICE, **changes})
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode() or 'aria-invalid="true"' in answer.content.decode()
    assert not NotificationPreference.objects.exists()


def test_a_secret_is_shown_once(as_) -> None:
    bob = as_("bob")
    answer = bob.post(f"{PAGE}webhooks/", {"url": "https://hooks.example.com/"})
    secret = answer.context["registered"].secret
    assert secret in answer.content.decode()
    assert secret not in bob.get(f"{PAGE}preferences/").content.decode()
    assert bob.post(f"{PAGE}webhooks/", {"url": "https://localhost/"}).status_code == 422
