"""Drafting a promise, revising one, and putting one in force where no definition speaks for it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pledgeline.experience import queries, wording
from pledgeline.experience.actions import promises as actions
from pledgeline.experience.core.definition import fingerprint
from pledgeline.experience.core.promise import Promise, State
from pledgeline.experience.forms.promises import EnactForm, PromiseForm, initial_of
from pledgeline.experience.views.frame import centre_names, done, page, service_names
from pledgeline.kernel.problem import Problem
from pledgeline.ui.figures import Link

_may_define = permission_required("experience.define", raise_exception=True)


@require_http_methods(["GET", "HEAD", "POST"])
@_may_define
def new(request: HttpRequest) -> HttpResponse:
    """`?expectation=…&service=…` begins with these: the way here from a gap of the coverage matrix."""
    initial = {
        "hours": "always",
        "expectations": request.GET.getlist("expectation"),
        "services": request.GET.getlist("service"),
    }
    form = _form(request, new=True, initial=initial, cited=())
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            actions.register(code=code, wording=form.wanted(), by=request.user)
        except Problem as problem:
            form.refuse(problem)
        else:
            messages.success(request, _("Drafted. Look at its target before somebody approves it."))
            return redirect("experience:promise", code)
    return _written(request, form, title=_("Draft a promise"), crumbs=[])


@require_http_methods(["GET", "HEAD", "POST"])
@_may_define
def revise(request: HttpRequest, code: str) -> HttpResponse:
    """The next version, begun from the latest; a draft that waits already is edited instead."""
    latest = _found(request, code, None)
    if latest.state is State.DRAFT and request.method != "POST":
        return redirect("experience:promise_edit", code, latest.number)
    form = _form(request, new=False, initial=initial_of(latest), cited=latest.expectations)
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.revise(code=code, by=request.user, **form.said())
        except Problem as problem:
            form.refuse(problem)
        else:
            return redirect(f"{reverse('experience:promise', args=[code])}?version={version.number}")
    title = _("New version of “%(title)s”") % {"title": wording.said(latest.sentence)}
    return _written(request, form, title=title, crumbs=_crumbs(latest))


@require_http_methods(["GET", "HEAD", "POST"])
@_may_define
def edit(request: HttpRequest, code: str, version: int) -> HttpResponse:
    """A draft. What is or was in force is refused, with the way to a new version."""
    found = _found(request, code, version)
    if found.state is not State.DRAFT:
        return _fixed(request, found)
    initial = {**initial_of(found), "seen": fingerprint(found)}
    form = _form(request, new=False, initial=initial, cited=found.expectations)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(
                code=code, number=version, by=request.user, seen=form.cleaned_data["seen"] or None, **form.said()
            )
        except Problem as problem:
            form.refuse(problem)
        else:
            return redirect(f"{reverse('experience:promise', args=[code])}?version={version}")
    title = _("Draft of “%(title)s”") % {"title": wording.said(found.sentence)}
    return _written(request, form, title=title, crumbs=_crumbs(found))


@require_POST
@_may_define
def put_in_force(request: HttpRequest, code: str, version: int) -> HttpResponse:
    form = EnactForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say from which day on it rules."))
        return redirect(f"{reverse('experience:promise', args=[code])}?version={version}")
    day = form.cleaned_data["effective_from"]
    return done(
        request,
        lambda: actions.enact(code=code, number=version, effective_from=day, by=request.user),
        _("In force from that day on."),
        "experience:promise",
        code,
    )


def _fixed(request: HttpRequest, found: Promise) -> HttpResponse:
    refused = Problem("promise.version_is_fixed", promise=found.code, number=found.number)
    context = {
        "title": _("This version cannot be edited"),
        "refused": wording.problem(refused),
        "instead": Link(_("Begin a new version"), reverse("experience:promise_revise", args=[found.code])),
        "crumbs": _crumbs(found),
    }
    return page(request, "write", context, here="promises", status=409)


def _form(request: HttpRequest, *, new: bool, initial: dict[str, Any], cited: Any) -> PromiseForm:
    return PromiseForm(
        request.POST or None,
        new=new,
        initial=initial,
        centres=centre_names(request),
        services=service_names(request),
        expectations=queries.expectations_on(timezone.localdate()) or (),
        cited=tuple(cited),
    )


def _written(request: HttpRequest, form: PromiseForm, *, title: str, crumbs: list[Link]) -> HttpResponse:
    context = {
        "title": title,
        "lede": _("One sentence that can be tested: what is measured, against which target, where and when it holds."),
        "form": form,
        "crumbs": crumbs or [Link(_("Promises"), reverse("experience:promises")), Link(title)],
    }
    return page(request, "write", context, here="promises", status=422 if form.errors else 200)


def _found(request: HttpRequest, code: str, number: int | None) -> Promise:
    try:
        return queries.promise(code, user=request.user, number=number)
    except Problem as unknown:
        raise Http404 from unknown


def _crumbs(of: Promise) -> list[Link]:
    at = f"{reverse('experience:promise', args=[of.code])}?version={of.number}"
    return [
        Link(_("Promises"), reverse("experience:promises")),
        Link(wording.sentence(of.sentence, get_language() or "en"), at),
        Link(_("Edit")),
    ]
