"""The rosters of the centres, and the shifts that somebody takes over."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pledgeline.briefing import queries, wording
from pledgeline.briefing.actions import registers as handing_in
from pledgeline.briefing.actions import rosters as actions
from pledgeline.briefing.forms import CoverForm, SheetForm
from pledgeline.briefing.queries import registers
from pledgeline.briefing.views.frame import number_of, own_centre, page, tell, today, workbook
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.ui import formats, sheets
from pledgeline.ui.figures import Link

_keeps = permission_required("briefing.keep_roster", raise_exception=True)


@require_safe
@_keeps
def rosters(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "rosters",
        {"rows": queries.rosters(request.user, day=today(), number=number_of(request))},
        here="rosters",
    )


def _roster_page(request: HttpRequest, centre: str, form: CoverForm | None = None) -> HttpResponse:
    found, rows = queries.roster_page(
        request.user, centre=centre, day=today(), number=number_of(request), text=request.GET.get("text", "")
    )
    names = organisation.centre_names(request.user)
    context = {
        "centre": centre,
        "centre_names": names,
        "page": found,
        "rows": rows,
        "covers": queries.covers(request.user, centre=centre, day=today()),
        "form": SheetForm(),
        "cover_form": form or _cover_form(request, centre),
        "today": today(),
        "crumbs": [Link(_("Rosters"), reverse("briefing:rosters")), Link(names.get(centre, centre))],
    }
    return page(request, "roster", context, here="rosters", status=422 if form is not None else 200)


def _cover_form(request: HttpRequest, centre: str) -> CoverForm:
    choices = queries.cover_choices(request.user, centre=centre, day=today())
    names = organisation.service_names(request.user)
    return CoverForm(
        request.POST if request.method == "POST" else None,
        people=choices.people,
        services={code: names.get(code, code) for code in choices.services},
        channels=choices.channels,
        today=today(),
    )


@require_safe
@_keeps
def roster(request: HttpRequest, centre: str) -> HttpResponse:
    own_centre(request, centre)
    return _roster_page(request, centre)


@require_POST
@_keeps
def cover(request: HttpRequest, centre: str) -> HttpResponse:
    own_centre(request, centre)
    form = _cover_form(request, centre)
    user: Any = request.user
    if form.is_valid():
        try:
            written = actions.cover(centre=centre, by=user, **form.cleaned_data)
        except Problem as problem:
            form.add_error(problem.field if problem.field in form.fields else None, wording.sentence(problem))
        else:
            words = {"name": written.name, "n": formats.count(written.owed)}
            messages.success(request, _("Written down. Briefings that %(name)s has to acknowledge: %(n)s.") % words)
            return redirect("briefing:roster", centre)
    return _roster_page(request, centre, form)


@require_POST
@_keeps
def withdraw_cover(request: HttpRequest, centre: str) -> HttpResponse:
    own_centre(request, centre)
    try:
        first_day = date.fromisoformat(request.POST.get("first_day", ""))
    except ValueError:
        raise Http404 from None
    user: Any = request.user
    wanted = {name: request.POST.get(name, "") for name in ("person", "service")}
    try:
        actions.withdraw_cover(centre=centre, first_day=first_day, by=user, **wanted)
    except Problem as problem:
        tell(request, problem)
    else:
        messages.success(request, _("Withdrawn. What was acknowledged because of it stays."))
    return redirect("briefing:roster", centre)


@require_http_methods(["GET", "HEAD", "POST"])
@_keeps
def roster_sheet(request: HttpRequest, centre: str) -> HttpResponse:
    own_centre(request, centre)
    if request.method != "POST":
        rows = registers.export_rows(registers.PEOPLE.name, centre=centre)
        return workbook(sheets.as_xlsx(registers.PEOPLE, rows), f"roster-{centre}")
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file first."))
        return redirect("briefing:roster", centre)
    file = form.cleaned_data["file"]
    try:
        read = sheets.read(registers.PEOPLE, file.read(), file=file.name)
        done = handing_in.import_rows(name=registers.PEOPLE.name, rows=read, by=request.user)
    except Problem as problem:
        tell(request, problem)
    else:
        words = {name: formats.count(getattr(done, name)) for name in ("created", "updated", "unchanged")}
        messages.success(request, _("%(created)s new, %(updated)s changed, %(unchanged)s as they were.") % words)
    return redirect("briefing:roster", centre)
