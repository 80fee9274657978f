"""Contract terms: the list, one version with its signatures, the draft, and the windows declared under them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pledgeline.experience import queries as experience
from pledgeline.experience.core.contract import ContractStep
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.partnership import queries, wording
from pledgeline.partnership.actions import terms as actions
from pledgeline.partnership.actions import windows
from pledgeline.partnership.core.remark import Subject
from pledgeline.partnership.forms import TermsForm, WindowForm, terms_initial
from pledgeline.partnership.views.frame import done, page, refused
from pledgeline.partnership.wording import contract
from pledgeline.ui.figures import Link
from pledgeline.ui.requests import page_number

_sees = permission_required("partnership.see_contract", raise_exception=True)
_manages = permission_required("partnership.manage", raise_exception=True)
_takes_part = permission_required("partnership.take_part", raise_exception=True)
GET_POST = ["GET", "HEAD", "POST"]


@require_safe
@_sees
def terms_list(request: HttpRequest) -> HttpResponse:
    found, rows = queries.terms_list(request.user, number=page_number(request))
    return page(request, "terms_list", {"page": found, "rows": rows}, here="terms_list")


@require_safe
@_sees
def terms(request: HttpRequest, code: str, version: int | None = None) -> HttpResponse:
    return _shown(request, _found(request, code, version))


def _shown(request: HttpRequest, one: queries.TermsPage, *, form: WindowForm | None = None) -> HttpResponse:
    user: Any = request.user
    may_manage = user.has_perm("partnership.manage")
    binds = one.step is ContractStep.SIGNED
    if form is None and may_manage and binds and one.agreed.exclusions:
        form = WindowForm(agreed=one.agreed, services=organisation.service_names(user))
    title = wording.said(one.agreed.title.model_dump())
    context = {
        "one": one,
        "rules": _rules(one, user),
        "windows": queries.windows(one.code, user=user, number=page_number(request, "windows")),
        "form": form,
        "may_sign": queries.may_sign(one, user),
        "may_offer": may_manage and one.step is ContractStep.DRAFT,
        "may_withdraw": may_manage and one.step is ContractStep.OFFERED,
        "may_manage": may_manage,
        "remark_kind": Subject.TERMS.value,
        "remarks": queries.remarks(Subject.TERMS, one.code, user=user, number=page_number(request, "comments")),
        "crumbs": [Link(_("Contract terms"), reverse("partnership:terms_list")), Link(title)],
    }
    status = 422 if form is not None and form.is_bound else 200
    return page(request, "terms", context, here="terms_list", status=status)


def _rules(one: queries.TermsPage, user: Any) -> list[dict[str, Any]]:
    """Each rule with what it is called, the title of its metric contract and its figure, as far as the reader may see
    that contract."""
    found = experience.contract_terms([(rule.contract, rule.number) for rule in one.agreed.rules], user=user)
    rows = []
    for rule in one.agreed.rules:
        signed = found.get((rule.contract, rule.number))
        rows.append(
            {
                "rule": rule,
                "called": contract.rule_called(signed.metric, signed.params) if signed else rule.code,
                "contract": wording.said(signed.title.model_dump()) if signed else rule.contract,
                "figure": contract.figure_called(signed.metric, rule.figure) if signed else rule.figure,
            }
        )
    return rows


@require_http_methods(GET_POST)
@_manages
def terms_new(request: HttpRequest) -> HttpResponse:
    form = _form(request, new=True)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.draft(
                code=given["code"],
                centre=given["centre"],
                agreed=form.agreed(),
                effective_from=given["effective_from"],
                by=request.user,
            )
        except Problem as problem:
            refused(form, problem)
        else:
            return redirect("partnership:terms", given["code"])
    return _form_page(request, form)


@require_http_methods(GET_POST)
@_manages
def terms_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Edits the draft, or begins the next version where there is none."""
    latest = _found(request, code, None)
    form = _form(request, new=False, initial=terms_initial(latest.agreed, latest.effective_from))
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["effective_from"]
        try:
            if latest.step is ContractStep.DRAFT:
                given = form.agreed()
                actions.edit(code=code, number=latest.number, agreed=given, effective_from=day, by=request.user)
            else:
                actions.revise(code=code, agreed=form.agreed(), effective_from=day, by=request.user)
        except Problem as problem:
            refused(form, problem)
        else:
            return redirect("partnership:terms", code)
    return _form_page(request, form, latest)


def _form(request: HttpRequest, *, new: bool, **more: Any) -> TermsForm:
    names = {"centres": organisation.centre_names(request.user), "services": organisation.service_names(request.user)}
    return TermsForm(request.POST or None, new=new, **names, **more)


def _form_page(request: HttpRequest, form: TermsForm, latest: queries.TermsPage | None = None) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "latest": latest}
    called = _("Draft terms")
    if latest is not None:
        terms = reverse("partnership:terms", args=[latest.code])
        step = _("Edit the draft") if latest.step is ContractStep.DRAFT else _("New version")
        context["crumbs"] = [
            Link(_("Contract terms"), reverse("partnership:terms_list")),
            Link(wording.said(latest.agreed.title.model_dump()), terms),
            Link(step),
        ]
    status = 422 if form.errors else 200
    return page(request, "terms_form", context, here="terms_list", called=called, status=status)


@require_POST
@_manages
def terms_offer(request: HttpRequest, code: str, version: int) -> HttpResponse:
    return done(
        request,
        lambda: actions.offer(code=code, number=version, by=request.user),
        _("Offered. Both sides may sign it now."),
        "partnership:terms_version",
        code,
        version,
    )


@require_POST
@_manages
def terms_withdraw(request: HttpRequest, code: str, version: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return done(
        request,
        lambda: actions.withdraw(code=code, number=version, reason=reason, by=request.user),
        _("Withdrawn; it is a draft again."),
        "partnership:terms_version",
        code,
        version,
    )


@require_POST
@_takes_part
def terms_sign(request: HttpRequest, code: str, version: int) -> HttpResponse:
    _found(request, code, version)
    seen = request.POST.get("seen") or None
    return done(
        request,
        lambda: actions.sign(code=code, number=version, by=request.user, seen=seen),
        _("Signed under your name."),
        "partnership:terms_version",
        code,
        version,
    )


@require_POST
@_manages
def window_declare(request: HttpRequest, code: str) -> HttpResponse:
    one = _found(request, code, None)
    form = WindowForm(request.POST, agreed=one.agreed, services=organisation.service_names(request.user))
    if form.is_valid():
        try:
            windows.declare(code=code, **form.cleaned_data, by=request.user)
        except Problem as problem:
            refused(form, problem)
        else:
            messages.success(request, _("Declared. The centre is told."))
            return redirect("partnership:terms", code)
    return _shown(request, one, form=form)


@require_POST
@_manages
def window_withdraw(request: HttpRequest, code: str, number: int) -> HttpResponse:
    return done(
        request,
        lambda: windows.withdraw(code=code, number=number, by=request.user),
        _("Withdrawn. It counts no longer."),
        "partnership:terms",
        code,
    )


def _found(request: HttpRequest, code: str, version: int | None) -> queries.TermsPage:
    try:
        return queries.terms(code, user=request.user, number=version, page=page_number(request, "versions"))
    except Problem as unknown:
        raise Http404 from unknown
