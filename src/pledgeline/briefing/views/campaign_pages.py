"""Campaigns and their gates: read, let start all the same, moved, called off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pledgeline.briefing import queries, wording
from pledgeline.briefing.actions import campaigns as actions
from pledgeline.briefing.forms import CancelForm, MoveForm, ReasonForm
from pledgeline.briefing.views.frame import number_of, page, tell, today
from pledgeline.kernel.problem import Problem
from pledgeline.ui import formats
from pledgeline.ui.figures import Link

MOST_DAYS_ON_A_PAGE = 62
_plans = permission_required("briefing.plan", raise_exception=True)


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    found, rows = queries.campaign_list(request.user, day=today(), number=number_of(request))
    return page(request, "campaigns", {"page": found, "rows": rows}, here="campaigns")


def found(request: HttpRequest, code: str) -> queries.CampaignRow:
    """404 for a campaign that the reader may not see."""
    try:
        return queries.campaign(code, user=request.user, day=today())
    except Problem as unknown:
        raise Http404 from unknown


def crumbs(row: queries.CampaignRow, *last: Link) -> list[Link]:
    own = Link(wording.said(row.planned.name), reverse("briefing:campaign", args=[row.planned.code]) if last else "")
    return [Link(_("Campaigns"), reverse("briefing:campaigns")), own, *last]


@require_safe
def campaign(request: HttpRequest, code: str) -> HttpResponse:
    row = found(request, code)
    expected: dict[object, dict[str, int]] = {}
    for (day, channel), contacts in sorted(row.planned.expected.items()):
        expected.setdefault(day, {})[channel] = contacts
    served = queries.grid_channels(row.planned, ())
    days = Paginator(list(expected.items()), MOST_DAYS_ON_A_PAGE).get_page(number_of(request, "days"))
    context = {
        "row": row,
        "briefing_title": queries.titles_of([row.planned.briefing], user=request.user).get(row.planned.briefing),
        "channels": served,
        "days": days,
        "expected": [(day, [by.get(channel) for channel in served]) for day, by in days.object_list],
        "total": sum(row.planned.expected.values()),
        "sentences": queries.promise_sentences(request.user) if row.planned.promises else {},
        "form": ReasonForm(),
        "move_form": MoveForm(prefix="move"),
        "cancel_form": CancelForm(prefix="cancel"),
        "crumbs": crumbs(row),
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


@require_POST
@_plans
def move(request: HttpRequest, code: str) -> HttpResponse:
    found(request, code)
    form = MoveForm(request.POST, prefix="move")
    if not form.is_valid():
        messages.error(request, _("Choose the day on which it begins."))
        return redirect("briefing:campaign", code)
    user: Any = request.user
    try:
        moved = actions.move(code=code, first_day=form.cleaned_data["first_day"], by=user)
    except Problem as problem:
        tell(request, problem)
    else:
        messages.success(
            request, _("Moved: it begins on %(day)s. The centres are told.") % {"day": formats.day(moved.first_day)}
        )
    return redirect("briefing:campaign", code)


@require_POST
@_plans
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    found(request, code)
    user: Any = request.user
    try:
        actions.cancel(code=code, reason=request.POST.get("cancel-reason", ""), by=user)
    except Problem as problem:
        tell(request, problem)
    else:
        messages.success(request, _("Called off. The centres are told, and the record stays."))
    return redirect("briefing:campaign", code)
