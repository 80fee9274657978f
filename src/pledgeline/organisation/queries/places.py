"""The pages of centres and services, and of who serves what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone

from pledgeline.kernel.interval import Period
from pledgeline.organisation.core import week
from pledgeline.organisation.core.calendar import OpeningHours, is_open
from pledgeline.organisation.models import Centre, Engagement, OpeningCalendar, Service, User
from pledgeline.organisation.queries.known import channels_of, opening_hours
from pledgeline.organisation.queries.people import PersonRow, people_of, person_rows

PAGE_ROWS = 50


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


@dataclass(frozen=True)
class CalendarRow:
    code: str
    name: str
    zone: str
    runs: tuple[week.WeekdayRun, ...]
    ahead: int
    """Special days from today on."""
    services: tuple[str, ...]
    """Names of the services that keep these hours."""


def calendars(*, today: date, number: int = 1) -> tuple[Page[OpeningCalendar], tuple[CalendarRow, ...]]:
    """A page of the opening calendars, by code; for those who keep them."""
    found = OpeningCalendar.objects.with_hours().prefetch_related("services").order_by("code")
    page = Paginator(found, PAGE_ROWS).get_page(number)
    return page, tuple(
        CalendarRow(
            one.code,
            one.name,
            one.zone,
            week.weekday_runs(hours),
            sum(day >= today for day in hours.special),
            tuple(service.name for service in one.services.all()),
        )
        for one in page
        for hours in [one.hours()]
    )


def calendar_names() -> dict[str, str]:
    return {one.code: one.name for one in OpeningCalendar.objects.order_by("code")}


def centre_said(code: str) -> dict[str, Any] | None:
    """A centre as it was written down; for those who keep the list."""
    return Centre.objects.filter(code=code).values("code", "name_en", "name_zh", "kind", "zone").first()


def service_said(code: str) -> dict[str, Any] | None:
    found = Service.objects.filter(code=code).values("code", "name_en", "name_zh", "zone", "calendar__code").first()
    return {**found, "calendar": found.pop("calendar__code") or ""} if found else None


def calendar_said(code: str) -> tuple[dict[str, str], OpeningHours] | None:
    """Names and zone of a calendar, and its hours."""
    found = OpeningCalendar.objects.with_hours().filter(code=code).first()
    if found is None:
        return None
    return {part: getattr(found, part) for part in ("code", "name_en", "name_zh", "zone")}, found.hours()


def centres(user: Any, *, today: date, number: int = 1) -> tuple[Page[Centre], tuple[CentreRow, ...]]:
    """A page of the centres `user` may see, by code."""
    page = Paginator(Centre.objects.visible_to(user), PAGE_ROWS).get_page(number)
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
    page = Paginator(Service.objects.visible_to(user), PAGE_ROWS).get_page(number)
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


def _engagement_rows(user: Any, today: date, **of: Any) -> tuple[EngagementRow, ...]:
    return _as_rows(_engagements(user, **of), today)


def _engagement_page(user: Any, today: date, number: int, **of: Any) -> Page[Any]:
    page: Page[Any] = Paginator(_engagements(user, **of), PAGE_ROWS).get_page(number)
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
            channels_of(row),
            row.period,
            row.period.holds(today),
        )
        for row in found
    )
