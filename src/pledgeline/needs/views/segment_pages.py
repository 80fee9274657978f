"""Who the customers are: segments, and each kind of the definition covered or ruled out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pledgeline.kernel.problem import Problem
from pledgeline.needs.actions import segments as actions
from pledgeline.needs.core.expectation import SegmentKind
from pledgeline.needs.forms import KindForm, NewSegmentForm, SegmentForm
from pledgeline.needs.queries import segments as queries
from pledgeline.needs.views import frame
from pledgeline.ui.figures import Link
from pledgeline.ui.requests import page_number


@require_http_methods(["GET", "HEAD", "POST"])
def segments(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _list(request)
    frame.demand(request, frame.WRITE)
    form = NewSegmentForm(request.POST)
    if form.is_valid():
        try:
            actions.register(by=request.user, **form.values())
        except Problem as problem:
            frame.tell(form, problem)
        else:
            return redirect("needs:segments")
    return _list(request, form=form, status=frame.REFUSED)


@require_http_methods(["GET", "HEAD", "POST"])
def segment(request: HttpRequest, code: str) -> HttpResponse:
    """To be changed by those who may write; a name is no promise, and the trail keeps what it was."""
    try:
        row = queries.segment(code, user=request.user)
    except Problem as problem:
        raise Http404 from problem
    frame.demand(request, frame.WRITE)
    form = SegmentForm(initial={"name_en": row.name["en"], "name_zh": row.name["zh"], "kinds": list(row.kinds)})
    status = 200
    if request.method == "POST":
        form, status = SegmentForm(request.POST), frame.REFUSED
        if form.is_valid():
            try:
                actions.change(code=code, by=request.user, **form.values())
            except Problem as problem:
                frame.tell(form, problem)
            else:
                return redirect("needs:segments")
    context = {"row": row, "form": form, "crumbs": [Link(_("Customers"), reverse("needs:segments"))]}
    return frame.page(request, "needs/segment.html", context, status=status)


@require_POST
def rule_out(request: HttpRequest, kind: str) -> HttpResponse:
    user: Any = request.user
    if kind not in list(SegmentKind) or not user.has_perm(frame.UNFINISHED):
        raise Http404
    frame.demand(request, frame.WRITE)
    form = KindForm(request.POST)
    if form.is_valid():
        try:
            actions.rule_out(kind=SegmentKind(kind), by=user, **form.cleaned_data)
        except Problem as problem:
            frame.tell(form, problem)
        else:
            return redirect("needs:segments")
    return _list(request, kind_form=form, kind=kind, status=frame.REFUSED)


def _list(
    request: HttpRequest,
    *,
    form: forms.Form | None = None,
    kind_form: forms.Form | None = None,
    kind: str = "",
    status: int = 200,
) -> HttpResponse:
    user: Any = request.user
    sees = user.has_perm(frame.UNFINISHED)
    # One form a kind: each needs ids of its own.
    kinds = [
        (row, kind_form if row.kind == kind and kind_form else KindForm(auto_id=f"id_{row.kind}_%s"))
        for row in (queries.kind_rows() if sees else [])
    ]
    context = {
        "rows": queries.segment_list(user, today=timezone.localdate(), number=page_number(request)),
        "kinds": kinds,
        "wrong_kind": kind,
        "form": form or NewSegmentForm(),
    }
    return frame.page(request, "needs/segments.html", context, status=status)
