"""What the pages about promises share: the tabs, names, and the way back after a step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pledgeline.experience import wording
from pledgeline.experience.forms import ServiceForm
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.ui.figures import Link
from pledgeline.ui.pickers import searched, status_of

MOST_TABS = 24
UNKNOWN = frozenset({"definition.unknown", "contract.unknown", "promise.unknown"})


def tabs(here: str, user: Any) -> list[Link]:
    """Coverage is the client's own: its gaps are no centre's business."""
    offered = [
        ("promises", _("Promises")),
        ("definitions", _("Definitions")),
        *([("coverage", _("Coverage"))] if user.has_perm("experience.see_coverage") else []),
        ("contracts", _("Metric contracts")),
        ("clocks", _("Clocks")),
    ]
    return [Link(title, reverse(f"experience:{view}"), current=view == here) for view, title in offered]


def service_asked(request: HttpRequest, names: Mapping[str, str]) -> str:
    """The service that the form of `service_choice` asks for; empty where it only searches, or asks for none."""
    asked = request.GET.get("service", "")
    return asked if asked in names and not searched(request.GET) else ""


def service_choice(request: HttpRequest, names: Mapping[str, str], view: str, chosen: str) -> dict[str, Any]:
    """Tabs to a page of each service; where they would fill the screen, a form instead."""
    if len(names) > MOST_TABS:
        given = request.GET if searched(request.GET) else None
        return {"service_form": ServiceForm(given, services=names, initial={"service": chosen})}
    links = [Link(name, reverse(view, args=[code]), current=code == chosen) for code, name in names.items()]
    return {"service_tabs": links}


def centre_names(request: HttpRequest) -> dict[str, str]:
    """Of the centres the reader may see, by code: asked once, however many parts of a page name them."""
    if not hasattr(request, "_centre_names"):
        request._centre_names = organisation.centre_names(request.user)  # type: ignore[attr-defined]
    found: dict[str, str] = request._centre_names  # type: ignore[attr-defined]
    return found


def service_names(request: HttpRequest) -> dict[str, str]:
    if not hasattr(request, "_service_names"):
        request._service_names = organisation.service_names(request.user)  # type: ignore[attr-defined]
    found: dict[str, str] = request._service_names  # type: ignore[attr-defined]
    return found


def page(request: HttpRequest, name: str, context: dict[str, Any], *, here: str, status: int = 200) -> HttpResponse:
    own = {
        "tabs": tabs(here, request.user),
        "zone": settings.TIME_ZONE,
        "centre_names": centre_names(request),
        "service_names": service_names(request),
    }
    return render(request, f"experience/{name}.html", {**own, **context}, status=status_of(request, status))


def done(request: HttpRequest, call: Callable[[], Any], said: str, *where: Any) -> HttpResponse:
    """Takes a step and goes on to `where` (a view and its arguments), with what came of it as a message.

    What the reader may not know of is not found, like what does not exist.
    """
    try:
        call()
    except Problem as problem:
        if problem.code in UNKNOWN:
            raise Http404 from problem
        messages.error(request, wording.problem(problem))
    else:
        messages.success(request, said)
    return redirect(*where)
