"""Actions on either side: the list, one action with its effect, opening one, carrying it out, checking it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pledgeline.experience import queries as experience
from pledgeline.experience import wording as experience_wording
from pledgeline.experience.core.contract import Side
from pledgeline.kernel.problem import Problem
from pledgeline.organisation import queries as organisation
from pledgeline.partnership import queries, wording
from pledgeline.partnership.actions import improvements as actions
from pledgeline.partnership.core.improvement import Step, measurable
from pledgeline.partnership.core.remark import Subject
from pledgeline.partnership.forms import ActionForm
from pledgeline.partnership.queries.subjects import Found
from pledgeline.partnership.views.frame import done, page, refused, today
from pledgeline.partnership.wording import contract
from pledgeline.ui.figures import Link
from pledgeline.ui.requests import page_number

_sees = permission_required("partnership.see_contract", raise_exception=True)
_takes_part = permission_required("partnership.take_part", raise_exception=True)


@require_safe
@_sees
def improvements(request: HttpRequest) -> HttpResponse:
    which = request.GET.get("which", "open")
    found, rows = queries.action_list(request.user, number=page_number(request), today=today(), which=which)
    here = reverse("partnership:improvements")
    ways = [
        Link(title, f"{here}?which={code}", current=which == code)
        for code, title in (
            ("open", pgettext("actions", "Under way")),
            ("overdue", pgettext("actions", "Late")),
            ("closed", pgettext("actions", "Closed")),
            ("all", pgettext("actions", "All")),
        )
    ]
    context = {"page": found, "rows": rows, "ways": ways, "today": today()}
    return page(request, "improvements", context, here="improvements")


@require_http_methods(["GET", "HEAD", "POST"])
@_takes_part
def improvement_open(request: HttpRequest) -> HttpResponse:
    language = get_language() or "en"
    promises = {
        row.code: experience_wording.promise_choice(row.current, language)
        for row in experience.promise_list(request.user)
        if measurable(row.current.rule.metric, row.current.rule.figure)
    }
    form = ActionForm(
        request.POST or None,
        centres=organisation.centre_names(request.user),
        promises=promises,
        initial=_initial(request),
    )
    if request.method == "POST" and form.is_valid():
        source = (request.GET.get("kind", "")[:32], request.GET.get("key", "")[:160])
        try:
            queries.subject(*source, user=request.user) if source[0] else None
            actions.open_one(**form.wanted(), source=source if source[0] else ("", ""), by=request.user)
        except Problem as problem:
            refused(form, problem)
        else:
            return redirect("partnership:improvement", form.cleaned_data["code"])
    return page(
        request,
        "improvement_form",
        {"form": form},
        here="improvements",
        called=_("Open an action"),
        status=422 if form.errors else 200,
    )


def _initial(request: HttpRequest) -> dict[str, str]:
    names = ("centre", "side", "title_en", "title_zh")
    return {name: request.GET[name][:200] for name in names if name in request.GET}


@require_safe
@_sees
def improvement(request: HttpRequest, code: str) -> HttpResponse:
    user: Any = request.user
    try:
        one = queries.action(code, user=user, today=today(), number=page_number(request, "checks"))
    except Problem as unknown:
        raise Http404 from unknown
    side = experience.side_of(user)
    source = _source(one.source, user)
    context = {
        "one": one,
        "row": one.row,
        "source": source,
        "source_called": contract.subject_called(one.source[0], source) if source else "",
        "promise": _sentence(one.row.promise, user),
        "may_carry_out": side is not None and side is one.row.side and one.row.step is Step.OPEN,
        "may_check": side is not None and one.row.step is Step.DONE and one.measure is not None,
        "may_follow": side is not None and one.row.step is Step.NOT_EFFECTIVE,
        "client_side": Side.CLIENT,
        "remark_kind": Subject.IMPROVEMENT.value,
        "remarks": queries.remarks(Subject.IMPROVEMENT, code, user=user, number=page_number(request, "comments")),
        "crumbs": [Link(_("Actions"), reverse("partnership:improvements")), Link(wording.said(one.row.title))],
    }
    return page(request, "improvement", context, here="improvements")


def _source(source: tuple[str, str], user: Any) -> Found | None:
    """What it follows from; None where that is nothing, or nothing that the reader may see."""
    if not source[0]:
        return None
    try:
        return queries.subject(*source, user=user)
    except Problem:
        return None


def _sentence(promise: str, user: Any) -> str:
    """What was promised, in the reader's language; the promise's code where the reader may not see it any more."""
    if not promise:
        return ""
    found = experience.sentences_of([promise], user=user)
    return wording.said(found[promise]) if promise in found else promise


@require_POST
@_takes_part
def improvement_done(request: HttpRequest, code: str) -> HttpResponse:
    note = request.POST.get("note", "")
    return done(
        request,
        lambda: actions.carry_out(code=code, note=note, by=request.user),
        _("Carried out. Its effect is judged by the days set at first."),
        "partnership:improvement",
        code,
    )


@require_POST
@_takes_part
def improvement_check(request: HttpRequest, code: str) -> HttpResponse:
    return done(
        request,
        lambda: actions.check(code=code, by=request.user),
        _("Checked."),
        "partnership:improvement",
        code,
    )
