"""A centre's commitment: a form for one day, or a workbook for all of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pledgeline.capacity import queries, wording
from pledgeline.capacity.actions import plans as actions
from pledgeline.capacity.actions import registers
from pledgeline.capacity.core.stages import Stage
from pledgeline.capacity.forms import CommitForm, SheetForm
from pledgeline.capacity.queries import PlanPage
from pledgeline.capacity.queries.registers import STAFF, staff_rows
from pledgeline.capacity.views import drawn
from pledgeline.capacity.views.frame import on_form, page, tell, today
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.ui import formats, sheets
from pledgeline.ui.figures import Link

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
def commit(request: HttpRequest, code: str, day: str) -> HttpResponse:
    """Agents for each interval of one day, beside what is expected, required and asked for."""
    shown = _to_commit(request, code)
    which = _day(shown, day)
    zone = organisation.service_zones()[shown.row.service]
    starts = drawn.clocks(which, zone, shown.interval_min)
    form = CommitForm(request.POST or None, starts=starts, initial=_initial(shown, which, len(starts)))
    locked = today() >= shown.row.locks_on
    if locked and request.method != "POST":
        for field in form.fields.values():
            field.disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            actions.state(code=code, stage=Stage.COMMITTED, days={which: form.agents()}, by=request.user)
        except Problem as problem:
            on_form(form, problem)
        else:
            messages.success(request, _("Committed for %(day)s.") % {"day": formats.day(which)})
            return redirect("capacity:plan", code)
    services = organisation.service_names(request.user)
    context = {
        "service_names": services,
        "plan": shown,
        "day": which,
        "form": form,
        "rows": _rows(shown, which, form, len(starts)),
        "locked": locked,
        "crumbs": [
            Link(_("Plans"), reverse("capacity:plans")),
            Link(
                wording.named(services.get(shown.row.service, shown.row.service), shown.row.channel),
                reverse("capacity:plan", args=[code]),
            ),
            Link(formats.day(which)),
        ],
    }
    return page(request, "commit", context, here="plans", status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The plan as a workbook to fill in, and its way back: all of it, or nothing."""
    shown = _to_commit(request, code)
    if request.method != "POST":
        data = sheets.as_xlsx(STAFF, staff_rows(shown))
        headers = {"Content-Disposition": f'attachment; filename="{code}.xlsx"'}
        return HttpResponse(data, content_type=XLSX, headers=headers)
    form = SheetForm(request.POST, request.FILES)
    if getattr(request, "upload_too_large", False) or not form.is_valid():
        messages.error(request, _("Choose the filled-in workbook."))
        return redirect("capacity:plan", code)
    file = form.cleaned_data["file"]
    try:
        days = registers.take_commitment(code=code, data=file.read(), file=file.name, by=request.user)
    except Problem as problem:
        tell(request, problem)
    else:
        messages.success(request, wording.days_committed(days))
    return redirect("capacity:plan", code)


def _to_commit(request: HttpRequest, code: str) -> PlanPage:
    user: Any = request.user
    shown = queries.plan(code, user=user)
    if shown is None:
        raise Http404
    if not user.has_perm("capacity.commit", shown.row.centre):
        raise PermissionDenied
    return shown


def _day(shown: PlanPage, day: str) -> date:
    try:
        which = date.fromisoformat(day)
    except ValueError as wrong:
        raise Http404 from wrong
    if not shown.row.first_day <= which <= shown.row.last_day:
        raise Http404
    return which


def _initial(shown: PlanPage, day: date, intervals: int) -> dict[str, float]:
    """What is committed so far, else what is asked for, else what is required."""
    for stage in (Stage.COMMITTED, Stage.REQUESTED, Stage.REQUIRED):
        agents = shown.agents[stage].get(day)
        if agents is not None:
            break
    else:
        agents = (0.0,) * intervals
    return {f"a{place}": int(one) if one == int(one) else one for place, one in enumerate(agents)}


def _rows(shown: PlanPage, day: date, form: CommitForm, intervals: int) -> list[tuple[Any, float | None, float | None]]:
    """(field, required, requested) of each interval."""
    required, requested = (shown.agents[stage].get(day) for stage in (Stage.REQUIRED, Stage.REQUESTED))
    return [
        (
            form[f"a{place}"],
            required[place] if required is not None else None,
            requested[place] if requested is not None else None,
        )
        for place in range(intervals)
    ]
