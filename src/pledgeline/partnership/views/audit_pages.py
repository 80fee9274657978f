"""Audits of one's own against Part 1: recording one, its gaps, and what becomes of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.partnership import queries
from pledgeline.partnership.actions import standing as actions
from pledgeline.partnership.core.standing import Severity
from pledgeline.partnership.forms.standing import AuditForm, GapClosedForm, GapForm, GapPlanForm
from pledgeline.partnership.views import frame
from pledgeline.partnership.views.frame import page, refused
from pledgeline.ui import formats
from pledgeline.ui.figures import Link
from pledgeline.ui.requests import page_number

_manages = permission_required("partnership.manage", raise_exception=True)


@require_http_methods(["GET", "HEAD", "POST"])
@_manages
def audit_record(request: HttpRequest) -> HttpResponse:
    form = AuditForm(request.POST or None, centres=organisation.centre_names(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.record_audit(**form.cleaned_data, by=request.user)
        except Problem as problem:
            refused(form, problem)
        else:
            messages.success(request, _("Recorded. Now say which gaps were found, or leave it at that: none."))
            return redirect("partnership:audit", made.code)
    context = {"form": form, "crumbs": [_standings(), Link(_("Record an audit"))]}
    return page(request, "audit_form", context, here="standings", status=422 if form.errors else 200)


@require_safe
def audit(request: HttpRequest, code: str) -> HttpResponse:
    return _shown(request, code)


@require_POST
@_manages
def gap_record(request: HttpRequest, code: str) -> HttpResponse:
    def record(said: dict[str, Any]) -> None:
        actions.record_gap(**said | {"severity": Severity(said["severity"])}, audit=code, by=request.user)

    return _step(request, code, GapForm(request.POST), record, _("The gap is recorded. It needs a plan and a day."))


@require_POST
@_manages
def gap_plan(request: HttpRequest, code: str, number: int) -> HttpResponse:
    def plan(said: dict[str, Any]) -> None:
        actions.plan_gap(**said, audit=code, number=number, by=request.user)

    form = GapPlanForm(request.POST, prefix=f"plan-{number}")
    return _step(request, code, form, plan, _("Planned."), number=number)


@require_POST
@_manages
def gap_close(request: HttpRequest, code: str, number: int) -> HttpResponse:
    def close(said: dict[str, Any]) -> None:
        actions.close_gap(**said, audit=code, number=number, by=request.user)

    form = GapClosedForm(request.POST, prefix=f"close-{number}")
    return _step(request, code, form, close, _("Closed."), number=number)


def _step(
    request: HttpRequest,
    code: str,
    form: forms.Form,
    call: Callable[[dict[str, Any]], None],
    said: str,
    *,
    number: int | None = None,
) -> HttpResponse:
    """Takes the step and shows the audit again; where it is refused, with the form that says why."""
    if form.is_valid():
        try:
            call(form.cleaned_data)
        except Problem as problem:
            refused(form, problem)
        else:
            messages.success(request, said)
            return redirect("partnership:audit", code)
    return _shown(request, code, refused_form=form, of=number)


def _shown(
    request: HttpRequest, code: str, *, refused_form: forms.Form | None = None, of: int | None = None
) -> HttpResponse:
    try:
        one = queries.audit(code, user=request.user, day=frame.today(), number=page_number(request), of=of)
    except Problem as unknown:
        raise Http404 from unknown
    manages = request.user.has_perm("partnership.manage")
    kept = {(of, type(refused_form)): refused_form}
    today = {"closed": frame.today()}
    rows = [
        {
            "gap": gap,
            "plan_form": kept.get((gap.number, GapPlanForm))
            or GapPlanForm(initial={"plan": gap.plan, "due": gap.due}, prefix=f"plan-{gap.number}"),
            "close_form": kept.get((gap.number, GapClosedForm))
            or GapClosedForm(initial=today, prefix=f"close-{gap.number}"),
            "open": of == gap.number,
        }
        for gap in one.gaps
    ]
    context = {
        "one": one,
        "rows": rows,
        "manages": manages,
        "gap_form": kept.get((None, GapForm)) or GapForm(),
        "crumbs": [_standings(), Link(_("Audit of %(day)s") % {"day": formats.day(one.day)})],
    }
    return page(request, "audit", context, here="standings", status=422 if refused_form else 200)


def _standings() -> Link:
    return Link(_("Standing against Part 1"), reverse("partnership:standings"))
