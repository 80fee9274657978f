"""What every page of this room shares: its tabs, the names of centres and services, how a problem is shown."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pledgeline.briefing import wording
from pledgeline.briefing.actions._checks import LinesRejected
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.ui.figures import Link
from pledgeline.ui.pickers import status_of

# To a reader these do not exist, whether they do or not.
UNKNOWN = {
    "briefing.unknown",
    "briefing.version_unknown",
    "briefing.centre_unknown",
    "campaign.unknown",
    "question.unknown",
}
SHOWN_LINES = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page(
    request: HttpRequest, name: str, context: dict[str, Any], *, here: str = "", status: int = 200
) -> HttpResponse:
    """`here` is the tab the page belongs to; tabs show only what the reader may open."""
    offered = [("briefings", _("Briefings"))]
    if request.user.has_perm("briefing.acknowledge"):
        offered.append(("due", _("Tomorrow’s changes")))
    offered += [
        ("calendar", _("Calendar")),
        ("matrix", _("Who knows what")),
        *([("rechecks", _("Asking again"))] if request.user.has_perm("briefing.check") else []),
        ("questions", _("Questions")),
        ("campaigns", _("Campaigns")),
    ]
    if request.user.has_perm("briefing.keep_roster"):
        offered.append(("rosters", _("Rosters")))
    tabs = [Link(title, reverse(f"briefing:{view}"), current=view == here) for view, title in offered]
    shared = {
        "tabs": tabs,
        "zone": settings.TIME_ZONE,
        "centre_names": context.get("centre_names") or organisation.centre_names(request.user),
        "service_names": organisation.service_names(request.user),
        # A page below a list leads back to it, unless it says more exactly where it stands.
        "crumbs": [Link(one.title, one.url) for one in tabs if one.current and one.url != request.path],
    }
    return render(request, f"briefing/{name}.html", shared | context, status=status_of(request, status))


def workbook(data: bytes, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}.xlsx"'
    return HttpResponse(data, content_type=XLSX, headers={"Content-Disposition": disposition})


def number_of(request: HttpRequest, name: str = "page") -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 1


def today() -> Any:
    return timezone.localdate()


def own_centre(request: HttpRequest, code: str) -> str:
    """`code` where the reader may see that centre; 404 otherwise, as where there is none."""
    if code not in organisation.centre_names(request.user):
        raise Http404
    return code


def tell(request: HttpRequest, problem: Problem) -> None:
    """The problem as messages on the next page; 404 for what does not exist to this reader."""
    if problem.code in UNKNOWN:
        raise Http404 from problem
    messages.error(request, wording.sentence(problem))
    if isinstance(problem, LinesRejected):
        for one in problem.problems[:SHOWN_LINES]:
            messages.error(request, wording.sentence(one))
