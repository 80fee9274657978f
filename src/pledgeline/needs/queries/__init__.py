"""Reading what customers expect."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef

from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.needs.core.expectation import Expectation
from pledgeline.needs.core.standing import Standing, standing
from pledgeline.needs.models import ExpectationVersion, Refusal, Segment
from pledgeline.organisation.queries import parameters, visible_services

PAGE_ROWS = 50
# Of one expectation several lists stand on one page.
LIST_ROWS = 25


@dataclass(frozen=True)
class ExpectationRow:
    """One expectation in force, with the segment's names and how well it is known today."""

    expectation: Expectation
    segment_name: dict[str, str]
    standing: Standing


@dataclass(frozen=True)
class SourceRow:
    """`reference` is empty for a centre's people: it may name another centre."""

    kind: str
    dated: date
    n: int | None
    strength: str
    reference: str


@dataclass(frozen=True)
class RefusalRow:
    because: dict[str, str]
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True)
class VersionRow:
    number: int
    period: Period
    need: dict[str, str]
    adequate: dict[str, str]


@dataclass(frozen=True)
class Pages:
    """Which page of each of an expectation's lists is asked for."""

    sources: int = 1
    refusals: int = 1
    versions: int = 1


_FIRST = Pages()


@dataclass(frozen=True)
class ExpectationPage:
    """The latest version; its lists are pages of SourceRow, of RefusalRow and of VersionRow (newest first)."""

    row: ExpectationRow
    sources: Page[Any]
    refusals: Page[Any]
    versions: Page[Any]

    @property
    def located(self) -> bool:
        """Whether any source says where it is: to a centre's people none does."""
        return any(one.reference for one in self.sources)


def any_registered() -> bool:
    """Whether a register of expectations is kept at all."""
    return ExpectationVersion.objects.exists()


def expectations_on(day: date, *, services: Collection[str]) -> list[Expectation]:
    """Every expectation in force on a day for one of the services, whoever asks: for facts and checks, not pages."""
    found = ExpectationVersion.objects.in_force_on(day).filter(expectation__service__in=services).with_all()
    return [one.as_core() for one in found]


@dataclass(frozen=True)
class Needed:
    """What an expectation in force says is needed, and whether the organisation refused to meet it."""

    code: str
    service: str
    need: dict[str, str]
    refused: bool


def needed_on(day: date, *, services: Collection[str]) -> list[Needed]:
    """As `expectations_on`, without sources and levels: for lists of thousands. One query."""
    refused = Exists(Refusal.objects.filter(expectation=OuterRef("expectation")))
    found = ExpectationVersion.objects.in_force_on(day).filter(expectation__service__in=services)
    rows = found.annotate(refused=refused).values_list(
        "expectation__code", "expectation__service", "need_en", "need_zh", "refused"
    )
    return [Needed(code, service, {"en": en, "zh": zh}, refused) for code, service, en, zh, refused in rows]


def expectation_list(user: Any, *, today: date, number: int = 1) -> Page[Any]:
    """A page of ExpectationRow, by service and code; as many queries for ten as for ten thousand."""
    found = ExpectationVersion.objects.visible_to(user).in_force_on(today).with_all()
    page = Paginator(found.order_by("expectation__service", "expectation__code"), PAGE_ROWS).get_page(number)
    oldest_days = _oldest_days(today)
    rows: Any = [_row(one, today, oldest_days) for one in page.object_list]
    page.object_list = rows
    return page


def expectation(code: str, *, user: Any, today: date, pages: Pages = _FIRST) -> ExpectationPage:
    """The latest version with its sources, refusals and history; raises Problem `expectation.unknown`."""
    versions = ExpectationVersion.objects.visible_to(user).filter(expectation__code=code).order_by("-number")
    latest = versions.with_all().first()
    if latest is None:
        raise Problem("expectation.unknown", expectation=code)
    whole = visible_services(user) is None
    of = latest.expectation
    return ExpectationPage(
        _row(latest, today, _oldest_days(today)),
        _page(
            of.sources.all(),
            pages.sources,
            lambda one: SourceRow(one.kind, one.dated, one.n, one.strength, one.reference if whole else ""),
        ),
        _page(
            of.refusals.select_related("decided_by"),
            pages.refusals,
            lambda one: RefusalRow({"en": one.because_en, "zh": one.because_zh}, one.decided_by.name, one.decided_at),
        ),
        _page(versions, pages.versions, _version),
    )


def _version(one: ExpectationVersion) -> VersionRow:
    return VersionRow(
        one.number,
        Period(one.effective_from, one.effective_to),
        {"en": one.need_en, "zh": one.need_zh},
        {"en": one.adequate_en, "zh": one.adequate_zh},
    )


def _page(found: Any, number: int, read: Callable[[Any], Any]) -> Page[Any]:
    page: Page[Any] = Paginator(found, LIST_ROWS).get_page(number)
    rows: Any = [read(one) for one in page.object_list]
    page.object_list = rows
    return page


def _oldest_days(day: date) -> int:
    return int(parameters.value("needs.oldest_days", day=day))


def latest_needs(user: Any, *, service: str = "") -> dict[str, dict[str, str]]:
    """Code → what the latest version says is needed, of every expectation the reader may see, by code."""
    found = ExpectationVersion.objects.visible_to(user)
    if service:
        found = found.filter(expectation__service=service)
    ordered = found.order_by("expectation__code", "number").values_list("expectation__code", "need_en", "need_zh")
    return {code: {"en": en, "zh": zh} for code, en, zh in ordered}


def needs_of(codes: Collection[str], *, user: Any) -> dict[str, Mapping[str, str]]:
    """Code → what the latest version of each says is needed, where the reader may see it; None as reader sees all."""
    found = ExpectationVersion.objects.all() if user is None else ExpectationVersion.objects.visible_to(user)
    versions = found.filter(expectation__code__in=codes).select_related("expectation").order_by("number")
    return {one.expectation.code: {"en": one.need_en, "zh": one.need_zh} for one in versions}


def segment_names_of(codes: Collection[str], *, user: Any) -> dict[str, Mapping[str, str]]:
    """Code → the name of each of these segments, where the reader may see it; None as reader sees all. One query."""
    seen = Segment.objects.all() if user is None else Segment.objects.visible_to(user)
    found = seen.filter(code__in=set(codes)).values_list("code", "name_en", "name_zh")
    return {code: {"en": en, "zh": zh} for code, en, zh in found}


def _row(version: ExpectationVersion, today: date, oldest_days: int) -> ExpectationRow:
    name = {"en": version.segment.name_en, "zh": version.segment.name_zh}
    core = version.as_core()
    return ExpectationRow(core, name, standing(core, day=today, oldest_days=oldest_days))
