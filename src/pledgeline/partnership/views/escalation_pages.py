"""Escalations: the list, one with its levels, and the steps of either side."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pledgeline.experience import queries as experience
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.partnership import queries
from pledgeline.partnership.actions import escalations as actions
from pledgeline.partnership.core.remark import Subject
from pledgeline.partnership.forms import EscalationForm
from pledgeline.partnership.views.frame import done, page, refused
from pledgeline.ui.figures import Link
from pledgeline.ui.requests import page_number

_sees = permission_required("partnership.see_contract", raise_exception=True)
_takes_part = permission_required("partnership.take_part", raise_exception=True)


@require_safe
@_sees
def escalations(request: HttpRequest) -> HttpResponse:
    found, rows = queries.escalation_list(request.user, number=page_number(request), now=timezone.now())
    return page(request, "escalations", {"page": found, "rows": rows}, here="escalations")


@require_http_methods(["GET", "HEAD", "POST"])
@_takes_part
def escalation_raise(request: HttpRequest) -> HttpResponse:
    form = EscalationForm(request.POST or None, centres=organisation.centre_names(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.raise_one(**form.cleaned_data, by=request.user)
        except Problem as problem:
            refused(form, problem)
        else:
            return redirect("partnership:escalation", made.number)
    return page(
        request,
        "escalation_form",
        {"form": form},
        here="escalations",
        called=_("Escalate"),
        status=422 if form.errors else 200,
    )


@require_safe
@_sees
def escalation(request: HttpRequest, number: int) -> HttpResponse:
    user: Any = request.user
    try:
        one = queries.escalation(number, user=user, now=timezone.now())
    except Problem as unknown:
        raise Http404 from unknown
    side = experience.side_of(user)
    context = {
        "one": one,
        "may_answer": side is not None and side is not one.side and one.waits,
        "may_rise": side is one.side and one.may_rise,
        "may_close": side is one.side and one.closed_at is None,
        "remark_kind": Subject.ESCALATION.value,
        "remarks": queries.remarks(Subject.ESCALATION, str(number), user=user, number=page_number(request, "comments")),
        "crumbs": [Link(_("Escalations"), reverse("partnership:escalations")), Link(one.title)],
    }
    return page(request, "escalation", context, here="escalations")


@require_POST
@_takes_part
def escalation_answer(request: HttpRequest, number: int) -> HttpResponse:
    text = request.POST.get("text", "")
    return _step(request, number, _("Answered."), lambda: actions.answer(number=number, text=text, by=request.user))


@require_POST
@_takes_part
def escalation_take_up(request: HttpRequest, number: int) -> HttpResponse:
    text = request.POST.get("text", "")
    said = _("It is on the next level now; its clock runs.")
    return _step(request, number, said, lambda: actions.take_up(number=number, text=text, by=request.user))


@require_POST
@_takes_part
def escalation_close(request: HttpRequest, number: int) -> HttpResponse:
    return _step(request, number, _("Closed."), lambda: actions.close(number=number, by=request.user))


def _step(request: HttpRequest, number: int, said: str, call: Any) -> HttpResponse:
    return done(request, call, said, "partnership:escalation", number)
