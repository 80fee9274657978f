"""What every page of this room shares: its tabs, who may write, and problems told beside the field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pledgeline.kernel.problem import Problem
from pledgeline.needs import wording
from pledgeline.organisation import queries as organisation
from pledgeline.ui.figures import Link
from pledgeline.ui.pickers import status_of

WRITE, UNFINISHED = "needs.write", "needs.see_unfinished"
REFUSED = 422


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """A page with tabs, names of services, and whether the reader may write."""
    user: Any = request.user
    shared = {
        "tabs": _tabs(request),
        "service_names": organisation.service_names(user),
        "may_write": user.has_perm(WRITE),
        "sees_unfinished": user.has_perm(UNFINISHED),
    }
    return render(request, template, {**shared, **context}, status=status_of(request, status))


def _tabs(request: HttpRequest) -> list[Link]:
    user: Any = request.user
    shown = [
        (_("Expectations"), "needs:expectations"),
        (_("Customers"), "needs:segments"),
        (pgettext("expectations", "Conflicts"), "needs:conflicts"),
    ]
    if user.has_perm(UNFINISHED):
        shown += [(_("Signals"), "needs:signals"), (pgettext("expectations", "Drafts"), "needs:drafts")]
    links = []
    for title, view in shown:
        url = reverse(view)
        # The list of expectations is the beginning of every other address.
        here = request.path == url if view == "needs:expectations" else request.path.startswith(url)
        links.append(Link(title, url, current=here))
    return links


def crumb() -> Link:
    return Link(_("Expectations"), reverse("needs:expectations"))


def demand(request: HttpRequest, permission: str) -> None:
    """Raises PermissionDenied. Call it after what was asked for has been found: unknown comes before forbidden."""
    user: Any = request.user
    if not user.has_perm(permission):
        raise PermissionDenied


def tell(form: forms.Form, problem: Problem) -> None:
    field = problem.field if problem.field in form.fields else None
    form.add_error(field, wording.problem(problem))


def segment_choices() -> dict[str, str]:
    from pledgeline.needs.queries import segments

    return {code: wording.said(names) for code, names in segments.segment_names().items()}
