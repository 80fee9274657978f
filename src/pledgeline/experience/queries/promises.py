"""Reads: the promises in force, and what a page lists of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator

from pledgeline.experience.core.promise import Promise as PromiseInForce
from pledgeline.experience.models import Promise, PromiseVersion
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.queries import visible_centres

# Each row is measured: more of them would make the page wait and nobody reads further.
PAGE_ROWS = 25


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
    """One row a promise, of the page or of all. As many queries for one as for ten thousand."""
    by_code: dict[str, list[PromiseVersion]] = {}
    visible = PromiseVersion.objects.visible_to(user).select_related("promise")
    if page is not None:
        visible = visible.filter(promise__in=[one.pk for one in page])
    for version in visible:
        by_code.setdefault(version.promise.code, []).append(version)
    rows = []
    for code, versions in by_code.items():
        drafts = [one for one in versions if one.state == "draft"]
        settled = [one for one in versions if one.state != "draft"]
        rows.append(
            PromiseRow(
                code=code,
                current=shown_to((settled or versions)[-1].as_core(), visible_centres(user)),
                draft_number=drafts[-1].number if drafts else None,
                versions=len(versions),
            )
        )
    return rows


def sentences(user: Any) -> Mapping[str, Mapping[str, str]]:
    """Code → the sentence of the latest version in force that the reader may see, for pages that name a promise."""
    latest: dict[str, Mapping[str, str]] = {}
    for version in PromiseVersion.objects.visible_to(user).exclude(state="draft").select_related("promise"):
        latest[version.promise.code] = {"en": version.sentence_en, "zh": version.sentence_zh}
    return latest


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


def versions(code: str, *, user: Any) -> list[VersionRow]:
    """Every version that `user` may read."""
    found = PromiseVersion.objects.visible_to(user).filter(promise__code=code).order_by("-number")
    return [VersionRow(one.number, one.state, one.period, one.target, one.direction) for one in found]
