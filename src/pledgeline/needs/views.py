"""Pages of needs: a view reads the request, asks one query or action, and renders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pledgeline.kernel.problem import Problem
from pledgeline.needs import queries, wording
from pledgeline.needs.actions import expectations as actions
from pledgeline.needs.forms import RefusalForm, SourceForm
from pledgeline.organisation import queries as organisation
from pledgeline.ui.figures import Link


@require_safe
def expectations(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    number = request.GET.get("page", "")
    page = queries.expectation_list(user, today=timezone.localdate(), number=int(number) if number.isdecimal() else 1)
    context = {"page": page, "service_names": organisation.service_names(user)}
    return render(request, "needs/expectations.html", context)


@require_safe
def expectation(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, _found(request, code))


@require_POST
def add_source(request: HttpRequest, code: str) -> HttpResponse:
    found = _for_writing(request, code)
    form = SourceForm(request.POST)
    if form.is_valid():
        try:
            actions.add_source(code=code, by=request.user, **form.values())
        except Problem as problem:
            _tell(form, problem)
        else:
            return redirect("needs:expectation", code)
    return _page(request, found, source_form=form, status=422)


@require_POST
def refuse(request: HttpRequest, code: str) -> HttpResponse:
    found = _for_writing(request, code)
    form = RefusalForm(request.POST)
    if form.is_valid():
        try:
            actions.refuse(code=code, by=request.user, **form.cleaned_data)
        except Problem as problem:
            _tell(form, problem)
        else:
            return redirect("needs:expectation", code)
    return _page(request, found, refusal_form=form, status=422)


def _found(request: HttpRequest, code: str) -> queries.ExpectationPage:
    try:
        return queries.expectation(code, user=request.user, today=timezone.localdate())
    except Problem as problem:
        raise Http404 from problem


def _for_writing(request: HttpRequest, code: str) -> queries.ExpectationPage:
    """Unknown before forbidden: whoever may not see it must not learn that it exists."""
    found = _found(request, code)
    user: Any = request.user
    if not user.has_perm("needs.write"):
        raise PermissionDenied
    return found


def _tell(form: forms.Form, problem: Problem) -> None:
    field = problem.field if problem.field in form.fields else None
    form.add_error(field, wording.problem(problem))


def _page(
    request: HttpRequest,
    found: queries.ExpectationPage,
    *,
    source_form: forms.Form | None = None,
    refusal_form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    user: Any = request.user
    context = {
        "found": found,
        "service_names": organisation.service_names(user),
        "source_form": source_form or SourceForm(),
        "refusal_form": refusal_form or RefusalForm(),
        "may_write": user.has_perm("needs.write"),
        "crumbs": [Link(_("Expectations"), reverse("needs:expectations"))],
    }
    return render(request, "needs/expectation.html", context, status=status)
