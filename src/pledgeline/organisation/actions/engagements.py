from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from pledgeline.kernel.channels import Channel
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.actions import _checks, audit
from pledgeline.organisation.models import Centre, Engagement, EngagementChannel, Service, User


@transaction.atomic
def begin(
    *,
    centre: str,
    service: str,
    channels: Iterable[str],
    first_day: date,
    last_day: date | None = None,
    by: User | None,
) -> Engagement:
    """From `first_day` to `last_day` (both included; None: until ended) `centre` serves `service` over `channels`.

    Raises Problem `engagement.channels_missing`, `word.unknown` for a channel, `period.empty`, `engagement.exists`
    where one of the two begins on the same day, and `engagement.overlap` where the centre already serves one of the
    channels for a part of that time.
    """
    # The lock on the centre makes two people who engage it at once take turns, so neither overlooks the other.
    serving, served = _checks.centre(centre, lock=True), _checks.service(service)
    period = Period.from_days(first_day, last_day)
    wanted = _channels(channels)
    _refuse_overlap(serving, served, wanted, period, besides=None)
    engagement = Engagement.objects.create(centre=serving, service=served, valid_from=first_day, valid_to=period.end)
    _write_channels(engagement, wanted)
    audit.record(
        room="organisation",
        action="engagement.begun",
        subject=("engagement", _key(engagement)),
        by=by,
        data={"channels": wanted, "last_day": last_day},
    )
    return engagement


@transaction.atomic
def end(*, centre: str, service: str, last_day: date, by: User | None) -> int:
    """Every engagement of the two that runs beyond `last_day` ends with that day; returns how many did.

    Raises Problem `engagement.none` where there is nothing to end.
    """
    serving, served = _checks.centre(centre, lock=True), _checks.service(service)
    after = last_day + timedelta(days=1)
    running = Engagement.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=after), centre=serving, service=served, valid_from__lte=last_day
    )
    found = list(running.select_related("centre", "service"))
    if not found:
        raise Problem("engagement.none", centre=centre, service=service, day=last_day.isoformat())
    for engagement in found:
        changes = _checks.apply_changes(engagement, {"valid_to": after})
        subject = ("engagement", _key(engagement))
        audit.record(room="organisation", action="engagement.ended", subject=subject, by=by, data=changes)
    return len(found)


@transaction.atomic
def ensure(
    *,
    centre: str,
    service: str,
    channels: Iterable[str],
    first_day: date,
    last_day: date | None = None,
    by: User | None,
) -> Engagement:
    """The engagement that begins on `first_day`, with these channels and this end; no trace where nothing differs."""
    serving, served = _checks.centre(centre, lock=True), _checks.service(service)
    wanted = _channels(channels)
    engagement = Engagement.objects.filter(centre=serving, service=served, valid_from=first_day).first()
    if engagement is None:
        return begin(centre=centre, service=service, channels=wanted, first_day=first_day, last_day=last_day, by=by)
    period = Period.from_days(first_day, last_day)
    _refuse_overlap(serving, served, wanted, period, besides=engagement)
    before = sorted(engagement.channels.values_list("channel", flat=True))
    changes = _checks.apply_changes(engagement, {"valid_to": period.end})
    if before != wanted:
        engagement.channels.all().delete()
        _write_channels(engagement, wanted)
        changes["channels"] = [before, wanted]
    if changes:
        subject = ("engagement", _key(engagement))
        audit.record(room="organisation", action="engagement.changed", subject=subject, by=by, data=changes)
    return engagement


def _channels(channels: Iterable[str]) -> list[str]:
    wanted = sorted({_checks.word(Channel, one, field="channels").value for one in channels})
    if not wanted:
        raise Problem("engagement.channels_missing", field="channels")
    return wanted


def _write_channels(engagement: Engagement, channels: list[str]) -> None:
    EngagementChannel.objects.bulk_create(EngagementChannel(engagement=engagement, channel=one) for one in channels)


def _refuse_overlap(
    centre: Centre, service: Service, channels: list[str], period: Period, *, besides: Engagement | None
) -> None:
    others = Engagement.objects.filter(centre=centre, service=service).prefetch_related("channels")
    for other in others.exclude(pk=besides.pk) if besides else others:
        place = {"centre": centre.code, "service": service.code, "since": other.valid_from.isoformat()}
        if other.valid_from == period.start:
            raise Problem("engagement.exists", field="first_day", **place)
        shared = sorted({one.channel for one in other.channels.all()} & set(channels))
        if shared and other.period.overlaps(period):
            raise Problem("engagement.overlap", field="channels", channel=shared[0], **place)


def _key(engagement: Engagement) -> str:
    return f"{engagement.centre.code}/{engagement.service.code}/{engagement.valid_from}"
