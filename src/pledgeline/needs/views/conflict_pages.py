"""Expectations that cannot both be met, and what was decided."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from pledgeline.kernel.problem import Problem
from pledgeline.needs import queries as needs
from pledgeline.needs import wording
from pledgeline.needs.actions import conflicts as actions
from pledgeline.needs.forms import ConflictDecisionForm, ConflictForm
from pledgeline.needs.queries import conflicts as queries
from pledgeline.needs.views import frame
from pledgeline.ui.figures import Link
from pledgeline.ui.requests import page_number


@require_http_methods(["GET", "HEAD", "POST"])
def conflicts(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _list(request)
    frame.demand(request, frame.WRITE)
    form = ConflictForm(request.POST, expectations=_expectations(request))
    if form.is_valid():
        try:
            made = actions.mark(by=request.user, **form.cleaned_data)
        except Problem as problem:
            frame.tell(form, problem)
        else:
            return redirect("needs:conflict", made.number)
    return _list(request, form=form, status=frame.REFUSED)


@require_http_methods(["GET", "HEAD", "POST"])
def conflict(request: HttpRequest, number: int) -> HttpResponse:
    try:
        row = queries.conflict(number, user=request.user, today=timezone.localdate())
    except Problem as problem:
        raise Http404 from problem
    sides = {code: wording.said(need) for code, need in row.needs.items()}
    form, status = ConflictDecisionForm(sides=sides), 200
    if request.method == "POST":
        frame.demand(request, frame.WRITE)
        form, status = ConflictDecisionForm(request.POST, sides=sides), frame.REFUSED
        if form.is_valid():
            try:
                actions.decide(number=number, by=request.user, **form.cleaned_data)
            except Problem as problem:
                frame.tell(form, problem)
            else:
                return redirect("needs:conflict", number)
    crumbs = [Link(pgettext("expectations", "Conflicts"), reverse("needs:conflicts"))]
    decisions = queries.decisions_of(number, user=request.user, page=page_number(request, "decisions"))
    context = {"row": row, "decisions": decisions, "form": form, "crumbs": crumbs}
    return frame.page(request, "needs/conflict.html", context, status=status)


def _expectations(request: HttpRequest) -> dict[str, str]:
    user: Any = request.user
    known = needs.latest_needs(user)
    return {code: f"{wording.said(need)} — {code}" for code, need in known.items()}


def _list(request: HttpRequest, *, form: forms.Form | None = None, status: int = 200) -> HttpResponse:
    user: Any = request.user
    context: dict[str, Any] = {
        "page": queries.conflict_list(user, today=timezone.localdate(), number=page_number(request))
    }
    if user.has_perm(frame.WRITE):
        context["form"] = form or ConflictForm(expectations=_expectations(request))
    return frame.page(request, "needs/conflicts.html", context, status=status)
