"""When a notification leaves, when it is tried again, and how a webhook is signed.

Moments are arguments; a person's clock times are read in that person's zone.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from pledgeline.kernel import clock
from pledgeline.kernel.problem import Problem


class Mail(StrEnum):
    """How a person wants notifications by e-mail."""

    OFF = "off"
    AT_ONCE = "at_once"
    DAILY = "daily"


class State(StrEnum):
    """Of one dispatch: `sending` while a worker has it, `not_needed` where it was read before it was due."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    NOT_NEEDED = "not_needed"
    GIVEN_UP = "given_up"


# After the first failure 1 minute, and so on; after the last one it is given up. In all about a day and a half.
RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
# A worker that died with a dispatch in hand has not told whether it went out.
CLAIM_LASTS = timedelta(minutes=15)

_DAY = timedelta(days=1)
_MAX_URL_LENGTH = 500


@dataclass(frozen=True)
class Preference:
    """`quiet` from one local time to another (past midnight where the second is not later); None: never."""

    mail: Mail
    digest_at: time
    zone: str
    quiet: tuple[time, time] | None = None


def checked(preference: Preference) -> Preference:
    """`preference` itself; raises Problem `zone.unknown` or `notification.quiet_all_day`."""
    clock.zone(preference.zone)
    if preference.quiet is not None and preference.quiet[0] == preference.quiet[1]:
        raise Problem("notification.quiet_all_day", field="quiet_until")
    return preference


def mail_due(at: datetime, preference: Preference) -> datetime | None:
    """When a mail about something of `at` is to leave, in UTC; None where the person wants none.

    A daily mail leaves at the next `digest_at`; none leaves in quiet hours, but when they end.
    """
    if preference.mail is Mail.OFF:
        return None
    due = _next(at, preference.digest_at, preference.zone) if preference.mail is Mail.DAILY else at
    return after_quiet(due, preference)


def after_quiet(at: datetime, preference: Preference) -> datetime:
    """`at` itself, or the end of the quiet hours it lies in; in UTC."""
    if preference.quiet is not None:
        begins, ends = preference.quiet
        shown = at.astimezone(clock.zone(preference.zone)).time().replace(tzinfo=None)
        quiet = begins <= shown < ends if begins < ends else shown >= begins or shown < ends
        if quiet:
            return _next(at, ends, preference.zone)
    return at.astimezone(UTC)


def _next(at: datetime, shown: time, zone_name: str) -> datetime:
    """The first moment not before `at` at which clocks in the zone show this (or would, where they jump over it)."""
    local = clock.zone(zone_name)
    day = at.astimezone(local).date()
    while True:
        moment = datetime.combine(day, shown, tzinfo=local).astimezone(UTC)
        if moment >= at:
            return moment
        day += _DAY


def retry_at(failures: int, now: datetime) -> datetime | None:
    """When to try again after so many failures; None: never."""
    return now + RETRY_AFTER[failures - 1] if failures <= len(RETRY_AFTER) else None


# --- webhooks -----------------------------------------------------------------------------------------------------


def checked_url(url: str, *, private_allowed: bool) -> str:
    """`url` itself; raises Problem `webhook.url` where no webhook may go there by its address alone.

    Wanted is HTTPS to a name. Where private targets are allowed, HTTP and any address will do.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Problem("webhook.url", field="url", value=url[:80]) from None
    schemes = {"https", "http"} if private_allowed else {"https"}
    odd = not host or parts.username is not None or parts.fragment or port == 0 or not url.isascii()
    if odd or parts.scheme not in schemes or len(url) > _MAX_URL_LENGTH or any(sign <= " " for sign in url):
        raise Problem("webhook.url", field="url", value=url[:80])
    if not private_allowed and (host == "localhost" or host.endswith(".localhost") or not _may_be_public(host)):
        raise Problem("webhook.private", field="url", host=host)
    return url


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet: not to this machine, its network or a reserved range."""
    found = ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (inner is None or inner.is_global)


def _may_be_public(host: str) -> bool:
    try:
        return is_public(host)
    except ValueError:
        return True  # a name; where it leads is looked at when it is called


def signature(secret: str, timestamp_s: int, body: bytes) -> str:
    """The hexadecimal HMAC-SHA256 of `timestamp.body`: an old message cannot be sent again as a new one."""
    return hmac.new(secret.encode(), f"{timestamp_s}.".encode() + body, hashlib.sha256).hexdigest()
