"""Planning a campaign: its plan, and the contacts expected of it, in a table or by workbook."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pledgeline.briefing import queries, wording
from pledgeline.briefing.actions import campaigns as actions
from pledgeline.briefing.actions import registers as handing_in
from pledgeline.briefing.core.campaign import days_of
from pledgeline.briefing.forms import CampaignForm, ExpectedForm, SheetForm, initial_of_plan
from pledgeline.briefing.queries import registers
from pledgeline.briefing.views.campaign_pages import crumbs, found
from pledgeline.briefing.views.frame import page, tell, workbook
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.ui import formats, sheets
from pledgeline.ui.figures import Link

_plans = permission_required("briefing.plan", raise_exception=True)
# Two months of days are a table that people still fill in on a page; what is longer goes by workbook.
MOST_DAYS_ON_A_PAGE = 62


def _form(request: HttpRequest, *, new: bool, **more: Any) -> CampaignForm:
    return CampaignForm(
        request.POST or None,
        centres=organisation.centre_names(request.user),
        services=organisation.service_names(request.user),
        sentences=queries.promise_sentences(request.user),
        new=new,
        **more,
    )


def _refused(form: Any, problem: Problem) -> None:
    form.add_error(problem.field if problem.field in form.fields else None, wording.sentence(problem))


def _plan_page(request: HttpRequest, form: CampaignForm, **more: Any) -> HttpResponse:
    context = {"form": form, "briefings": queries.latest_titles(request.user), **more}
    return page(request, "campaign_plan", context, here="campaigns", status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@_plans
def plan_campaign(request: HttpRequest) -> HttpResponse:
    form = _form(request, new=True)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            actions.plan(code=code, plan=actions.Plan(**form.wanted()), by=request.user)
        except Problem as problem:
            _refused(form, problem)
        else:
            messages.success(request, _("Planned. Now say how many contacts you expect on top."))
            return redirect("briefing:campaign_contacts", code)
    return _plan_page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@_plans
def edit_campaign(request: HttpRequest, code: str) -> HttpResponse:
    row = found(request, code)
    form = _form(request, new=False, initial=initial_of_plan(actions.plan_now(code)))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(code=code, by=request.user, **form.wanted())
        except Problem as problem:
            _refused(form, problem)
        else:
            messages.success(request, _("Saved."))
            return redirect("briefing:campaign", code)
    return _plan_page(request, form, row=row, crumbs=crumbs(row, Link(_("Change the plan"))))


@require_http_methods(["GET", "HEAD", "POST"])
@_plans
def campaign_contacts(request: HttpRequest, code: str) -> HttpResponse:
    row = found(request, code)
    days = days_of(row.planned.period)
    fits = len(days) <= MOST_DAYS_ON_A_PAGE
    form = ExpectedForm(
        request.POST or None,
        days=days if fits else [],
        channels=queries.grid_channels(row.planned, organisation.engagements()),
        expected=row.planned.expected,
    )
    if request.method == "POST" and fits and form.is_valid():
        try:
            actions.change(code=code, by=request.user, expected=form.wanted())
        except Problem as problem:
            _refused(form, problem)
        else:
            messages.success(request, _("Saved."))
            return redirect("briefing:campaign", code)
    context = {
        "row": row,
        "form": form,
        "fits": fits,
        "sheet": SheetForm(),
        "crumbs": crumbs(row, Link(_("Contacts expected on top"))),
    }
    return page(request, "campaign_contacts", context, here="campaigns", status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@_plans
def campaign_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Takes the table of days and channels away as a workbook, and takes it in again filled in."""
    row = found(request, code)
    if request.method != "POST":
        channels = queries.grid_channels(row.planned, organisation.engagements())
        return workbook(sheets.as_xlsx(registers.EXPECTED, registers.expected_rows(row.planned, channels)), code)
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file first."))
        return redirect("briefing:campaign_contacts", code)
    file = form.cleaned_data["file"]
    try:
        read = sheets.read(registers.EXPECTED, file.read(), file=file.name)
        total = handing_in.expected_sheet(campaign=code, rows=read, by=request.user, file=file.name)
    except Problem as problem:
        tell(request, problem)
        return redirect("briefing:campaign_contacts", code)
    messages.success(request, _("Taken in: %(n)s contacts expected in all.") % {"n": formats.count(total)})
    return redirect("briefing:campaign", code)
