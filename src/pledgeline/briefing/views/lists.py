"""Briefings in lists: all of them, tomorrow's for a team lead, the calendar and the matrix."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pledgeline.briefing import queries
from pledgeline.briefing.actions import acknowledgements
from pledgeline.briefing.forms import FilterForm
from pledgeline.briefing.views.frame import number_of, page, tell, today
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.ui import formats
from pledgeline.ui.figures import Link


@require_safe
def briefings(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET, drafts=organisation.visible_centres(request.user) is None)
    wanted = form.cleaned_data if form.is_valid() else {}
    found, rows = queries.briefing_list(request.user, day=today(), number=number_of(request), **wanted)
    return page(request, "briefings", {"form": form, "page": found, "rows": rows}, here="briefings")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("briefing.acknowledge", raise_exception=True)
def due(request: HttpRequest) -> HttpResponse:
    """What the team has to know by tomorrow, acknowledged for everybody ticked with one button."""
    centre = organisation.own_centre(request.user)
    if centre is None:
        raise Http404
    if request.method == "POST":
        return _acknowledged(request, centre)
    whole = request.GET.get("all") == "1"
    own = queries.own_row(request.user)
    found = queries.to_tell(request.user, centre=centre, day=today(), own_queues=not whole, sheet=number_of(request))
    ways = []
    if own is not None and (own.services or own.channels):
        ways = [
            Link(_("My queues"), "?", current=not whole),
            Link(_("The whole centre"), "?all=1", current=whole),
        ]
    return page(request, "due", {"found": found, "centre": centre, "ways": ways, "whole": whole}, here="due")


def _acknowledged(request: HttpRequest, centre: str) -> HttpResponse:
    named: dict[tuple[str, int], list[str]] = {}
    for one in request.POST.getlist("told"):
        code, _slash, rest = one.partition("/")
        number, _slash, person = rest.partition("/")
        if not number.isdecimal():
            raise Http404
        named.setdefault((code, int(number)), []).append(person)
    user: Any = request.user
    try:
        taken = acknowledgements.acknowledge_together(named=named, centre=centre, by=user)
    except Problem as problem:
        tell(request, problem)
    else:
        messages.success(request, _("%(n)s acknowledgements recorded.") % {"n": formats.count(taken.new)})
    return redirect(request.get_full_path())


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    try:
        month = date.fromisoformat(request.GET.get("month", "") + "-01")
    except ValueError:
        month = today().replace(day=1)
    if not 1971 <= month.year <= 9000:
        raise Http404
    context = {
        "weeks": queries.calendar(request.user, month=month),
        "weekdays": formats.weekdays(),
        "month": month,
        "before": (month - timedelta(days=1)).strftime("%Y-%m"),
        "after": (month + timedelta(days=32)).strftime("%Y-%m"),
        "today": today(),
    }
    return page(request, "calendar", context, here="calendar")


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    found, centres, rows = queries.matrix(request.user, day=today(), number=number_of(request))
    named = [(row, list(zip(centres.values(), row.cells, strict=True))) for row in rows]
    return page(request, "matrix", {"page": found, "columns": centres, "rows": named}, here="matrix")


@require_safe
@permission_required("briefing.check", raise_exception=True)
def rechecks(request: HttpRequest) -> HttpResponse:
    """Who is asked again, and when: what is due comes first on each page."""
    found, rows = queries.rechecks(request.user, day=today(), number=number_of(request))
    numbers = queries.own_numbers(today())
    context = {
        "page": found,
        "rows": sorted(rows, key=lambda row: (not row.is_due, row.due_on, row.version.code, row.centre)),
        "limit": numbers.limits.understanding_lower,
        "every_days": numbers.recheck_days,
    }
    return page(request, "rechecks", context, here="rechecks")
