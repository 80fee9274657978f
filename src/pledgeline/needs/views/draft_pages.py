"""Writing expectations: a new one, the next version of one, and putting it in force."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from pledgeline.kernel.problem import Problem
from pledgeline.needs.actions import drafts as actions
from pledgeline.needs.forms import DraftForm
from pledgeline.needs.queries import drafts as queries
from pledgeline.needs.views import frame
from pledgeline.organisation import queries as organisation
from pledgeline.ui.figures import Link
from pledgeline.ui.requests import page_number


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    frame.demand(request, frame.UNFINISHED)
    return frame.page(
        request, "needs/drafts.html", {"page": queries.draft_list(request.user, number=page_number(request))}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    frame.demand(request, frame.WRITE)
    user: Any = request.user
    choices = {"segments": frame.segment_choices(), "services": organisation.service_names(user)}
    if request.method != "POST":
        service = request.GET.get("service", "")
        return _written(request, DraftForm(initial={"service": service}, **choices), None)
    form = DraftForm(request.POST, **choices)
    if form.is_valid():
        code = form.cleaned_data["code"]
        try:
            actions.begin(code=code, service=form.cleaned_data["service"], by=user, **form.said())
        except Problem as problem:
            frame.tell(form, problem)
        else:
            return redirect("needs:draft", code)
    return _written(request, form, None, status=frame.REFUSED)


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """`do` says what becomes of it: save, enforce or discard."""
    try:
        row = queries.draft(code, user=request.user)
    except Problem as problem:
        raise Http404 from problem
    segments = frame.segment_choices()
    if request.method != "POST":
        return _written(request, DraftForm(initial={**row.said, "seen": row.seen}, segments=segments), row)
    frame.demand(request, frame.WRITE)
    do = request.POST.get("do", "save")
    if do == "discard":
        actions.discard(code=code, by=request.user)
        return redirect("needs:drafts")
    form = DraftForm(request.POST, segments=segments)
    if form.is_valid():
        try:
            actions.change(code=code, seen=form.cleaned_data["seen"], by=request.user, **form.said())
            if do != "enforce":
                return redirect("needs:draft", code)
            actions.put_in_force(code=code, by=request.user)
            return redirect("needs:expectation", code)
        except Problem as problem:
            frame.tell(form, problem)
            shown = request.POST.copy()
            for name, value in _seen(request, code).items():
                shown[name] = value
            form.data = shown
    return _written(request, form, row, status=frame.REFUSED)


def _seen(request: HttpRequest, code: str) -> dict[str, str]:
    """What was saved before the draft was found wanting is the writer's own: the next attempt starts from there."""
    try:
        now = queries.draft(code, user=request.user)
    except Problem:
        return {}
    user: Any = request.user
    return {"seen": now.seen} if now.changed_by == user.name else {}


def _written(request: HttpRequest, form: DraftForm, row: queries.DraftRow | None, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "draft": row,
        "crumbs": [frame.crumb(), Link(pgettext("expectations", "Drafts"), reverse("needs:drafts"))],
    }
    return frame.page(request, "needs/write.html", context, status=status)
