"""How a notification leaves the house: by e-mail, or signed to a webhook. Called by the worker, never in a request."""

from __future__ import annotations

import http.client
import json
import smtplib
import socket
import ssl
from collections.abc import Sequence
from datetime import datetime
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pledgeline import __version__
from pledgeline.organisation.core import dispatch as core
from pledgeline.organisation.models import Dispatch, User, WebhookEndpoint

# A receiver has this long for all of it; the next one waits meanwhile.
PATIENCE_S = 10.0


class NotSent(Exception):
    """`code` says why (worded in `wording.DISPATCH_ERRORS`), `detail` in which words the other side did."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code, self.detail = code, detail
        super().__init__(self.stored)

    @property
    def stored(self) -> str:
        return f"{self.code}: {self.detail}"[:300] if self.detail else self.code


# --- e-mail -------------------------------------------------------------------------------------------------------


def send_mail(person: User, dispatches: Sequence[Dispatch]) -> None:
    """One mail about all of them, in the person's language. Raises NotSent."""
    notes = [one.notification for one in dispatches]
    with translation.override(person.language or settings.LANGUAGE_CODE):
        subject = notes[0].title
        if len(notes) > 1:
            subject = ngettext("%(count)s notification", "%(count)s notifications", len(notes)) % {"count": len(notes)}
        text = render_to_string(
            "organisation/mail/notifications.txt",
            {"person": person, "notes": notes, "house": settings.PLEDGELINE_PUBLIC_URL},
        )
        # A line end in a subject would begin another header.
        subject = " ".join(_("Pledgeline: %(subject)s").split("\n")) % {"subject": " ".join(subject.split())}
    host = urlsplit(settings.PLEDGELINE_PUBLIC_URL).hostname or "localhost"
    message = EmailMessage(
        subject,
        text,
        settings.DEFAULT_FROM_EMAIL,
        [person.email],
        headers={"Message-ID": f"<{dispatches[0].code}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except smtplib.SMTPResponseException as refused:
        raise NotSent("mail.refused", str(refused.smtp_code)) from refused
    except smtplib.SMTPRecipientsRefused as refused:
        raise NotSent("mail.recipient") from refused
    except (smtplib.SMTPException, OSError, ValueError) as failed:
        raise NotSent("mail.failed", type(failed).__name__) from failed


# --- webhooks -----------------------------------------------------------------------------------------------------


def secret_of(endpoint: WebhookEndpoint) -> str:
    """The endpoint's secret: computed, never stored, from its nonce and the key in the keys folder."""
    return salted_hmac("pledgeline.organisation.webhook", endpoint.nonce, algorithm="sha256").hexdigest()


def post(one: Dispatch, endpoint: WebhookEndpoint, *, now: datetime) -> None:
    """The notification as signed JSON to its endpoint. Raises NotSent for every answer but a 2xx."""
    body = json.dumps(_payload(one), ensure_ascii=False, separators=(",", ":")).encode()
    timestamp_s = int(now.timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"Pledgeline/{__version__}",
        "Pledgeline-Dispatch": one.code,
        "Pledgeline-Signature": f"t={timestamp_s},v1={core.signature(secret_of(endpoint), timestamp_s, body)}",
    }
    try:
        core.checked_url(endpoint.url, private_allowed=settings.PLEDGELINE_WEBHOOKS_TO_PRIVATE)
        status = _posted(endpoint.url, body, headers)
    except NotSent:
        raise
    except TimeoutError as late:
        raise NotSent("webhook.late") from late
    except ssl.SSLError as failed:
        raise NotSent("webhook.certificate", type(failed).__name__) from failed
    except (OSError, http.client.HTTPException, ValueError) as failed:
        raise NotSent("webhook.unreachable", type(failed).__name__) from failed
    if not 200 <= status < 300:
        raise NotSent("webhook.status", str(status))


def _payload(one: Dispatch) -> dict[str, Any]:
    note = one.notification
    return {
        "id": note.code,
        "kind": note.kind,
        "at": note.at.isoformat(),
        "person": note.person.username,
        "title": {"en": note.title_en, "zh": note.title_zh},
        "body": {"en": note.body_en, "zh": note.body_zh},
        "url": settings.PLEDGELINE_PUBLIC_URL + note.path,
        "subject": {"kind": note.subject_kind, "key": note.subject_key},
    }


def _posted(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The status of the answer; a redirect is an answer, not followed."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE_S)
    raw = socket.create_connection(_allowed_address(host, port), timeout=PATIENCE_S)
    # A time-out of the socket starts anew with every byte; this one does not.
    clock = Timer(PATIENCE_S, raw.shutdown, [socket.SHUT_RDWR])
    clock.daemon = True
    clock.start()
    try:
        # The connection is handed a socket that leads to the address looked at: a second look-up could lead elsewhere.
        connection.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=host) if secure else raw
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, headers)
        return connection.getresponse().status
    finally:
        clock.cancel()
        connection.close()
        raw.close()


def _allowed_address(host: str, port: int) -> tuple[str, int]:
    """Where `host` leads now; NotSent `webhook.private` where one of its addresses is not of the open internet."""
    try:
        found = {str(place[0]) for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except socket.gaierror as unknown:
        raise NotSent("webhook.no_such_host") from unknown
    if not settings.PLEDGELINE_WEBHOOKS_TO_PRIVATE and not all(core.is_public(address) for address in found):
        raise NotSent("webhook.private")
    return sorted(found, key=lambda address: ":" in address)[0], port
