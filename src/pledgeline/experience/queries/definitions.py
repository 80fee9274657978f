"""Reads: experience definitions, their versions, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, When
from django.utils import timezone

from pledgeline.experience.core.definition import IN_WORK, Definition, Step
from pledgeline.experience.core.differences import Difference, difference
from pledgeline.experience.core.promise import Promise
from pledgeline.experience.models import Definition as DefinitionRecord
from pledgeline.experience.models import DefinitionVersion, PromiseVersion
from pledgeline.experience.queries.promises import shown_to
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.queries import visible_centres

PAGE_ROWS = 50
MOST_HOLDING = 24


@dataclass(frozen=True)
class Hand:
    """Somebody who took a step, and when."""

    username: str
    name: str
    at: datetime


@dataclass(frozen=True)
class DefinitionPage:
    """One version as its page shows it; `digest` is that of what would be approved."""

    definition: Definition
    note: str
    digest: str
    drafted: Hand | None
    submitted: Hand | None
    approved: Hand | None
    numbers: Page[Any]
    """A page of the versions the reader may open, newest first."""
    before: int | None
    """The version before this one, as far as the reader may open it."""
    in_work: tuple[int, str] | None
    """Number and step of the version that is to follow, as far as the reader may open it."""


@dataclass(frozen=True)
class DefinitionRow:
    """A service in the list: the version that rules, and the one in work."""

    service: str
    ruling: int | None
    since: date | None
    approved_by: str
    promises: int
    in_work: int | None
    in_work_step: str


def named_promises(names: Iterable[tuple[str, int]]) -> list[Promise]:
    """Promise versions by code and number, in the order given; raises Problem `promise.version_unknown`."""
    wanted = list(names)
    found = {
        (one.promise.code, one.number): one.as_core()
        for one in PromiseVersion.objects.filter(promise__code__in=[code for code, _ in wanted]).select_related(
            "promise"
        )
    }
    for code, number in wanted:
        if (code, number) not in found:
            raise Problem("promise.version_unknown", field="promises", promise=code, number=number)
    return [found[name] for name in wanted]


def promises_of(version: DefinitionVersion) -> list[Promise]:
    return named_promises((one["code"], one["number"]) for one in version.promises)


def promises_to_define(service: str) -> list[tuple[str, int]]:
    """The newest version, draft or in force, of every promise that speaks to `service`."""
    newest: dict[str, PromiseVersion] = {}
    for one in PromiseVersion.objects.select_related("promise").order_by("promise__code", "number"):
        newest[one.promise.code] = one
    return [
        (code, one.number)
        for code, one in sorted(newest.items())
        if (not one.services or service in one.services) and (one.state == "draft" or one.effective_to is None)
    ]


def choosable_promises(service: str) -> list[Promise]:
    """Every promise version that a draft for `service` may hold, by code, newest first: drafts and what is in force."""
    versions = PromiseVersion.objects.filter(state__in=["draft", "effective"]).select_related("promise")
    found = [one.as_core() for one in versions.order_by("promise__code", "-number")]
    return [one for one in found if not one.scope.services or service in one.scope.services]


def definition_list(user: Any, *, number: int) -> Page[DefinitionRecord]:
    """A page of definitions by service; `definition_rows` reads what it shows."""
    return Paginator(DefinitionRecord.objects.visible_to(user).order_by("service"), PAGE_ROWS).get_page(number)


def definition_rows(page: Page[DefinitionRecord], user: Any) -> tuple[DefinitionRow, ...]:
    """One query for the whole page."""
    versions: dict[int, list[DefinitionVersion]] = {one.pk: [] for one in page}
    shown = DefinitionVersion.objects.visible_to(user).filter(definition__in=list(versions))
    for version in shown.select_related("approved_by").order_by("number"):
        versions[version.definition_id].append(version)
    rows = []
    for one in page:
        ruling = next((v for v in reversed(versions[one.pk]) if v.state == Step.EFFECTIVE), None)
        work = next((v for v in versions[one.pk] if v.state in IN_WORK), None)
        rows.append(
            DefinitionRow(
                one.service,
                ruling.number if ruling else None,
                ruling.effective_from if ruling else None,
                _name(ruling.approved_by) if ruling else "",
                len(ruling.promises) if ruling else 0,
                work.number if work else None,
                work.state if work else "",
            )
        )
    return tuple(rows)


def definition(service: str, *, user: Any, number: int | None = None, page: int = 1) -> DefinitionPage:
    """The version asked for, else the one in force, else the newest, with a page of all of them; raises Problem
    `definition.unknown` where the reader may see none."""
    visible = DefinitionVersion.objects.visible_to(user).filter(definition__service=service).order_by("-number")
    versions = visible.select_related("definition", "created_by", "submitted_by", "approved_by")
    if number is not None:
        found = versions.filter(number=number).first()
    else:
        ruling = Case(When(state=Step.EFFECTIVE, then=0), default=1)
        found = versions.order_by(ruling, "-number").first()
    if found is None:
        raise Problem("definition.unknown", service=service)
    numbers = visible.values_list("number", flat=True)
    return DefinitionPage(
        definition=_as_core(found, user),
        note=found.note,
        digest=found.digest,
        drafted=_hand(found.created_by, found.created_at),
        submitted=_hand(found.submitted_by, found.submitted_at),
        approved=_hand(found.approved_by, found.approved_at),
        numbers=Paginator(numbers, PAGE_ROWS).get_page(page),
        before=numbers.filter(number__lt=found.number).first(),
        in_work=visible.filter(state__in=IN_WORK).values_list("number", "state").first(),
    )


def definitions_holding(promise: Promise) -> list[tuple[str, int, str]]:
    """(service, number, step) of each definition version in work that holds this version of a promise; at most
    MOST_HOLDING, by service."""
    said = {"code": promise.code, "number": promise.number}
    in_work = DefinitionVersion.objects.filter(state__in=IN_WORK).order_by("definition__service", "number")
    rows = in_work.values_list("definition__service", "number", "state", "promises")
    holding = ((service, number, state) for service, number, state, promises in rows if said in promises)
    return list(islice(holding, MOST_HOLDING))


def definitions_kept() -> frozenset[str]:
    """Services that keep a definition, in whatever state: their promises come into force with its versions."""
    return frozenset(DefinitionRecord.objects.values_list("service", flat=True))


def definition_difference(service: str, *, user: Any, before: int, after: int) -> tuple[Definition, Definition]:
    """Two versions as the reader may see them."""
    one = definition(service, user=user, number=before).definition
    return one, definition(service, user=user, number=after).definition


def compared(before: Definition | None, after: Definition) -> Difference:
    return difference(before.promises if before else (), after.promises)


def definitions_during(period: Period) -> list[Definition]:
    """Every version in force on at least one day of `period`, whoever asks: for facts and checks."""
    found = DefinitionVersion.objects.in_force_during(period).select_related("definition")
    return [_whole(one) for one in found]


def approvals_during(period: Period) -> dict[tuple[str, int], tuple[str, datetime]]:
    """(service, number) → who approved it, and when; of the same versions."""
    found = DefinitionVersion.objects.in_force_during(period).select_related("definition", "approved_by")
    return {
        (one.definition.service, one.number): (_name(one.approved_by), one.approved_at)
        for one in found
        if one.approved_at is not None
    }


@dataclass(frozen=True)
class Approved:
    """A version whose first day was set when it was approved."""

    service: str
    number: int
    approved_on: date
    effective_from: date


def approvals_to_begin(period: Period) -> list[Approved]:
    """Approved versions whose first day lies in `period`, whoever asks: for facts, never for a page. One query."""
    found = DefinitionVersion.objects.filter(approved_at__isnull=False, effective_from__isnull=False)
    if period.start is not None:
        found = found.filter(effective_from__gte=period.start)
    if period.end is not None:
        found = found.filter(effective_from__lt=period.end)
    rows = found.order_by("definition__service", "number").values_list(
        "definition__service", "number", "approved_at", "effective_from"
    )
    return [
        Approved(service, number, timezone.localdate(at), first)
        for service, number, at, first in rows
        if at is not None and first is not None
    ]


def _whole(version: DefinitionVersion) -> Definition:
    return Definition(
        version.definition.service,
        version.number,
        version.aim,
        tuple(promises_of(version)),
        Step(version.state),
        version.period,
    )


def _as_core(version: DefinitionVersion, user: Any) -> Definition:
    """A centre's people see the promises that bind their centre, and no other centre's code."""
    seen, whole = visible_centres(user), _whole(version)
    if seen is None:
        return whole
    own = tuple(shown_to(one, seen) for one in whole.promises if not one.scope.centres or seen & set(one.scope.centres))
    return Definition(whole.service, whole.number, whole.aim, own, whole.step, whole.period)


def _hand(user: Any, at: datetime | None) -> Hand | None:
    return Hand(user.username, _name(user), at) if user is not None and at is not None else None


def _name(user: Any) -> str:
    return (user.get_full_name() or user.username) if user is not None else ""
