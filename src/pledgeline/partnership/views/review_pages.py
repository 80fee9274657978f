"""Reviews: the series with a centre, and one review with its frozen pre-read, minutes and decisions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.partnership import queries, wording
from pledgeline.partnership.actions import reviews as actions
from pledgeline.partnership.core import notation
from pledgeline.partnership.core.remark import Subject
from pledgeline.partnership.forms import HoldForm, PrepareForm, SeriesForm
from pledgeline.partnership.views.frame import page, refused, today
from pledgeline.ui import formats
from pledgeline.ui.figures import Link, Stat
from pledgeline.ui.requests import page_number

_sees = permission_required("partnership.see_contract", raise_exception=True)
_manages = permission_required("partnership.manage", raise_exception=True)


@require_safe
@_sees
def reviews(request: HttpRequest) -> HttpResponse:
    found, rows = queries.series_list(request.user, today=today(), number=page_number(request))
    return page(request, "reviews", {"page": found, "rows": rows}, here="reviews")


@require_http_methods(["GET", "HEAD", "POST"])
@_manages
def series_begin(request: HttpRequest) -> HttpResponse:
    form = SeriesForm(request.POST or None, centres=organisation.centre_names(request.user))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.begin(**{**given, "agenda": notation.read_points(given["agenda"])}, by=request.user)
        except Problem as problem:
            refused(form, problem)
        else:
            return redirect("partnership:series", given["code"])
    return page(
        request,
        "series_form",
        {"form": form},
        here="reviews",
        called=_("Begin a series"),
        status=422 if form.errors else 200,
    )


@require_safe
@_sees
def series(request: HttpRequest, code: str) -> HttpResponse:
    return _series_page(request, code, PrepareForm())


def _series_page(request: HttpRequest, code: str, form: PrepareForm) -> HttpResponse:
    found = _series(request, code)
    may_prepare = (
        request.user.has_perm("partnership.manage") and found.row.ended_on is None and found.row.prepared is None
    )
    context = {
        "found": found,
        "row": found.row,
        "form": form if may_prepare else None,
        "crumbs": [Link(_("Reviews"), reverse("partnership:reviews")), Link(wording.said(found.row.title))],
    }
    return page(request, "series", context, here="reviews", status=422 if form.is_bound and form.errors else 200)


@require_POST
@_manages
def review_prepare(request: HttpRequest, code: str) -> HttpResponse:
    _series(request, code)
    form = PrepareForm(request.POST)
    if form.is_valid():
        try:
            made = actions.prepare(code=code, **form.cleaned_data, by=request.user)
        except Problem as problem:
            refused(form, problem)
        else:
            messages.success(request, _("The pre-read is frozen. The centre is told."))
            return redirect("partnership:review", code, made.number)
    return _series_page(request, code, form)


@require_http_methods(["GET", "HEAD", "POST"])
@_sees
def review(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """POST holds it: minutes and decisions, once."""
    user: Any = request.user
    found = _review(request, code, number)
    may_hold = user.has_perm("partnership.manage") and found.held_on is None
    form = HoldForm(request.POST if may_hold and request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            actions.hold(
                code=code,
                number=number,
                **{**given, "decisions": notation.read_points(given["decisions"])},
                by=user,
            )
        except Problem as problem:
            refused(form, problem)
        else:
            messages.success(request, _("Held. Its minutes stand."))
            return redirect("partnership:review", code, number)
    key = f"{code}:{number}"
    context = {
        "one": found,
        "key": key,
        "counts": _counts(found),
        "form": form if may_hold else None,
        "remark_kind": Subject.REVIEW.value,
        "remarks": queries.remarks(Subject.REVIEW, key, user=user, number=page_number(request, "comments")),
        "crumbs": [
            Link(_("Reviews"), reverse("partnership:reviews")),
            Link(wording.said(found.title), reverse("partnership:series", args=[code])),
            Link(_("review %(n)s") % {"n": number}),
        ],
    }
    return page(request, "review", context, here="reviews", status=422 if form.errors else 200)


def _counts(found: queries.ReviewPage) -> list[Stat]:
    labels = {
        "actions_open": _("Actions under way"),
        "actions_overdue": _("of these overdue"),
        "escalations_open": _("Open escalations"),
        "statements_open": _("Statements before the centre"),
        "objections_open": _("Objections without an answer"),
    }
    return [Stat(label, formats.count(found.counts.get(name, 0))) for name, label in labels.items()]


def _series(request: HttpRequest, code: str) -> queries.SeriesPage:
    try:
        return queries.series(code, user=request.user, today=today(), number=page_number(request))
    except Problem as unknown:
        raise Http404 from unknown


def _review(request: HttpRequest, code: str, number: int) -> queries.ReviewPage:
    try:
        return queries.review(code, number, user=request.user)
    except Problem as unknown:
        raise Http404 from unknown
