"""Reading what customers expect."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator

from pledgeline.kernel.problem import Problem
from pledgeline.needs.core.expectation import Expectation
from pledgeline.needs.core.standing import Standing, standing
from pledgeline.needs.models import ExpectationVersion
from pledgeline.organisation.queries import parameters, visible_services

PAGE_ROWS = 50


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
class ExpectationPage:
    row: ExpectationRow
    sources: tuple[SourceRow, ...]
    refusals: tuple[RefusalRow, ...]
    versions: tuple[Expectation, ...]


def any_registered() -> bool:
    """Whether a register of expectations is kept at all."""
    return ExpectationVersion.objects.exists()


def expectations_on(day: date, *, services: Collection[str]) -> list[Expectation]:
    """Every expectation in force on a day for one of the services, whoever asks: for facts and checks, not pages."""
    found = ExpectationVersion.objects.in_force_on(day).filter(expectation__service__in=services).with_all()
    return [one.as_core() for one in found]


def expectation_list(user: Any, *, today: date, number: int = 1) -> Page[Any]:
    """A page of ExpectationRow, by service and code; as many queries for ten as for ten thousand."""
    found = ExpectationVersion.objects.visible_to(user).in_force_on(today).with_all()
    page = Paginator(found.order_by("expectation__service", "expectation__code"), PAGE_ROWS).get_page(number)
    oldest_days = _oldest_days(today)
    rows: Any = [_row(one, today, oldest_days) for one in page.object_list]
    page.object_list = rows
    return page


def expectation(code: str, *, user: Any, today: date) -> ExpectationPage:
    """The latest version with its sources, refusals and history; raises Problem `expectation.unknown`."""
    found = list(ExpectationVersion.objects.visible_to(user).filter(expectation__code=code).with_all())
    if not found:
        raise Problem("expectation.unknown", expectation=code)
    latest = found[-1]
    whole = visible_services(user) is None
    of = latest.expectation
    return ExpectationPage(
        _row(latest, today, _oldest_days(today)),
        tuple(
            SourceRow(one.kind, one.dated, one.n, one.strength, one.reference if whole else "")
            for one in of.sources.all()
        ),
        tuple(
            RefusalRow({"en": one.because_en, "zh": one.because_zh}, one.decided_by.name, one.decided_at)
            for one in of.refusals.select_related("decided_by")
        ),
        tuple(one.as_core() for one in reversed(found)),
    )


def _oldest_days(day: date) -> int:
    return int(parameters.value("needs.oldest_days", day=day))


def latest_needs(user: Any, *, service: str = "") -> dict[str, dict[str, str]]:
    """Code → what the latest version says is needed, of every expectation the reader may see, by code."""
    found = ExpectationVersion.objects.visible_to(user).select_related("expectation")
    if service:
        found = found.filter(expectation__service=service)
    ordered = found.order_by("expectation__code", "number")
    return {one.expectation.code: {"en": one.need_en, "zh": one.need_zh} for one in ordered}


def needs_of(codes: Collection[str], *, user: Any) -> dict[str, Mapping[str, str]]:
    """Code → what the latest version of each says is needed, where the reader may see it; None as reader sees all."""
    found = ExpectationVersion.objects.all() if user is None else ExpectationVersion.objects.visible_to(user)
    versions = found.filter(expectation__code__in=codes).select_related("expectation").order_by("number")
    return {one.expectation.code: {"en": one.need_en, "zh": one.need_zh} for one in versions}


def _row(version: ExpectationVersion, today: date, oldest_days: int) -> ExpectationRow:
    name = {"en": version.segment.name_en, "zh": version.segment.name_zh}
    core = version.as_core()
    return ExpectationRow(core, name, standing(core, day=today, oldest_days=oldest_days))
