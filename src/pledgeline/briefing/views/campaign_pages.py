"""Campaigns and their gates."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pledgeline.briefing import queries, wording
from pledgeline.briefing.actions import campaigns as actions
from pledgeline.briefing.forms import ReasonForm
from pledgeline.briefing.views.frame import number_of, page, tell, today
from pledgeline.kernel.problem import Problem
from pledgeline.ui.figures import Link


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    found, rows = queries.campaign_list(request.user, day=today(), number=number_of(request))
    return page(request, "campaigns", {"page": found, "rows": rows}, here="campaigns")


@require_safe
def campaign(request: HttpRequest, code: str) -> HttpResponse:
    try:
        row = queries.campaign(code, user=request.user, day=today())
    except Problem as unknown:
        raise Http404 from unknown
    expected: dict[object, dict[str, int]] = {}
    for (day, channel), contacts in sorted(row.planned.expected.items()):
        expected.setdefault(day, {})[channel] = contacts
    channels = sorted({channel for by_channel in expected.values() for channel in by_channel})
    context = {
        "row": row,
        "channels": channels,
        "expected": [(day, [found.get(channel) for channel in channels]) for day, found in expected.items()],
        "form": ReasonForm(),
        "crumbs": [Link(_("Campaigns"), reverse("briefing:campaigns")), Link(wording.said(row.planned.name))],
    }
    return page(request, "campaign", context, here="campaigns")


@require_POST
@permission_required("briefing.override", raise_exception=True)
def override(request: HttpRequest, code: str) -> HttpResponse:
    try:
        actions.override(code=code, reason=request.POST.get("reason", ""), by=request.user)
    except Problem as problem:
        tell(request, problem)
    else:
        messages.warning(request, _("The campaign may start. Your name and reason stand wherever it is shown."))
    return redirect("briefing:campaign", code)
