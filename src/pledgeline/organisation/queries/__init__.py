"""What other rooms and this room's pages may know. Every function that takes a user shows only what is that user's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils import timezone

from pledgeline.kernel.channels import Channel
from pledgeline.kernel.interval import Period
from pledgeline.organisation.core import audit as chain
from pledgeline.organisation.core import roles, week
from pledgeline.organisation.core.calendar import OpeningHours, is_open
from pledgeline.organisation.models import AuditEntry, AuditHead, Centre, Engagement, OpeningCalendar, Service, User
from pledgeline.organisation.models.scope import own_centre, role_of, visible_centres

__all__ = ["own_centre", "role_of", "visible_centres"]

AUDIT_PAGE_ROWS = 50
PEOPLE_PAGE_ROWS = 50
PLACES_PAGE_ROWS = 50


# --- for every room -----------------------------------------------------------------------------------------------


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
    return Serving(row.centre.code, row.service.code, _channels(row), row.period)


def _channels(row: Engagement) -> tuple[str, ...]:
    """In the order of the word list, voice first."""
    served = {one.channel for one in row.channels.all()}
    return tuple(channel.value for channel in Channel if channel in served)


# --- pages of this room -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class EngagementRow:
    centre: str
    centre_name: str
    service: str
    service_name: str
    channels: tuple[str, ...]
    period: Period
    running: bool


@dataclass(frozen=True)
class CentreRow:
    code: str
    name: str
    kind: str
    zone: str
    services: tuple[str, ...]
    """Names of the services it serves today."""


@dataclass(frozen=True)
class CentrePage:
    code: str
    name: str
    kind: str
    zone: str
    engagements: Page[Any]
    """A page of EngagementRow."""
    staff: Page[User]
    people: tuple[PersonRow, ...]


@dataclass(frozen=True)
class PersonRow:
    username: str
    name: str
    role: str
    centre: str | None
    centre_name: str | None
    active: bool
    last_sign_in: datetime | None


@dataclass(frozen=True)
class ServiceRow:
    code: str
    name: str
    zone: str
    open_now: bool | None
    """None where the hours are not known."""
    centres: tuple[str, ...]
    """Names of the centres that serve it today, of those the reader may see."""


@dataclass(frozen=True)
class ServicePage:
    code: str
    name: str
    zone: str
    calendar_name: str | None
    calendar_zone: str | None
    runs: tuple[week.WeekdayRun, ...]
    special: tuple[week.SpecialRow, ...]
    open_now: bool | None
    engagements: Page[Any]
    """A page of EngagementRow."""


def centres(user: Any, *, today: date, number: int = 1) -> tuple[Page[Centre], tuple[CentreRow, ...]]:
    """A page of the centres `user` may see, by code."""
    page = Paginator(Centre.objects.visible_to(user), PLACES_PAGE_ROWS).get_page(number)
    rows = _engagement_rows(user, today, centre__in=list(page.object_list))
    return page, tuple(
        CentreRow(
            centre.code,
            centre.name,
            centre.kind,
            centre.zone,
            tuple(dict.fromkeys(row.service_name for row in rows if row.centre == centre.code and row.running)),
        )
        for centre in page.object_list
    )


def centre(user: Any, code: str, *, today: date, number: int = 1, engagements: int = 1) -> CentrePage | None:
    """With a page of its people and one of its engagements.

    None where there is no such centre, or none that `user` may see: the answer does not tell which.
    """
    found = Centre.objects.visible_to(user).filter(code=code).first()
    if found is None:
        return None
    rows = _engagement_page(user, today, engagements, centre=found)
    staff = people_of(user, code, number=number)
    return CentrePage(found.code, found.name, found.kind, found.zone, rows, staff, person_rows(staff))


def services(user: Any, *, now: datetime, number: int = 1) -> tuple[Page[Service], tuple[ServiceRow, ...]]:
    """A page of the services `user` may see, by code."""
    page = Paginator(Service.objects.visible_to(user), PLACES_PAGE_ROWS).get_page(number)
    shown = list(page.object_list)
    rows = _engagement_rows(user, timezone.localdate(now), service__in=shown)
    known = opening_hours(of=[one.code for one in shown])
    return page, tuple(
        ServiceRow(
            service.code,
            service.name,
            service.zone,
            is_open(known[service.code], now) if service.code in known else None,
            tuple(dict.fromkeys(row.centre_name for row in rows if row.service == service.code and row.running)),
        )
        for service in shown
    )


def service(user: Any, code: str, *, now: datetime, special_days: Period, engagements: int = 1) -> ServicePage | None:
    """With a page of its engagements. None where there is no such service, or none that `user` may see."""
    found = Service.objects.visible_to(user).select_related("calendar").filter(code=code).first()
    if found is None:
        return None
    hours = found.calendar.hours() if found.calendar else None
    return ServicePage(
        code=found.code,
        name=found.name,
        zone=found.zone,
        calendar_name=found.calendar.name if found.calendar else None,
        calendar_zone=found.calendar.zone if found.calendar else None,
        runs=week.weekday_runs(hours) if hours else (),
        special=week.special_rows(hours, special_days) if hours else (),
        open_now=is_open(hours, now) if hours else None,
        engagements=_engagement_page(user, timezone.localdate(now), engagements, service=found),
    )


def people_page(user: Any, *, number: int) -> Page[User]:
    """A page of the people `user` may see, by user name; `person_rows` reads what it shows."""
    found = User.objects.visible_to(user).select_related("centre").order_by("username")
    return Paginator(found, PEOPLE_PAGE_ROWS).get_page(number)


def person_rows(people: Iterable[User]) -> tuple[PersonRow, ...]:
    return tuple(
        PersonRow(
            one.username,
            one.get_full_name(),
            one.role,
            one.centre.code if one.centre else None,
            one.centre.name if one.centre else None,
            one.is_active,
            one.last_login,
        )
        for one in people
    )


def people_of(user: Any, centre: str, *, number: int = 1) -> Page[User]:
    """A page of those who work at a centre that `user` may see, and may sign in; `person_rows` reads what it shows."""
    found = User.objects.visible_to(user).select_related("centre").filter(centre__code=centre, is_active=True)
    return Paginator(found.order_by("username"), PEOPLE_PAGE_ROWS).get_page(number)


def _engagement_rows(user: Any, today: date, **of: Any) -> tuple[EngagementRow, ...]:
    return _as_rows(_engagements(user, **of), today)


def _engagement_page(user: Any, today: date, number: int, **of: Any) -> Page[Any]:
    page: Page[Any] = Paginator(_engagements(user, **of), PLACES_PAGE_ROWS).get_page(number)
    rows: Any = list(_as_rows(page.object_list, today))
    page.object_list = rows
    return page


def _engagements(user: Any, **of: Any) -> Any:
    found = Engagement.objects.visible_to(user).filter(**of)
    return found.select_related("centre", "service").prefetch_related("channels")


def _as_rows(found: Iterable[Engagement], today: date) -> tuple[EngagementRow, ...]:
    return tuple(
        EngagementRow(
            row.centre.code,
            row.centre.name,
            row.service.code,
            row.service.name,
            _channels(row),
            row.period,
            row.period.holds(today),
        )
        for row in found
    )


# --- audit trail --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AuditRow:
    seq: int
    at: datetime
    actor: str
    action: str
    room: str
    object_kind: str
    object_key: str
    details: Mapping[str, Any]
    hash: str


@dataclass(frozen=True)
class AuditFilter:
    """Empty fields do not filter."""

    actor: str = ""
    room: str = ""
    object_key: str = ""


def audit_page(user: Any, *, number: int, wanted: AuditFilter | None = None) -> Page[AuditEntry]:
    """A page of entries, newest first; nothing for those who may not read the trail."""
    entries = AuditEntry.objects.visible_to(user).order_by("-seq")
    wanted = wanted or AuditFilter()
    filters = {field: text for field, text in vars(wanted).items() if text}
    return Paginator(entries.filter(**filters), AUDIT_PAGE_ROWS).get_page(number)


def audit_rows(page: Page[AuditEntry]) -> tuple[AuditRow, ...]:
    return tuple(
        AuditRow(
            one.seq, one.at, one.actor, one.action, one.room, one.object_kind, one.object_key, one.details(), one.hash
        )
        for one in page
    )


def audit_rooms(user: Any) -> tuple[str, ...]:
    return tuple(AuditEntry.objects.visible_to(user).order_by("room").values_list("room", flat=True).distinct())


def audit_head() -> tuple[int, str]:
    """Number and hash of the last entry: print them on a report, and the trail can be checked against it for ever."""
    head = AuditHead.objects.filter(pk=1).first()
    return (head.seq, head.hash) if head else (0, chain.GENESIS)


def verify_chain(*, noted_head: tuple[int, str] | None = None) -> chain.Chain:
    """Reads the whole trail and recomputes every hash; checked against the stored head, or against one noted earlier.

    Costs one pass over all entries (about 40,000 a second on one core).
    """
    entries = AuditEntry.objects.order_by("seq").iterator(chunk_size=5_000)
    # The head is read first: an entry written meanwhile makes the chain longer than the head, which is sound.
    head = noted_head or audit_head()
    return chain.verify(((entry.link(), entry.hash) for entry in entries), noted_head=head)


def may_manage_people(user: Any) -> bool:
    return roles.may_manage_people(role_of(user))


def may_read_audit_trail(user: Any) -> bool:
    return roles.may_read_audit_trail(role_of(user))
