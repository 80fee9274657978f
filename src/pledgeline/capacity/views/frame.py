"""What every page of this room shares: its tabs, names, and how a problem is shown."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pledgeline.capacity import wording
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.ui.figures import Link
from pledgeline.ui.pickers import status_of

# To a reader these do not exist, whether they do or not.
UNKNOWN = frozenset({"plan.unknown", "forecast.unknown", "resource.unknown"})


def page(
    request: HttpRequest, name: str, context: dict[str, Any], *, here: str = "", status: int = 200
) -> HttpResponse:
    """`here` is the tab the page belongs to; tabs show only what the reader may open. Names that a view has asked for
    already, it hands over in `context`."""
    offered = [("plans", _("Plans"))]
    if request.user.has_perm("capacity.see_forecasts"):
        offered.append(("forecasts", _("Forecasts")))
    offered.append(("resources", _("Other resources")))
    if request.user.has_perm("capacity.see_forecasts"):
        offered.append(("learned", _("What contacts teach")))
    shared = {
        "tabs": [Link(title, reverse(f"capacity:{view}"), current=view == here) for view, title in offered],
        "zone": settings.TIME_ZONE,
        "centre_names": organisation.centre_names(request.user),
    }
    if "service_names" not in context:
        shared["service_names"] = organisation.service_names(request.user)
    return render(request, f"capacity/{name}.html", shared | context, status=status_of(request, status))


def today() -> Any:
    return timezone.localdate()


def tell(request: HttpRequest, problem: Problem) -> None:
    """The problem as a message on the next page; 404 for what does not exist to this reader."""
    if problem.code in UNKNOWN:
        raise Http404 from problem
    messages.error(request, wording.sentence(problem))


def on_form(form: Any, problem: Problem) -> None:
    """The problem where it was made: at its field if the form has one of this name, else above the form."""
    if problem.code in UNKNOWN:
        raise Http404 from problem
    field = problem.field if problem.field in form.fields else None
    form.add_error(field, wording.sentence(problem))
