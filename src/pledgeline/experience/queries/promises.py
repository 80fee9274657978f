"""Reads: the promises in force, and what a page lists of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, Max, When, Window

from pledgeline.experience.core.promise import Promise as PromiseInForce
from pledgeline.experience.core.promise import Scope
from pledgeline.experience.models import Promise, PromiseVersion
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.queries import visible_centres

# Each row is measured: more of them would make the page wait and nobody reads further.
PAGE_ROWS = 25
VERSION_ROWS = 50


@dataclass(frozen=True)
class PromiseRow:
    """One promise in the list: the version that speaks now, or the draft where none does yet."""

    code: str
    current: PromiseInForce
    draft_number: int | None
    versions: int


def promises_on(day: date, *, service: str | None = None) -> list[PromiseInForce]:
    """The promises in force on `day`, by code; `service` keeps those whose scope holds it."""
    found = [version.as_core() for version in PromiseVersion.objects.in_force_on(day).select_related("promise")]
    return [one for one in found if service is None or not one.scope.services or service in one.scope.services]


def promises_during(period: Period) -> list[PromiseInForce]:
    """Every version in force on at least one day of `period`, by code and number."""
    return [one.as_core() for one in PromiseVersion.objects.in_force_during(period).select_related("promise")]


@dataclass(frozen=True)
class Start:
    """A version of a promise took effect. `before`: the first day of the version that ruled until then."""

    code: str
    day: date
    before: date | None
    scope: Scope


def starts_in(period: Period) -> list[Start]:
    """Versions whose first day lies in `period`, whoever asks, by code and number: for facts. One query."""
    found: list[Start] = []
    before: dict[str, date] = {}
    versions = PromiseVersion.objects.in_force_during(Period(None, period.end)).order_by("promise__code", "number")
    for code, day, services, centres, channels in versions.values_list(
        "promise__code", "effective_from", "services", "centres", "channels"
    ):
        assert day is not None
        if period.holds(day):
            found.append(Start(code, day, before.get(code), Scope(tuple(services), tuple(centres), tuple(channels))))
        before[code] = day
    return found


def promise(code: str, *, user: Any, number: int | None = None) -> PromiseInForce:
    """The latest version of a promise that `user` may read, or version `number`; raises Problem `promise.unknown`."""
    versions = PromiseVersion.objects.visible_to(user).filter(promise__code=code).select_related("promise")
    if number is not None:
        versions = versions.filter(number=number)
    found = versions.order_by("-number").first()
    if found is None:
        raise Problem("promise.unknown", promise=code)
    return shown_to(found.as_core(), visible_centres(user))


def promise_page(user: Any, *, number: int) -> Page[Promise]:
    """A page of the list, by code; `promise_list` reads what it shows."""
    return Paginator(Promise.objects.visible_to(user).order_by("code"), PAGE_ROWS).get_page(number)


def promise_list(user: Any, page: Page[Promise] | None = None) -> list[PromiseRow]:
    """One row a promise, of the page or of all. As many queries for one as for ten thousand.

    Of a promise with a long history only the version that speaks and the draft are read; the database counts the rest.
    """
    visible = PromiseVersion.objects.visible_to(user)
    if page is not None:
        visible = visible.filter(promise__in=[one.pk for one in page])
    is_draft = Case(When(state="draft", then=1), default=0)
    last = Window(Max("number"), partition_by=[F("promise"), is_draft])
    found = visible.annotate(last=last, of=Window(Count("pk"), partition_by=[F("promise")])).filter(number=F("last"))
    by_code: dict[str, dict[bool, Any]] = {}
    for version in found.select_related("promise").order_by("promise__code"):
        by_code.setdefault(version.promise.code, {})[version.state == "draft"] = version
    seen, rows = visible_centres(user), []
    for code, versions in by_code.items():
        draft, settled = versions.get(True), versions.get(False)
        speaks: Any = settled or draft
        rows.append(
            PromiseRow(
                code=code,
                current=shown_to(speaks.as_core(), seen),
                draft_number=draft.number if draft is not None else None,
                versions=speaks.of,
            )
        )
    return rows


def sentences(user: Any) -> Mapping[str, Mapping[str, str]]:
    """Code → the sentence of the latest version in force that the reader may see, for pages that name a promise."""
    settled = PromiseVersion.objects.visible_to(user).exclude(state="draft").order_by("promise__code", "number")
    rows = settled.values_list("promise__code", "sentence_en", "sentence_zh")
    return {code: {"en": en, "zh": zh} for code, en, zh in rows}


def sentences_of(codes: Collection[str], *, user: Any) -> dict[str, Mapping[str, str]]:
    """Code → the latest sentence of each of these promises that the reader may see; None as reader sees all."""
    found = PromiseVersion.objects.all() if user is None else PromiseVersion.objects.visible_to(user)
    versions = found.filter(promise__code__in=codes).select_related("promise").order_by("number")
    return {one.promise.code: {"en": one.sentence_en, "zh": one.sentence_zh} for one in versions}


def known(code: str) -> bool:
    return Promise.objects.filter(code=code).exists()


def shown_to(promise: PromiseInForce, seen: frozenset[str] | None) -> PromiseInForce:
    """The promise with its scope cut to the centres a reader may know of."""
    if seen is None or not promise.scope.centres:
        return promise
    return replace(promise, scope=replace(promise.scope, centres=tuple(c for c in promise.scope.centres if c in seen)))


@dataclass(frozen=True)
class VersionRow:
    """One version of a promise in its history; the newest first."""

    number: int
    state: str
    period: Period
    target: float
    direction: str


def versions(code: str, *, user: Any, number: int = 1) -> Page[Any]:
    """A page of VersionRow: those that `user` may read."""
    found = PromiseVersion.objects.visible_to(user).filter(promise__code=code).order_by("-number")
    page: Page[Any] = Paginator(found, VERSION_ROWS).get_page(number)
    rows: Any = [VersionRow(one.number, one.state, one.period, one.target, one.direction) for one in page.object_list]
    page.object_list = rows
    return page


def latest_number(code: str, *, user: Any, draft: bool) -> int | None:
    """Of the newest draft, or of the newest version that is or was in force; None where `user` may read none."""
    found = PromiseVersion.objects.visible_to(user).filter(promise__code=code).order_by("-number")
    chosen = found.filter(state="draft") if draft else found.exclude(state="draft")
    number: int | None = chosen.values_list("number", flat=True).first()
    return number
