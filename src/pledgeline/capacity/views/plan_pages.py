"""Plans: the list, one plan with its heat maps, and what the client writes into it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pledgeline.capacity import queries, wording
from pledgeline.capacity.actions import outlooks
from pledgeline.capacity.actions import plans as actions
from pledgeline.capacity.core.accuracy import staffed
from pledgeline.capacity.core.stages import Stage
from pledgeline.capacity.forms import AskedForm, HandOverForm, PlanForm, SheetForm
from pledgeline.capacity.models import StaffingPlan
from pledgeline.capacity.queries import PlanPage
from pledgeline.capacity.queries.forecasting import forecasts_for
from pledgeline.capacity.queries.volumes import Volumes, volumes
from pledgeline.capacity.views import drawn
from pledgeline.capacity.views.frame import on_form, page, tell, today
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.ui import formats
from pledgeline.ui.figures import Link, Stat
from pledgeline.ui.pickers import searched
from pledgeline.ui.requests import page_number

_may_plan = permission_required("capacity.plan", raise_exception=True)
# What a plan should reach where the assessment's own parameter is not asked: nine days in ten.
PROBABLE = 0.9


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    shown, found = queries.plan_list(request.user, number=page_number(request))
    rows = [
        {
            "page": one,
            "gap": (found_gap := one.gap(Stage.REQUIRED, Stage.COMMITTED)),
            "short_h": found_gap.short_agents * one.interval_min / 60,
            "weakest": min(one.chances.items(), key=lambda pair: (pair[1], pair[0]), default=None),
            "locked": today() >= one.row.locks_on,
        }
        for one in found
    ]
    return page(request, "plans", {"rows": rows, "page": shown}, here="plans")


@require_http_methods(["GET", "HEAD", "POST"])
@_may_plan
def new_plan(request: HttpRequest) -> HttpResponse:
    form = PlanForm(
        request.POST or None,
        centres=organisation.centre_names(request.user),
        services=organisation.service_names(request.user),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_plan(**form.cleaned_data, by=request.user)
        except Problem as problem:
            on_form(form, problem)
        else:
            return redirect("capacity:plan", made.code)
    status = 422 if request.method == "POST" else 200
    crumbs = [Link(_("Plans"), reverse("capacity:plans")), Link(_("New plan"))]
    return page(request, "new_plan", {"form": form, "crumbs": crumbs}, here="plans", status=status)


@require_safe
def plan(request: HttpRequest, code: str) -> HttpResponse:
    return _plan(request, code)


@require_POST
@_may_plan
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    if searched(request.POST):
        return _plan(request, code)
    return _done(
        request,
        code,
        lambda: actions.hand_over(code=code, forecast=request.POST.get("forecast", ""), by=request.user),
        _("Handed over. The centre sees its part of the forecast from now on."),
    )


@require_POST
@_may_plan
def require(request: HttpRequest, code: str) -> HttpResponse:
    """Writes what is required; the second button of the form asks it of the centre as well."""
    form = AskedForm(request.POST)
    if not form.is_valid():
        return _plan(request, code, asked=form, status=422)
    return _done(
        request,
        code,
        lambda: outlooks.require(
            code=code, asked=form.asked(), request=request.POST.get("request") == "yes", by=request.user
        ),
        _("Worked out and written beside what was there."),
    )


@require_POST
@_may_plan
def reckon(request: HttpRequest, code: str) -> HttpResponse:
    form = AskedForm(request.POST)
    if not form.is_valid():
        return _plan(request, code, asked=form, status=422)
    return _done(
        request,
        code,
        lambda: outlooks.reckon(code=code, asked=form.asked(), by=request.user),
        _("Reckoned for the staff committed now."),
    )


def _done(request: HttpRequest, code: str, call: Callable[[], Any], said: str) -> HttpResponse:
    if queries.record(code, user=request.user) is None:
        raise Http404
    try:
        call()
    except Problem as problem:
        tell(request, problem)
    else:
        messages.success(request, said)
    return redirect("capacity:plan", code)


def _plan(request: HttpRequest, code: str, *, asked: AskedForm | None = None, status: int = 200) -> HttpResponse:
    user: Any = request.user
    shown = queries.plan(code, user=user)
    record = queries.record(code, user=user)
    if shown is None or record is None:
        raise Http404
    zone = organisation.service_zones()[shown.row.service]
    found, why = _volumes(record, user)
    services = organisation.service_names(user)
    written, versions = queries.versions(code, user=user, number=page_number(request))
    context = {
        "service_names": services,
        "plan": shown,
        "row": shown.row,
        "stats": _stats(shown),
        "grids": drawn.plan_grids(shown, found, zone),
        "even": shown.gap(Stage.REQUIRED, Stage.COMMITTED).even,
        "why_no_forecast": why,
        "chance_chart": drawn.chances(shown, PROBABLE),
        "spans": _spans(shown),
        "basis": wording.basis(shown.reckoned.basis) if shown.reckoned else [],
        "days": _days(shown, found),
        "adherence": [
            (wording.STAGES[given], shown.adherence(asked_for, given))
            for asked_for, given in (
                (Stage.COMMITTED, Stage.SCHEDULED),
                (Stage.COMMITTED, Stage.DELIVERED),
            )
            if shown.agents[given]
        ],
        "written": written,
        "versions": versions,
        "locked": today() >= shown.row.locks_on,
        "may_commit": user.has_perm("capacity.commit", shown.row.centre),
        "sheet_form": SheetForm(),
        "crumbs": [
            Link(_("Plans"), reverse("capacity:plans")),
            Link(wording.named(services.get(shown.row.service, shown.row.service), shown.row.channel)),
        ],
    }
    if user.has_perm("capacity.plan"):
        row = shown.row
        context |= {
            "asked_form": asked
            or AskedForm(initial=wording.asked_again(shown.reckoned.basis if shown.reckoned else {})),
            "hand_over_form": HandOverForm(
                request.POST if searched(request.POST) else None,
                forecasts=forecasts_for(row.service, row.channel, row.first_day, row.last_day),
                initial={"forecast": shown.forecast},
            ),
        }
    return page(request, "plan", context, here="plans", status=status)


def _volumes(record: StaffingPlan, user: Any) -> tuple[Volumes | None, str]:
    """The centre's part of the forecast, or why it is not shown: a centre sees it once it has been handed over."""
    if record.handed_over_on is None and not user.has_perm("capacity.see_forecasts"):
        return None, wording.sentence(Problem("plan.no_forecast", plan=record.code))
    try:
        return volumes(record), ""
    except Problem as problem:
        return None, wording.sentence(problem)


def _stats(shown: PlanPage) -> list[Stat]:
    found = shown.gap(Stage.REQUIRED, Stage.COMMITTED)
    hours = shown.interval_min / 60
    weakest = min(shown.chances.items(), key=lambda pair: (pair[1], pair[0]), default=None)
    row = shown.row
    lead = (row.first_day - row.handed_over_on).days if row.handed_over_on else None
    return [
        Stat(
            _("Intervals covered"),
            formats.share(found.share, 0),
            _("%(covered)s of %(all)s in which somebody is required")
            % {"covered": formats.count(found.covered), "all": formats.count(found.intervals)},
        ),
        Stat(_("Agent hours short"), f"{found.short_agents * hours:,.0f}", _("summed over the plan")),
        Stat(
            _("Weakest day"),
            formats.share(weakest[1], 0) if weakest else formats.share(None),
            _("probability on %(day)s") % {"day": formats.day(weakest[0])} if weakest else _("not reckoned yet"),
        ),
        Stat(
            _("Forecast handed over"),
            formats.day(row.handed_over_on) if row.handed_over_on else _("not yet"),
            _("%(days)s days before the first day") % {"days": lead} if lead is not None else "",
        ),
        Stat(_("Locked from"), formats.day(row.locks_on)),
    ]


def _spans(shown: PlanPage) -> list[dict[str, Any]]:
    if shown.reckoned is None:
        return []
    return [
        dict(one)
        | {
            "name": wording.SPANS[one["span"]],
            "first": date.fromisoformat(one["first"]),
            "last": date.fromisoformat(one["last"]),
        }
        for one in shown.reckoned.spans
    ]


def _days(shown: PlanPage, found: Volumes | None) -> list[dict[str, Any]]:
    """The plan's days with what each stage says of them, in agent hours."""
    hours = shown.interval_min / 60
    expected = {day: float(row.sum()) for day, row in zip(found.days, found.mean, strict=True)} if found else {}

    def of(stage: Stage, day: date) -> float | None:
        agents = shown.agents[stage].get(day)
        return sum(agents) * hours if agents is not None else None

    rows = []
    for day in sorted({*shown.days(), *expected}):
        asked = shown.agents[Stage.REQUIRED].get(day, ())
        given = shown.agents[Stage.COMMITTED].get(day, (0.0,) * len(asked))
        rows.append(
            {
                "day": day,
                "iso": day.isoformat(),
                "label": formats.weekday_and_day(day),
                "expected": expected.get(day),
                "stages": [(wording.STAGES[stage], of(stage, day)) for stage in Stage],
                "short": sum(max(a - b, 0.0) for a, b in zip(asked, given, strict=True)) * hours if asked else None,
                "staffing": _staffing(shown, day),
                "chance": shown.chances.get(day),
                "outdated": day in shown.outdated,
            }
        )
    return rows


def _staffing(shown: PlanPage, day: date) -> str:
    """Whether enough were there on a day that has been told of, and where not, who fell short."""
    required, committed, delivered = (
        shown.agents[stage].get(day) for stage in (Stage.REQUIRED, Stage.COMMITTED, Stage.DELIVERED)
    )
    if required is None or delivered is None:
        return ""
    agreed = np.array(committed if committed is not None else [0.0] * len(required))
    found = staffed(day, np.array(required), agreed, np.array(delivered), shown.interval_min)
    return str(wording.STAFFING[found.staffing])
