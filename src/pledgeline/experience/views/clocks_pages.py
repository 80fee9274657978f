"""The same contacts under several clocks: law, standard, contract and own promise side by side."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pledgeline.experience import queries, wording
from pledgeline.experience.actions import clocks as actions
from pledgeline.experience.core.clocks import clocks as all_clocks
from pledgeline.experience.forms.clocks import ApplyForm, LiftForm
from pledgeline.experience.views.frame import centre_names, done, page, service_asked, service_choice, service_names
from pledgeline.kernel.verdict import Reason

# The promises' own pages say it too; a wall of sentences is read by nobody.
MOST_LOOSER = 24
_may_define = permission_required("experience.define", raise_exception=True)


@require_safe
def clocks(request: HttpRequest, service: str = "") -> HttpResponse:
    """Without a service the first one; a service the reader does not know of is not found."""
    user: Any = request.user
    names = service_names(request)
    if service and service not in names:
        raise Http404
    asked = service_asked(request, names)
    if asked:
        return redirect("experience:clocks_of", asked)
    chosen = service or next(iter(names), "")
    context: dict[str, Any] = {"service": chosen, **service_choice(request, names, "experience:clocks_of", chosen)}
    today = timezone.localdate()
    if chosen and user.has_perm("experience.define"):
        context |= _decisions(chosen, today)
    found = queries.clocks_page(chosen, user=user, today=today) if chosen else Reason("no_deliveries", {})
    if isinstance(found, Reason):
        context["nothing"] = wording.reason(found.code, found.numbers)
    else:
        centres = centre_names(request)
        context |= {"found": found, "rows": [wording.clock_row(one, centres) for one in found.readings]}
        if user.has_perm("experience.see_coverage"):
            contradicting = queries.looser_promises([chosen], on=today)
            context["looser"] = [wording.looser(one) for one in contradicting[:MOST_LOOSER]]
            context["more_looser"] = max(0, len(contradicting) - MOST_LOOSER)
    return page(request, "clocks", context, here="clocks")


def _decisions(service: str, today: date) -> dict[str, Any]:
    running = queries.running_clocks(service, on=today)
    free = [one for one in all_clocks().values() if not one.always and one.code not in {r.code for r in running}]
    return {
        "running": [(one, LiftForm(initial={"until": today, "clock": one.code}, auto_id=False)) for one in running],
        "apply_form": ApplyForm(clocks=free, initial={"since": today}) if free else None,
    }


@require_POST
@_may_define
def apply(request: HttpRequest, service: str) -> HttpResponse:
    _known(request, service)
    form = ApplyForm(request.POST, clocks=list(all_clocks().values()))
    if not form.is_valid():
        messages.error(request, _("Choose a clock, and the day from which on it applies."))
        return redirect("experience:clocks_of", service)
    said = form.cleaned_data
    return done(
        request,
        lambda: actions.apply(service=service, by=request.user, **said),
        _("The clock applies from that day on."),
        "experience:clocks_of",
        service,
    )


@require_POST
@_may_define
def lift(request: HttpRequest, service: str) -> HttpResponse:
    _known(request, service)
    form = LiftForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say from which day on the clock no longer applies."))
        return redirect("experience:clocks_of", service)
    said = form.cleaned_data
    return done(
        request,
        lambda: actions.lift(service=service, by=request.user, **said),
        _("Lifted from that day on."),
        "experience:clocks_of",
        service,
    )


def _known(request: HttpRequest, service: str) -> None:
    if service not in service_names(request):
        raise Http404
