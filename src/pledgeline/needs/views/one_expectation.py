"""Expectations: the list, and one with its sources, refusals, conflicts and versions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pledgeline.kernel.problem import Problem
from pledgeline.needs import queries
from pledgeline.needs.actions import drafts
from pledgeline.needs.actions import expectations as actions
from pledgeline.needs.forms import RefusalForm, SourceForm
from pledgeline.needs.queries import conflicts
from pledgeline.needs.views import frame
from pledgeline.ui.requests import page_number


@require_safe
def expectations(request: HttpRequest) -> HttpResponse:
    found = queries.expectation_list(request.user, today=timezone.localdate(), number=page_number(request))
    return frame.page(request, "needs/expectations.html", {"page": found})


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
            frame.tell(form, problem)
        else:
            return redirect("needs:expectation", code)
    return _page(request, found, source_form=form, status=frame.REFUSED)


@require_POST
def refuse(request: HttpRequest, code: str) -> HttpResponse:
    found = _for_writing(request, code)
    form = RefusalForm(request.POST)
    if form.is_valid():
        try:
            actions.refuse(code=code, by=request.user, **form.cleaned_data)
        except Problem as problem:
            frame.tell(form, problem)
        else:
            return redirect("needs:expectation", code)
    return _page(request, found, refusal_form=form, status=frame.REFUSED)


@require_POST
def revise(request: HttpRequest, code: str) -> HttpResponse:
    """What is in force is not edited: its next version begins as a draft that says the same."""
    _for_writing(request, code)
    drafts.begin_revision(code=code, by=request.user)
    return redirect("needs:draft", code)


def _found(request: HttpRequest, code: str) -> queries.ExpectationPage:
    try:
        pages = queries.Pages(*(page_number(request, name) for name in ("sources", "refusals", "versions")))
        return queries.expectation(code, user=request.user, today=timezone.localdate(), pages=pages)
    except Problem as problem:
        raise Http404 from problem


def _for_writing(request: HttpRequest, code: str) -> queries.ExpectationPage:
    found = _found(request, code)
    frame.demand(request, frame.WRITE)
    return found


def _page(
    request: HttpRequest,
    found: queries.ExpectationPage,
    *,
    source_form: forms.Form | None = None,
    refusal_form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    code = found.row.expectation.code
    context: dict[str, Any] = {
        "found": found,
        "conflicts": conflicts.conflicts_of(
            code, user=request.user, today=timezone.localdate(), number=page_number(request, "conflicts")
        ),
        "source_form": source_form or SourceForm(),
        "refusal_form": refusal_form or RefusalForm(),
        "crumbs": [frame.crumb()],
    }
    return frame.page(request, "needs/expectation.html", context, status=status)
