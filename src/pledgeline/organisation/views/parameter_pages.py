"""The organisation's own numbers: all of them with their reasons, and one of them with its form and its past."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pledgeline.kernel.problem import Problem
from pledgeline.organisation import wording
from pledgeline.organisation.actions import parameters as actions
from pledgeline.organisation.forms import NumberForm
from pledgeline.organisation.queries import parameters as queries
from pledgeline.organisation.views.frame import page
from pledgeline.ui.figures import Link
from pledgeline.ui.requests import page_number

HISTORY_ROWS = 50
_reads = permission_required("organisation.read_numbers", raise_exception=True)


@require_safe
@_reads
def parameters(request: HttpRequest) -> HttpResponse:
    by_room: dict[str, list[queries.ParameterRow]] = {}
    for row in queries.parameter_rows(request.user, day=timezone.localdate()):
        by_room.setdefault(row.parameter.room, []).append(row)
    rooms = [(wording.room(code), rows) for code, rows in by_room.items()]
    return page(request, "parameters", {"rooms": rooms}, here="parameters")


@require_http_methods(["GET", "HEAD", "POST"])
@_reads
def parameter(request: HttpRequest, code: str) -> HttpResponse:
    row = queries.parameter_row(request.user, code, day=timezone.localdate())
    if row is None:
        raise Http404
    sets = request.user.has_perm("organisation.set_numbers")
    if request.method == "POST" and not sets:
        raise PermissionDenied
    form = NumberForm(request.POST or None, parameter=row.parameter, today=timezone.localdate()) if sets else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            user: Any = request.user
            actions.set_value(code=code, by=user, **form.wanted())
        except Problem as problem:
            form.add_error(problem.field if problem.field in form.fields else None, wording.sentence(problem))
        else:
            messages.success(request, _("Set. Figures of days before keep the value they were taken with."))
            return redirect("organisation:parameter", code)
    crumbs = [
        Link(_("Own numbers"), reverse("organisation:parameters")),
        Link(wording.in_language(row.parameter.meaning)),
    ]
    history = Paginator(row.history, HISTORY_ROWS).get_page(page_number(request))
    context = {"row": row, "history": history, "form": form, "crumbs": crumbs}
    return page(request, "parameter", context, here="parameters", status=422 if form and form.errors else 200)
