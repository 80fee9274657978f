"""What every room asks: which centres and services there are, when they are open, who serves what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from pledgeline.kernel.channels import Channel
from pledgeline.kernel.interval import Period
from pledgeline.organisation.core.calendar import OpeningHours
from pledgeline.organisation.models import Centre, Engagement, OpeningCalendar, Service
from pledgeline.organisation.models.scope import visible_centres


@dataclass(frozen=True)
class KnownCodes:
    centres: frozenset[str]
    services: frozenset[str]


def known_codes() -> KnownCodes:
    """Every registered code, whoever asks: for imports, never for a page."""
    return KnownCodes(
        centres=frozenset(Centre.objects.values_list("code", flat=True)),
        services=frozenset(Service.objects.values_list("code", flat=True)),
    )


def service_zones() -> dict[str, str]:
    """Code → zone name of every service: local hours and days are counted in it."""
    return dict(Service.objects.values_list("code", "zone"))


def centre_zones() -> dict[str, str]:
    return dict(Centre.objects.values_list("code", "zone"))


def centre_kinds() -> dict[str, str]:
    """Code → in-house or outsourced, of every centre: for facts and checks, never for a page."""
    return dict(Centre.objects.values_list("code", "kind"))


def opening_hours(*, of: Collection[str] | None = None) -> dict[str, OpeningHours]:
    """Code → hours of every service whose hours are known, or of those of `of`."""
    services = Service.objects.exclude(calendar=None)
    if of is not None:
        services = services.filter(code__in=of)
    kept = OpeningCalendar.objects.filter(pk__in=services.values("calendar")).with_hours()
    hours = {calendar.pk: calendar.hours() for calendar in kept}
    return {code: hours[pk] for code, pk in services.values_list("code", "calendar")}


def centre_names(user: Any) -> dict[str, str]:
    """Code → name in the reader's language, of the centres `user` may see."""
    return {centre.code: centre.name for centre in Centre.objects.visible_to(user)}


def service_names(user: Any) -> dict[str, str]:
    """Code → name in the reader's language, of the services `user` may see."""
    return {service.code: service.name for service in Service.objects.visible_to(user)}


def service_in_both(code: str) -> dict[str, str]:
    """The name of a service in both languages, for what is stored now and read later; its code where there is none."""
    found = Service.objects.filter(code=code).values_list("name_en", "name_zh").first() or (code, code)
    return {"en": found[0], "zh": found[1]}


def centre_in_both(code: str) -> dict[str, str]:
    """The name of a centre in both languages, for what is stored now and read later; its code where there is none."""
    found = Centre.objects.filter(code=code).values_list("name_en", "name_zh").first() or (code, code)
    return {"en": found[0], "zh": found[1]}


def names_for_files() -> tuple[dict[str, str], dict[str, str]]:
    """Code → name of every centre and of every service, in the active language: for the client's own files, never for
    a page that a centre's people may open."""
    centres = {centre.code: centre.name for centre in Centre.objects.all()}
    return centres, {service.code: service.name for service in Service.objects.all()}


def visible_services(user: Any) -> frozenset[str] | None:
    """Codes of the services whose records `user` may see (a centre's people: those it was ever engaged for);
    None means all, an empty set none."""
    if visible_centres(user) is None:
        return None
    return frozenset(Service.objects.visible_to(user).values_list("code", flat=True))


@dataclass(frozen=True)
class Serving:
    """Who serves what, over which channels, during which days."""

    centre: str
    service: str
    channels: tuple[str, ...]
    period: Period


def engagements(*, during: Period | None = None) -> tuple[Serving, ...]:
    """Every engagement that has a day in `during`, whoever asks: for facts and checks, never for a page."""
    rows = Engagement.objects.select_related("centre", "service").prefetch_related("channels")
    if during is not None and during.end is not None:
        rows = rows.filter(valid_from__lt=during.end)
    if during is not None and during.start is not None:
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=during.start))
    return tuple(_serving(row) for row in rows)


def _serving(row: Engagement) -> Serving:
    return Serving(row.centre.code, row.service.code, channels_of(row), row.period)


def channels_of(row: Engagement) -> tuple[str, ...]:
    """In the order of the word list, voice first."""
    served = {one.channel for one in row.channels.all()}
    return tuple(channel.value for channel in Channel if channel in served)
