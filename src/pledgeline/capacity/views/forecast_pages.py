"""Forecasts: making and freezing one, how good it turned out, and sharing it out among centres."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pledgeline.briefing import queries as briefing
from pledgeline.capacity import wording
from pledgeline.capacity.actions import allocations
from pledgeline.capacity.actions import forecasts as actions
from pledgeline.capacity.core.accuracy import Cause, Tracked
from pledgeline.capacity.forms import ForecastForm, TermsForm
from pledgeline.capacity.queries import forecasting
from pledgeline.capacity.queries.forecasting import ForecastPage
from pledgeline.capacity.queries.volumes import allocation_of, serving
from pledgeline.capacity.views import drawn
from pledgeline.capacity.views.frame import on_form, page, tell
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.ui import formats
from pledgeline.ui.figures import Link, Stat
from pledgeline.ui.requests import page_number

_sees = permission_required("capacity.see_forecasts", raise_exception=True)
_plans = permission_required("capacity.plan", raise_exception=True)


@require_http_methods(["GET", "HEAD", "POST"])
@_sees
def forecasts(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    may = user.has_perm("capacity.plan")
    if request.method == "POST" and not may:
        raise Http404
    form = ForecastForm(request.POST or None, services=organisation.service_names(user))
    if request.method == "POST" and form.is_valid():
        made = _frozen(request, form)
        if made is not None:
            return made
    shown, rows = forecasting.forecast_list(user, number=page_number(request))
    context = {"rows": rows, "page": shown, "form": form if may else None}
    return page(request, "forecasts", context, here="forecasts", status=422 if request.method == "POST" else 200)


def _frozen(request: HttpRequest, form: ForecastForm) -> HttpResponse | None:
    """Makes and keeps the forecast that the form asks for; None where it cannot be made, and the form says why."""
    given = form.cleaned_data
    what = {"service": given["service"], "channel": given["channel"]}
    try:
        prepared = forecasting.prepare(**what, days=given["days"], first_day=given["first_day"], a_day=given["a_day"])
        actions.freeze_prepared(code=given["code"], **what, prepared=prepared, by=request.user)
    except Problem as problem:
        on_form(form, problem)
        return None
    messages.success(request, _("Frozen: from now on it can be handed over and measured against what comes."))
    if prepared.method == forecasting.PRIOR:
        messages.warning(request, _("Too few contacts have come: it rests on what you expect of a day."))
    names = briefing.campaign_names_of([one.code for one in prepared.silent], user=None)
    for one in prepared.silent:
        messages.warning(request, wording.silent_campaign(wording.campaign_name(one.code, names)))
    return redirect("capacity:forecast", given["code"])


@require_safe
@_sees
def forecast(request: HttpRequest, code: str) -> HttpResponse:
    shown = _found(request, code)
    tracked = forecasting.accuracy(shown)
    came = forecasting.came(shown)
    totals = {one.day: one.came for one in tracked.days} if tracked else {}
    row = _row_of(shown, request.GET.get("day", ""))
    day = shown.told.days[row]
    intervals = came.counts[came.days.index(day)].tolist() if came is not None and day in came.days else None
    row_days = [
        Link(formats.weekday_and_day(day), f"?day={day.isoformat()}#day", current=place == row)
        for place, day in enumerate(shown.told.days)
    ]
    told = {one["code"] for one in shown.campaigns}
    named = told.union(*(one.campaigns for one in tracked.days)) if tracked else told
    names = briefing.campaign_names_of(named, user=None) if named else {}
    services = organisation.service_names(request.user)
    context = {
        "service_names": services,
        "shown": shown,
        "row": shown.row,
        "day_chart": drawn.fan_by_day(shown, totals),
        "interval_chart": drawn.fan_of_day(shown, row, intervals),
        "day_links": row_days,
        "day_rows": _day_rows(shown, tracked, names),
        "tracked": tracked,
        "errors": [(wording.LEVELS[one.level], one) for one in tracked.errors] if tracked else [],
        "stats": _stats(shown, tracked),
        "campaigns": wording.campaign_rows(shown.campaigns, names),
        "allocation": _allocation(request, shown),
        "crumbs": [Link(_("Forecasts"), reverse("capacity:forecasts")), Link(_name(services, shown))],
        "method": wording.method(shown.method),
    }
    return page(request, "forecast", context, here="forecasts")


@require_http_methods(["GET", "HEAD", "POST"])
@_plans
def share_out(request: HttpRequest, code: str) -> HttpResponse:
    """A proposal from the terms in the form; the button that keeps it sends it by POST."""
    shown = _found(request, code)
    names = organisation.centre_names(request.user)
    row = shown.row
    centres = {one: names.get(one, one) for one in serving(row.service, row.channel, row.first_day, row.last_day)}
    given = request.POST if request.method == "POST" else (request.GET or None)
    held = allocation_of(code)
    form = TermsForm(given, centres=centres, initial=wording.terms_again(held["terms"] if held else {}))
    proposal = None
    if form.is_bound and form.is_valid():
        try:
            proposal = allocations.proposed(forecast=code, terms=form.terms())
            if request.method == "POST":
                allocations.share(forecast=code, terms=form.terms(), by=request.user)
                messages.success(request, _("Shared out. Plans of these days take their part from now on."))
                return redirect("capacity:forecast", code)
        except Problem as problem:
            tell(request, problem)
    services = organisation.service_names(request.user)
    context = {
        "service_names": services,
        "shown": shown,
        "row": row,
        "form": form,
        "parts": _parts(proposal, centres) if proposal else [],
        "proposal": proposal,
        "crumbs": [
            Link(_("Forecasts"), reverse("capacity:forecasts")),
            Link(_name(services, shown), reverse("capacity:forecast", args=[code])),
            Link(_("Share out")),
        ],
    }
    return page(request, "share_out", context, here="forecasts", status=200 if proposal or not form.is_bound else 422)


def _parts(proposal: Any, names: dict[str, str]) -> list[tuple[str, float, float]]:
    whole = sum(proposal.contacts.values()) or 1.0
    return [(names.get(code, code), n, n / whole) for code, n in proposal.contacts.items()]


def _found(request: HttpRequest, code: str) -> ForecastPage:
    shown = forecasting.forecast_page(code, user=request.user)
    if shown is None:
        raise Http404
    return shown


def _name(services: Mapping[str, str], shown: ForecastPage) -> str:
    return wording.named(services.get(shown.row.service, shown.row.service), shown.row.channel)


def _row_of(shown: ForecastPage, wanted: str) -> int:
    """The day asked for, else the first."""
    try:
        return shown.told.days.index(date.fromisoformat(wanted))
    except ValueError:
        return 0


def _day_rows(
    shown: ForecastPage, tracked: Tracked | None, names: Mapping[str, Mapping[str, str]]
) -> list[dict[str, Any]]:
    came = {one.day: one for one in tracked.days} if tracked else {}
    told = shown.told
    return [
        {
            "label": formats.weekday_and_day(day),
            "mean": float(told.mean[row].sum()),
            "low": float(told.total_low[row]),
            "high": float(told.total_high[row]),
            "naive": float(told.naive[row].sum()) if told.naive is not None else None,
            "came": came[day].came if day in came else None,
            "cause": wording.CAUSES[came[day].cause] if day in came else "",
            "outside": day in came and came[day].cause is not Cause.WITHIN,
            "campaigns": wording.listed(wording.campaign_name(code, names) for code in came[day].campaigns)
            if day in came
            else "",
        }
        for row, day in enumerate(told.days)
    ]


def _stats(shown: ForecastPage, tracked: Tracked | None) -> list[Stat]:
    row = shown.row
    found = [
        Stat(_("Contacts expected"), formats.count(round(row.contacts)), formats.period(wording.days(row))),
        Stat(
            _("Made"),
            formats.day(timezone.localdate(row.made_at)),
            _("from snapshot %(snapshot)s") % {"snapshot": shown.snapshot},
        ),
    ]
    if tracked is None:
        return found
    day = next(one for one in tracked.errors if one.level == "day")
    naive = _("as a week before: %(share)s") % {"share": formats.share(day.naive, 1)} if day.naive is not None else ""
    return [
        *found,
        Stat(_("Error of a day"), formats.share(day.wape, 1), naive),
        Stat(_("Bias"), formats.share(abs(tracked.bias), 1), _("too much") if tracked.bias > 0 else _("too little")),
        Stat(
            _("Inside the 80 % interval"),
            formats.share(tracked.coverage, 0),
            _("of intervals; %(share)s of days") % {"share": formats.share(tracked.coverage_day, 0)},
        ),
    ]


def _allocation(request: HttpRequest, shown: ForecastPage) -> list[dict[str, Any]]:
    """Centres with their terms and their part of the forecast, as last shared out."""
    held = allocation_of(shown.row.code)
    if held is None:
        return []
    names = organisation.centre_names(request.user)
    told = shown.told
    whole = float(told.mean.sum()) or 1.0
    return [
        {
            "name": names.get(centre, centre),
            **held["terms"].get(centre, {}),
            "part": sum(float((told.mean[row] * by_day[day.isoformat()]).sum()) for row, day in enumerate(told.days))
            / whole,
        }
        for centre, by_day in sorted(held["shares"].items())
    ]
