"""Experience definitions: the list, one version, what changed, and the steps of its life."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pledgeline.experience import queries, wording
from pledgeline.experience.actions import definitions as actions
from pledgeline.experience.core.coverage import Expected
from pledgeline.experience.core.definition import Step
from pledgeline.experience.forms import ApproveForm, BeginForm, DefinitionForm
from pledgeline.experience.views.frame import centre_names, done, page, service_names
from pledgeline.kernel.problem import Problem
from pledgeline.ui.figures import Link
from pledgeline.ui.requests import page_number

_may_define = permission_required("experience.define", raise_exception=True)
_may_approve = permission_required("experience.approve", raise_exception=True)


@require_safe
def definitions(request: HttpRequest) -> HttpResponse:
    found = queries.definition_list(request.user, number=page_number(request))
    context: dict[str, Any] = {"page": found, "rows": queries.definition_rows(found, request.user)}
    if request.user.has_perm("experience.define"):
        asked = {"service": request.GET.get("service", "")}
        context["form"] = BeginForm(services=service_names(request), initial=asked)
    return page(request, "definitions", context, here="definitions")


@require_POST
@_may_define
def begin(request: HttpRequest) -> HttpResponse:
    form = BeginForm(request.POST, services=service_names(request))
    if not form.is_valid():
        found = queries.definition_list(request.user, number=1)
        context = {"page": found, "rows": queries.definition_rows(found, request.user), "form": form}
        return page(request, "definitions", context, here="definitions", status=422)
    try:
        version = actions.begin(**form.cleaned_data, by=request.user)
    except Problem as problem:
        form.add_error(None, wording.problem(problem))
        found = queries.definition_list(request.user, number=1)
        context = {"page": found, "rows": queries.definition_rows(found, request.user), "form": form}
        return page(request, "definitions", context, here="definitions", status=422)
    return redirect("experience:definition_version", version.definition.service, version.number)


@require_safe
def definition(request: HttpRequest, service: str, version: int | None = None) -> HttpResponse:
    shown = _found(request, service, version)
    one = shown.definition
    older = _found(request, service, shown.before).definition if shown.before is not None else None
    user: Any = request.user
    today = timezone.localdate()
    expected = queries.expectations_on(today) or ()
    context: dict[str, Any] = {
        "shown": shown,
        "cited": queries.cited_by(one.promises, expected, user=user),
        "one": one,
        "before": older,
        "hindered": _hindered(request, shown),
        "difference": wording.difference(queries.compared(older, one), _names(request, expected))
        if older is not None
        else None,
        "crumbs": [
            Link(_("Definitions"), reverse("experience:definitions")),
            Link(service_names(request).get(service, service)),
        ],
    }
    if one.step is Step.IN_REVIEW and user.has_perm("experience.approve"):
        context["approve_form"] = ApproveForm(initial={"seen": shown.digest, "effective_from": today})
    return page(request, "definition", context, here="definitions")


def _names(request: HttpRequest, expected: Iterable[Expected]) -> dict[str, dict[str, str]]:
    """Field of a promise that holds codes → each code in words."""
    return {
        "services": service_names(request),
        "centres": centre_names(request),
        "expectations": {one.code: wording.said(one.title) for one in expected},
    }


def _hindered(request: HttpRequest, shown: queries.DefinitionPage) -> dict[str, str]:
    """Code of each promise that cannot be tested for this service → why, in words."""
    means = queries.stage(request.user, today=timezone.localdate()).means
    found = queries.hindrances(shown.definition.promises, means, service=shown.definition.service)
    return {code: wording.reason(why[0].code, why[0].numbers) for code, why in found.items() if why}


@require_http_methods(["GET", "HEAD", "POST"])
@_may_define
def edit(request: HttpRequest, service: str, version: int) -> HttpResponse:
    shown = _found(request, service, version)
    one = shown.definition
    if one.step is not Step.DRAFT:
        return _fixed(request, service, version)
    initial = {
        "aim_en": one.aim["en"],
        "aim_zh": one.aim["zh"],
        "promises": [f"{promise.code}:{promise.number}" for promise in one.promises],
    }
    form = DefinitionForm(request.POST or None, initial=initial, promises=queries.choosable_promises(service))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(service=service, number=version, by=request.user, **form.said())
        except Problem as problem:
            form.add_error(None, wording.problem(problem))
        else:
            return redirect("experience:definition_version", service, version)
    status = 422 if request.method == "POST" else 200
    return page(request, "definition_edit", {"one": one, "form": form}, here="definitions", status=status)


def _fixed(request: HttpRequest, service: str, version: int) -> HttpResponse:
    name = service_names(request).get(service, service)
    context = {
        "title": _("This version cannot be edited"),
        "refused": wording.problem(Problem("definition.not_a_draft", service=name, number=version)),
        "instead": Link(
            _("Begin a new version"), f"{reverse('experience:definitions')}?service={quote(service)}#begin"
        ),
        "crumbs": [
            Link(_("Definitions"), reverse("experience:definitions")),
            Link(name, reverse("experience:definition", args=[service])),
            Link(_("Edit")),
        ],
    }
    return page(request, "write", context, here="definitions", status=409)


@require_POST
@_may_define
def submit(request: HttpRequest, service: str, version: int) -> HttpResponse:
    return done(
        request,
        lambda: actions.submit(service=service, number=version, by=request.user),
        _("In review. Another person may approve it now."),
        "experience:definition_version",
        service,
        version,
    )


@require_POST
@_may_approve
def send_back(request: HttpRequest, service: str, version: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return done(
        request,
        lambda: actions.send_back(service=service, number=version, reason=reason, by=request.user),
        _("Sent back with your reason."),
        "experience:definition_version",
        service,
        version,
    )


@require_POST
@_may_approve
def approve(request: HttpRequest, service: str, version: int) -> HttpResponse:
    form = ApproveForm(request.POST)
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    return done(
        request,
        lambda: actions.approve(service=service, number=version, by=request.user, **said),
        _("Approved under your name."),
        "experience:definition_version",
        service,
        version,
    )


@require_POST
@_may_define
def put_in_force(request: HttpRequest, service: str, version: int) -> HttpResponse:
    return done(
        request,
        lambda: actions.put_in_force(service=service, number=version, by=request.user),
        _("In force from its day on, with its promises."),
        "experience:definition_version",
        service,
        version,
    )


def _found(request: HttpRequest, service: str, version: int | None) -> queries.DefinitionPage:
    try:
        return queries.definition(service, user=request.user, number=version, page=page_number(request, "versions"))
    except Problem as unknown:
        raise Http404 from unknown
