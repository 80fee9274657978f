"""Reads: contract terms, their versions, and the windows declared under them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q

from pledgeline.experience import queries as experience
from pledgeline.experience.core.contract import BINDING, Contract, ContractStep, Side
from pledgeline.kernel.interval import Period
from pledgeline.kernel.problem import Problem
from pledgeline.organisation.queries import own_centre
from pledgeline.partnership.core.exclusion import Window
from pledgeline.partnership.core.terms import Agreed
from pledgeline.partnership.models import ExclusionWindow, Terms, TermsSignature, TermsVersion

PAGE_ROWS = 50


@dataclass(frozen=True)
class Signed:
    """One side's signature."""

    side: Side
    name: str
    at: datetime


@dataclass(frozen=True)
class TermsPage:
    """One version as its page shows it."""

    code: str
    centre: str
    number: int
    agreed: Agreed
    step: ContractStep
    effective_from: date
    effective_to: date | None
    digest: str
    signatures: tuple[Signed, ...]
    numbers: Page[Any] | None = None
    """A page of the versions the reader may open, newest first."""

    @property
    def period(self) -> Period:
        return Period(self.effective_from, self.effective_to)

    def signed_by(self, side: Side) -> bool:
        return any(one.side is side for one in self.signatures)


@dataclass(frozen=True)
class WindowRow:
    number: int
    exclusion: str
    period: Period
    from_hour: int
    to_hour: int
    services: tuple[str, ...]
    channels: tuple[str, ...]
    reason: dict[str, str]
    declared_at: datetime
    withdrawn_at: datetime | None


def metric_contracts(centre: str) -> list[Contract]:
    """Every version of a metric contract that binds or bound both sides, of one centre."""
    return experience.contracts_during(Period(), centres=[centre])


def terms_list(user: Any, *, number: int) -> tuple[Page[Terms], list[TermsPage]]:
    """A page of the terms `user` may see, each with its newest version that the reader may open."""
    page = Paginator(Terms.objects.visible_to(user).order_by("code"), PAGE_ROWS).get_page(number)
    newest: dict[int, TermsVersion] = {}
    for version in _versions(user).filter(terms__in=[one.pk for one in page.object_list]).order_by("number"):
        newest[version.terms_id] = version
    return page, [_shown(newest[one.pk]) for one in page.object_list]


def signed_terms(user: Any) -> dict[str, tuple[str, dict[str, str]]]:
    """Code → (centre, title) of all terms of which `user` may see a version that binds or bound both sides; the title
    is that of the newest of these."""
    binding = TermsVersion.objects.visible_to(user).filter(state__in=list(BINDING)).order_by("terms__code", "number")
    rows = binding.values_list("terms__code", "terms__centre", "agreed__title")
    return {code: (centre, title) for code, centre, title in rows}


def terms(code: str, *, user: Any, number: int | None = None, page: int = 1) -> TermsPage:
    """The version asked for, else the newest, with a page of all of them; raises Problem `terms.unknown` where the
    reader may see none."""
    versions = TermsVersion.objects.visible_to(user).filter(terms__code=code).order_by("-number")
    found = _versions(user).filter(terms__code=code).order_by("-number")
    wanted = (found if number is None else found.filter(number=number)).first()
    if wanted is None:
        raise Problem("terms.unknown", terms=code)
    return _shown(wanted, Paginator(versions.values_list("number", flat=True), PAGE_ROWS).get_page(page))


def windows(code: str, *, user: Any, number: int = 1) -> Page[Any]:
    """A page of WindowRow: what was declared under the terms, the newest first, withdrawn ones too."""
    found = ExclusionWindow.objects.visible_to(user).filter(terms__code=code).order_by("-number")
    page: Page[Any] = Paginator(found, PAGE_ROWS).get_page(number)
    rows: Any = [
        WindowRow(
            one.number,
            one.exclusion,
            Period.from_days(one.first_day, one.last_day),
            one.from_hour,
            one.to_hour,
            tuple(one.services),
            tuple(one.channels),
            {"en": one.reason_en, "zh": one.reason_zh},
            one.created_at,
            one.withdrawn_at,
        )
        for one in page.object_list
    ]
    page.object_list = rows
    return page


def may_sign(shown: TermsPage, user: Any) -> bool:
    """Whether this person's signature is the one that is missing."""
    side = experience.side_of(user)
    if side is None or (side is Side.CENTRE and own_centre(user) != shown.centre):
        return False
    return shown.step is ContractStep.OFFERED and not shown.signed_by(side)


# --- for statements, whoever asks ---------------------------------------------------------------------------------


def version_on(of: Terms, day: date) -> TermsVersion | None:
    """The version that both sides are bound by on a day."""
    bound = of.versions.filter(state__in=BINDING, effective_from__lte=day)
    return bound.filter(Q(effective_to__isnull=True) | Q(effective_to__gt=day)).first()


def windows_during(of: Terms, period: Period) -> list[Window]:
    """Windows that reach into `period`, in the order in which they were declared."""
    found = of.windows.filter(withdrawn_at__isnull=True).order_by("number")
    if period.end is not None:
        found = found.filter(first_day__lt=period.end)
    if period.start is not None:
        found = found.filter(last_day__gte=period.start)
    return [
        Window(
            one.number,
            one.exclusion,
            Period.from_days(one.first_day, one.last_day),
            one.from_hour,
            one.to_hour,
            tuple(one.services),
            tuple(one.channels),
        )
        for one in found
    ]


def _versions(user: Any) -> Any:
    return TermsVersion.objects.visible_to(user).select_related("terms").prefetch_related("signatures")


def _shown(version: TermsVersion, numbers: Page[Any] | None = None) -> TermsPage:
    """Signatures of an earlier wording do not count: a version that went back to draft was changed since."""
    signatures: list[TermsSignature] = [one for one in version.signatures.all() if one.digest == version.digest]
    return TermsPage(
        version.terms.code,
        version.terms.centre,
        version.number,
        Agreed.model_validate(version.agreed),
        ContractStep(version.state),
        version.effective_from,
        version.effective_to,
        version.digest,
        tuple(Signed(Side(one.side), one.name, one.signed_at) for one in signatures),
        numbers,
    )
