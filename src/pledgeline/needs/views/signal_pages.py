"""What the contacts seem to say of needs: signals to decide about, and patience beside the promised waits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pledgeline.kernel.problem import Problem
from pledgeline.needs import queries as needs
from pledgeline.needs import wording
from pledgeline.needs.actions import signals as actions
from pledgeline.needs.core.expectation import Strength
from pledgeline.needs.core.signals import SignalState
from pledgeline.needs.forms import AcceptSignalForm, DismissSignalForm
from pledgeline.needs.queries import signals as queries
from pledgeline.needs.views import frame
from pledgeline.organisation import queries as organisation
from pledgeline.organisation import wording as organisation_wording
from pledgeline.ui import charts
from pledgeline.ui.charts import Drawings, WaitMark, WillingStep
from pledgeline.ui.figures import Link
from pledgeline.ui.requests import page_number


@require_safe
def signals(request: HttpRequest) -> HttpResponse:
    frame.demand(request, frame.UNFINISHED)
    return _page(request)


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    frame.demand(request, frame.WRITE)
    try:
        actions.look(by=request.user)
    except Problem as problem:
        return _page(request, problem=wording.problem(problem), status=frame.REFUSED)
    return redirect("needs:signals")


@require_http_methods(["GET", "HEAD", "POST"])
def decide_signal(request: HttpRequest, number: int) -> HttpResponse:
    """One signal with everything it was found with; `do` accepts or dismisses it."""
    try:
        row = queries.signal(number, user=request.user)
    except Problem as problem:
        raise Http404 from problem
    accept = AcceptSignalForm(expectations=_expectations(request, row.service))
    dismiss = DismissSignalForm()
    if request.method != "POST":
        return _signal(request, row, accept, dismiss)
    frame.demand(request, frame.WRITE)
    form: forms.Form
    if request.POST.get("do") == "dismiss":
        form = dismiss = DismissSignalForm(request.POST)
    else:
        form = accept = AcceptSignalForm(request.POST, expectations=_expectations(request, row.service))
    if form.is_valid():
        try:
            if form is dismiss:
                actions.dismiss(number=number, by=request.user, **form.cleaned_data)
            else:
                said = form.cleaned_data
                actions.accept(
                    number=number, expectation=said["expectation"], strength=Strength(said["strength"]), by=request.user
                )
        except Problem as problem:
            frame.tell(form, problem)
            if problem.field is None:
                # Somebody else was faster: what they decided is shown, and no form.
                row = queries.signal(number, user=request.user)
                return _signal(request, row, accept, dismiss, wrong=wording.problem(problem), status=frame.REFUSED)
        else:
            return redirect("needs:signals")
    return _signal(request, row, accept, dismiss, status=frame.REFUSED)


def _expectations(request: HttpRequest, service: str) -> dict[str, str]:
    known = needs.latest_needs(request.user, service=service)
    return {code: f"{wording.said(need)} — {code}" for code, need in known.items()}


def _signal(
    request: HttpRequest,
    row: queries.SignalRow,
    accept: forms.Form,
    dismiss: forms.Form,
    *,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "problem": wrong,
        "row": row,
        "need": needs.needs_of([row.expectation], user=request.user).get(row.expectation) if row.expectation else None,
        "accept_form": accept,
        "dismiss_form": dismiss,
        "is_waiting": row.state is SignalState.WAITING,
        "crumbs": [Link(_("Signals"), reverse("needs:signals"))],
    }
    return frame.page(request, "needs/signal.html", context, status=status)


def _page(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    user: Any = request.user
    period = queries.look_period()
    snapshot, patience = queries.patience_by_channel(period) if period is not None else ("", [])
    chosen = _chosen(patience, request.GET.get("service", ""), request.GET.get("channel", ""))
    context = {
        "waiting": queries.waiting(user, number=page_number(request, "waiting")),
        "page": queries.decided(user, number=page_number(request)),
        "period": period,
        "snapshot": snapshot,
        "patience": patience,
        "chosen": chosen,
        "drawn": _drawn(chosen, organisation.service_names(user)) if chosen is not None else None,
        "problem": problem,
    }
    return frame.page(request, "needs/signals.html", context, status=status)


def _chosen(patience: list[queries.Patience], service: str, channel: str) -> queries.Patience | None:
    """The one that is asked for, else the one with the most hang-ups: it has the surest curve."""
    drawable = [one for one in patience if one.curve is not None]
    asked = [one for one in drawable if (one.service, one.channel) == (service, channel)]
    return asked[0] if asked else max(drawable, key=lambda one: one.hung_up, default=None)


def _drawn(one: queries.Patience, names: dict[str, str]) -> Drawings | None:
    curve = one.curve
    if curve is None:
        return None
    columns = (curve.seconds, curve.willing, curve.low, curve.high)
    steps = tuple(WillingStep(*(float(number) for number in row)) for row in zip(*columns, strict=True))
    marks = tuple(WaitMark(each.limit_s, wording.promised(each)) for each in one.promised)
    where = {"service": names.get(one.service, one.service), "channel": organisation_wording.channel(one.channel)}
    title = _("How long customers are willing to wait: %(service)s, %(channel)s") % where
    about = _("Share of customers still willing to wait after so many seconds, with its 95 % interval.")
    return charts.drawings(
        lambda width: charts.patience(
            steps, marks=marks, last_s=curve.last_s, title=title, description=about, width=width
        )
    )
