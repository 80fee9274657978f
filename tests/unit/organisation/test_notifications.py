"""Telling people: each sees only their own; sending happens later, once, or again with the reason kept."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from datetime import UTC, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest
from django.core import mail

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import _sending, notifications
from pledgeline.organisation.core.dispatch import RETRY_AFTER, State
from pledgeline.organisation.models import AuditEntry, Dispatch, Notification, User, WebhookEndpoint

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 1, 5, 2, tzinfo=UTC)  # 10:00 in Shanghai


def tell(*to: str, title: str = "Read this", at: datetime = NOW) -> int:
    return notifications.notify(
        to=to,
        kind="briefing.published",
        title={"en": title, "zh": "请阅读"},
        body={"en": "<b>New</b> rates", "zh": "新利率"},
        path="/organisation/centres/",
        subject=("briefing", "rates"),
        at=at,
    )


@pytest.fixture
def post_office(settings: Any) -> None:
    settings.PLEDGELINE_SENDS_MAIL = True
    settings.PLEDGELINE_PUBLIC_URL = "https://pledgeline.example.com"


def wants(user: User, **changes: Any) -> None:
    choice = {"email": f"{user.username}@example.com", "mail": "at_once", "zone": "Asia/Shanghai", **changes}
    notifications.set_preferences(by=user, at=NOW, **choice)


def test_each_person_is_told_once_and_nobody_sees_anothers(cast: Any) -> None:
    assert tell("bob", "bob", "carol") == 2
    for name in ("bob", "carol"):
        assert [one.person.username for one in Notification.objects.visible_to(cast[name])] == [name]
    for name in ("alice", "adam", "dan", "nobody"):
        assert not Notification.objects.visible_to(cast[name]).exists()
    assert dict(User.objects.filter(unread=1).values_list("username", "unread")) == {"bob": 1, "carol": 1}


def test_unknown_people_are_refused_whole_and_those_without_access_left_out(cast: Any) -> None:
    with pytest.raises(Problem, match=r"people\.unknown"):
        tell("bob", "zoe")
    assert not Notification.objects.exists()
    User.objects.filter(username="bob").update(is_active=False)
    assert tell("bob") == 0


@pytest.mark.parametrize("path", ["https://evil.example.com/", "//evil.example.com/", "x"])
def test_a_notification_never_leads_outside(cast: Any, path: str) -> None:
    with pytest.raises(ValueError, match="does not lead"):
        notifications.notify(
            to=["bob"], kind="x", title={"en": "a", "zh": "a"}, body={"en": "", "zh": ""}, path=path, subject=("a", "b")
        )


def test_reading_counts_down_and_reading_anothers_is_not_found(cast: Any) -> None:
    tell("bob")
    tell("bob")
    code = Notification.objects.visible_to(cast.bob).values_list("code", flat=True)[0]
    with pytest.raises(Problem, match=r"notification\.unknown"):
        notifications.mark_read(by=cast.carol, code=code)
    assert notifications.mark_read(by=cast.bob, code=code, at=NOW) == 1
    assert notifications.mark_read(by=cast.bob, code=code, at=NOW) == 0
    assert User.objects.get(username="bob").unread == 1
    assert notifications.mark_read(by=cast.bob) == 1
    assert cast.bob.unread == 0


def test_without_a_mail_server_or_an_address_nothing_is_planned(cast: Any, settings: Any) -> None:
    wants(cast.bob)
    tell("bob")
    settings.PLEDGELINE_SENDS_MAIL = True
    tell("carol")
    assert not Dispatch.objects.exists()


def test_a_mail_is_sent_once_in_the_persons_language(cast: Any, post_office: None) -> None:
    wants(cast.bob)
    User.objects.filter(username="bob").update(language="zh-hans")
    tell("bob")
    assert mail.outbox == []
    assert notifications.deliver_due(now=NOW) == notifications.Delivered(sent=1)
    assert notifications.deliver_due(now=NOW) == notifications.Delivered()
    (sent,) = mail.outbox
    assert sent.to == ["bob@example.com"]
    assert "请阅读" in sent.subject
    assert "https://pledgeline.example.com/organisation/centres/" in sent.body
    assert sent.extra_headers["Message-ID"] == f"<{Dispatch.objects.get().code}@pledgeline.example.com>"


def test_a_line_end_in_a_title_makes_no_header(cast: Any, post_office: None) -> None:
    wants(cast.bob)
    tell("bob", title="Hello\r\nBcc: everyone@example.com")
    notifications.deliver_due(now=NOW)
    assert "\n" not in mail.outbox[0].subject
    assert "<b>New</b>" in mail.outbox[0].body or "新利率" in mail.outbox[0].body


def test_what_came_in_quiet_hours_leaves_in_one_mail_when_they_end(cast: Any, post_office: None) -> None:
    wants(cast.bob, quiet_from=time(9), quiet_until=time(11))
    tell("bob")
    tell("bob", at=NOW + timedelta(minutes=5))
    assert notifications.deliver_due(now=NOW + timedelta(minutes=59)).sent == 0
    assert notifications.deliver_due(now=NOW + timedelta(hours=1)).sent == 2
    assert len(mail.outbox) == 1


def test_what_was_read_meanwhile_is_not_mailed(cast: Any, post_office: None) -> None:
    wants(cast.bob, mail="daily")
    tell("bob")
    notifications.mark_read(by=cast.bob, at=NOW)
    assert notifications.deliver_due(now=NOW + timedelta(days=2)).sent == 0
    assert Dispatch.objects.get().state == State.NOT_NEEDED


def test_choosing_no_mail_stops_what_waits(cast: Any, post_office: None) -> None:
    wants(cast.bob, mail="daily")
    tell("bob")
    wants(cast.bob, mail="off")
    assert notifications.deliver_due(now=NOW + timedelta(days=2)).sent == 0
    assert mail.outbox == []


def test_a_failure_is_kept_and_tried_again_until_it_is_given_up(
    cast: Any, post_office: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise _sending.NotSent("mail.failed", "ConnectionRefusedError")

    wants(cast.bob)
    tell("bob")
    monkeypatch.setattr(_sending, "send_mail", refuse)
    moment = NOW
    for wait in RETRY_AFTER:
        assert notifications.deliver_due(now=moment) == notifications.Delivered(waiting=1)
        assert Dispatch.objects.get().error == "mail.failed: ConnectionRefusedError"
        assert notifications.deliver_due(now=moment) == notifications.Delivered()
        moment += wait
    assert notifications.deliver_due(now=moment) == notifications.Delivered(given_up=1)
    assert AuditEntry.objects.filter(action="notification.given_up").count() == 1


def test_a_dispatch_in_a_dead_workers_hand_is_tried_again_and_a_living_ones_is_not(
    cast: Any, post_office: None
) -> None:
    wants(cast.bob)
    tell("bob")
    Dispatch.objects.update(state=State.SENDING, claimed_at=NOW)
    assert notifications.deliver_due(now=NOW + timedelta(minutes=15)).sent == 0
    assert notifications.deliver_due(now=NOW + timedelta(minutes=16)).sent == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"email": "no address"}, "notification.email"),
        ({"email": ""}, "notification.email_missing"),
        ({"zone": "Mars/Olympus"}, "zone.unknown"),
        ({"mail": "hourly"}, "word.unknown"),
        ({"quiet_from": time(1)}, "notification.quiet_one_end"),
        ({"quiet_from": time(1), "quiet_until": time(1)}, "notification.quiet_all_day"),
    ],
)
def test_a_choice_that_cannot_be_kept_is_refused(cast: Any, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Problem) as refused:
        wants(cast.bob, **changes)
    assert refused.value.code == code


def test_the_audit_trail_knows_of_the_choice_but_not_the_address(cast: Any) -> None:
    wants(cast.bob)
    entry = AuditEntry.objects.get(action="notification.preferences_chosen")
    assert "bob@example.com" not in entry.data


# --- webhooks -----------------------------------------------------------------------------------------------------


class Receiver(BaseHTTPRequestHandler):
    received: ClassVar[list[tuple[dict[str, str], bytes]]] = []
    status = 204

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.append((dict(self.headers), body))
        self.send_response(self.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def receiver(settings: Any) -> Any:
    settings.PLEDGELINE_WEBHOOKS_TO_PRIVATE = True
    Receiver.received.clear()
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hook"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_webhook_is_told_once_and_can_check_who_speaks(cast: Any, receiver: str) -> None:
    registered = notifications.register_webhook(by=cast.bob, url=receiver)
    tell("bob", "carol")
    assert Receiver.received == []
    assert notifications.deliver_due(now=NOW).sent == 1
    assert notifications.deliver_due(now=NOW).sent == 0
    ((headers, body),) = Receiver.received
    parts = dict(part.split("=", 1) for part in headers["Pledgeline-Signature"].split(","))
    wanted = hmac.new(registered.secret.encode(), parts["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert parts == {"t": str(int(NOW.timestamp())), "v1": wanted}
    told = json.loads(body)
    assert (told["person"], told["title"]["zh"], told["subject"]) == (
        "bob", "请阅读", {"kind": "briefing", "key": "rates"},
    )  # fmt: skip
    assert headers["Pledgeline-Dispatch"] == Dispatch.objects.get().code


@pytest.mark.parametrize("status", [302, 404, 500])
def test_any_answer_but_a_2xx_is_a_failure_and_a_redirect_is_not_followed(
    cast: Any, receiver: str, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(Receiver, "status", status)
    notifications.register_webhook(by=cast.bob, url=receiver)
    tell("bob")
    assert notifications.deliver_due(now=NOW).waiting == 1
    assert Dispatch.objects.get().error == f"webhook.status: {status}"
    assert len(Receiver.received) == 1


def test_a_name_that_leads_inside_is_refused_when_it_is_called(
    cast: Any, receiver: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A harmless name today may lead to this machine tomorrow."""
    settings.PLEDGELINE_WEBHOOKS_TO_PRIVATE = False
    monkeypatch.setattr(
        "pledgeline.organisation.actions._sending.socket.getaddrinfo",
        lambda *_, **__: [(0, 0, 0, "", ("93.184.215.14", 443)), (0, 0, 0, "", ("127.0.0.1", 443))],
    )
    notifications.register_webhook(by=cast.bob, url="https://hooks.example.com/")
    tell("bob")
    assert notifications.deliver_due(now=NOW).waiting == 1
    assert Dispatch.objects.get().error == "webhook.private"


def test_no_secret_is_stored(cast: Any, receiver: str) -> None:
    registered = notifications.register_webhook(by=cast.bob, url=receiver)
    stored = WebhookEndpoint.objects.values().get()
    assert registered.secret not in str(stored)
    assert registered.secret not in "".join(AuditEntry.objects.values_list("data", flat=True))


def test_a_webhook_is_registered_once_by_few_and_removed_by_its_owner_only(cast: Any) -> None:
    first = notifications.register_webhook(by=cast.bob, url="https://hooks.example.com/0")
    with pytest.raises(Problem, match=r"webhook\.exists"):
        notifications.register_webhook(by=cast.bob, url="https://hooks.example.com/0")
    for number in range(1, notifications.MAX_WEBHOOKS):
        notifications.register_webhook(by=cast.bob, url=f"https://hooks.example.com/{number}")
    with pytest.raises(Problem, match=r"webhook\.too_many"):
        notifications.register_webhook(by=cast.bob, url="https://hooks.example.com/more")
    with pytest.raises(Problem, match=r"webhook\.unknown"):
        notifications.remove_webhook(by=cast.adam, code=first.code)
    tell("bob")
    notifications.remove_webhook(by=cast.bob, code=first.code)
    waiting = Dispatch.objects.filter(state=State.WAITING)
    assert waiting.count() == notifications.MAX_WEBHOOKS - 1
