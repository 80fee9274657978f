"""The checklist of other means: what an engagement needs besides people on shift, who sees to it, and what shows it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pledgeline.capacity import queries, wording
from pledgeline.capacity.actions import resources as actions
from pledgeline.capacity.core.resources import Area, Side
from pledgeline.capacity.forms import InPlaceForm, ResourceForm
from pledgeline.capacity.views.frame import on_form, page, today
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.ui.figures import Link
from pledgeline.ui.requests import page_number


@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    """One list an engagement, in the order of the areas; areas nobody has thought of are named. On a page, lists in
    which something is wanting come first and open; the others are folded."""
    paged, found = queries.checklist(request.user, day=today(), number=page_number(request))
    lists = [(one, [wording.AREAS[area] for area in one.missing]) for one in found]
    lists.sort(key=lambda of: of[0].in_place == of[0].items and not of[1])
    return page(request, "resources", {"lists": lists, "page": paged}, here="resources")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("capacity.plan", raise_exception=True)
def new_resource(request: HttpRequest) -> HttpResponse:
    form = ResourceForm(
        request.POST or None,
        centres=organisation.centre_names(request.user),
        services=organisation.service_names(request.user),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"area": Area(form.cleaned_data["area"]), "side": Side(form.cleaned_data["side"])}
        try:
            actions.require(**given, by=request.user)
        except Problem as problem:
            on_form(form, problem)
        else:
            messages.success(request, _("Put on the checklist."))
            return redirect("capacity:resources")
    status = 422 if request.method == "POST" else 200
    crumbs = [Link(_("Other resources"), reverse("capacity:resources")), Link(_("New item"))]
    return page(request, "new_resource", {"form": form, "crumbs": crumbs}, here="resources", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def resource(request: HttpRequest, code: str) -> HttpResponse:
    """One item; who sees to it says here since when it is in place and what shows that."""
    user: Any = request.user
    found = queries.listed_item(code, user=user, day=today())
    if found is None:
        raise Http404
    may = user.has_perm("capacity.put_in_place", (found.item.centre, found.item.side))
    if request.method == "POST" and not may:
        raise PermissionDenied
    initial = {"evidence": found.item.evidence, "on": found.item.in_place_on, "expires_on": found.item.expires_on}
    form = InPlaceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.put_in_place(code=code, by=user, **form.cleaned_data)
        except Problem as problem:
            on_form(form, problem)
        else:
            messages.success(request, _("Written down. What it said before stays in the audit trail."))
            return redirect("capacity:resources")
    context = {
        "one": found,
        "form": form if may else None,
        "crumbs": [Link(_("Other resources"), reverse("capacity:resources")), Link(wording.said(found.titles))],
    }
    return page(request, "resource", context, here="resources", status=422 if request.method == "POST" else 200)
