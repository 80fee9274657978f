"""One briefing: read it, see what changed, write it, publish it, acknowledge it, answer its questions, ask back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pledgeline.briefing import queries, wording
from pledgeline.briefing.actions import acknowledgements, briefings, understanding
from pledgeline.briefing.actions import questions as asking
from pledgeline.briefing.forms import BriefingForm, initial_of
from pledgeline.briefing.views.frame import number_of, page, tell, today
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.ui.figures import Link

_writes = permission_required("briefing.write", raise_exception=True)


@require_safe
def briefing(request: HttpRequest, code: str) -> HttpResponse:
    wanted = number_of(request, "version") if "version" in request.GET else None
    try:
        found = queries.briefing_page(
            code, user=request.user, day=today(), number=wanted, history_page=number_of(request, "versions")
        )
    except Problem as unknown:
        raise Http404 from unknown
    context = {
        "found": found,
        "faq": queries.faq(code, number=number_of(request, "faq")),
        "sentences": queries.promise_sentences(request.user) if found.version.promises else {},
        "campaigns": queries.campaigns_of(code, user=request.user, day=today()),
        "crumbs": [Link(_("Briefings"), reverse("briefing:briefings")), Link(wording.said(found.version.title))],
    }
    return page(request, "briefing", context, here="briefings")


def _form(request: HttpRequest, *, new: bool, **more: Any) -> BriefingForm:
    return BriefingForm(
        request.POST or None,
        centres=organisation.centre_names(request.user),
        services=organisation.service_names(request.user),
        sentences=queries.promise_sentences(request.user),
        new=new,
        **more,
    )


def _refused(form: BriefingForm, problem: Problem) -> None:
    field = problem.field if problem.field in form.fields else None
    form.add_error(field, wording.sentence(problem))


@require_http_methods(["GET", "HEAD", "POST"])
@_writes
def new(request: HttpRequest) -> HttpResponse:
    form = _form(request, new=True)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            said = briefings.Wording(**form.wanted())
            briefings.register(code=given["code"], kind=given["kind"], wording=said, by=request.user)
        except Problem as problem:
            _refused(form, problem)
        else:
            return redirect("briefing:briefing", given["code"])
    return page(request, "write", {"form": form}, here="briefings", status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@_writes
def write(request: HttpRequest, code: str) -> HttpResponse:
    """Edits the draft, or begins the next version where there is none."""
    try:
        history = queries.briefing_page(code, user=request.user, day=today())
        latest = queries.version(code, user=request.user, number=history.latest)
    except Problem as unknown:
        raise Http404 from unknown
    form = _form(request, new=False, initial=initial_of(briefings.wording_of(latest)))
    if request.method == "POST" and form.is_valid():
        try:
            if history.draft is None:
                briefings.revise(code=code, by=request.user, **form.wanted())
            else:
                briefings.edit(code=code, number=history.draft, by=request.user, **form.wanted())
        except Problem as problem:
            _refused(form, problem)
        else:
            number = history.draft or latest.number + 1
            return redirect(f"{reverse('briefing:briefing', args=[code])}?version={number}")
    title = wording.said({"en": latest.title_en, "zh": latest.title_zh})
    context = {
        "form": form,
        "title": title,
        "begins": history.draft is None,
        "crumbs": [
            Link(_("Briefings"), reverse("briefing:briefings")),
            Link(title, reverse("briefing:briefing", args=[code])),
            Link(_("Edit")),
        ],
    }
    return page(request, "write", context, here="briefings", status=422 if form.errors else 200)


@require_POST
@_writes
def publish(request: HttpRequest, code: str, number: int) -> HttpResponse:
    try:
        briefings.publish(code=code, number=number, by=request.user)
    except Problem as problem:
        tell(request, problem)
        return redirect(f"{reverse('briefing:briefing', args=[code])}?version={number}")
    messages.success(request, _("Published. The centres are told."))
    return redirect("briefing:briefing", code)


def _readable(request: HttpRequest, code: str, number: int) -> None:
    """404 for a version that the reader may not read."""
    try:
        queries.version(code, user=request.user, number=number)
    except Problem as unknown:
        raise Http404 from unknown


@require_POST
@permission_required("briefing.acknowledge", raise_exception=True)
def acknowledge_own(request: HttpRequest, code: str, number: int) -> HttpResponse:
    _readable(request, code, number)
    try:
        acknowledgements.acknowledge_own(briefing=code, number=number, by=request.user)
    except Problem as problem:
        tell(request, problem)
    else:
        messages.success(request, _("Acknowledged."))
    return redirect("briefing:briefing", code)


def answers_of(request: HttpRequest, n: int) -> list[int | None]:
    """The places of the choices picked; None where none was."""
    given = [request.POST.get(f"answer{place}", "") for place in range(n)]
    return [int(one) if one.isdecimal() and len(one) < 3 else None for one in given]


@require_POST
@permission_required("briefing.acknowledge", raise_exception=True)
def check(request: HttpRequest, code: str, number: int) -> HttpResponse:
    _readable(request, code, number)
    asked = queries.version(code, user=request.user, number=number).questions
    try:
        result = understanding.record_own(
            briefing=code, number=number, answers=answers_of(request, len(asked)), by=request.user
        )
    except Problem as problem:
        tell(request, problem)
    else:
        words = {"right": result.right, "asked": result.asked}
        messages.success(request, _("%(right)s of %(asked)s answers are right.") % words)
    return redirect("briefing:briefing", code)


@require_POST
@permission_required("briefing.ask", raise_exception=True)
def ask(request: HttpRequest, code: str, number: int) -> HttpResponse:
    _readable(request, code, number)
    centre = organisation.own_centre(request.user) or ""
    try:
        asking.ask(briefing=code, number=number, centre=centre, text=request.POST.get("text", ""), by=request.user)
    except Problem as problem:
        tell(request, problem)
        return redirect("briefing:briefing", code)
    messages.success(request, _("Your question is on its way; the reply clock runs."))
    return redirect("briefing:questions")
