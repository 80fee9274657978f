"""What may stand in the organisation's addresses; north is centre A, south is centre B."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone


def examples() -> dict[str, Mapping[str, Mapping[str, Any]]]:
    from allauth.account.utils import user_pk_to_url_str
    from django.contrib.auth import get_user_model

    from pledgeline.organisation.actions import notifications
    from pledgeline.organisation.models import Notification

    users: Any = get_user_model().objects
    hooks = {}
    for label, person in (("A", "bob"), ("B", "cora"), ("client", "alice")):
        notifications.notify(
            to=[person],
            kind="example",
            title={"en": "Example", "zh": "示例"},
            body={"en": "", "zh": ""},
            path="/organisation/centres/",
            subject=("example", label),
        )
        user = users.get(username=person)
        hooks[label] = notifications.register_webhook(by=user, url=f"https://hooks.example.com/{label}").code
    notes = {note.subject_key: note.code for note in Notification.objects.filter(kind="example")}
    people = {
        f"{label} ({change})": {"username": username, "change": change}
        for label, username in (("A", "ben"), ("B", "carol"), ("client", "eve"))
        for change in ("link", "deactivate", "reactivate")
    }
    unknown = {"code": "no-such-thing"}
    return {
        "organisation/centres/<str:code>/": {"A": {"code": "north"}, "B": {"code": "south"}, "unknown": unknown},
        "organisation/centres/<str:code>/edit/": {"A": {"code": "north"}, "B": {"code": "south"}, "unknown": unknown},
        "organisation/services/<str:code>/edit/": {
            "A": {"code": "loans"},
            "both": {"code": "cards"},
            "unknown": unknown,
        },
        "organisation/calendars/<str:code>/": {"both": {"code": "office"}, "unknown": unknown},
        "organisation/engagements/<str:centre>/<str:service>/end/": {
            "A": {"centre": "north", "service": "loans"},
            "B": {"centre": "south", "service": "cards"},
            "unknown": {"centre": "south", "service": "no-such-thing"},
        },
        "organisation/parameters/<str:code>/": {
            "client": {"code": "briefing.acknowledged_share"},
            "unknown": {"code": "briefing.no_such_number"},
        },
        "organisation/services/<str:code>/": {"A": {"code": "loans"}, "both": {"code": "cards"}, "unknown": unknown},
        "organisation/^people/(?P<username>[^/]+)/(?P<change>link|deactivate|reactivate)/$": {
            **people,
            "unknown": {"username": "no-such-person", "change": "link"},
        },
        "organisation/notifications/webhooks/<str:code>/remove/": {
            **{label: {"code": code} for label, code in hooks.items()},
            "unknown": unknown,
        },
        "organisation/notifications/<str:code>/open/": {
            **{label: {"code": code} for label, code in notes.items()},
            "unknown": unknown,
        },
        "account/^confirm-email/(?P<key>[-:\\w]+)/$": {"client": {"key": "abc"}, "unknown": {"key": "xyz"}},
        "account/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": {
            "client": {"uidb36": user_pk_to_url_str(users.get(username="alice")), "key": "used-up"},
            "unknown": {"uidb36": "zzz", "key": "used-up"},
        },
        "account/2fa/webauthn/keys/<int:pk>/remove/": {"client": {"pk": 1}, "unknown": {"pk": 999_999}},
        "account/2fa/webauthn/keys/<int:pk>/edit/": {"client": {"pk": 1}, "unknown": {"pk": 999_999}},
    }


def many(n: int) -> None:
    """People of the client and of the north centre, what two of them were told, entries of the trail, the history of
    one number, and webhooks of one person."""
    from pledgeline.organisation.models import AuditEntry, Notification, ParameterSetting, User, WebhookEndpoint
    from tests.web.growth import more

    for person in ("eve", "ben"):
        more(User.objects.get(username=person), n, username=person + "-{n}")
    for person in ("alice", "bob"):
        note = Notification.objects.filter(person__username=person).earliest("pk")
        more(note, n, code=person + "-{n}")
    hook = WebhookEndpoint.objects.filter(person__username="alice").earliest("pk")
    more(hook, n, code="more-{n}", url="https://hooks.example.com/{n}")
    more(ParameterSetting.objects.first() or _set(), n)
    # Entries that follow from none: nobody verifies the chain here.
    more(AuditEntry.objects.latest("seq"), n, hash="{n}")


def _set() -> Any:
    from pledgeline.organisation.models import ParameterSetting

    # The day is past and the value the default: nothing else is judged otherwise.
    from pledgeline.organisation.queries import parameters

    code = "briefing.acknowledged_share"
    value = parameters.value(code, day=date(2020, 1, 1))
    moment = timezone.now()
    return ParameterSetting.objects.create(
        code=code, value=value, valid_from=date(2020, 1, 1), reason="As before.", set_at=moment
    )


def places(n: int) -> None:
    """Centres, each of which serves a service of its own with a calendar of its own; and one that served another again
    and again, a day each time."""
    from pledgeline.organisation.models import Centre, Engagement, EngagementChannel, Service
    from tests.web.growth import more

    service = Service.objects.get(code="cards")
    centres = more(Centre.objects.get(code="north"), n, code="more-{n}")
    services = more(service, n, code="more-{n}", calendar=more(service.calendar, n, code="more-{n}"))
    channel = EngagementChannel.objects.filter(engagement__service=service).earliest("pk")
    more(channel, n, engagement=more(channel.engagement, n, centre=centres, service=services))
    first = date(1900, 1, 1) + timedelta(days=Engagement.objects.filter(valid_from__year__lt=1990).count())
    days = [first + timedelta(days=number) for number in range(n)]
    Engagement.objects.bulk_create(
        Engagement(
            centre_id=channel.engagement.centre_id,
            service_id=channel.engagement.service_id,
            valid_from=day,
            valid_to=day + timedelta(days=1),
        )
        for day in days
    )
