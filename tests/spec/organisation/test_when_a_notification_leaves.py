"""When a mail about a notification leaves: at once or once a day, and never in quiet hours."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from pledgeline.kernel.problem import Problem
from pledgeline.organisation.core import dispatch
from pledgeline.organisation.core.dispatch import Mail, Preference

ZONE = "Asia/Shanghai"  # UTC+8
NIGHT = (time(22), time(7))
NOON_BREAK = (time(12), time(13))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("mail", "quiet", "at", "due"),
    [
        (Mail.OFF, None, "2026-01-05 01:00", None),
        (Mail.AT_ONCE, None, "2026-01-05 01:00", "2026-01-05 01:00"),
        (Mail.AT_ONCE, NIGHT, "2026-01-05 13:59", "2026-01-05 13:59"),  # 21:59 there
        (Mail.AT_ONCE, NIGHT, "2026-01-05 14:00", "2026-01-05 23:00"),  # 22:00 there: until 7:00
        (Mail.AT_ONCE, NIGHT, "2026-01-05 22:59", "2026-01-05 23:00"),  # 6:59 there
        (Mail.AT_ONCE, NIGHT, "2026-01-05 23:00", "2026-01-05 23:00"),  # 7:00 there: the end is not quiet
        (Mail.AT_ONCE, NOON_BREAK, "2026-01-05 04:30", "2026-01-05 05:00"),
        (Mail.DAILY, None, "2026-01-05 00:00", "2026-01-05 00:00"),  # 8:00 there: just in time
        (Mail.DAILY, None, "2026-01-05 00:01", "2026-01-06 00:00"),
        (Mail.DAILY, (time(7), time(9)), "2026-01-05 00:01", "2026-01-06 01:00"),  # 8:00 is quiet: at 9:00
    ],
)
def test_a_mail_is_due_as_the_person_wants_it(
    mail: Mail, quiet: tuple[time, time] | None, at: str, due: str | None
) -> None:
    found = dispatch.mail_due(utc(at), Preference(mail, time(8), ZONE, quiet))
    assert found == (utc(due) if due else None)


def test_the_clock_is_the_persons_own_also_where_it_is_changed() -> None:
    wanted = Preference(Mail.DAILY, time(2, 30), "Europe/Berlin")
    # On 29 March 2026 clocks jump there from 2:00 to 3:00: 2:30 is 1:30 UTC, as if they had not.
    assert dispatch.mail_due(utc("2026-03-29 00:00"), wanted) == utc("2026-03-29 01:30")


def test_quiet_hours_without_end_are_refused() -> None:
    with pytest.raises(Problem, match=r"notification\.quiet_all_day"):
        dispatch.checked(Preference(Mail.AT_ONCE, time(8), ZONE, (time(7), time(7))))


def test_a_failure_is_tried_six_times_again_ever_later_and_then_given_up() -> None:
    now = utc("2026-01-05 00:00")
    waits = [again - now for failures in range(1, 7) if (again := dispatch.retry_at(failures, now))]
    assert len(waits) == 6
    assert waits == sorted(set(waits))
    assert waits[0] == timedelta(minutes=1)
    assert dispatch.retry_at(7, now) is None


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://hooks.example.com/x?y=1", None),
        ("https://hooks.example.com:8443/", None),
        ("http://hooks.example.com/", "webhook.url"),
        ("https://user:secret@hooks.example.com/", "webhook.url"),
        ("https://hooks.example.com/#part", "webhook.url"),
        ("https://hooks.example.com/a b", "webhook.url"),
        ("https://hooks.example.com/\r\nX: y", "webhook.url"),
        ("ftp://hooks.example.com/", "webhook.url"),
        ("https:///x", "webhook.url"),
        ("https://hooks.example.com:99999/", "webhook.url"),
        ("https://[::1/", "webhook.url"),
        ("https://localhost/", "webhook.private"),
        ("https://127.0.0.1/", "webhook.private"),
        ("https://10.1.2.3/", "webhook.private"),
        ("https://169.254.169.254/latest/meta-data/", "webhook.private"),
        ("https://[::1]/", "webhook.private"),
        ("https://[::ffff:127.0.0.1]/", "webhook.private"),
        ("https://[fe80::1]/", "webhook.private"),
    ],
)
def test_a_webhook_leads_to_the_open_internet_over_https_only(url: str, code: str | None) -> None:
    if code is None:
        assert dispatch.checked_url(url, private_allowed=False) == url
        return
    with pytest.raises(Problem) as refused:
        dispatch.checked_url(url, private_allowed=False)
    assert (refused.value.code, refused.value.field) == (code, "url")


def test_a_signature_covers_the_time_and_the_body() -> None:
    # RFC 4231 gives no case with our prefix, so the value is recomputed by the words of the how-to.
    import hashlib
    import hmac

    wanted = hmac.new(b"secret", b'1767574800.{"a":1}', hashlib.sha256).hexdigest()
    assert dispatch.signature("secret", 1_767_574_800, b'{"a":1}') == wanted
    assert dispatch.signature("secret", 1_767_574_801, b'{"a":1}') != wanted
