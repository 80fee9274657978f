"""Drafting a metric contract, editing its terms and examples, and beginning the next version."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pledgeline.experience import queries, wording
from pledgeline.experience.actions import contracts as actions
from pledgeline.experience.core.contract import Contract, ContractStep
from pledgeline.experience.core.promise import Promise
from pledgeline.experience.forms.contracts import (
    NewContractForm,
    ReviseContractForm,
    TermsForm,
    VectorFormSet,
    initial_of,
    initial_vectors,
)
from pledgeline.experience.views.frame import centre_names, page, service_names
from pledgeline.kernel.problem import Problem
from pledgeline.ui.figures import Link

_may_define = permission_required("experience.define", raise_exception=True)


@require_http_methods(["GET", "HEAD", "POST"])
@_may_define
def new(request: HttpRequest) -> HttpResponse:
    """`?promise=…&centre=…` begins with these: the way here from a gap of the coverage matrix."""
    promises = {one.code: one for one in _ruled(request)}
    asked = {name: request.GET.get(name, "") for name in ("promise", "centre")}
    initial = {**asked, "effective_from": timezone.localdate()}
    if all(asked.values()):
        initial["code"] = f"{asked['centre']}-{asked['promise']}"[:64]
    form = NewContractForm(
        request.POST or None,
        initial=initial,
        centres=centre_names(request),
        promises=list(promises.values()),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        promise = promises[given["promise"]]
        terms = queries.usual_terms(promise.rule.metric, promise.rule.params, purpose=promise.code)
        terms |= {"services": promise.scope.services, "channels": promise.scope.channels}
        said = {name: given[name] for name in ("code", "centre", "effective_from")}
        try:
            actions.draft(**said, terms=terms, by=request.user)
        except Problem as problem:
            form.refuse(problem)
        else:
            messages.success(request, _("Drafted with what is usually agreed. Read every line before you offer it."))
            return redirect("experience:contract_edit", given["code"], 1)
    context = {
        "title": _("Draft a metric contract"),
        "lede": _("How a figure is counted, settled with one centre before it means anything."),
        "form": form,
        "crumbs": _crumbs(Link(_("Draft a metric contract"))),
    }
    return page(request, "write", context, here="contracts", status=422 if form.errors else 200)


@require_POST
@_may_define
def revise(request: HttpRequest, code: str) -> HttpResponse:
    """The next version of what is signed, a draft with the same terms, which then can be edited."""
    latest = _found(request, code, None)
    form = ReviseContractForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say from which day on the new version is to rule."))
        return redirect("experience:contract", code)
    try:
        version = actions.revise(code=code, effective_from=form.cleaned_data["effective_from"], by=request.user)
    except Problem as problem:
        messages.error(request, wording.problem(problem))
        return redirect("experience:contract_version", code, latest.number)
    return redirect("experience:contract_edit", code, version.number)


@require_http_methods(["GET", "HEAD", "POST"])
@_may_define
def edit(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """A draft. What was offered or signed is refused, with the way to a new version."""
    found = _found(request, code, version)
    if found.step is not ContractStep.DRAFT:
        return _fixed(request, found)
    promises = {one.code: wording.promise_choices([one])[0][1] for one in _ruled(request)}
    form = TermsForm(
        request.POST or None,
        initial=initial_of(found),
        params=sorted(found.terms.params),
        promises={found.terms.purpose: found.terms.purpose} | promises,
        services=service_names(request),
    )
    vectors = VectorFormSet(request.POST or None, initial=initial_vectors(found.vectors), prefix="vector")
    if request.method == "POST" and form.is_valid() and vectors.is_valid():
        try:
            actions.edit(
                code=code,
                number=version,
                by=request.user,
                terms=form.terms(found.terms.model_dump(mode="json")),
                vectors=[said for one in vectors.forms if (said := one.vector()) is not None],
                effective_from=form.cleaned_data["effective_from"],
            )
        except Problem as problem:
            form.refuse(problem)
        else:
            at = reverse("experience:contract_version", args=[code, version])
            return redirect(f"{at}#vectors")
    context = {
        "one": found,
        "form": form,
        "vectors": vectors,
        "crumbs": _crumbs(
            Link(wording.said(found.terms.title), reverse("experience:contract_version", args=[code, version])),
            Link(_("Edit")),
        ),
    }
    wrong = form.errors or any(vectors.errors if vectors.is_bound else ())
    return page(request, "contract_edit", context, here="contracts", status=422 if wrong else 200)


def _fixed(request: HttpRequest, found: Contract) -> HttpResponse:
    refused = Problem("contract.version_is_fixed", contract=found.code, number=found.number)
    context = {
        "title": _("This version cannot be edited"),
        "refused": wording.problem(refused),
        "instead": Link(_("Begin a new version"), f"{reverse('experience:contract', args=[found.code])}#next-version"),
        "crumbs": _crumbs(
            Link(wording.said(found.terms.title), reverse("experience:contract", args=[found.code])), Link(_("Edit"))
        ),
    }
    return page(request, "write", context, here="contracts", status=409)


def _ruled(request: HttpRequest) -> list[Promise]:
    """The promises a contract can be about: those with a rule, as they stand now."""
    return [row.current for row in queries.promise_list(request.user) if row.current.rule.metric]


def _found(request: HttpRequest, code: str, number: int | None) -> Contract:
    try:
        return queries.contract(code, user=request.user, number=number).contract
    except Problem as unknown:
        raise Http404 from unknown


def _crumbs(*then: Any) -> list[Link]:
    return [Link(_("Metric contracts"), reverse("experience:contracts")), *then]
