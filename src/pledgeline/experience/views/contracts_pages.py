"""Metric contracts: the list, one version with its vectors run before the reader's eyes, and the signatures."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pledgeline.experience import queries, wording
from pledgeline.experience.actions import contracts as actions
from pledgeline.experience.core.contract import BINDING, ContractStep, Side
from pledgeline.experience.forms.contracts import ReviseContractForm
from pledgeline.experience.views.frame import done, page, service_names
from pledgeline.kernel.problem import Problem
from pledgeline.ui.figures import Link
from pledgeline.ui.requests import page_number

_may_define = permission_required("experience.define", raise_exception=True)


@require_safe
def contracts(request: HttpRequest) -> HttpResponse:
    found = queries.contract_list(request.user, number=page_number(request))
    context = {"page": found, "rows": queries.contract_rows(found, request.user)}
    return page(request, "contracts", context, here="contracts")


@require_safe
def contract(request: HttpRequest, code: str, version: int | None = None) -> HttpResponse:
    shown = _found(request, code, version)
    one = shown.contract
    results = queries.run_contract(one.terms, one.vectors)
    hindered = queries.signing_hindrance(one, request.user)
    user: Any = request.user
    context = {
        "shown": shown,
        "one": one,
        "terms": wording.terms(one.terms, _proven(one.terms.purpose, user), service_names(request)),
        "treatments": wording.treatments(one.terms),
        "results": results,
        "sides": [(side.value, one.signed_by(side)) for side in Side],
        "holds": all(result.passed for result in results),
        "may_sign": hindered is None,
        "why_not": wording.problem(Problem(f"contract.{hindered.code}", **hindered.numbers))
        if hindered is not None and one.step is ContractStep.OFFERED
        else "",
        "may_offer": one.step is ContractStep.DRAFT and user.has_perm("experience.define"),
        "may_edit": one.step is ContractStep.DRAFT and user.has_perm("experience.define"),
        "revise_form": ReviseContractForm(initial={"effective_from": timezone.localdate()})
        if user.has_perm("experience.define") and shown.latest == one.number and one.step in BINDING
        else None,
        "may_withdraw": one.step is ContractStep.OFFERED and user.has_perm("experience.define"),
        "crumbs": [Link(_("Metric contracts"), reverse("experience:contracts")), Link(wording.said(one.terms.title))],
    }
    return page(request, "contract", context, here="contracts")


@require_POST
def sign(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """Everybody who may read it may ask; the action says who signs."""
    seen = request.POST.get("seen") or None
    return done(
        request,
        lambda: actions.sign(code=code, number=version, by=request.user, seen=seen),
        _("Signed under your name."),
        "experience:contract_version",
        code,
        version,
    )


@require_POST
@_may_define
def offer(request: HttpRequest, code: str, version: int) -> HttpResponse:
    return done(
        request,
        lambda: actions.offer(code=code, number=version, by=request.user),
        _("Offered. Both sides may sign it now."),
        "experience:contract_version",
        code,
        version,
    )


@require_POST
@_may_define
def withdraw(request: HttpRequest, code: str, version: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return done(
        request,
        lambda: actions.withdraw(code=code, number=version, reason=reason, by=request.user),
        _("Withdrawn; it is a draft again."),
        "experience:contract_version",
        code,
        version,
    )


def _proven(promise: str, user: Any) -> str:
    """The promise's sentence, leading to its page; its code where the reader knows no such promise."""
    words = queries.sentences_of([promise], user=user).get(promise)
    if words is None:
        return promise
    at = reverse("experience:promise", args=[promise])
    return format_html('<a href="{}">{}</a> <small class="soft">{}</small>', at, wording.said(words), promise)


def _found(request: HttpRequest, code: str, version: int | None) -> queries.ContractPage:
    try:
        return queries.contract(code, user=request.user, number=version, page=page_number(request, "versions"))
    except Problem as unknown:
        raise Http404 from unknown
