"""What every page of this room shares: its tabs, names, and the way back after a step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.partnership import wording
from pledgeline.ui.figures import Link
from pledgeline.ui.pickers import status_of

# A tab for whoever holds its permission; without one, for everybody who has signed in.
TABS: tuple[tuple[str, Callable[[], str], str], ...] = (
    ("workspace", lambda: _("Workspace"), "partnership.work_for_centre"),
    ("standings", lambda: _("Part 1"), ""),
    ("terms_list", lambda: _("Contract terms"), "partnership.see_contract"),
    ("statements", lambda: _("Statements"), "partnership.see_contract"),
    ("reviews", lambda: _("Reviews"), "partnership.see_contract"),
    ("improvements", lambda: _("Actions"), "partnership.see_contract"),
    ("escalations", lambda: _("Escalations"), "partnership.see_contract"),
    ("health", lambda: pgettext("tab", "Health"), "partnership.see_contract"),
    ("mirror", lambda: _("Mirror"), ""),
    ("pulses", lambda: _("Staff pulse"), ""),
    ("ideas", lambda: _("Ideas"), ""),
    ("recognitions", lambda: _("Thanks"), ""),
)


def tabs(user: Any, here: str) -> list[Link]:
    return [
        Link(title(), reverse(f"partnership:{view}"), current=view == here)
        for view, title, permission in TABS
        if not permission or user.has_perm(permission)
    ]


def page(
    request: HttpRequest, name: str, context: dict[str, Any], *, here: str = "", called: str = "", status: int = 200
) -> HttpResponse:
    """`here` is the tab the page belongs to; tabs show only what the reader may open. `called` is what the page itself
    is called in its breadcrumbs."""
    links = tabs(request.user, here)
    shared = {
        "tabs": links,
        "zone": settings.TIME_ZONE,
        "centre_names": organisation.centre_names(request.user),
        "service_names": organisation.service_names(request.user),
        # A page below a list leads back to it, unless it says more exactly where it stands.
        "crumbs": [
            *(Link(one.title, one.url) for one in links if one.current and one.url != request.path),
            *([Link(called)] if called else []),
        ],
    }
    return render(request, f"partnership/{name}.html", shared | context, status=status_of(request, status))


def today() -> date:
    return timezone.localdate()


def refused(form: Form, problem: Problem) -> None:
    """The problem beside the field it names; 404 for what does not exist to this reader."""
    if is_unknown(problem) and problem.code != "promise.unknown":
        raise Http404 from problem
    field = (problem.field or "").partition(".")[0]
    words = wording.problem(problem)
    if problem.line:
        words = _("line %(line)s: %(text)s") % {"line": problem.line, "text": words}
    if problem.field and problem.field not in form.fields and field not in form.fields:
        words = _("%(place)s: %(text)s") % {"place": problem.field, "text": words}
    form.add_error(field if field in form.fields else None, words)


def is_unknown(problem: Problem) -> bool:
    """Whether it says that a thing is not there: to this reader it does not exist, whether it does or not."""
    return problem.code.endswith(".unknown")


def done(request: HttpRequest, call: Callable[[], Any], said: str, *where: Any) -> HttpResponse:
    """Takes a step and goes on to `where` (a view and its arguments), with what came of it as a message."""
    try:
        call()
    except Problem as problem:
        if is_unknown(problem):
            raise Http404 from problem
        messages.error(request, wording.problem(problem))
    else:
        messages.success(request, said)
    return redirect(*where)
